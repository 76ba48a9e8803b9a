import EvalGateCore

/// What a suite may say, and `defaults` for all suites.
struct SuiteSettings {
  var route: Node?
  var policy: Node?
  var mode: Mode?
  var recordings: Bool?
  var maxMissing: Double?
  var critical: Bool?
  var trials: Int?
  var confirm: ConfirmForm?
  var sentinels: Int?

  private enum Recordings: String, CaseIterable { case allow, deny }

  static func defaults(_ node: Node, _ problems: inout Problems) -> SuiteSettings {
    guard var reader = problems.collect({ () throws(Diagnostic) in try OptionReader(node, subject: "`defaults`") })
    else {
      return SuiteSettings()
    }
    let settings = SuiteSettings(&reader, &problems)
    for problem in reader.unknownKeys() { problems.add(problem) }
    return settings
  }

  init() {}

  init(_ reader: inout OptionReader, _ problems: inout Problems) {
    route = reader.node("route")
    policy = reader.node("policy")
    mode = problems.collect { () throws(Diagnostic) in try reader.optionalChoice("mode") } ?? nil
    let recordings: Recordings? =
      problems.collect { () throws(Diagnostic) in try reader.optionalChoice("recordings") } ?? nil
    self.recordings = recordings.map { $0 == .allow }
    maxMissing = problems.collect { () throws(Diagnostic) in try reader.optionalRate("max_missing") } ?? nil
    if reader.node("critical") != nil {
      critical = problems.collect { () throws(Diagnostic) in try reader.bool("critical", default: false) }
    }
    trials = problems.collect { () throws(Diagnostic) in try reader.optionalInt("trials", in: 1...1000) } ?? nil
    confirm = problems.collect { () throws(Diagnostic) in try reader.optionalChoice("confirm") } ?? nil
    sentinels = problems.collect { () throws(Diagnostic) in try reader.optionalInt("sentinels", in: 0...1000) } ?? nil
  }

  /// These settings, and those of `other` where nothing is said here.
  func over(_ other: SuiteSettings) -> SuiteSettings {
    var merged = other
    merged.route = route ?? other.route
    merged.policy = policy ?? other.policy
    merged.mode = mode ?? other.mode
    merged.recordings = recordings ?? other.recordings
    merged.maxMissing = maxMissing ?? other.maxMissing
    merged.critical = critical ?? other.critical
    merged.trials = trials ?? other.trials
    merged.confirm = confirm ?? other.confirm
    merged.sentinels = sentinels ?? other.sentinels
    return merged
  }
}

extension OptionReader {
  /// A word of a fixed set, or nil where the key is absent.
  mutating func optionalChoice<Choice: RawRepresentable & CaseIterable>(
    _ key: String
  ) throws(Diagnostic) -> Choice? where Choice.RawValue == String {
    guard let first = Choice.allCases.first, node(key) != nil else { return nil }
    return try choice(key, default: first)
  }
}

/// One suite as it is meant: after `routes: […]` and `prompts: […]` were multiplied.
struct SuiteEntry {
  let name: String
  let place: SourceLocation?
  let settings: SuiteSettings
  /// Names or paths; one suite for each.
  let prompts: [Node]
  let routes: [Node]
  let evalset: Node?
  let budget: Budget

  /// A suite that was found rather than listed.
  init(found name: String) {
    self.name = name
    place = nil
    settings = SuiteSettings()
    prompts = []
    routes = []
    evalset = nil
    budget = Budget()
  }

  init?(_ entry: Node.Entry, _ problems: inout Problems) {
    name = entry.key
    place = entry.keyLocation
    // What is stored of a suite lies in files of its name.
    guard !name.hasPrefix("/"), !name.split(separator: "/").contains("..") else {
      problems.add(
        Diagnostic(
          .wrongType, "a suite's name must not lead to another folder", at: entry.keyLocation,
          help: "leave the leading `/` and the `..` out of it"))
      return nil
    }
    guard
      var reader = problems.collect({ () throws(Diagnostic) in
        try OptionReader(entry.value, subject: "suite `\(entry.key)`")
      })
    else { return nil }
    settings = SuiteSettings(&reader, &problems)
    evalset = reader.node("evalset")
    budget = problems.collect { () throws(Diagnostic) in try BudgetReader.read(reader.node("budget")) } ?? Budget()
    prompts = Self.list(&reader, "prompt", "prompts", &problems)
    routes = Self.list(&reader, "route", "routes", &problems)
    for problem in reader.unknownKeys() { problems.add(problem) }
  }

  /// The values of `one`, or of the list `many`, which exclude each other.
  private static func list(
    _ reader: inout OptionReader, _ one: String, _ many: String, _ problems: inout Problems
  ) -> [Node] {
    let (single, list) = (reader.node(one), reader.node(many))
    if let single, let list {
      problems.add(
        Diagnostic(
          .wrongType, "`\(one)` and `\(many)` exclude each other", at: list.location,
          help: "`\(many)` makes one suite each; keep one of the two (\(single.location))"))
    }
    guard let list else { return single.map { [$0] } ?? [] }
    guard case .sequence(let nodes) = list.content, !nodes.isEmpty else {
      problems.add(OptionReader.wrong(list, many, "a list of names"))
      return []
    }
    return nodes
  }
}
