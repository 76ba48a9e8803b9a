import EvalGateCore
import EvalGateStore
import StrictJSON
import Testing

@Suite("run file")
struct RunFileTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Two trials of each of three cases, on both arms.
  private var records: [CaseRecord] {
    (0..<12).map { ordinal in
      Samples.record(
        ordinal, id: "triage-\(ordinal / 4)", trial: ordinal / 2 % 2 + 1, arm: ordinal % 2 == 0 ? .head : .base,
        passFail: ordinal == 2 ? .fail : .pass, text: "answer \(ordinal)")
    }
  }

  private func sealed() throws -> RunFile {
    let journal = try Journal.create(at: folder("run.journal"), header: Samples.header)
    for record in records.shuffled() { try journal.append(record) }
    try journal.append(confirmation: Samples.record(0, trial: 3))
    try journal.seal(gates: [Samples.gate], end: Samples.end, to: folder("run.jsonl"))
    return try RunFile(at: folder("run.jsonl"))
  }

  @Test("a run from which a line was cut, or to which one was added, is refused", arguments: [2, 5, 14, 15, 16])
  func lineCount(line: Int) throws {
    _ = try sealed()
    let lines = try folder.text("run.jsonl").split(separator: "\n").map(String.init)
    let without = Array(lines[..<(line - 1)]) + Array(lines[line...])
    let twice = Array(lines[..<line]) + Array(lines[(line - 1)...])
    for change in [without, twice] {
      try folder.write("cut.jsonl", text: change.joined(separator: "\n") + "\n")
      let error = #expect(throws: Diagnostic.self) { try RunFile(at: folder("cut.jsonl")) }
      #expect(error?.code == .damagedRun)
    }
  }

  @Test("trials of a case are put together, each arm for itself")
  func grouped() throws {
    #expect(try sealed().outcomes().cases(of: "ticket-triage", arm: .base).map(\.trials.count) == [2, 2, 2])
  }

  @Test("the outcomes of a file are those of its records")
  func equalsRecords() throws {
    #expect(try sealed().outcomes().groups == OutcomeCollector(records).groups)
  }

  @Test("a journal read before it is sealed has the same outcomes in the same order")
  func journal() throws {
    let journal = try Journal.create(at: folder("run.journal"), header: Samples.header)
    for record in records.shuffled() { try journal.append(record) }
    #expect(try RunFile(at: folder("run.journal")).outcomes().groups == OutcomeCollector(records).groups)
  }

  @Test("one trial is read whole by its place in the plan")
  func byOrdinal() throws { #expect(try sealed().record(at: 7) == records[7]) }

  @Test("an ordinal that no trial has is nil")
  func noOrdinal() throws { #expect(try sealed().record(at: 12) == nil) }

  @Test("whole trials are chosen by what they are of")
  func chosen() throws {
    #expect(try sealed().records { $0.caseID == "triage-1" && $0.arm == .base } == [records[5], records[7]])
  }

  @Test("what a program said last of a trial counts, whether the run is sealed or not")
  func opinions() throws {
    let journal = try Journal.create(at: folder("run.journal"), header: Samples.header)
    let other = Opinion(ordinal: 0, program: "check b#2", reply: ["pass": true])
    try journal.append(Opinion(ordinal: 0, program: "check a#1", outcome: .failure("it ended")))
    try journal.append(other)
    try journal.append(Opinion(ordinal: 0, program: "check a#1", reply: ["pass": false]))
    let last = Opinion(ordinal: 0, program: "check a#1", reply: ["pass": false])
    #expect(try RunFile(at: folder("run.journal")).opinionsByOrdinal == [0: [other, last]])
    try journal.seal(gates: [], end: Samples.end, to: folder("run.jsonl"))
    #expect(Set(try RunFile(at: folder("run.jsonl")).opinionsByOrdinal[0] ?? []) == [other, last])
  }

  @Test("confirmations, gates and end stand apart from the trials")
  func apart() throws {
    let run = try sealed()
    var confirmations = 0
    try run.forEachConfirmation { _ in confirmations += 1 }
    #expect(confirmations == 1)
    #expect(run.gates == [Samples.gate])
    #expect(run.end == Samples.end(of: 16))
    #expect(run.trials == 12)
  }

  @Test("a sealed run that lost its end is damaged", arguments: [2, 40, 400])
  func cutOff(count: Int) throws {
    _ = try sealed()
    try folder.write("cut.jsonl", folder.bytes("run.jsonl").dropLast(count))
    let error = #expect(throws: Diagnostic.self) { try RunFile(at: folder("cut.jsonl")) }
    #expect(error?.code == .damagedRun)
  }

  @Test("a run without its last line feed is read")
  func noLineFeed() throws {
    _ = try sealed()
    try folder.write("cut.jsonl", folder.bytes("run.jsonl").dropLast())
    #expect(try RunFile(at: folder("cut.jsonl")).trials == 12)
  }

  @Test(
    "what is no run is refused with a place",
    arguments: [
      "", "\n", "{}\n", "[]\n", "hello\n", "{\"kind\":\"end\",\"outcome\":\"passed\"}\n", "\u{FEFF}{}\n", "\0",
    ])
  func garbage(text: String) throws {
    try folder.write("x.jsonl", text: text)
    let error = #expect(throws: Diagnostic.self) { try RunFile(at: folder("x.jsonl")) }
    #expect(error?.location?.path == folder("x.jsonl"))
  }

  @Test("deep nesting is refused rather than followed")
  func deep() throws {
    try folder.write("x.jsonl", text: String(repeating: "[", count: 100_000) + "\n")
    #expect(throws: Diagnostic.self) { try RunFile(at: folder("x.jsonl")) }
  }

  @Test("a folder where a run is meant is named")
  func isFolder() throws {
    let error = #expect(throws: Diagnostic.self) { try RunFile(at: folder.path) }
    #expect(error?.code == .unreadableFile)
  }
}

@Suite("runs folder")
struct RunsFolderTests {
  let folder: TemporaryFolder
  let runs: RunsFolder

  init() throws {
    folder = try TemporaryFolder()
    runs = RunsFolder(root: folder.path)
    try runs.prepare()
  }

  private func add(_ names: String...) throws {
    for name in names { try folder.write(".evalgate/runs/" + name, text: "") }
  }

  @Test("the folder ignores itself")
  func ignored() throws { #expect(try folder.text(".evalgate/.gitignore") == "*\n") }

  @Test("preparing again changes nothing")
  func again() throws {
    try folder.write(".evalgate/.gitignore", text: "mine\n")
    try runs.prepare()
    #expect(try folder.text(".evalgate/.gitignore") == "mine\n")
  }

  @Test("a run is found by the beginning of its id")
  func beginning() throws {
    try add("7f3a91c.jsonl", "8000000.jsonl")
    #expect(try runs.find("7f").id == "7f3a91c")
  }

  @Test("an id that begins another one is found whole")
  func exact() throws {
    try add("7f.jsonl", "7f3a91c.jsonl")
    #expect(try runs.find("7f").id == "7f")
  }

  @Test("a beginning of several ids names them")
  func ambiguous() throws {
    try add("7f3a91c.jsonl", "7f00000.jsonl")
    let error = #expect(throws: Diagnostic.self) { try runs.find("7f") }
    #expect(error?.code == .runNotOne)
  }

  @Test("the latest run is the one written last")
  func latest() throws {
    for name in ["a", "c", "b"] {
      _ = try Journal.create(at: folder(".evalgate/runs/\(name).journal"), header: Samples.header)
    }
    // What does not begin as a run does is passed over.
    try add("z.jsonl")
    #expect(try runs.list().first?.id == "z")
    #expect(try runs.find("latest").id == "b")
  }

  @Test("the latest run is the joined one, whichever file was written last, and not the shard that was begun last")
  func latestJoined() throws {
    let shards = try (1...2).map { index in
      var header = Samples.header
      (header.id, header.planned) = ("x\(index)", 2)
      header.shard = Shard(method: .slice, index: index, count: 2)
      header.observed?.startedAt += index
      let journal = try Journal.create(at: folder(".evalgate/runs/x\(index).journal"), header: header)
      try journal.append(Samples.record(index - 1))
      try journal.seal(gates: [], end: RunEnd(outcome: .shardComplete), to: folder(".evalgate/runs/x\(index).jsonl"))
      return try RunFile(at: folder(".evalgate/runs/x\(index).jsonl"))
    }
    let joined = try Journal.join(ShardSet(shards), at: folder(".evalgate/runs/a.journal"))
    try joined.journal.seal(gates: [], end: Samples.end, to: folder(".evalgate/runs/a.jsonl"))
    // Restored from a cache, the shard's file is the newest.
    try folder.write(".evalgate/runs/x2.jsonl", folder.bytes(".evalgate/runs/x2.jsonl"))
    #expect(try runs.find("latest").id == "a")
    #expect(try runs.list().map(\.id) == ["a", "x2", "x1"])
  }

  @Test("where no run can be read, none is named as the latest")
  func latestUnreadable() throws {
    try folder.write(".evalgate/runs/b6344.journal", text: "")
    for isUnfinished in [false, true] {
      let error = #expect(throws: Diagnostic.self) {
        try isUnfinished ? runs.unfinished("latest") : runs.find("latest")
      }
      #expect(error?.message == "none of the runs that are kept here can be read")
      #expect(error?.help.contains { $0.contains("b6344") } == false)
    }
  }

  @Test("a run is found by its path")
  func path() throws {
    try folder.write("out/r2.jsonl", text: "x")
    #expect(try runs.find(folder("out/r2.jsonl")).id == "r2")
  }

  @Test("a sealed run hides the journal it came from")
  func sealedFirst() throws {
    try add("a.jsonl", "a.journal")
    #expect(try runs.list().map(\.isJournal) == [false])
  }

  @Test("no runs at all is said so")
  func none() throws {
    let error = #expect(throws: Diagnostic.self) { try runs.find("latest") }
    #expect(error?.message == "there are no runs yet")
  }

  @Test("a misspelt id gets a suggestion")
  func suggestion() throws {
    try add("7f3a91c.jsonl")
    let error = #expect(throws: Diagnostic.self) { try runs.find("7f3a19c") }
    #expect(error?.label == "did you mean `7f3a91c`?")
  }

  @Test("pruning keeps the newest twenty")
  func prune() throws {
    for number in 10..<35 { try add("run\(number).jsonl") }
    let kept = try runs.list().prefix(20).map(\.id)
    #expect(try runs.prune().count == 5)
    #expect(try runs.list().map(\.id) == kept)
  }

  @Test("pruning leaves a run alone that is being written")
  func pruneLive() throws {
    let journal = try Journal.create(at: runs.journalPath(of: "live"), header: Samples.header)
    #expect(try runs.prune(keeping: 0).isEmpty)
    try journal.append(Samples.record(0))
  }

  @Test("other files in the folder are not runs")
  func strangers() throws {
    try add("notes.txt", ".jsonl", "a.jsonl.123.draft")
    #expect(try runs.list().isEmpty)
  }
}
