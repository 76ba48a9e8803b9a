public import EvalGateCore

extension RulePolicy {
  /// Compiles a policy file in which `values_from` has been replaced by the values.
  /// - Throws: `Problems`, with everything that is wrong and its place.
  public init(parsing node: Node) throws { try self.init(reading: node, isChecked: true) }

  /// - Parameter isChecked: whether its form is held against the schema too, once nothing was found that says more.
  init(reading node: Node, isChecked: Bool) throws {
    var reading = PolicyReading()
    let policy = reading.section(node, "the policy") { reader, reading in
      Self.read(&reader, &reading)
    }
    if isChecked, !reading.problems.hasErrors {
      for problem in PolicySchema.problems(of: node) { reading.add(problem) }
    }
    guard var policy, !reading.problems.hasErrors else { throw reading.problems }
    policy.notes = reading.notes
    policy.advice = reading.problems.sorted
    self = policy
  }

  private static func read(_ reader: inout OptionReader, _ reading: inout PolicyReading) -> RulePolicy? {
    _ = reading.collect { () throws(Diagnostic) in try describe(&reader) }
    let defaults = reader.node("defaults").flatMap { Defaults(reading: $0, &reading) } ?? Defaults()
    let trust = reader.node("trust").flatMap { Trust(reading: $0, &reading) } ?? Trust()
    let tools = reading.list(reader.node("tools"), "tools") { ToolRule(reading: $0, &$1) }
    let sequences = reading.list(reader.node("sequences"), "sequences") { SequenceRule(reading: $0, &$1) }
    let rules = reading.list(reader.node("restricted"), "restricted") { RestrictedRule(reading: $0, &$1) }
    let restricted = RestrictedDetector(rules, &reading)
    var detectors: [any Detector] = []
    for section in DetectorSection.all {
      guard let node = reader.node(section.key), let detector = section.read(node, &reading) else { continue }
      detectors.append(detector)
    }
    // A case that declares a sink means it, whatever the policy says.
    detectors.append(SinkDetector())
    reading.checkDetectorNames(running: kinds(of: detectors, rules))
    reading.checkSequences(sequences, among: tools, defaults)
    guard let restricted else { return nil }
    return RulePolicy(
      defaults: defaults, trust: trust, tools: tools, sequences: sequences, restricted: restricted, detectors: detectors
    )
  }

  private static func kinds(of detectors: [any Detector], _ rules: [RestrictedRule]) -> [String: Set<String>?] {
    var kinds = Dictionary(detectors.map { ($0.id.name, $0.kinds) }, uniquingKeysWith: { first, _ in first })
    if !rules.isEmpty { kinds["restricted"] = Set(rules.map(\.id)) }
    return kinds
  }

  /// The keys that describe a policy and decide nothing; the loader reads what it needs of them.
  private static func describe(_ reader: inout OptionReader) throws(Diagnostic) {
    _ = reader.node("changelog")
    if let version = reader.node("version") {
      switch version.content {
      case .string, .number: break
      default: throw OptionReader.wrong(version, "version", "a number or text")
      }
    }
    for key in ["id", "name", "description"] { _ = try reader.optionalString(key) }
  }
}
