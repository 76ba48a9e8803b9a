import EvalGateCore
import StrictJSON

/// Where the parts of an evalset lie.
struct EvalsetFiles: Hashable, Sendable {
  /// Named by its folder, or by the stem of the prompt it stands beside.
  let id: String
  /// `set.yml`, where there is one.
  var set: String?
  /// The file of cases; nil where `set.yml` has to name it, or nothing was found.
  var cases: String?
  var waivers: String?
  /// Whether or not it exists.
  let recordings: String
}

/// `set.yml` as read: what holds for the whole evalset.
struct SetFile {
  var id: String
  var version: String?
  var trials = 1
  var slices: [Slice] = []
  /// Names of cases, waivers and recordings files, where they are not the usual ones.
  var cases: Node?
  var waivers: Node?
  var recordings: Node?
  /// `defaults.checks` as written: compiled once the files it names are read.
  var checks: Node?
  var location: SourceLocation

  init(id: String, at location: SourceLocation) {
    self.id = id
    self.location = location
  }

  /// Reads the mapping of `set.yml` and fills in the rules for cases.
  init(_ node: Node, id: String, rules: inout SetRules, _ problems: inout Problems) {
    self.init(id: id, at: node.location)
    guard var reader = problems.collect({ () throws(Diagnostic) in try OptionReader(node, subject: "evalset") }) else {
      return
    }
    if let own = reader.node("id")?.source { self.id = own }
    version = reader.node("version")?.source
    // How the cases were made is for `evalgate probes`, and changes nothing about them.
    for key in ["name", "description", "changelog", "probes"] { _ = reader.node(key) }
    rules.kind =
      problems.collect { () throws(Diagnostic) in try reader.choice("kind", default: Evalset.Kind.task) } ?? .task
    if reader.node("task") != nil {
      rules.task = problems.collect { () throws(Diagnostic) in
        try reader.choice("task", default: Evalset.Task.generation)
      }
    }
    trials =
      problems.collect { () throws(Diagnostic) in try reader.optionalInt("trials", in: 1...1000) }.flatMap { $0 } ?? 1
    rules.clusterKey = problems.collect { () throws(Diagnostic) in try reader.optionalString("cluster") } ?? nil
    (cases, waivers, recordings) = (reader.node("cases"), reader.node("waivers"), reader.node("recordings"))
    if let node = reader.node("slices") { slices = Self.slices(node, &rules, &problems) }
    if let node = reader.node("defaults") { readDefaults(node, &rules, &problems) }
    for problem in reader.unknownKeys() { problems.add(problem) }
  }

  private mutating func readDefaults(_ node: Node, _ rules: inout SetRules, _ problems: inout Problems) {
    guard var reader = problems.collect({ () throws(Diagnostic) in try OptionReader(node, subject: "`defaults`") })
    else { return }
    checks = reader.node("checks")
    if let vars = reader.node("vars") {
      if case .object(let object) = vars.json {
        rules.variables = object
      } else {
        problems.add(OptionReader.wrong(vars, "vars", "a mapping"))
      }
    }
    if let results = reader.node("tool_results") {
      rules.toolResults =
        problems.collect { () throws(Diagnostic) in try TurnReader.toolResults(results) } ?? [:]
    }
    for problem in reader.unknownKeys() { problems.add(problem) }
  }

  /// `lang` or `lang:*` is one slice for every value, `lang:de` is one; `{ name: …, tag: … }` names it.
  private static func slices(_ node: Node, _ rules: inout SetRules, _ problems: inout Problems) -> [Slice] {
    guard case .sequence(let nodes) = node.content else {
      problems.add(OptionReader.wrong(node, "slices", "a list such as `[product, lang]`"))
      return []
    }
    var slices: [Slice] = []
    for node in nodes {
      let slice = problems.collect { () throws(Diagnostic) -> Slice in
        if case .string(let text) = node.content { return Self.slice(named: text, text) }
        var reader = try OptionReader(node, subject: "slice")
        let slice = Self.slice(named: try reader.string("name"), try reader.string("tag"))
        try reader.finish()
        return slice
      }
      guard let slice else { continue }
      slices.append(slice)
      if slice.tag.hasSuffix(":*") { rules.sliceKeys.append(String(slice.tag.dropLast(2))) }
    }
    return slices
  }

  private static func slice(named name: String, _ tag: String) -> Slice {
    Slice(name: name, tag: tag.contains(":") ? tag : tag + ":*")
  }
}

extension Slice {
  func holds(_ tags: [String]) -> Bool {
    guard tag.hasSuffix(":*") else { return tags.contains(tag) }
    let prefix = tag.dropLast()
    return tags.contains { $0.hasPrefix(prefix) || $0 == prefix.dropLast() }
  }
}
