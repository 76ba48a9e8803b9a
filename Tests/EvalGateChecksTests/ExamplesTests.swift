import EvalGateChecks
import EvalGateCore
import StrictJSON
import Testing

/// One example of one check, named so that a failure says which.
struct NamedExample: CustomTestStringConvertible, Sendable {
  let id: String
  let number: Int
  let example: CheckExample

  var testDescription: String { "\(id), example \(number)" }

  static let all = Parts.checks.flatMap { check in
    check.examples.enumerated().map { NamedExample(id: check.id.name, number: $0 + 1, example: $1) }
  }
}

@Suite("the examples and documentation of every part")
struct ExamplesTests {
  @Test("an example comes out as it says", arguments: NamedExample.all)
  func example(_ named: NamedExample) throws {
    let example = named.example
    let finding = try Judge(named.id, example.options)(
      example.candidate, expected: example.expected, decision: example.decision, opinion: example.opinion,
      setup: example.setup)
    #expect(finding.outcome == example.expect, "said: \(finding.said)")
  }

  @Test("every check shows a pass and a failure", arguments: checkIDs)
  func bothOutcomes(_ id: String) throws {
    let outcomes = Set(try Judge.type(id).examples.map(\.expect))
    #expect(outcomes.isSuperset(of: [.passed, .failed]))
  }

  @Test("what does not pass says why", arguments: NamedExample.all.filter { $0.example.expect != .passed })
  func reasons(_ named: NamedExample) throws {
    let example = named.example
    let finding = try Judge(named.id, example.options)(
      example.candidate, expected: example.expected, decision: example.decision, opinion: example.opinion,
      setup: example.setup)
    #expect(!finding.said.isEmpty && !finding.said.hasSuffix("."))
  }

  @Test("a check documents exactly the keys it reads", arguments: checkIDs)
  func documentedKeys(_ id: String) throws {
    let type = try Judge.type(id)
    let options = try #require(type.examples.first).options
    var reader = try probe(options)
    for key in ["from", "not"] { _ = reader.node(key) }
    _ = try type.init(options: &reader)
    #expect(try keys(readBy: reader) == Set(type.options.map(\.key) + ["from", "not"]))
  }

  @Test("a metric documents exactly the keys it reads", arguments: metricIDs)
  func documentedMetricKeys(_ id: String) throws {
    let type = try #require(Parts.metrics.first { $0.id.name == id })
    let documented = Set(type.options.map(\.key))
    let options: JSONValue = documented.contains("k") ? ["k": 1] : [:]
    var reader = try probe(options)
    _ = reader.node("not")
    _ = try type.init(options: &reader)
    #expect(try keys(readBy: reader) == documented.union(["not"]))
  }

  @Test("ids are unique")
  func uniqueIDs() {
    #expect(Set(checkIDs).count == Parts.checks.count)
    #expect(Set(metricIDs).count == Parts.metrics.count)
  }

  /// A reader of options with one key that nothing reads.
  private func probe(_ options: JSONValue) throws -> OptionReader {
    var object = options.objectValue ?? [:]
    object["unheard-of"] = 1
    return try OptionReader(Node(.object(object), at: here), subject: "probe")
  }

  /// The keys a reader was asked for, which it names in the help for the one it was not asked for.
  private func keys(readBy reader: OptionReader) throws -> Set<String> {
    let unknown = try #require(reader.unknownKeys().first { $0.message.contains("unheard-of") })
    let help = try #require(unknown.help.first)
    return Set(help.split(separator: "`").enumerated().filter { $0.offset % 2 == 1 }.map { String($0.element) })
  }
}
