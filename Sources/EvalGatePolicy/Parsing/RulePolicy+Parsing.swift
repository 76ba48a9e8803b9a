public import EvalGateCore

extension RulePolicy {
  /// Sections of the policy language that this engine does not decide.
  private static let notYet = [
    "trust", "sequences", "pii", "secrets", "channels", "unicode", "canaries", "system_prompt",
  ]

  /// Compiles a policy file in which `values_from` has been replaced by the values.
  /// - Throws: `Problems`, with everything that is wrong and its place.
  public init(parsing node: Node) throws {
    var reading = PolicyReading()
    let policy = reading.section(node, "the policy", notYet: Self.notYet) { reader, reading in
      Self.read(&reader, &reading)
    }
    guard let policy, !reading.problems.hasErrors else { throw reading.problems }
    self = policy
  }

  private static func read(_ reader: inout OptionReader, _ reading: inout PolicyReading) -> RulePolicy {
    _ = reading.collect { () throws(Diagnostic) in try describe(&reader) }
    let defaults = reader.node("defaults").flatMap { Defaults(reading: $0, &reading) } ?? Defaults()
    let tools = reading.list(reader.node("tools"), "tools") { ToolRule(reading: $0, &$1) }
    let restricted = reading.list(reader.node("restricted"), "restricted") { RestrictedRule(reading: $0, &$1) }
    return RulePolicy(defaults: defaults, tools: tools, restricted: RestrictedValues(restricted, &reading))
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
