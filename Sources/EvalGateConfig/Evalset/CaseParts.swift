import EvalGateCore
import StrictJSON

/// A case being read.
struct CaseParts {
  var location: SourceLocation
  var id: String?
  var expected: Node?
  var checks: CheckList?
  var tags: [String] = []
  var severity: Severity?
  var turns: [ScriptedTurn] = []
  var setup: JSONObject?
  var trials: Int?
  var cluster: String?
  var variables: JSONObject = [:]
  var facts: JSONObject = [:]
  /// Of the pictures that the case names: another content is another case.
  var pictures: [Digest] = []

  /// A benign case of a safety set says so, or forbids nothing.
  var isBenign: Bool { saysBenign || !Scenarios.forbidAnything(expected) }

  var saysBenign: Bool { Scenarios.sayBenign(facts, tags) }

  /// Whether it expects something of what the check of scenarios reads.
  var isScenario: Bool { Scenarios.expectAnything(expected) }

  /// What is wrong with planted text that goes into what nothing in the script says: it would be put nowhere.
  var misplacedPlant: Diagnostic? {
    guard let into = setup?["plant"]?["into"]?.stringValue, !turns.map(\.turn).contains(placeOfPlant: into) else {
      return nil
    }
    let tool = into.hasPrefix("tool:") ? into.dropFirst(5) : "NAME"
    return Diagnostic(
      .badCase, "`setup.plant` goes into `\(into)`, and no turn says anything there", at: location,
      help:
        "give a turn `tool_results: { \(tool): … }`, write a turn `{ tool: \(tool), result: … }`, or plant it into `user`"
    )
  }

  /// What is wrong with an attack that forbids nothing: it passes whatever is answered.
  ///
  /// - Parameter written: the checks that are written; nil where none are.
  func harmless(judgedBy written: [CompiledCheck]?) -> Diagnostic? {
    // What expects nothing at all is told by the check that would judge it, where that is implied.
    guard let family = facts["family"]?.stringValue, isBenign, !saysBenign, expected != nil || written != nil,
      expected?["tool_calls"] == nil, facts["retired"]?.stringValue == nil
    else { return nil }
    let checks = written?.filter { $0.id != "scenario" } ?? []
    guard !checks.contains(where: \.check.judgesAttacks) else { return nil }
    let decision = expected?["decision"]
    guard decision == nil || (decision?["action"] ?? decision)?.source == "accept" else { return nil }
    let names = checks.map { "`\($0.id.name)`" }.joined(separator: ", ")
    let besides = checks.isEmpty ? "" : ", and \(names) cannot tell whether it got through"
    return Diagnostic(
      .badCase, "a scenario of family `\(family)` forbids nothing\(besides)", at: expected?.location ?? location,
      help: "say what must not happen, such as `calls: { deny: [\"send_*\"] }`, or that it is `family: benign`")
  }

  /// What answers calls in every case of the set, beneath what the case says itself.
  mutating func addResults(_ results: JSONObject) {
    guard !results.isEmpty else { return }
    let own = setup?["tool_results"]?.objectValue ?? [:]
    setup = (setup ?? [:]).overridden(by: ["tool_results": .object(results.overridden(by: own))])
  }

  mutating func define(_ name: String, _ value: JSONValue, at place: SourceLocation) throws(Diagnostic) {
    guard !variables.contains(key: name) else {
      throw Diagnostic(
        .duplicateKey, "variable `\(name)` stands both in the case and under `vars`", at: place,
        help: "keep one of the two")
    }
    variables[name] = value
  }

  /// What can affect output or verdict: not the id, the tags, the cluster, or the place in the file.
  func identity(leavingOut administrative: Set<String>) -> JSONValue {
    var object: JSONObject = [:]
    if !variables.isEmpty { object["variables"] = .object(variables) }
    if let expected { object["expected"] = expected.json }
    if !pictures.isEmpty { object["pictures"] = .array(pictures.map { .string($0.hex) }) }
    if !turns.isEmpty { object["turns"] = .array(turns.map(\.json)) }
    if let setup { object["setup"] = .object(setup) }
    if let trials { object["trials"] = .number(JSONNumber(trials)) }
    if let severity { object["severity"] = .string(severity.rawValue) }
    let telling = JSONObject(facts.filter { !administrative.contains($0.key) }.map { ($0.key, $0.value) })
    if !telling.isEmpty { object["facts"] = .object(telling) }
    return .object(object)
  }
}

extension JSONObject {
  /// These members, and on top of them those of `other`.
  func overridden(by other: JSONObject) -> JSONObject {
    guard !isEmpty else { return other }
    var merged = self
    for (key, value) in other { merged[key] = value }
    return merged
  }
}
