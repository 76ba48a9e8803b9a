import StrictJSON
import Synchronization
import Testing

@Suite("routes that go further")
struct DeliveryTests {
  private func project(_ routes: String, suites: String = "{ t: { route: r } }") throws -> TemporaryProject {
    let project = try TemporaryProject(Sample.two)
    try project.write(
      """
      version: 1
      defaults: { mode: live }
      routes:
      \(routes)
      suites: \(suites)
      gates: { accuracy: { metric: pass_rate, at_least: 90% } }
      """, to: "evalgate.yml")
    return project
  }

  // Port 9 is the discard service, which nobody runs: the connection is refused at once.
  private let fallback = """
      r:
        targets: [{ provider: openai, model: m, base_url: "http://127.0.0.1:9/v1" }, { provider: echo }]
        retry: { attempts: 2, base: 1ms, ceiling: 1ms }
        allow_fallback: true
    """

  @Test("`show` tells every target that was asked on the way to an answer")
  func hops() async throws {
    let project = try project(fallback)
    _ = try await project.evalgate("run")
    let shown = try await project.evalgate("show", "latest", "t/a")
    #expect(shown.run.output.contains("hop        openai/m · first · 2 tries · connection"), "\(shown.text)")
    #expect(shown.run.output.contains("hop        echo · fallback · 1 try · answered"), "\(shown.text)")
  }

  @Test("a second route is asked beside the first, decides nothing and is compared")
  func shadow() async throws {
    let project = try project(
      "  r: { targets: [{ provider: echo }] }\n  s: { targets: [{ provider: echo, reply: billing }] }",
      suites: "{ t: { route: r }, u: { prompt: t, evalset: t, route: s } }")
    let run = try await project.evalgate("run", "t", "--shadow", "s")
    #expect(run.run.code == 0, "\(run.text)")
    #expect(run.run.output.contains("t  beside `s`, which decides nothing"), "\(run.text)")
    #expect(run.run.output.contains("passed          2/2     1/2"), "\(run.text)")
    #expect(run.run.output.contains("passed here alone 1, there alone 0; same output 1 of 2"), "\(run.text)")
    let json = try await project.evalgate("report", "latest", "--report", "json")
    let report = try JSONValue(parsing: Array(json.run.output.utf8))
    let shadow = report["suites"]?[0]?["shadows"]?[0]
    #expect(shadow?["route"] == "s" && shadow?["compared"] == 2 && shadow?["only_here"] == 1, "\(json.text)")
    #expect(report["totals"]?["shadow"]?["calls"] == 2 && report["totals"]?["cases"] == 2, "\(json.text)")
    let comment = try await project.evalgate("report", "latest", "--report", "html")
    #expect(comment.run.output.contains("Beside <code>s</code>, which decides nothing"))
  }

  @Test("a second route has a conversation of its own, which is judged by its own answers")
  func shadowConversation() async throws {
    let project = try project(
      "  r: { targets: [{ provider: echo }] }\n  s: { targets: [{ provider: echo, reply: billing }] }",
      suites: "{ t: { route: r }, u: { prompt: t, evalset: t, route: s } }")
    try project.write(
      """
      { "id": "a", "text": "hi", "turns": [ { "user": "one" }, { "user": "two" } ], "checks": [ { "check": "equals", "value": "two" } ] }
      { "id": "b", "text": "hi", "turns": [ { "user": "one" }, { "user": "billing" } ], "checks": [ { "check": "equals", "value": "billing" } ] }

      """, to: "evalsets/t/cases.jsonl")
    let run = try await project.evalgate("run", "t", "--shadow", "s")
    #expect(run.run.code == 0, "\(run.text)")
    #expect(run.run.output.contains("passed          2/2     1/2"), "\(run.text)")
    // The last answers of `b` are the same, those before them are not.
    #expect(run.run.output.contains("passed here alone 1, there alone 0; same output 0 of 2"), "\(run.text)")
    let again = try await project.evalgate("gate", "latest")
    #expect(again.run.output.contains("passed          2/2     1/2"), "\(again.text)")
  }

  @Test("a shadow that is no route is a usage error that names the near one")
  func unknownShadow() async throws {
    let project = try project("  r: { targets: [{ provider: echo }] }")
    let run = try await project.evalgate("run", "--shadow", "rr")
    #expect(run.run.code == 2 && run.text.contains("did you mean `r`?"), "\(run.text)")
  }

  @Test("in a race both targets are asked, and the winner's rival is kept beside it")
  func race() async throws {
    let project = try project(
      "  r: { targets: [{ provider: echo }, { provider: echo, model: other }], allow_fallback: true }")
    let run = try await project.evalgate("run", "--race")
    #expect(run.run.code == 0, "\(run.text)")
    #expect(run.run.output.contains("same output 2 of 2"), "\(run.text)")
  }

  @Test("a request that may be on the bill although nobody counted it is said, and what a retry healed is shown")
  func uncounted() async throws {
    let isFirst = Mutex(true)
    let replies: LoopbackModel.Answering = { text in
      let isHalf = isFirst.withLock { first in
        defer { first = false }
        return first
      }
      return isHalf ? .status(200, "{\"choices\":[") : .text(text)
    }
    try await LoopbackModel.serving(replies) { model in
      let project = try project(
        """
          r:
            targets: [{ provider: openai, model: m, base_url: "\(model.url)" }]
            retry: { attempts: 2, base: 1ms, ceiling: 1ms }
            limits: { concurrency: 1 }
        """)
      let run = try await project.evalgate("run")
      #expect(run.run.code == 0 && run.run.output.contains("18 tokens, and 1 request nobody counted"), "\(run.text)")
      let again = try await project.evalgate("gate", "latest")
      #expect(again.run.output.contains("18 tokens, and 1 request nobody counted"), "\(again.text)")
      let shown = try await project.evalgate("show", "latest", "t/a")
      #expect(shown.run.output.contains("2 tries · answered · at first unreadable"), "\(shown.text)")
      let json = try await project.evalgate("report", "latest", "--report", "json")
      let report = try JSONValue(parsing: Array(json.run.output.utf8))
      #expect(report["totals"]?["uncounted"] == 1, "\(json.text)")
    }
  }

  @Test("a gate on tokens names the target whose answers carry no usage")
  func noUsage() async throws {
    let bare = #"{"choices":[{"index":0,"message":{"role":"assistant","content":"billing"},"finish_reason":"stop"}]}"#
    try await LoopbackModel.serving({ _ in .status(200, bare) }) { model in
      let project = try project(
        "  r: { targets: [{ provider: openai, model: m, base_url: \"\(model.url)\" }] }")
      let text = try project.read("evalgate.yml")
      try project.write(
        text.replacing(
          "accuracy: { metric: pass_rate, at_least: 90% }",
          with: "cost: { metric: cost_tokens, suite: t, at_most: 100 }"),
        to: "evalgate.yml")
      let run = try await project.evalgate("run")
      #expect(run.run.code == 3, "\(run.text)")
      #expect(run.run.output.contains("no answer of `openai/m` says how many tokens it used"), "\(run.text)")
    }
  }

  @Test("a suite's budget that is used up leaves the run undecided and names the suite")
  func suiteBudget() async throws {
    let project = try project(
      "  r: { targets: [{ provider: openai, model: m, base_url: \"http://127.0.0.1:9/v1\" }] }",
      suites: "{ t: { route: r, budget: { tokens: 10 } } }")
    let run = try await project.evalgate("run")
    #expect(run.run.code == 3, "\(run.text)")
    #expect(run.run.output.contains("of suite `t`"), "\(run.text)")
  }

  @Test("a time that is no time is a usage error", arguments: ["soon", "0s", "-1s", "90%"])
  func maxDuration(time: String) async throws {
    let project = try project("  r: { targets: [{ provider: echo }] }")
    let run = try await project.evalgate("run", "--max-duration=\(time)")
    #expect(run.run.code == 2 && run.text.contains("--max-duration"), "\(run.text)")
  }
}
