import EvalGateCore
import EvalGateStore
import StrictJSON
import Testing

@Suite("the way to an answer in a run")
struct HopLineTests {
  private func record(_ change: (inout Candidate) -> Void) -> CaseRecord {
    var record = Samples.record(3)
    change(&record.candidate)
    return record
  }

  private func candidate(_ record: CaseRecord) throws -> JSONValue? {
    try JSONValue(parsing: Array(RunLine.trial(record).bytes.dropLast()))["candidate"]
  }

  @Test("hops and answers beside the one that counts read back as what was written")
  func roundTrip() throws {
    let record = record { candidate in
      candidate.hops = [
        Hop(target: "a/b", tries: 3, failure: .rateLimited, status: 429, latency: 12, waited: 4000),
        Hop(target: "c", role: .fallback, tries: 0, failure: .server),
        Hop(target: "d", role: .hedge, uncounted: 1, firstFailure: .timeout, latency: .infinity),
        Hop(target: "e", role: .race),
      ]
      candidate.shadows = [
        ShadowAnswer(route: "s", target: "t", answer: Answer(text: "x"), latency: 5, cost: 0.25, passFail: .fail),
        ShadowAnswer(route: "s", target: "t", failure: GenerationFailure(.infrastructure, .deadline, "late")),
      ]
      candidate.shadows[0].earlier = [Answer(text: "w"), Answer(toolCalls: [ToolCall(name: "n", argumentsText: "{}")])]
      candidate.shadows[0].messages = [
        Message(.user, "u"), Message(.assistant, "w"), Message(.tool, "r", toolName: "n"),
      ]
    }
    #expect(try RunLine(parsing: RunLine.trial(record).bytes) == .trial(record))
  }

  @Test("one target that answered at its first try is not worth a word")
  func plain() throws {
    let line = try candidate(record { $0.hops = [Hop(target: "a", latency: 3)] })
    #expect(line?["hops"] == nil && line?["shadows"] == nil)
  }
}
