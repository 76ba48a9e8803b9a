import Testing

/// Secrets that no policy knows, in every place where a model, a server or a program can say one, and what of them stands in
/// everything that any command writes.
@Suite("a stranger's secrets")
struct StrangersSecretsTests {
  /// Put together from parts, so that no scanner takes this file for a leak.
  private static let planted = [
    "sk-" + "proj-kV7rt2W9sLqX4zPbN8mYcF3hJdT6gR5uQwE1aZoK", "AKIA" + "Q3EGRT5W7XKPLM2N",
    "gh" + "p_eWYhW884RrNmHCpVpvpUp9d7j09T8t3AZ03V",
    "ey" + "JhbGciOiJIUzI1NiJ9.ey" + "JzdWIiOiJwYXBlcmJvYXQifQ.kV7rt2W9sLqX4zPbN8mYcF3hJdT6gR5u",
    "xo" + "xb-2781734906-kV7rt2W9sLqX4zPbN8mYcF3h",
    "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj",
  ]

  /// The last of them is the body of a key.
  private static func said(_ index: Int) -> String {
    index < 5 ? planted[index] : "-----BEGIN PRIVATE " + "KEY-----\\n\(planted[5])\\n-----END PRIVATE KEY-----"
  }

  /// Any eight signs of it that are not its prefix: half a key is a key half lost.
  private static func pieces(_ value: String) -> [Substring] {
    stride(from: 12, to: value.count - 8, by: 4).map { value.dropFirst($0).prefix(8) }
  }

  private static func holds(_ text: String) -> String? {
    planted.first { value in pieces(value).contains { text.contains($0) } }
  }

  /// As text, as an argument and a name of a tool, and in the body of an error, where what is cut may be a key.
  private static func reply(_ prompt: String) -> LoopbackModel.Reply {
    let parts = prompt.split(separator: " ").map(String.init)
    let value = said(parts.last.flatMap { Int($0) } ?? 0)
    let filler = String(repeating: "word ", count: 10)
    switch parts.first {
    case "text": return .text("It is \(value), as far as I know.")
    // A check quotes the first eighty signs.
    case "late": return .text(filler + filler.prefix(20) + value)
    case "call":
      // Of a signed token the first part alone gives nothing away.
      let name = value.contains(".") ? "send_note" : "send_\(planted[value.hasPrefix("-") ? 1 : 2])"
      let call = #"{"id":"t","type":"function","function":{"name":"\#(name)","arguments":"{\"note\": \"\#(value)\"}"}}"#
      return .status(
        200,
        #"""
        {"id":"x","model":"\#(value)","choices":[{"index":0,"message":{"role":"assistant","content":"\#(value)","tool_calls":[\#(call)]},"finish_reason":"stop"}],"usage":{"prompt_tokens":7,"completion_tokens":2,"total_tokens":9}}
        """#)
    case "error": return .status(400, #"{"error":{"message":"Incorrect API key provided: \#(value) (see the docs)"}}"#)
    case "page": return .status(403, filler + filler + filler + "key \(value) is gone")
    default: return .status(200, "not json: \(value)")
    }
  }

  private static func project(_ url: String) throws -> TemporaryProject {
    let kinds = ["text", "late", "call", "error", "page", "other"]
    let cases = kinds.flatMap { kind in
      planted.indices.map {
        #"{"id": "\#(kind)-\#($0)", "message": "\#(kind) about \#(said($0)) \#($0)", "expected": "fine"}"#
      }
    }
    let program = """
      import json, sys
      print(json.dumps({"name": "app", "revisions": {"code": "1"}, "concurrency": 1}), flush=True)
      for line in sys.stdin:
          sys.stderr.write("cannot log in with \(planted[2])\\n")
          sys.stderr.flush()
          sys.exit("token \(planted[1])")

      """
    return try TemporaryProject([
      "prompts/s.prompt.yml": "id: s\nversion: 1\nmessages: [{ role: user, content: \"{{message}}\" }]\n",
      "prompts/p.prompt.yml": "id: p\nversion: 1\nmessages: [{ role: user, content: \"{{message}}\" }]\n",
      "evalsets/s/set.yml": "version: 1\ntask: classification\n",
      "evalsets/s/cases.jsonl": cases.joined(separator: "\n") + "\n",
      "evalsets/p/cases.jsonl": #"{"id": "p", "message": "hello", "expected": "fine"}"# + "\n", "app.py": program,
      "evalgate.yml": """
      version: 1
      routes:
        r: { targets: [{ provider: openai, model: m, base_url: "\(url)" }], retry: { attempts: 1 } }
        x: { targets: [{ provider: exec, command: [python3, app.py] }], retry: { attempts: 1 } }
      suites:
        s: { prompt: s, evalset: s, route: r }
        p: { prompt: p, evalset: p, route: x }
      gates: { right: { metric: accuracy, at_least: 0% } }

      """,
    ])
  }

  private static let formats = [
    "json", "jsonl", "markdown", "html", "junit", "sarif", "gitlab", "github", "csv", "text",
  ]
  private static let live = ["OPENAI_API_KEY": "k"]

  @Test("no command and no report shows one, whole or cut")
  func everywhere() async throws {
    try await LoopbackModel.serving(Self.reply) { model in
      let project = try Self.project(model.url)
      let reports = Self.formats.flatMap { ["--report", "\($0)=out/\($0)"] }
      var runs = [
        try await EvalGate.run(
          ["run", "--mode", "record", "--baseline", "none", "--verbose"] + reports, in: project, environment: Self.live)
      ]
      let later = [
        ["show", "latest"], ["show", "latest", "text-0"], ["show", "latest", "late-2"], ["show", "latest", "call-5"],
        ["show", "latest", "error-3"], ["show", "latest", "p"], ["report", "latest", "--report", "html"],
        ["report", "latest", "--report", "sarif"], ["gate", "latest", "--verbose"], ["export", "latest"],
        ["diff", "latest"], ["explain", "right"], ["history"], ["runs", "list"], ["recordings", "show", "s"],
        ["recordings", "show", "s", "text-1"], ["recordings", "show", "s", "late-5", "--json"],
        ["recordings", "verify", "s"], ["baseline", "status"], ["baseline", "accept", "--reason", "first"],
        ["run", "--mode", "replay", "--verbose", "--suite", "s"],
      ]
      for arguments in later { runs.append(try await EvalGate.run(arguments, in: project, environment: Self.live)) }
      for run in runs {
        #expect(Self.holds(run.output) == nil && Self.holds(run.error) == nil, "\(run)")
      }
      // What is hidden is said, or nothing was looked at.
      #expect(runs[0].output.contains("[secret: ") && runs[0].error.contains("the program wrote to standard error"))
      for name in Self.formats.map({ "out/" + $0 }) + ["evalsets/baselines/s.jsonl"] where project.exists(name) {
        let text = try project.read(name)
        #expect(!text.isEmpty && Self.holds(text) == nil, "\(name) holds \(Self.holds(text) ?? "")")
      }
    }
  }
}
