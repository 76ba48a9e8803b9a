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
      candidate.hops[2].booked = Booked(tokens: 36, usd: 0.5)
      candidate.before = SpentBefore(
        known: Spending(tokens: 35, usd: 0.25, uncounted: 2), booked: Booked(tokens: 72, usd: 0.75))
      candidate.shadows = [
        ShadowAnswer(route: "s", target: "t", answer: Answer(text: "x"), latency: 5, cost: 0.25, passFail: .fail),
        ShadowAnswer(route: "s", target: "t", failure: GenerationFailure(.infrastructure, .deadline, "late")),
      ]
      (candidate.shadows[1].uncounted, candidate.shadows[1].booked) = (1, Booked(tokens: 9))
      candidate.shadows[1].before = SpentBefore(known: Spending(tokens: 15, uncounted: 1), booked: Booked(tokens: 31))
      candidate.shadows[0].source = .kept
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

  private let beside = ShadowAnswer(
    route: "s", target: "t", answer: Answer(text: "there"), latency: 5, cost: 0.25, passFail: .fail)

  @Test("a line of its own says what was answered beside a trial")
  func ownLine() throws {
    let line = RunLine.beside(ordinal: 7, beside)
    #expect(try RunLine(parsing: line.bytes) == line)
    #expect(String(decoding: line.bytes, as: UTF8.self).hasPrefix(#"{"kind":"beside","ordinal":7,"route":"s""#))
  }

  @Test("a sealed run has it once, in the line of the last trial of this name before it")
  func sealed() throws {
    let folder = try TemporaryFolder()
    func answer(_ text: String) -> ShadowAnswer {
      var answer = beside
      answer.answer.text = text
      return answer
    }
    let journal = try Journal.create(at: folder("run.journal"), header: Samples.header)
    for (trial, texts) in [(0, ["first"]), (1, []), (2, ["second", "third"])] {
      try journal.append(Samples.record(trial))
      for text in texts {
        try journal.append(answer(text), beside: JudgedTrial(Samples.record(trial), []), at: trial)
      }
    }
    // An attempt that came after what was answered beside the one before.
    try journal.append(Samples.record(0))
    let texts = { (file: RunFile) in
      var texts: [[String?]] = []
      try file.forEachRecord { texts.append($0.candidate.shadows.map(\.answer.text)) }
      return texts
    }
    let begun = try RunFile(at: folder("run.journal"))
    #expect(begun.trials == 3)
    #expect(try texts(begun) == [[], [], ["third"]])
    try journal.seal(gates: [], end: Samples.end, to: folder("run.jsonl"))
    let whole = try RunFile(at: folder("run.jsonl"))
    #expect(try texts(whole) == [[], [], ["third"]])
    #expect(try !folder.text("run.jsonl").contains(#""kind":"beside""#))
    #expect(whole.end?.lines == 5)
  }

  @Test("what was answered beside a trial of which nothing came is found alone, and by nobody who asks for trials")
  func alone() throws {
    let folder = try TemporaryFolder()
    let journal = try Journal.create(at: folder("run.journal"), header: Samples.header)
    try journal.append(Samples.record(0))
    try journal.append(beside, beside: JudgedTrial(Samples.record(0), []), at: 0)
    try journal.append(beside, beside: nil, at: 2)
    let file = try RunFile(at: folder("run.journal"))
    #expect(file.trials == 1)
    var found: [Int] = []
    try file.forEachAnswerAlone { ordinal, answer in
      #expect(answer == beside)
      found.append(ordinal)
    }
    #expect(found == [2])
  }
}
