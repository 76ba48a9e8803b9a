import EvalGateCore
import EvalGateStore
import Testing

@Suite("recordings")
struct RecordingTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func store(secrets: SecretMask = .none) throws -> FileRecordings {
    try FileRecordings(committed: folder("set/recordings.jsonl"), local: folder("local/set.jsonl"), secrets: secrets)
  }

  private func digest(_ name: String) -> Digest { Digest(of: Array(name.utf8)) }

  private func recording(_ name: String, trial: Int = 1, text: String = "billing") -> Recording {
    Recording(
      request: digest(name), trial: trial,
      answer: Answer(
        text: text, toolCalls: [ToolCall(id: "1", name: "refund", argumentsText: "{ }")], finishReason: .toolCalls,
        refusal: "no", reasoning: "because", usage: Usage(input: 3, cachedInput: 1, output: 2, reasoning: 1), model: "m"
      ),
      latency: 812, timeToFirstToken: 90, note: "by hand")
  }

  /// As it is written into a file.
  private func line(_ recording: Recording) throws -> String {
    folder.remove("line.jsonl")
    try FileRecordings(committed: folder("none.jsonl"), local: folder("line.jsonl")).keep(recording)
    return try folder.text("line.jsonl")
  }

  @Test("what was kept is found again")
  func keep() throws {
    let store = try store()
    try store.keep(recording("a"))
    #expect(store.answer(for: digest("a"), trial: 1) == recording("a"))
  }

  @Test("what was kept is found by another process")
  func reread() throws {
    try store().keep(recording("a"))
    #expect(try store().answer(for: digest("a"), trial: 1) == recording("a"))
  }

  @Test("trials have recordings of their own")
  func trials() throws {
    let store = try store()
    try store.keep(recording("a", trial: 1))
    #expect(store.answer(for: digest("a"), trial: 2) == nil)
  }

  private func moveAll(isTrial: Bool = false) throws -> FileRecordings.Kept {
    try FileRecordings.keep(
      committed: folder("set/recordings.jsonl"), local: folder("local/set.jsonl"), isTrial: isTrial)
  }

  /// Without the note, by which a committed one stays.
  private func plain(_ name: String, _ text: String) -> Recording {
    Recording(request: digest(name), trial: 1, answer: Answer(text: text))
  }

  @Test("this machine's file is asked first: what was recorded last is what is played")
  func localFirst() throws {
    try store().keep(recording("a", text: "committed"))
    _ = try moveAll()
    let store = try store()
    try store.keep(recording("a", text: "local"))
    for found in [store, try self.store()] {
      #expect(found.answer(for: digest("a"), trial: 1)?.answer.text == "local")
    }
    #expect(try moveAll(isTrial: true).differing == 1)
    #expect(try folder.text("set/recordings.jsonl").contains("committed") && folder.exists("local/set.jsonl"))
  }

  /// As an earlier evalgate said of an answer that it counts no more.
  private func superseding(_ name: String) -> String {
    #"{"key":"\#(digest(name).hex)","trial":1,"superseded":true}"# + "\n"
  }

  @Test("what an earlier evalgate superseded is found in neither file, until it is recorded anew, and is not committed")
  func superseded() throws {
    for name in ["a", "b", "c"] { try store().keep(plain(name, "committed")) }
    _ = try moveAll()
    try store().keep(plain("d", "local"))
    try folder.write(
      "local/set.jsonl", text: folder.text("local/set.jsonl") + ["a", "b", "d"].map(superseding).joined())
    let store = try store()
    try store.keep(plain("b", "anew"))
    for found in [store, try self.store()] {
      #expect(["a", "d", "none"].allSatisfy { found.answer(for: digest($0), trial: 1) == nil })
      #expect(found.answer(for: digest("b"), trial: 1)?.answer.text == "anew")
      #expect(found.answer(for: digest("c"), trial: 1)?.answer.text == "committed")
    }
    let kept = try moveAll()
    #expect([kept.added, kept.replaced, kept.removed, kept.total] == [0, 1, 1, 2] && kept.differing == 2)
    let keys = try folder.text("set/recordings.jsonl").split(separator: "\n").map { $0.dropFirst(8).prefix(64) }
    #expect(keys == ["b", "c"].map { digest($0).hex[...] }.sorted())
  }

  @Test("a line that supersedes is no fault, outlives a pruning of others, and counts whole without its line feed")
  func supersedingLine() throws {
    try store().keep(plain("a", "committed"))
    _ = try moveAll()
    try folder.write("local/set.jsonl", text: String(superseding("a").dropLast()))
    for name in ["b", "c"] { try self.store().keep(plain(name, "local")) }
    var visited = 0
    let faults = try FileRecordings.review(folder("local/set.jsonl"), shownAs: "local", isCommitted: false) { _, _ in
      visited += 1
    }
    #expect(faults.isEmpty && visited == 2)
    let pruned = digest("b")
    #expect(try FileRecordings.prune(folder("local/set.jsonl")) { $0.request != pruned } == [2])
    #expect(try self.store().answer(for: digest("a"), trial: 1) == nil)
    #expect(try self.store().answer(for: digest("c"), trial: 1)?.answer.text == "local")
  }

  @Test("keeping and pruning while another records loses nothing")
  func keepingMeanwhile() async throws {
    let writer = try store()
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        for number in 0..<300 {
          try writer.keep(plain("\(number)", "x"))
          try writer.keep(recording("\(number)", trial: 2))
        }
      }
      group.addTask {
        for _ in 0..<100 {
          _ = try FileRecordings.prune(folder("local/set.jsonl")) { $0.trial == 1 }
          _ = try moveAll()
        }
      }
      try await group.waitForAll()
    }
    let all = try store()
    #expect((0..<300).allSatisfy { all.answer(for: digest("\($0)"), trial: 1) != nil })
    // Who recorded finds what was moved meanwhile.
    try writer.keep(plain("last", "x"))
    #expect((0..<300).allSatisfy { writer.answer(for: digest("\($0)"), trial: 1) != nil })
  }

  @Test("keeping an equal answer again leaves the file as it is")
  func equalAnswer() throws {
    let store = try store()
    var answer = recording("a")
    answer.answer.requestID = "req-1"
    try store.keep(answer)
    let bytes = try folder.bytes("local/set.jsonl")
    answer.answer.requestID = "req-2"
    try store.keep(answer)
    #expect(try folder.bytes("local/set.jsonl") == bytes)
  }

  @Test("another answer to the same request counts from then on")
  func replaced() throws {
    try store().keep(recording("a", text: "old"))
    try store().keep(recording("a", text: "new"))
    #expect(try store().answer(for: digest("a"), trial: 1)?.answer.text == "new")
  }

  @Test("a failure of the model is a recording")
  func modelFailure() throws {
    let failed = Recording(
      request: digest("a"), trial: 1, failure: GenerationFailure(.model, .refused, "no"), latency: 5)
    try store().keep(failed)
    #expect(try store().answer(for: digest("a"), trial: 1) == failed)
  }

  @Test("a failure of the infrastructure is not")
  func infrastructureFailure() throws {
    let failed = Recording(request: digest("a"), trial: 1, failure: GenerationFailure(.infrastructure, .timeout, ""))
    let error = #expect(throws: Diagnostic.self) { try store().keep(failed) }
    #expect(error?.code == .notRecordable)
  }

  @Test("an answer that says nothing is still an answer")
  func emptyAnswer() throws {
    let empty = Recording(request: digest("a"), trial: 1)
    try store().keep(empty)
    #expect(try store().answer(for: digest("a"), trial: 1) == empty)
  }

  @Test("what is withdrawn is found no more, here and by another process, and the others are")
  func withdraw() throws {
    let store = try store()
    for name in ["a", "b", "c"] { try store.keep(recording(name)) }
    try store.keep(recording("b", trial: 2))
    try store.withdraw([(digest("b"), 1), (digest("none"), 1)])
    try store.keep(recording("d"))
    for found in [store, try self.store()] {
      #expect(found.answer(for: digest("b"), trial: 1) == nil)
      #expect(found.answer(for: digest("b"), trial: 2) == recording("b", trial: 2))
      for name in ["a", "c", "d"] { #expect(found.answer(for: digest(name), trial: 1) == recording(name)) }
    }
    try store.keep(recording("b", text: "again"))
    #expect(try self.store().answer(for: digest("b"), trial: 1)?.answer.text == "again")
  }

  @Test("a local file cut at any byte keeps every whole line and takes new ones")
  func everyByte() throws {
    let store = try store()
    try store.keep(recording("a"))
    try store.keep(recording("b"))
    let bytes = try folder.bytes("local/set.jsonl")
    let first = try #require(bytes.firstIndex(of: UInt8(ascii: "\n")))
    for cut in 0...bytes.count {
      try folder.write("local/set.jsonl", bytes[..<cut])
      try self.store().keep(recording("c"))
      let again = try self.store()
      // Without its line feed a line is whole already.
      try #require((again.answer(for: digest("a"), trial: 1) != nil) == (cut >= first), "cut at \(cut)")
      try #require((again.answer(for: digest("b"), trial: 1) != nil) == (cut >= bytes.count - 1), "cut at \(cut)")
      try #require(again.answer(for: digest("c"), trial: 1) == recording("c"), "cut at \(cut)")
    }
  }

  @Test(
    "counts and times that cannot be are damage",
    arguments: [
      #""usage":{"input":-500,"output":5}"#, #""usage":{"input":4611686018427387904,"output":5}"#,
      #""usage":{"input":1,"output":1},"latency_ms":-5"#, #""usage":{"input":1,"output":1},"ttft_ms":-5"#,
    ])
  func impossible(facts: String) throws {
    let line = #"{"key":"\#(digest("a").hex)","trial":1,"answer":{"text":"t"},\#(facts)}"#
    try folder.write("set/recordings.jsonl", text: line + "\n")
    let error = #expect(throws: Diagnostic.self) { try store() }
    #expect(error?.message.contains("must be a number from 0") == true, "\(error?.message ?? "")")
  }

  @Test("a damaged line is named with its place")
  func damaged() throws {
    try folder.write("set/recordings.jsonl", text: "\n{\"key\":1}\n")
    let error = #expect(throws: Diagnostic.self) { try store() }
    #expect(error?.location == SourceLocation(path: folder("set/recordings.jsonl"), line: 2))
  }

  @Test("a merge conflict is called one")
  func conflict() throws {
    try folder.write("set/recordings.jsonl", text: "<<<<<<< HEAD\n")
    let error = #expect(throws: Diagnostic.self) { try store() }
    #expect(error?.message == "a merge conflict (`<<<<<<<`) was left in the file")
  }

  @Test("two answers to one request in the committed file are an error")
  func twoAnswers() throws {
    try store().keep(recording("a", text: "one"))
    let one = try folder.text("local/set.jsonl")
    try folder.write("set/recordings.jsonl", text: one + one.replacing("one", with: "two"))
    let error = #expect(throws: Diagnostic.self) { try store() }
    #expect(error?.message == "this request and trial is answered differently on line 1")
  }

  @Test("what is written by hand may leave out all but key, trial and answer")
  func byHand() throws {
    try folder.write(
      "set/recordings.jsonl", text: "{\"key\": \"\(digest("a"))\", \"trial\": 1, \"answer\": {\"text\": \"technical\"}}"
    )
    #expect(try store().answer(for: digest("a"), trial: 1)?.answer == Answer(text: "technical"))
  }

  @Test("keeping moves local recordings into the committed file, sorted and each once")
  func moved() throws {
    let store = try store()
    for name in ["c", "a", "b", "a"] { try store.keep(recording(name, trial: name == "b" ? 2 : 1)) }
    let kept = try FileRecordings.keep(committed: folder("set/recordings.jsonl"), local: folder("local/set.jsonl"))
    #expect([kept.added, kept.replaced, kept.total] == [3, 0, 3])
    let keys = try folder.text("set/recordings.jsonl").split(separator: "\n").map { $0.dropFirst(8).prefix(64) }
    #expect(keys == ["a", "b", "c"].map { digest($0).hex[...] }.sorted())
    #expect(!folder.exists("local/set.jsonl"))
  }

  @Test("an answer with a note stays, and so does the other one beside it, unless told otherwise")
  func noted() throws {
    let files = (committed: folder("set/recordings.jsonl"), local: folder("local/set.jsonl"))
    try store().keep(recording("a", text: "by hand"))
    _ = try FileRecordings.keep(committed: files.committed, local: files.local)
    var newer = recording("a", text: "by the model")
    newer.note = nil
    let line = try self.line(newer)
    try folder.write("local/set.jsonl", text: line + self.line(recording("b")))
    let kept = try FileRecordings.keep(committed: files.committed, local: files.local)
    #expect([kept.added, kept.replaced, kept.noted, kept.total] == [1, 0, 1, 2])
    #expect(try folder.text("set/recordings.jsonl").contains(#""text":"by hand""#))
    #expect(try store().answer(for: digest("a"), trial: 1)?.answer.text == "by the model")
    #expect(try folder.text("local/set.jsonl") == line)
    let forced = try FileRecordings.keep(committed: files.committed, local: files.local, replacesNoted: true)
    #expect([forced.added, forced.replaced, forced.noted, forced.total] == [0, 1, 0, 2])
    #expect(try !folder.text("set/recordings.jsonl").contains(#""text":"by hand""#))
    #expect(!folder.exists("local/set.jsonl"))
  }

  @Test("the same answer without the note is nothing new")
  func sameWithoutNote() throws {
    try store().keep(recording("a"))
    _ = try FileRecordings.keep(committed: folder("set/recordings.jsonl"), local: folder("local/set.jsonl"))
    var again = recording("a")
    again.note = nil
    try folder.write("local/set.jsonl", text: try line(again))
    let kept = try FileRecordings.keep(committed: folder("set/recordings.jsonl"), local: folder("local/set.jsonl"))
    #expect([kept.added, kept.replaced, kept.noted] == [0, 0, 0] && !folder.exists("local/set.jsonl"))
  }

  @Test("the same answer in another time is nothing new, and what it took is where that was not known")
  func sameInAnotherTime() throws {
    let files = (committed: folder("set/recordings.jsonl"), local: folder("local/set.jsonl"))
    var slow = recording("a")
    (slow.note, slow.answer.usage) = (nil, nil)
    try folder.write("set/recordings.jsonl", text: line(slow))
    let before = try folder.text("set/recordings.jsonl")
    slow.latency = 1
    try folder.write("local/set.jsonl", text: line(slow))
    let kept = try FileRecordings.keep(committed: files.committed, local: files.local)
    #expect([kept.added, kept.replaced, kept.total] == [0, 0, 1])
    #expect(try folder.text("set/recordings.jsonl") == before && !folder.exists("local/set.jsonl"))
    slow.answer.usage = Usage(input: 3, output: 2)
    try folder.write("local/set.jsonl", text: line(slow))
    let counted = try FileRecordings.keep(committed: files.committed, local: files.local)
    #expect(counted.replaced == 1)
  }

  @Test("keeping takes lines as they are written")
  func verbatim() throws {
    let line = "{ \"trial\": 1, \"key\": \"\(digest("a").hex)\", \"answer\": {\"text\": \"x\"}, \"mine\": 1 }"
    try folder.write("set/recordings.jsonl", text: line + "\r\n")
    try store().keep(recording("b"))
    _ = try FileRecordings.keep(committed: folder("set/recordings.jsonl"), local: folder("local/set.jsonl"))
    #expect(try folder.text("set/recordings.jsonl").split(separator: "\n").contains(Substring(line)))
  }

  @Test("recording goes on in a new file after the old one was moved away")
  func movedAway() throws {
    let store = try store()
    try store.keep(recording("a"))
    folder.remove("local/set.jsonl")
    try store.keep(recording("b"))
    #expect(try self.store().answer(for: digest("b"), trial: 1) == recording("b"))
  }

  @Test("two processes record into one file and lose nothing")
  func twoWriters() async throws {
    let stores = [try store(), try store()]
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<100 { group.addTask { try stores[number % 2].keep(recording("\(number)")) } }
      try await group.waitForAll()
    }
    #expect(try store().counts.local == 100)
  }

  @Test("a secret in an answer does not reach the file")
  func secrets() throws {
    let secret = "sk-live-0123456789"
    try store(secrets: SecretMask([secret])).keep(recording("a", text: "Bearer \(secret)"))
    #expect(try !folder.text("local/set.jsonl").contains(secret))
  }

  @Test("what differs from another revision's file is counted by request and trial, whatever time it took")
  func edits() throws {
    var slower = recording("a")
    slower.latency = 9000
    let before = try [recording("a"), recording("b"), recording("b", trial: 2), recording("gone")].map(line).joined()
    let now = try [slower, recording("b", text: "x"), recording("b", trial: 2), recording("new")].map(line).joined()
    try folder.write("now.jsonl", text: now)
    let edits = try RecordingEdits(of: folder("now.jsonl"), shownAs: "now.jsonl", since: Array(before.utf8))
    #expect([edits.edited, edits.added, edits.removed] == [1, 1, 1] && edits.firstLine == 2)
    let none = try RecordingEdits(of: folder("now.jsonl"), shownAs: "now.jsonl", since: Array(now.utf8))
    #expect([none.edited, none.added, none.removed] == [0, 0, 0] && none.firstLine == nil)
    // A further trial of a request that was answered, and an answer that stands there twice.
    let more = try [recording("b"), recording("b"), recording("b", trial: 3), recording("new")].map(line).joined()
    try folder.write("now.jsonl", text: more)
    let one = try line(recording("b"))
    let trials = try RecordingEdits(of: folder("now.jsonl"), shownAs: "now.jsonl", since: Array(one.utf8))
    #expect([trials.edited, trials.added] == [0, 2])
  }

  @Test("pruning removes what nobody uses")
  func prune() throws {
    let store = try store()
    for name in ["a", "b", "c"] { try store.keep(recording(name)) }
    let used = digest("b")
    #expect(
      try FileRecordings.prune(folder("local/set.jsonl"), isTrial: true) { $0.request == used } == [1, 3])
    #expect(try self.store().counts.local == 3)
    #expect(try FileRecordings.prune(folder("local/set.jsonl")) { $0.request == used } == [1, 3])
    #expect(try self.store().counts.local == 1)
  }
}
