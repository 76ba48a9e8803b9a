import EvalGateCore
import StrictJSON

/// Reads one case of an evalset, from whatever format it came.
struct CaseReader: Sendable {
  let rules: SetRules

  /// What means something in every set; any other key is a variable.
  enum Key: String, CaseIterable {
    case id, expected, checks, tags, severity, turns, setup, vars, trials, cluster
  }

  /// Keys that describe a safety scenario (safety.md section 4).
  static let factKeys: Set<String> = [
    "family", "owasp", "atlas", "cwe", "goal", "carrier", "technique", "encoding", "language", "position", "twin",
    "added", "retired", "kept",
  ]
  /// Of these, what names the scenario for people and cannot change an output or a verdict.
  private static let administrative: Set<String> = ["owasp", "atlas", "cwe", "twin", "added", "retired", "kept"]

  /// The case, or nil when a problem was added that leaves none.
  func read(_ node: Node, _ problems: inout Problems) -> EvalCase? {
    do throws(Diagnostic) {
      return try evalCase(node, &problems)
    } catch {
      problems.add(error)
      return nil
    }
  }

  /// The case once more, of a line that is as it was when the header was made: its digest is known, and so is that its checks
  /// can judge it. Nil when it is another case after all.
  func read(_ node: Node, again header: CaseHeader) -> EvalCase? {
    var problems = Problems()
    let evalCase = try? self.evalCase(node, knownAs: header, &problems)
    return evalCase?.checksDigest == header.checksDigest ? evalCase : nil
  }

  private func evalCase(
    _ node: Node, knownAs header: CaseHeader? = nil, _ problems: inout Problems
  ) throws(Diagnostic) -> EvalCase {
    guard case .mapping(var entries) = node.content else {
      throw Diagnostic(
        .badCase, "a case must be a mapping, not \(node.kindName)", at: node.location,
        help: "write it as `key: value` pairs")
    }
    if rules.kind == .safety, let canaries = try CanaryPlanting(node, seed: rules.canarySeed) {
      entries = try canaries.planted(in: entries)
    }
    var parts = CaseParts(location: node.location)
    for entry in entries {
      if header == nil, let problem = rules.keys?.problem(entry) { problems.add(problem) }
      do throws(Diagnostic) {
        try take(entry, into: &parts, &problems)
      } catch {
        problems.add(error)
      }
    }
    parts.variables = rules.variables.overridden(by: parts.variables)
    parts.pictures = pictures(of: parts.variables, at: node.location)
    if rules.kind == .safety, parts.severity == nil { parts.severity = .blocking }
    parts.addResults(rules.toolResults)
    var checks = parts.checks ?? rules.checks
    if rules.kind == .safety, parts.isScenario {
      checks = parts.checks.map(rules.implied.withScenario) ?? rules.checksOfScenarios
    }
    if checks == nil {
      checks = try rules.implied.list(for: parts.expected, isBenign: parts.isBenign, rules, at: node.location)
    }
    if header == nil {
      if rules.kind == .safety, let harmless = parts.harmless(judgedBy: (parts.checks ?? rules.checks)?.checks) {
        problems.add(harmless)
      }
      if let misplaced = parts.misplacedPlant { problems.add(misplaced) }
      for check in checks?.checks ?? [] {
        // What serves a benign case that says nothing of it is that it is answered.
        if parts.expected == nil, parts.saysBenign, check.id == "scenario" { continue }
        guard var problem = check.check.problem(with: parts.expected) else { continue }
        problem.location = problem.location ?? node.location
        problems.add(problem)
      }
    }
    return finished(parts, checks ?? CheckList([]), knownAs: header)
  }

  /// The paths of the pictures that a case names, as far as it has the variables for them.
  func picturePaths(of node: Node) -> [String] {
    guard !rules.images.isEmpty, case .mapping(let entries) = node.content else { return [] }
    var variables: JSONObject = [:]
    for entry in entries + (node["vars"]?.entries ?? []) { variables[entry.key] = entry.value.json }
    return picturePaths(of: rules.variables.overridden(by: variables), at: node.location)
  }

  private func picturePaths(of variables: JSONObject, at place: SourceLocation) -> [String] {
    rules.images.compactMap { image in try? image.path(for: variables, ofCaseAt: place) }
  }

  private func pictures(of variables: JSONObject, at place: SourceLocation) -> [Digest] {
    rules.images.isEmpty ? [] : picturePaths(of: variables, at: place).compactMap { rules.pictures[$0] }
  }

  private func finished(_ parts: CaseParts, _ checks: CheckList, knownAs header: CaseHeader?) -> EvalCase {
    let digest = header?.digest ?? Digest(of: parts.identity(leavingOut: Self.administrative))
    let tags = header?.tags ?? tags(of: parts)
    return EvalCase(
      id: parts.id ?? String(digest.hex.prefix(12)), digest: digest, checksDigest: checks.digest,
      location: parts.location, variables: parts.variables, expected: parts.expected, checks: checks.checks, tags: tags,
      severity: parts.severity, turns: parts.turns.map(\.turn), setup: parts.setup, trials: parts.trials,
      cluster: parts.cluster ?? rules.clusterKey.flatMap { parts.variables[$0]?.plainText }, facts: parts.facts,
      pictures: parts.pictures)
  }

  private func tags(of parts: CaseParts) -> [String] {
    var tags = parts.tags
    for key in rules.sliceKeys where !tags.contains(where: { $0.hasPrefix(key + ":") || $0 == key }) {
      let values = (parts.facts[key] ?? parts.variables[key])?.words ?? []
      for value in values where value.utf8.count <= 64 { tags.append("\(key):\(value)") }
    }
    return tags
  }

  private func take(_ entry: Node.Entry, into parts: inout CaseParts, _ problems: inout Problems) throws(Diagnostic) {
    let value = entry.value
    let key = Key(rawValue: entry.key)
    guard key != nil || (rules.kind == .safety && Self.factKeys.contains(entry.key)) else {
      try parts.define(entry.key, value.json, at: entry.keyLocation)
      return
    }
    guard value.content != .null else { return }
    func option() throws(Diagnostic) -> OptionReader {
      try OptionReader(Node(.mapping([entry]), at: value.location), subject: "case")
    }
    switch key {
    case .id: parts.id = try Self.id(value)
    case .expected:
      parts.expected = value
      rules.reader.reviewed?.reviewArguments(in: value, &problems)
    case .checks: parts.checks = rules.reader.read(value, &problems)
    case .tags:
      var tags = try option()
      parts.tags = try tags.optionalStrings("tags") ?? []
    case .severity:
      var severity = try option()
      parts.severity = try severity.choice("severity", default: Severity.blocking)
    case .turns: parts.turns = try TurnReader.read(value)
    case .setup:
      parts.setup = try SetupReader(rules.reader.fixtures, sinks: rules.reader.catalog.sinks).read(value)
    case .trials:
      var trials = try option()
      parts.trials = try trials.optionalInt("trials", in: 1...1000)
    case .cluster: parts.cluster = value.source
    case .vars:
      guard case .mapping(let variables) = value.content else { throw OptionReader.wrong(value, "vars", "a mapping") }
      for variable in variables { try parts.define(variable.key, variable.value.json, at: variable.keyLocation) }
    case nil: parts.facts[entry.key] = entry.key == "retired" ? .string(try Self.reason(value)) : value.json
    }
  }

  /// Why a scenario is asked no more: without a reason it is.
  private static func reason(_ node: Node) throws(Diagnostic) -> String {
    guard case .string(let text) = node.content, text.contains(where: { !$0.isWhitespace }), text.utf8.count <= 400
    else {
      throw Diagnostic(
        .badCase, "`retired` must be the reason why the scenario is asked no more, in at most 400 bytes",
        at: node.location, help: "write a sentence, or `null` for a scenario that is asked")
    }
    return text
  }

  private static func id(_ node: Node) throws(Diagnostic) -> String {
    guard let text = node.source else { throw OptionReader.wrong(node, "id", "text") }
    guard !text.isEmpty else {
      throw Diagnostic(
        .badCase, "`id` is empty", at: node.location, help: "name the case, or leave `id` out: its digest names it then"
      )
    }
    guard text.utf8.count <= 200, !text.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) else {
      throw Diagnostic(
        .badCase, "`id` must be one line of at most 200 bytes", at: node.location, help: "give the case a short name")
    }
    return text
  }
}

extension Node {
  /// The entries of a mapping; none for anything else.
  fileprivate var entries: [Node.Entry] {
    if case .mapping(let entries) = content { return entries }
    return []
  }
}

extension JSONValue {
  /// A text, or the texts of a list: what a slice is named after.
  fileprivate var words: [String] { stringValue.map { [$0] } ?? arrayValue?.compactMap(\.stringValue) ?? [] }

  /// Text as it is, numbers and truth values as JSON writes them; nil for the rest.
  var plainText: String? {
    switch self {
    case .string(let text): text
    case .number(let number): number.text
    case .bool(let flag): flag ? "true" : "false"
    case .null, .array, .object: nil
    }
  }
}
