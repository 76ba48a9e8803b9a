import EvalGateCore
import EvalGateStore
import StrictJSON
import Synchronization
import Testing

@Suite("journal")
struct JournalTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Trials in an order in which no plan would have them.
  private let ordinals = [2, 0, 4, 1, 3]

  private func journal(_ name: String = "run.journal") throws -> Journal {
    try Journal.create(at: folder(name), header: Samples.header)
  }

  private func seal(_ journal: Journal, to name: String) throws {
    try journal.seal(gates: [Samples.gate], end: Samples.end, to: folder(name))
  }

  @Test("a sealed run is the same bytes whatever the order in which trials finished")
  func orderDoesNotMatter() throws {
    for (name, order) in [("a", ordinals), ("b", [0, 1, 2, 3, 4])] {
      let journal = try journal(name + ".journal")
      for ordinal in order { try journal.append(Samples.record(ordinal)) }
      try seal(journal, to: name + ".jsonl")
    }
    #expect(try folder.bytes("a.jsonl") == folder.bytes("b.jsonl"))
  }

  @Test("a sealed run has its header, trials, opinions, confirmations, gates and end in this order")
  func sections() throws {
    let journal = try journal()
    try journal.append(confirmation: Samples.record(1, trial: 3))
    try journal.append(Opinion(ordinal: 1, program: "desk", reply: ["action": "reject"]))
    try journal.append(confirmation: Samples.record(1, trial: 2, arm: .base))
    try journal.append(Samples.record(1))
    try journal.append(Samples.record(0))
    try seal(journal, to: "run.jsonl")
    let lines = try folder.text("run.jsonl").split(separator: "\n").map { try RunLine(parsing: Array($0.utf8)) }
    #expect(
      lines == [
        .run(Samples.header), .trial(Samples.record(0)), .trial(Samples.record(1)),
        .opinion(Opinion(ordinal: 1, program: "desk", reply: ["action": "reject"])),
        .confirmation(Samples.record(1, trial: 2, arm: .base)), .confirmation(Samples.record(1, trial: 3)),
        .gate(Samples.gate), .end(Samples.end(of: 8)),
      ])
  }

  @Test("sealing removes the journal")
  func sealingRemoves() throws {
    let journal = try journal()
    try seal(journal, to: "run.jsonl")
    #expect(!folder.exists("run.journal"))
  }

  @Test("a journal that cannot be sealed stays and takes more trials")
  func failedSeal() throws {
    let journal = try journal()
    try journal.append(Samples.record(0))
    try folder.write("file", text: "")
    #expect(throws: Diagnostic.self) { try seal(journal, to: "file/run.jsonl") }
    try journal.append(Samples.record(1))
    #expect(try RunFile(at: folder("run.journal")).trials == 2)
  }

  @Test("nothing is left beside a run that could not be sealed")
  func noDraft() throws {
    let journal = try journal()
    try folder.write("taken/x", text: "")
    #expect(throws: Diagnostic.self) { try seal(journal, to: "taken") }
    #expect(folder.names == ["run.journal", "taken"])
  }

  /// A journal, and where in it lines begin.
  private func written(_ name: String) throws -> (bytes: [UInt8], starts: [Int], digest: Digest) {
    let journal = try journal(name)
    for ordinal in ordinals { try journal.append(Samples.record(ordinal, text: "é\n\"x\"")) }
    let bytes = try folder.bytes(name)
    return (bytes, bytes.indices.filter { bytes[$0] == 0x0A }.map { $0 + 1 }, try journal.trialsDigest())
  }

  @Test("a journal cut at any byte loses only what was in flight and is finished to the same trials")
  func everyByte() throws {
    let whole = try written("whole.journal")
    for cut in whole.starts[0]...whole.bytes.count {
      try folder.write("cut.journal", whole.bytes[..<cut])
      let resumed = try Journal.resume(at: folder("cut.journal"))
      let complete = whole.starts.count { $0 <= cut } - 1
      try #require(resumed.done == Set(ordinals.prefix(complete)), "cut at \(cut)")
      for ordinal in ordinals.dropFirst(complete) {
        try resumed.journal.append(Samples.record(ordinal, text: "é\n\"x\""))
      }
      try #require(try resumed.journal.trialsDigest() == whole.digest, "cut at \(cut)")
    }
  }

  @Test(
    "a run finished after a cut is sealed to the bytes of one that was never cut", arguments: [0, 1, 2, 3, 4, 5],
    [0, 1, 700])
  func sealedAfterCut(line: Int, more: Int) throws {
    let whole = try written("whole.journal")
    for (name, cut) in [("whole", whole.bytes.count), ("cut", min(whole.starts[line] + more, whole.bytes.count))] {
      try folder.write(name + ".part.journal", whole.bytes[..<cut])
      let resumed = try Journal.resume(at: folder(name + ".part.journal"))
      for ordinal in ordinals where !resumed.done.contains(ordinal) {
        try resumed.journal.append(Samples.record(ordinal, text: "é\n\"x\""))
      }
      try seal(resumed.journal, to: name + ".jsonl")
    }
    #expect(try folder.bytes("cut.jsonl") == folder.bytes("whole.jsonl"))
  }

  @Test("a journal cut within its first line holds nothing and says so")
  func cutHeader() throws {
    _ = try journal()
    let bytes = try folder.bytes("run.journal")
    for cut in [0, 1, bytes.count / 2, bytes.count - 1] {
      try folder.write("cut.journal", bytes[..<cut])
      let error = #expect(throws: Diagnostic.self) { try Journal.resume(at: folder("cut.journal")) }
      #expect(error?.code == .damagedRun)
    }
  }

  @Test("zeros that a power cut left at the end are dropped")
  func zeros() throws {
    let first = try Journal.create(at: folder("a.journal"), header: Samples.header)
    try first.append(Samples.record(0))
    try folder.write("b.journal", folder.bytes("a.journal") + [UInt8](repeating: 0, count: 4096) + [UInt8(ascii: "\n")])
    #expect(try Journal.resume(at: folder("b.journal")).done == [0])
  }

  /// A journal of four trials with something else in one of its lines.
  private func damaged(line: Int, _ change: (String) -> String) throws -> String {
    let first = try Journal.create(at: folder("a.journal"), header: Samples.header)
    for ordinal in 0..<4 { try first.append(Samples.record(ordinal)) }
    var lines = try folder.text("a.journal").split(separator: "\n").map(String.init)
    lines[line - 1] = change(lines[line - 1])
    try folder.write("b.journal", text: lines.joined(separator: "\n") + "\n")
    return folder("b.journal")
  }

  @Test("a damaged line is named by its place, and all the others are kept", arguments: [2, 3, 5])
  func damagedLine(line: Int) throws {
    let path = try damaged(line: line) { String($0.dropLast(5)) }
    let resumed = try Journal.resume(at: path)
    #expect(resumed.lost.map(\.location?.line) == [line])
    #expect(resumed.lost.map(\.severity) == [.warning])
    #expect(resumed.done == Set(0..<4).subtracting([line - 2]))
    try resumed.journal.append(Samples.record(line - 2))
    #expect(try RunFile(at: path).outcomes().cases(of: "ticket-triage").map(\.id) == (0..<4).map { "triage-\($0)" })
  }

  @Test("a journal that was mended is whole from then on")
  func mended() throws {
    let path = try damaged(line: 3) { _ in "no json" }
    #expect(try Journal.resume(at: path).lost.count == 1)
    #expect(try Journal.resume(at: path).lost.isEmpty)
    #expect(folder.names == ["a.journal", "b.journal"])
  }

  @Test("a line that is not admitted is taken out like a damaged one, with the reason")
  func notAdmitted() throws {
    let resumed = try Journal.resume(at: damaged(line: 2) { $0 }) { line in
      if case .trial(let record) = line, record.ordinal == 2 { "it is of another case" } else { nil }
    }
    #expect(resumed.done == [0, 1, 3])
    #expect(resumed.lost.first?.message.hasSuffix("it is no line of this run: it is of another case") == true)
  }

  @Test("a damaged line may have taken an earlier one back, so neither counts")
  func takenBack() throws {
    do {
      let journal = try journal()
      for ordinal in [0, 1, 0] { try journal.append(Samples.record(ordinal)) }
    }
    try folder.write("run.journal", text: folder.text("run.journal").dropLast(9) + "\n")
    #expect(try Journal.resume(at: folder("run.journal")).done == [1])
  }

  @Test("a line of a sealed run, or a second beginning, is no line of a journal")
  func misplaced() throws {
    let header = String(decoding: RunLine.run(Samples.header).bytes.dropLast(), as: UTF8.self)
    let end = String(decoding: RunLine.end(Samples.end).bytes.dropLast(), as: UTF8.self)
    for line in [header, end] {
      let resumed = try Journal.resume(at: damaged(line: 3) { _ in line })
      #expect(resumed.done == [0, 2, 3] && resumed.lost.map(\.location?.line) == [3])
      folder.remove("a.journal")
    }
  }

  @Test("a trial done again after an error counts once, with its last line")
  func doneAgain() throws {
    let journal = try journal()
    try journal.append(Samples.record(0, passFail: .error))
    try journal.append(Samples.record(1))
    try journal.append(Samples.record(0))
    try seal(journal, to: "run.jsonl")
    #expect(try RunFile(at: folder("run.jsonl")).outcomes().cases(of: "ticket-triage").map(\.passes) == [1, 1])
  }

  @Test("a resumed journal tells which trials ended in an error")
  func errors() throws {
    do {
      let journal = try journal()
      try journal.append(Samples.record(0, passFail: .error))
      try journal.append(Samples.record(1, passFail: .error))
      try journal.append(Samples.record(1))
    }
    #expect(try Journal.resume(at: folder("run.journal")).errors == [0])
  }

  @Test("a sealed run is made a journal again and sealed to the same bytes")
  func reopened() throws {
    let first = try journal()
    for ordinal in ordinals { try first.append(Samples.record(ordinal)) }
    try seal(first, to: "run.jsonl")
    let bytes = try folder.bytes("run.jsonl")
    let again = try Journal.reopen(sealed: folder("run.jsonl"), at: folder("run.journal"))
    #expect(again.done == Set(ordinals))
    try seal(again.journal, to: "run.jsonl")
    #expect(try folder.bytes("run.jsonl") == bytes)
  }

  @Test("a second writer is refused while the first one writes")
  func lock() throws {
    let first = try journal()
    let error = #expect(throws: Diagnostic.self) { try Journal.resume(at: folder("run.journal")) }
    #expect(error?.code == .runInUse)
    try first.append(Samples.record(0))
  }

  @Test("a run that is there already is not begun again")
  func existing() throws {
    _ = try journal()
    let error = #expect(throws: Diagnostic.self) { try journal() }
    #expect(error?.code == .runExists)
  }

  @Test("a journal of a newer version is refused")
  func newer() throws {
    _ = try journal()
    let text = try folder.text("run.journal").replacing("\"schema_version\":1", with: "\"schema_version\":9")
    try folder.write("newer.journal", text: text)
    let error = #expect(throws: Diagnostic.self) { try Journal.resume(at: folder("newer.journal")) }
    #expect(error?.code == .newerRun)
  }

  @Test("many tasks write at once and no line is lost or mixed")
  func concurrent() async throws {
    let journal = try journal()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for ordinal in 0..<300 { group.addTask { try journal.append(Samples.record(ordinal)) } }
      try await group.waitForAll()
    }
    try seal(journal, to: "run.jsonl")
    #expect(
      try RunFile(at: folder("run.jsonl")).outcomes().cases(of: "ticket-triage").map(\.id)
        == (0..<300).map { "triage-\($0)" })
  }

  @Test("a secret that an answer quotes does not reach the disk")
  func secrets() throws {
    let secret = "sk-live-\"0123456789\""
    let journal = try Journal.create(
      at: folder("run.journal"), header: Samples.header, secrets: SecretMask([secret]))
    try journal.append(Samples.record(0, text: "your key \(secret) is wrong"))
    try seal(journal, to: "run.jsonl")
    let record = try #require(try RunFile(at: folder("run.jsonl")).record(at: 0))
    #expect(record.candidate.text == "your key *** is wrong")
  }

  @Test("neither does one that is quoted as the model's name, in a call's arguments, or learnt while the run goes on")
  func hiddenPlaces() throws {
    let (known, learnt) = ("sk-live-\"zyxwvutsr\\x", "corp-4711-abcdef")
    let mask = SecretMask([known])
    let journal = try Journal.create(at: folder("run.journal"), header: Samples.header, secrets: mask)
    mask.learn(learnt)
    var record = Samples.record(0, text: "you are \(learnt)")
    let arguments = JSONValue.object(["key": .string(known)]).serialized()
    record.candidate.answer.toolCalls = [ToolCall(name: "call", argumentsText: arguments)]
    try journal.append(record)
    var header = Samples.header
    header.tuples[0].route?.reportedModels = ["m \(learnt)", known]
    try journal.seal(as: header, gates: [], end: Samples.end, to: folder("run.jsonl"))
    let text = String(decoding: try PlainFiles.read(folder("run.jsonl"), limit: 1 << 20), as: UTF8.self)
    #expect(!text.contains("4711") && !text.contains("zyxwvu"), "\(text)")
    #expect(text.contains(#"\"key\":\"***"#) && !mask.masked(arguments).contains("zyxwvu"), "\(text)")
  }

  @Test(
    "a secret is found wherever it stands, beside parts of itself too",
    arguments: ["abaababaabaab", "key-aaaaaaaaaaaab"])
  func secretPlaces(secret: String) {
    let mask = SecretMask([secret])
    let bytes = Array(secret.utf8)
    // The same pieces in every run of the test.
    var seed: UInt64 = 4711
    func next(_ bound: Int) -> Int {
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(seed >> 33) % bound
    }
    for _ in 0..<2_000 {
      var line: [UInt8] = []
      for _ in 0..<next(6) {
        let start = next(bytes.count)
        line += next(3) == 0 ? bytes : Array(bytes[start...].prefix(next(bytes.count)))
      }
      let text = String(decoding: line, as: UTF8.self)
      #expect(mask.masked(text) == text.replacing(secret, with: "***"), "\(text)")
      #expect(String(decoding: mask.masked(line), as: UTF8.self) == text.replacing(secret, with: "***"))
    }
  }

  @Test("the digest of the trials does not depend on the order in which they finished")
  func trialsDigest() throws {
    let (a, b) = (try journal("a.journal"), try journal("b.journal"))
    for ordinal in ordinals { try a.append(Samples.record(ordinal)) }
    for ordinal in ordinals.sorted() { try b.append(Samples.record(ordinal)) }
    #expect(try a.trialsDigest() == b.trialsDigest())
  }
}

/// A disk that takes only so many bytes, and counts its syncs.
private final class SmallDisk: JournalStorage {
  struct State {
    var bytes: [UInt8] = []
    var room: Int
    var syncs = 0
  }
  let state: Mutex<State>

  init(room: Int) { state = Mutex(State(room: room)) }

  func append(_ bytes: [UInt8]) throws(SystemError) {
    let fits = state.withLock { state in
      let taken = min(bytes.count, state.room - state.bytes.count)
      state.bytes.append(contentsOf: bytes.prefix(taken))
      return taken == bytes.count
    }
    if !fits { throw SystemError(number: 28) }
  }

  func truncate(to size: Int) { state.withLock { $0.bytes.removeSubrange(size...) } }
  func synchronize() { state.withLock { $0.syncs += 1 } }
  func read(_ count: Int, at offset: Int) -> [UInt8] { state.withLock { Array($0.bytes[offset..<offset + count]) } }

  var bytes: [UInt8] { state.withLock { $0.bytes } }
  var syncs: Int { state.withLock { $0.syncs } }
  func grow(to room: Int) { state.withLock { $0.room = room } }
}

@Suite("journal on a disk that misbehaves")
struct JournalStorageTests {
  private let line = RunLine.trial(Samples.record(0)).bytes.count
  private let header = RunLine.run(Samples.header).bytes.count

  @Test("a line that does not fit is cut off whole and the lines before it are kept")
  func full() throws {
    let disk = SmallDisk(room: header + line + line / 2)
    let journal = try Journal.begin(at: "run.journal", header: Samples.header, storage: disk)
    try journal.append(Samples.record(0))
    #expect(throws: Diagnostic.self) { try journal.append(Samples.record(1)) }
    #expect(disk.bytes == RunLine.run(Samples.header).bytes + RunLine.trial(Samples.record(0)).bytes)
  }

  @Test("a full disk is named with what to do")
  func fullMessage() throws {
    let disk = SmallDisk(room: header)
    let journal = try Journal.begin(at: "run.journal", header: Samples.header, storage: disk)
    let error = #expect(throws: Diagnostic.self) { try journal.append(Samples.record(0)) }
    #expect(error?.message == "cannot write run.journal: no space left on the disk")
  }

  @Test("writing goes on when there is room again")
  func roomAgain() throws {
    let disk = SmallDisk(room: header + 10)
    let journal = try Journal.begin(at: "run.journal", header: Samples.header, storage: disk)
    #expect(throws: Diagnostic.self) { try journal.append(Samples.record(0)) }
    disk.grow(to: 1 << 20)
    try journal.append(Samples.record(1))
    #expect(disk.bytes == RunLine.run(Samples.header).bytes + RunLine.trial(Samples.record(1)).bytes)
  }

  /// A clock that a test turns.
  private final class Clock: Sendable {
    let time = Mutex<UInt64>(5_000_000_000)
    var now: UInt64 { time.withLock { $0 } }
    func set(_ seconds: Double) { time.withLock { $0 = UInt64(seconds * 1e9) } }
  }

  @Test("lines are synced once a second and not with each line")
  func syncs() throws {
    let (disk, clock) = (SmallDisk(room: 1 << 20), Clock())
    let journal = try Journal.begin(at: "x", header: Samples.header, storage: disk, clock: { clock.now })
    for (ordinal, second) in [5.2, 5.9, 6.0, 6.5, 7.1].enumerated() {
      clock.set(second)
      try journal.append(Samples.record(ordinal))
    }
    #expect(disk.syncs == 2)
  }

  @Test("a clock that goes backwards syncs rather than waits")
  func backwards() throws {
    let (disk, clock) = (SmallDisk(room: 1 << 20), Clock())
    let journal = try Journal.begin(at: "x", header: Samples.header, storage: disk, clock: { clock.now })
    clock.set(1)
    try journal.append(Samples.record(0))
    #expect(disk.syncs == 1)
  }

  @Test("syncing by the second ends quietly when it is cancelled")
  func cancelled() async throws {
    let journal = try Journal.begin(at: "x", header: Samples.header, storage: SmallDisk(room: 1 << 20))
    let task = Task { try await journal.keepSynchronized() }
    task.cancel()
    await #expect(throws: Never.self) { try await task.value }
  }

  @Test("nothing is synced twice")
  func clean() throws {
    let disk = SmallDisk(room: 1 << 20)
    let journal = try Journal.begin(at: "x", header: Samples.header, storage: disk)
    try journal.synchronize()
    try journal.synchronize()
    #expect(disk.syncs == 1)
  }
}
