import EvalGateCore
import EvalGateStore
import Testing

/// What several routes, and several machines, keep of one request.
@Suite("recordings of routes")
struct RouteRecordingTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func store() throws -> FileRecordings {
    try FileRecordings(committed: folder("set/recordings.jsonl"), local: folder("local/set.jsonl"))
  }

  private func moveAll() throws -> FileRecordings.Kept {
    try FileRecordings.keep(committed: folder("set/recordings.jsonl"), local: folder("local/set.jsonl"))
  }

  private func digest(_ name: String) -> Digest { Digest(of: Array(name.utf8)) }

  private func plain(_ name: String, _ text: String) -> Recording {
    Recording(request: digest(name), trial: 1, answer: Answer(text: text))
  }

  /// As it is written into a file.
  private func line(_ recording: Recording) throws -> String {
    folder.remove("line.jsonl")
    try FileRecordings(committed: folder("none.jsonl"), local: folder("line.jsonl")).keep(recording)
    return try folder.text("line.jsonl")
  }

  private func routed(_ name: String, by route: String, _ text: String, asked: String? = nil) -> Recording {
    Recording(
      request: digest(name), trial: 1, route: digest(route), asked: asked.map(digest), answer: Answer(text: text))
  }

  @Test("a route's own answer is found by it alone, whoever recorded last, before and after it is committed")
  func routes() throws {
    let store = try store()
    try store.keep(routed("a", by: "race", "of the second", asked: "b"))
    try store.keep(plain("a", "of the first"))
    try store.keep(routed("a", by: "falls", "of the first, later"))
    func check(_ found: FileRecordings) {
      let texts = [digest("race"), digest("falls"), digest("never recorded"), nil].map {
        found.answer(for: digest("a"), trial: 1, route: $0)?.answer.text
      }
      #expect(texts == ["of the second", "of the first, later", "of the first", "of the first"])
    }
    for found in [store, try self.store()] { check(found) }
    let kept = try moveAll()
    #expect([kept.added, kept.removed, kept.total] == [3, 0, 3])
    check(try self.store())
    #expect(try self.store().answer(for: digest("b"), trial: 1) == nil)
    try self.store().withdraw([(digest("a"), 1)], of: digest("race"))
    check(try self.store())
  }

  @Test("what a first target said to a route is anybody's where nothing nearer is kept; what another one said is not")
  func anybodys() throws {
    try store().keep(routed("a", by: "race", "of the second", asked: "b"))
    #expect(try store().answer(for: digest("a"), trial: 1) == nil)
    try store().keep(routed("a", by: "falls", "of the first"))
    #expect(try store().answer(for: digest("a"), trial: 1, route: digest("other"))?.answer.text == "of the first")
    let before = try folder.bytes("local/set.jsonl")
    folder.remove("local/set.jsonl")
    try store().keep(plain("a", "of now"))
    try store().keep(routed("c", by: "race", "of now"))
    let former = FormerRecordings(before, before: try store())
    let texts = ["race", "falls", "other"].map {
      former.answer(for: digest("a"), trial: 1, route: digest($0))?.answer.text
    }
    #expect(texts == ["of the second", "of the first", "of the first"])
    #expect(former.answer(for: digest("c"), trial: 1, route: digest("race"))?.answer.text == "of now")
  }

  @Test("of several routes the same one counts whatever the order of the lines, and none where there are too many")
  func order() throws {
    let lines = try ["race", "falls", "third"].map { try line(routed("a", by: $0, "by \($0)")) }
    let texts = try [lines, lines.reversed(), [lines[1], lines[2], lines[0]]].map { lines in
      folder.remove("local/set.jsonl")
      try folder.write("local/set.jsonl", text: lines.joined())
      return try store().answer(for: digest("a"), trial: 1)?.answer.text
    }
    let first = ["race", "falls", "third"].min { digest($0).hex < digest($1).hex } ?? ""
    #expect(texts == Array(repeating: "by \(first)", count: 3))
    for number in 0..<97 { try store().keep(routed("b", by: "\(number)", "x")) }
    #expect(try store().answer(for: digest("a"), trial: 1) != nil)
    try store().keep(routed("b", by: "one too many", "x"))
    #expect(try store().answer(for: digest("a"), trial: 1) == nil)
  }

  @Test("a newer answer of the first target, where an earlier evalgate kept another one, is counted once a question")
  func overtaken() throws {
    let mark = #"{"key":"\#(digest("a").hex)","trial":1,"superseded":true}"# + "\n"
    try folder.write("local/set.jsonl", text: mark + line(plain("b", "of the second")))
    let before = try store()
    #expect(before.answer(for: digest("a"), trial: 1, route: digest("falls")) == nil && before.overtaken == 0)
    try store().keep(plain("a", "of the first"))
    let alone = try store()
    #expect(alone.answer(for: digest("a"), trial: 1)?.answer.text == "of the first" && alone.overtaken == 0)
    let routed = try store()
    for _ in 1...2 {
      #expect(routed.answer(for: digest("a"), trial: 1, route: digest("falls"))?.answer.text == "of the first")
    }
    #expect(routed.answer(for: digest("b"), trial: 1, route: digest("falls")) != nil && routed.overtaken == 1)
    try store().keep(self.routed("a", by: "falls", "of the route"))
    let own = try store()
    #expect(own.answer(for: digest("a"), trial: 1, route: digest("falls"))?.answer.text == "of the route")
    #expect(own.overtaken == 0)
  }

  @Test("an answer that is said to be of another target is another answer")
  func ofAnother() throws {
    let before = try line(routed("a", by: "race", "x", asked: "b"))
    try folder.write("now.jsonl", text: line(routed("a", by: "race", "x")))
    let edits = try RecordingEdits(of: folder("now.jsonl"), shownAs: "now.jsonl", since: Array(before.utf8))
    #expect(edits.edited == 1)
  }

  @Test("answers that were found here while others are committed are counted, each once")
  func differing() throws {
    for name in ["a", "b", "c"] { try store().keep(plain(name, "committed")) }
    _ = try moveAll()
    try store().keep(plain("a", "local"))
    try store().keep(plain("b", "committed"))
    try store().keep(plain("c", "local"))
    let store = try store()
    for name in ["a", "a", "b"] { _ = store.answer(for: digest(name), trial: 1) }
    #expect(store.differing == 1)
  }
}
