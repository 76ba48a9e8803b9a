import CurlHTTP
import EvalGateCore
import EvalGateForge
import Testing

@Suite("one comment is kept, whatever happens in between")
struct CommentUpsertTests {
  private let marker = CommentMarker(id: "default", sha: "abc", run: 8)

  private func write(_ service: any CommentService) async throws -> CommentUpsert.Outcome {
    try await CommentUpsert(service, marker: marker).write("text", isGreen: false)
  }

  private func line(run: Int) -> String { CommentMarker(id: "default", sha: "abc", run: run).line }

  private func comment(_ run: Int, id: Int = 1) -> String {
    #"{"id":\#(id),"user":{"login":"bot"},"author":{"username":"bot"},"body":"old\n\#(line(run: run))"}"#
  }

  private let viewer = ScriptedForge.Answer.json(#"{"data":{"viewer":{"login":"bot"}}}"#)
  private let user = ScriptedForge.Answer.json(#"{"username":"bot"}"#)

  @Test("GitHub's comment is looked at once more right before it is written, and a later run keeps its word")
  func github() async throws {
    let forge = ScriptedForge([viewer, .json("[\(comment(3))]"), .json(comment(9))])
    #expect(try await write(forge.github) == .overtaken(byRun: 9))
    #expect(
      forge.asked == ["POST /graphql", "GET /repos/o/r/issues/12/comments", "GET /repos/o/r/issues/comments/1"])
  }

  @Test("so is GitLab's note")
  func gitlab() async throws {
    let forge = ScriptedForge([user, .json("[\(comment(3))]"), .json(comment(9))])
    #expect(try await write(forge.gitlab) == .overtaken(byRun: 9))
    #expect(forge.asked.last == "GET /projects/4/merge_requests/12/notes/1")
    let calm = ScriptedForge([user, .json("[\(comment(3))]"), .json(comment(3)), .json(comment(8))])
    guard case .updated = try await write(calm.gitlab) else { throw ForgeError.failed("not updated") }
    #expect(calm.asked.last == "PUT /projects/4/merge_requests/12/notes/1")
  }

  @Test("what yields leaves what was said of the same commit, and of no other", arguments: [true, false])
  func yielding(isSame: Bool) async throws {
    let forge = ScriptedForge([viewer, .json("[\(comment(3))]"), .json(comment(3)), .json(comment(8))])
    let marker = CommentMarker(id: "default", sha: isSame ? "abc" : "def", run: 8)
    let outcome = try await CommentUpsert(forge.github, marker: marker).write("text", isGreen: true, yields: true)
    #expect((outcome == .notNeeded) == isSame && forge.asked.count == (isSame ? 2 : 4), "\(outcome)")
  }

  @Test("a comment that is removed between the list and the writing is written anew")
  func removed() async throws {
    let forge = ScriptedForge([viewer, .json("[\(comment(3))]"), .status(404), .json(comment(8, id: 2))])
    guard case .created(let comment) = try await write(forge.github) else { throw ForgeError.failed("not created") }
    #expect(comment.id == 2 && forge.isFinished)
  }

  @Test("a new comment whose answer is lost is looked for before it is written again", arguments: [true, false])
  func lostAnswer(isThere: Bool) async throws {
    let found: [ScriptedForge.Answer] =
      isThere
      ? [.json("[\(comment(8))]"), .json("[\(comment(8))]")]
      : [.json("[]"), .json(comment(8)), .json("[\(comment(8))]")]
    let forge = ScriptedForge([viewer, .json("[]"), .broken(.interrupted)] + found)
    guard case .created(let comment) = try await write(forge.github) else { throw ForgeError.failed("not created") }
    #expect(comment.id == 1 && forge.isFinished)
    #expect(forge.asked.count { $0.hasPrefix("POST /repos") } == (isThere ? 1 : 2))
  }
}

@Suite("a service that cannot answer now")
struct ForgePatienceTests {
  private let viewer = ScriptedForge.Answer.json(#"{"data":{"viewer":{"login":"bot"}}}"#)

  @Test(
    "is waited for as long as it asks",
    arguments: [
      (.status(403, ["Retry-After": "7"]), 7), (.status(429, ["Retry-After": "7"]), 7),
      (.status(403, ["x-ratelimit-remaining": "0", "x-ratelimit-reset": "1000020"]), 21),
      (.status(429, ["RateLimit-Reset": "1000009"]), 10), (.status(429), 60),
      (.status(429, ["RateLimit-Reset": "-9223372036854775808"]), 1), (.status(429, ["Retry-After": "soon"]), 60),
      (.status(403, #"{"message":"You have exceeded a secondary rate limit."}"#, [:]), 60),
      (.status(502), 1), (.status(503), 1), (.broken(.interrupted), 1), (.broken(.timeout), 1), (.broken(.connect), 1),
    ] as [(ScriptedForge.Answer, Int)])
  func waits(answer: ScriptedForge.Answer, seconds: Int) async throws {
    let forge = ScriptedForge([answer, viewer])
    #expect(try await forge.github.ownName() == "bot")
    #expect(forge.pauses == [seconds])
    #expect(forge.told.count == 1 && forge.told[0].hasSuffix("trying again in \(seconds) s"))
  }

  @Test("is not waited for where that is no use", arguments: [(401, [:]), (403, ["x-ratelimit-remaining": "4999"])])
  func permission(status: Int, headers: [String: String]) async throws {
    let forge = ScriptedForge([
      .status(status, HTTPHeaders(headers.map { HTTPHeaders.Field(name: $0.key, value: $0.value) }))
    ])
    await #expect(throws: ForgeError.forbidden(status: status)) { try await forge.github.ownName() }
    #expect(forge.pauses.isEmpty)
  }

  @Test("is given up on after four tries, and after three minutes in all")
  func bounds() async throws {
    let down = ScriptedForge(Array(repeating: .status(502), count: 9))
    await #expect(throws: ForgeError.unanswered("POST /graphql was answered with status 502")) {
      try await down.github.ownName()
    }
    #expect(down.pauses == [1, 2, 4])
    let slow = ScriptedForge(Array(repeating: .status(429, ["Retry-After": "100"]), count: 9))
    await #expect(throws: ForgeError.limited(status: 429, seconds: 100)) { try await slow.github.ownName() }
    #expect(slow.pauses == [100])
  }

  @Test("is never asked twice to write where it may have written")
  func unknown() async throws {
    let forge = ScriptedForge([.status(502)])
    await #expect(throws: ForgeError.self) { try await forge.github.create("text") }
    #expect(forge.asked.count == 1)
    let limited = ScriptedForge([.status(403, ["Retry-After": "1"]), .json(#"{"id":1}"#)])
    #expect(try await limited.github.create("text").id == 1)
  }

  @Test("a proposal whose branch or request may be there already looks again")
  func proposal() async throws {
    let forge = ScriptedForge([
      .json(#"{"tree":{"sha":"t"}}"#), .status(502), .json(#"{"sha":"tree"}"#), .json(#"{"sha":"commit"}"#),
      .status(404), .broken(.interrupted), .json("{}"), .json("{}"),
      .json("[]"), .status(504), .json(#"[{"number":3}]"#), .json(#"{"html_url":"u"}"#),
    ])
    let outcome = try await forge.proposals.propose(
      ChangeProposal(branch: "b", target: "main", parent: "p", title: "", body: "", files: []))
    #expect(outcome == .updated("u") && forge.isFinished)
    #expect(forge.pauses == [1])
  }
}
