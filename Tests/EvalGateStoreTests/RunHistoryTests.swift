import EvalGateCore
import EvalGateStore
import Testing

@Suite("the course of runs")
struct RunHistoryTests {
  let folder: TemporaryFolder
  let runs: RunsFolder

  init() throws {
    folder = try TemporaryFolder()
    runs = RunsFolder(root: folder.path)
    try runs.prepare()
  }

  private func keep(_ id: String, gates: [GateOutcome] = [Samples.gate], cases: Int = 3, text: String = "x") throws {
    var header = Samples.header
    header.id = id
    let journal = try Journal.create(at: runs.journalPath(of: id), header: header)
    for ordinal in 0..<cases { try journal.append(Samples.record(ordinal, text: text)) }
    try journal.seal(gates: gates, end: Samples.end, to: runs.sealedPath(of: id))
  }

  @Test("a run is there with its outcome, its moment and its gates in order")
  func summary() throws {
    var second = Samples.gate
    second.name = "tokens"
    try keep("aaaa", gates: [Samples.gate, second])
    let run = try #require(try runs.history(before: "bbbb", suites: ["ticket-triage"]).first)
    #expect(run.id == "aaaa")
    #expect(run.outcome == .blocked)
    #expect(run.startedAt == 1_700_000_000)
    #expect(run.revision == "9be2f10")
    #expect(run.gates == [Samples.gate, second])
  }

  @Test("the run itself is not among those before it")
  func itself() throws {
    try keep("aaaa")
    #expect(try runs.history(before: "aaaa", suites: ["ticket-triage"]).isEmpty)
  }

  @Test("a run that was written later is not among them either")
  func later() throws {
    // Files are told apart by when they were written, to the nanosecond.
    for id in ["aaaa", "bbbb", "cccc"] { try keep(id) }
    #expect(try runs.history(before: "bbbb", suites: ["ticket-triage"]).map(\.id) == ["aaaa"])
  }

  @Test("a run of other suites is not part of the course")
  func otherSuites() throws {
    try keep("aaaa")
    #expect(try runs.history(before: "bbbb", suites: ["invoice-extract"]).isEmpty)
  }

  @Test("gates are found behind more answers than are read")
  func largeRun() throws {
    try keep("aaaa", cases: 40, text: String(repeating: "long ", count: 4_000))
    #expect(try runs.history(before: "bbbb", suites: ["ticket-triage"]).first?.gates == [Samples.gate])
  }

  @Test("at most so many are given") func count() throws {
    for id in ["aaaa", "bbbb", "cccc"] { try keep(id) }
    #expect(try runs.history(before: "dddd", suites: ["ticket-triage"], count: 2).count == 2)
  }

  @Test("a damaged run is left out") func damaged() throws {
    try keep("aaaa")
    try PlainFiles.write(Array("no json\n".utf8), to: runs.sealedPath(of: "bbbb"))
    #expect(try runs.history(before: "cccc", suites: ["ticket-triage"]).map(\.id) == ["aaaa"])
  }

  @Test("without a folder there is no course") func none() throws {
    #expect(try RunsFolder(root: folder.path + "/nowhere").history(before: "a", suites: ["s"]).isEmpty)
  }
}
