import Synchronization
import Testing

/// What is recorded of routes over several servers, and what a replay says of it.
@Suite("recorded routes")
struct RecordedRoutesTests {
  private static func target(_ model: LoopbackModel, named name: String = "m") -> String {
    #"{ provider: openai, model: \#(name), base_url: "\#(model.url)" }"#
  }

  private static func project(_ routes: String, more: String = "") throws -> TemporaryProject {
    try TemporaryProject(
      Sample.two.merging([
        "evalgate.yml": """
        version: 1
        defaults: { route: r }
        routes:
        \(routes)
        gates: { right: { metric: pass_rate, at_least: 90% } }
        \(more)
        """
      ]) { _, new in new })
  }

  /// Answers with what it is asked, until it is told otherwise.
  private final class Server: Sendable {
    enum Conduct { case right, wrong, down }
    private let conduct: Mutex<Conduct>

    init(_ conduct: Conduct) { self.conduct = Mutex(conduct) }

    func becomes(_ now: Conduct) { conduct.withLock { $0 = now } }

    func answer(_ prompt: String) -> LoopbackModel.Reply {
      switch conduct.withLock({ $0 }) {
      case .right: .text(prompt)
      case .wrong: .text("neither")
      case .down: .status(500, #"{"error":{"message":"down"}}"#)
      }
    }
  }

  private static func serving(
    _ first: Server, _ second: Server, _ body: (LoopbackModel, LoopbackModel) async throws -> Void
  ) async throws {
    try await LoopbackModel.serving({ first.answer($0) }) { one in
      try await LoopbackModel.serving({ second.answer($0) }) { two in try await body(one, two) }
    }
  }

  @Test("two servers with a model of one name are both asked", arguments: ["auto", "record"])
  func servers(mode: String) async throws {
    try await Self.serving(Server(.right), Server(.wrong)) { one, two in
      let routes = "  r: { targets: [\(Self.target(one))] }\n  b: { targets: [\(Self.target(two))] }"
      let both = try Self.project(routes, more: "suites: { t: { prompt: t, routes: [r, b] } }")
      let run = try await both.evalgate("run", "--mode", mode).run
      #expect(run.code == 1 && two.requests == 2, "\(run)")
      let beside = try await Self.project(routes).evalgate("run", "--mode", mode, "--shadow", "b").run
      #expect(beside.output.contains("0/2") && two.requests == 4, "\(beside)")
    }
  }

  @Test("a fallback to another server of that name is no answer in a replay either")
  func fallback() async throws {
    try await Self.serving(Server(.down), Server(.right)) { one, two in
      let targets = "[\(Self.target(one)), \(Self.target(two))]"
      let project = try Self.project("  r: { targets: \(targets), retry: { attempts: 1 } }")
      let recorded = try await project.evalgate("run", "--mode", "record").run
      let replayed = try await project.evalgate("run", "--mode", "replay").run
      #expect(recorded.code == 3 && replayed.code == 3, "\(recorded) \(replayed)")
      #expect(replayed.output.contains("fallback"), "\(replayed)")
    }
  }

  @Test("a replay says what was recorded last, whatever is committed; the run and `verify` tell the two apart")
  func anew() async throws {
    let server = Server(.right)
    try await Self.serving(server, Server(.right)) { one, _ in
      let project = try Self.project("  r: { targets: [\(Self.target(one))] }")
      _ = try await project.evalgate("run", "--mode", "record")
      _ = try await project.evalgate("recordings", "keep")
      server.becomes(.wrong)
      let recorded = try await project.evalgate("run", "--mode", "record").run
      let replayed = try await project.evalgate("run", "--mode", "replay").run
      #expect(recorded.code == 1 && replayed.code == 1, "\(recorded) \(replayed)")
      let told = "2 answers of this machine counted, and t.recordings.jsonl says something else"
      #expect(replayed.error.contains(told) && !recorded.error.contains(told), "\(recorded) \(replayed)")
      let verified = try await project.evalgate("recordings", "verify").run
      #expect(
        verified.output.contains("2 asked for; 2 committed ones are others, until `evalgate recordings keep`"),
        "\(verified)")
      _ = try await project.evalgate("recordings", "keep")
      #expect(try await !project.evalgate("run", "--mode", "replay").run.error.contains(told))
    }
  }

  @Test(
    "a route that another target answered leaves what is kept of the suites that share the first one, and is replayed so",
    arguments: ["race: true", "retry: { attempts: 1 }"])
  func shared(manner: String) async throws {
    let first = Server(.right)
    try await Self.serving(first, Server(.wrong)) { one, two in
      let targets = "[\(Self.target(one)), \(Self.target(two, named: "n"))]"
      let project = try Self.project(
        "  r: { targets: [\(Self.target(one))] }\n  b: { targets: \(targets), \(manner), allow_fallback: true }",
        more: "suites: { t: { prompt: t, routes: [r, b] } }")
      _ = try await project.evalgate("run", "t@r", "--mode", "record")
      _ = try await project.evalgate("recordings", "keep")
      first.becomes(.down)
      #expect(try await project.evalgate("run", "t@b", "--mode", "record").run.code == 1)
      for isKept in [false, true] {
        if isKept {
          let kept = try await project.evalgate("recordings", "keep").run
          #expect(kept.output.contains("2 added, 0 replaced, 4 in all"), "\(kept)")
        }
        #expect(try await project.evalgate("run", "t@b", "--mode", "replay").run.code == 1)
        #expect(try await project.evalgate("run", "t@r", "--mode", "replay").run.code == 0)
        let verified = try await project.evalgate("recordings", "verify").run
        #expect(verified.code == 0 && !verified.error.contains("no case asks"), "\(verified)")
        let shown = try await project.evalgate("recordings", "show").run.output
        #expect(shown.ranges(of: "openai/n").count == 2 && shown.ranges(of: "openai/m").count == 2, "\(shown)")
      }
    }
  }

  @Test("what is kept of a route that is no more is pruned where something nearer is, and counts until then")
  func gone() async throws {
    try await Self.serving(Server(.right), Server(.right)) { one, two in
      func routes(_ fallback: String) -> String {
        "  r: { targets: [\(Self.target(one)), \(Self.target(two, named: fallback))] }"
      }
      let project = try Self.project(routes("n"))
      _ = try await project.evalgate("run", "--mode", "record")
      let before = try project.read("evalgate.yml")
      try project.write(before.replacing(routes("n"), with: routes("o")), to: "evalgate.yml")
      #expect(try await project.evalgate("run", "--mode", "replay").run.code == 0)
      #expect(try await project.evalgate("recordings", "prune").run.output.contains("every recording is asked for"))
      _ = try await project.evalgate("run", "--mode", "record")
      let pruned = try await project.evalgate("recordings", "prune").run
      #expect(pruned.output.contains("removed 2 recordings (lines 1, 2)"), "\(pruned)")
      #expect(try await project.evalgate("run", "--mode", "replay").run.code == 0)
    }
  }

  @Test(
    "what a target said once is not replayed after another one answered in its place, committed or not",
    arguments: [[], ["keep"]])
  func instead(keep: [String]) async throws {
    let first = Server(.right)
    try await Self.serving(first, Server(.wrong)) { one, two in
      let targets = "[\(Self.target(one)), \(Self.target(two, named: "n"))]"
      let project = try Self.project(
        "  r: { targets: \(targets), retry: { attempts: 1 }, allow_fallback: true }")
      _ = try await project.evalgate("run", "--mode", "record")
      if !keep.isEmpty { _ = try await project.evalgate("recordings", "keep") }
      first.becomes(.down)
      let recorded = try await project.evalgate("run", "--mode", "record").run
      let replayed = try await project.evalgate("run", "--mode", "replay").run
      #expect(recorded.code == 1 && replayed.code == 1, "\(recorded) \(replayed)")
      let kept = try await project.evalgate("recordings", "keep").run
      #expect(kept.output.contains(keep.isEmpty ? "2 in all" : "0 added, 2 replaced, 2 in all"), "\(kept)")
      #expect(try await project.evalgate("run", "--mode", "replay").run.code == 1)
    }
  }

  @Test("a run says that an answer of the first target counts where an earlier evalgate kept another target's")
  func overtaken() async throws {
    try await Self.serving(Server(.right), Server(.wrong)) { one, two in
      let project = try Self.project("  r: { targets: [\(Self.target(one))] }")
      _ = try await project.evalgate("run", "--mode", "record")
      let local = ".evalgate/recordings/t.jsonl"
      let kept = try project.read(local)
      let several = "  r: { targets: [\(Self.target(one)), \(Self.target(two, named: "n"))] }"
      try project.write(
        project.read("evalgate.yml").replacing("  r: { targets: [\(Self.target(one))] }", with: several),
        to: "evalgate.yml")
      let plain = try await project.evalgate("run", "--mode", "replay").run
      #expect(plain.code == 0 && !plain.error.contains("recordings/overtaken"), "\(plain)")
      let marks = kept.split(separator: "\n").map { line in
        #"{"key":"\#(line.dropFirst(8).prefix(64))","trial":1,"superseded":true}"# + "\n"
      }
      try project.write(marks.joined() + kept, to: local)
      let run = try await project.evalgate("run", "--mode", "replay").run
      #expect(run.code == 0 && run.error.contains("warning[recordings/overtaken]"), "\(run)")
      #expect(run.error.contains("2 answers of a route with several targets are their first target's"), "\(run)")
      _ = try await project.evalgate("run", "--mode", "record")
      let anew = try await project.evalgate("run", "--mode", "replay").run
      #expect(anew.code == 0 && !anew.error.contains("recordings/overtaken"), "\(anew)")
    }
  }

  @Test("what a fallback elsewhere answers in a conversation is asked for, whatever the first target wants back of it")
  func extras() async throws {
    let call = """
      {"id":"x","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"","reasoning_content":"hm",\
      "tool_calls":[{"id":"k","type":"function","function":{"name":"lookup","arguments":"{}"}}]},\
      "finish_reason":"tool_calls"}],"usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}
      """
    let asked = Mutex(0)
    let first: @Sendable (String) -> LoopbackModel.Reply = { _ in
      let isFirst = asked.withLock { count in
        count += 1
        return count == 1
      }
      return isFirst ? .status(200, call) : .status(500, #"{"error":{"message":"down"}}"#)
    }
    try await LoopbackModel.serving(first) { one in
      try await LoopbackModel.serving({ _ in .text("done") }) { two in
        let targets = "[\(Self.target(one)), \(Self.target(two, named: "n"))]"
        let project = try Self.project("  r: { targets: \(targets), retry: { attempts: 1 }, allow_fallback: true }")
        try project.write(
          """
          revision: 1
          tools: [{ name: lookup, description: d, parameters: { type: object } }]
          """, to: "t.tools.yml")
        try project.write("tools: t.tools.yml\nmessages: [{ role: system, content: help }]\n", to: "t.prompt.yml")
        try project.write(
          #"{"id":"a","turns":[{"user":"go","tool_results":{"lookup":"none"}}],"expected":"done"}"# + "\n",
          to: "t.cases.jsonl")
        let recorded = try await project.evalgate("run", "--mode", "record").run
        #expect(recorded.code == 0 && two.requests == 1, "\(recorded)")
        let verified = try await project.evalgate("recordings", "verify").run
        #expect(verified.code == 0 && verified.output.contains("2 recordings, 2 asked for"), "\(verified)")
        _ = try await project.evalgate("recordings", "prune")
        #expect(try await project.evalgate("run", "--mode", "replay").run.code == 0)
      }
    }
  }
}
