import EvalGatePolicy
import Testing

@Suite("Reducing a scenario")
struct ReductionTests {
  private static func tuple(_ values: [ProbeDimension: String]) throws -> ProbeTuple {
    try #require(ProbeTuple { name in ProbeDimension(rawValue: name).flatMap { values[$0] } })
  }

  private static func start() throws -> ProbeTuple {
    try tuple([
      .goal: "pay", .carrier: "email_body", .technique: "role_play", .encoding: "base64", .language: "de",
      .position: "start",
    ])
  }

  @Test(
    "what is not needed goes, what is needed stays",
    arguments: [[ProbeDimension.technique], [.encoding, .carrier], []])
  func needed(_ needed: [ProbeDimension]) async throws {
    let start = try Self.start()
    var reduction = ProbeReduction(start, ProbeMaker(try .shippedTables(), seed: 7))
    await reduction.run { probe in needed.allSatisfy { probe.tuple[$0] == start[$0] } ? .fails : .holds }
    let plain: [ProbeDimension: String] = [
      .carrier: "user_turn", .technique: "plain_imperative", .encoding: "none", .language: "en", .position: "end",
    ]
    for (dimension, value) in plain {
      #expect(reduction.smallest[dimension] == (needed.contains(dimension) ? start[dimension] : value))
    }
    #expect(reduction.smallest[.goal] == "pay")
  }

  @Test("what cannot be asked is not taken for a failure")
  func unknown() async throws {
    let start = try Self.start()
    var reduction = ProbeReduction(start, ProbeMaker(try .shippedTables(), seed: 7))
    await reduction.run { _ in .unknown("no recording") }
    #expect(reduction.smallest == start)
    #expect(reduction.steps.count == 6)
  }

  @Test("a goal that means something else in a plainer carrier keeps its carrier")
  func otherMeaning() async throws {
    var start = try Self.start()
    start[.goal] = "read_restricted_field"
    start[.carrier] = "tool_error"
    var reduction = ProbeReduction(start, ProbeMaker(try .shippedTables(), seed: 7))
    await reduction.run { _ in .fails }
    #expect(reduction.smallest[.carrier] == "tool_error")
    #expect(reduction.smallest[.encoding] == "none")
  }
}
