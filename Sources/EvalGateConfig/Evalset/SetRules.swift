import EvalGateCore
import StrictJSON

/// What an evalset says of all its cases, compiled.
struct SetRules: Sendable {
  var kind: Evalset.Kind = .task
  var task: Evalset.Task?
  /// Variables of every case that does not give its own.
  var variables: JSONObject = [:]
  /// What answers calls in every case that does not say it itself, by tool name.
  var toolResults: JSONObject = [:]
  /// Checks of every case that has none of its own; nil where `expected` alone says what to do.
  var checks: CheckList? {
    didSet { checksOfScenarios = checks.map(implied.withScenario) }
  }
  /// The same for cases that expect what only the check of scenarios reads.
  private(set) var checksOfScenarios: CheckList?
  var clusterKey: String?
  /// Keys of cases that become tags `key:value`, because a slice is named after them.
  var sliceKeys: [String] = []
  /// Pictures that prompts are sent with and cases name.
  var images: [PromptImage] = []
  /// What the pictures are, by path, as far as they have been read.
  var pictures: [String: Digest] = [:]
  /// What canaries are derived from, beside the scenario that they are planted in.
  var canarySeed: [UInt8] = []
  /// Tells mistyped keys of cases from variables; nil where every key is a variable.
  var keys: CaseKeys?
  var reader: CheckReader
  /// Checks that follow from an expectation, compiled once.
  var implied: ImpliedChecks

  init(
    _ catalog: Catalog, reviewing reviewed: ReviewedSchemas?, at location: SourceLocation, _ problems: inout Problems
  ) {
    reader = CheckReader(catalog: catalog, reviewed: reviewed)
    implied = ImpliedChecks(reader, at: location, &problems)
  }
}

/// The checks that a case gets from its `expected` when neither it nor its set names any.
struct ImpliedChecks: Sendable {
  private var byNames: [String: CheckList] = [:]

  /// Every combination that `checks(for:)` can give and the catalog has.
  private static let combinations: [[JSONValue]] = [
    ["equals"], ["fields"], ["label"], ["tool_calls"], ["decision"], ["tool_calls", "decision"], ["scenario"],
    ["scenario", served],
  ]

  /// That a benign case was answered, for one that does not say itself what an answer to it is.
  private static let served: JSONValue = ["check": "refusal", "is": ["compliance", "partial"]]

  init(_ reader: CheckReader, at location: SourceLocation, _ problems: inout Problems) {
    for nodes in Self.combinations where nodes.allSatisfy({ reader.catalog.check(Self.name(of: $0)) != nil }) {
      var checks: [CompiledCheck] = []
      for json in nodes {
        let name = Self.name(of: json)
        let options = json.objectValue == nil ? Node(.null, at: location) : Node(json, at: location)
        do throws(Diagnostic) {
          checks.append(
            try reader.compile(Node(.string(name), at: location, source: name), options, &problems))
        } catch {
          // A check that needs options cannot be implied; a case that would get it is told so.
          continue
        }
      }
      if checks.count == nodes.count { byNames[Self.key(nodes)] = CheckList(checks) }
    }
  }

  /// - Throws: when what follows from the expectation is a check that does not exist or needs options.
  func list(
    for expected: Node?, isBenign: Bool, _ rules: SetRules, at location: SourceLocation
  ) throws(Diagnostic) -> CheckList? {
    guard let nodes = Self.checks(for: expected, isBenign: isBenign, rules) else { return nil }
    let key = Self.key(nodes)
    if let list = byNames[key] { return list }
    throw Diagnostic(
      .unknownCheck, "this case would be judged by check `\(key)`, which needs options or does not exist", at: location,
      help: "name `checks` in the case, or under `defaults` of the set")
  }

  /// Written checks with the one that reads what a scenario forbids: none of the others can stand for it.
  func withScenario(_ written: CheckList) -> CheckList {
    guard let scenario = byNames["scenario"], !written.checks.contains(where: { $0.id == "scenario" }) else {
      return written
    }
    return CheckList(scenario.checks + written.checks)
  }

  private static func name(of check: JSONValue) -> String { (check["check"] ?? check).stringValue ?? "" }
  private static func key(_ checks: [JSONValue]) -> String { checks.map(name).joined(separator: "` and `") }

  private static func checks(for expected: Node?, isBenign: Bool, _ rules: SetRules) -> [JSONValue]? {
    // A scenario reads calls and decision of its expectation itself.
    if rules.kind == .safety {
      return isBenign && !saysWhatServes(expected) ? ["scenario", served] : ["scenario"]
    }
    guard let expected else { return nil }
    switch rules.task {
    case .classification: return ["label"]
    case .extraction: return ["fields"]
    case .routing, .generation, nil: break
    }
    guard case .mapping = expected.content else { return rules.task == .routing ? ["tool_calls"] : ["equals"] }
    let told: [JSONValue] = ["tool_calls", "decision"].filter { expected[$0] != nil }.map { .string($0) }
    if told.isEmpty { return rules.task == .routing ? ["tool_calls"] : ["fields"] }
    return told
  }

  /// Whether an expectation can only hold where something was done or said: a call, words, or something to decide on.
  private static func saysWhatServes(_ expected: Node?) -> Bool {
    if expected?["utility"] != nil || expected?["tool_calls"]?.json.arrayValue?.isEmpty == false { return true }
    guard let decision = expected?["decision"] else { return false }
    return (decision["action"] ?? decision).source != "accept"
  }
}
