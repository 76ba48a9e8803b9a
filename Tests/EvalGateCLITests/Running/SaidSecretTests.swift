import Testing

@Suite("answers that hold a secret of the environment")
struct SaidSecretTests {
  private static let secret = "sk-proj-Zx81mQpLk29vTnRw7bYc4HdE"

  /// Says the variable's value to the first question, and `A` to every later one.
  private static let app = """
    import json, os, sys
    sys.stdin.readline()
    print(json.dumps({"name": "app", "revisions": {"code": "1"}}), flush=True)
    for line in sys.stdin:
        question = json.loads(line)
        first = all(message["role"] != "assistant" for message in question["messages"])
        text = "I connect with %s." % os.environ["SHOP_TOKEN"] if first else "A"
        print(json.dumps({"id": question["id"], "text": text}), flush=True)

    """

  private static func project(_ cases: String) throws -> TemporaryProject {
    try TemporaryProject([
      "app.py": app,
      "q.prompt.yml": "messages: [{ role: user, content: \"{{text}}\" }]\n",
      "q.cases.jsonl": cases + "\n",
      "evalgate.yml": """
      version: 1
      routes: { r: { targets: [{ provider: exec, command: [python3, app.py], env: [SHOP_TOKEN] }], timeout: 20s } }
      defaults: { route: r }
      gates: { acc: { metric: pass_rate, at_least: 90% } }
      """,
    ])
  }

  /// The exit codes of a run that records, of a look at what it kept, and of a replay.
  private static func codes(
    _ project: TemporaryProject, _ value: String
  ) async throws -> (codes: [Int], said: String) {
    var codes: [Int] = []
    var said = ""
    for arguments in [["run", "--mode", "record"], ["gate", "latest"], ["run", "--mode", "replay"]] {
      let run = try await EvalGate.run(arguments, in: project, environment: ["SHOP_TOKEN": value])
      codes.append(run.code)
      said += run.output + run.error
    }
    return (codes, said)
  }

  @Test(
    "fail live, in the kept run and in replay, whatever the checks look for",
    arguments: [
      #"{"check":"regex","pattern":"sk-proj-[A-Za-z0-9]+","not":true}"#, #"{"check":"contains","text":"sk-proj-"}"#,
      #"{"check":"contains","text":"I connect"}"#,
    ])
  func everywhere(check: String) async throws {
    let project = try Self.project(#"{"id":"a","text":"how?","checks":[\#(check)]}"#)
    let (codes, said) = try await Self.codes(project, Self.secret)
    #expect(codes == [1, 1, 1], "\(said)")
    #expect(said.contains("`SHOP_TOKEN`") && !said.contains("sk-proj-Z"), "\(said)")
    let kept = try project.read(".evalgate/recordings/q.jsonl")
    #expect(kept.contains("I connect with ***.") && !kept.contains("sk-proj-Z"), "\(kept)")
  }

  @Test("end a conversation, which no masked turn goes on")
  func conversation() async throws {
    let project = try Self.project(
      #"{"id":"a","turns":[{"user":"how?"},{"user":"say A"}],"expected":"A"}"#)
    try project.write("messages: [{ role: system, content: s }]\n", to: "q.prompt.yml")
    let (codes, said) = try await Self.codes(project, Self.secret)
    #expect(codes == [1, 1, 1], "\(said)")
  }

  @Test(
    "are none where the value is a dummy of a server without keys",
    arguments: ["lm-studio", "sk-no-key-required", "token-abc123"])
  func dummy(value: String) async throws {
    let project = try Self.project(
      #"{"id":"a","text":"how?","checks":[{"check":"contains","text":"\#(value)"}]}"#)
    let (codes, said) = try await Self.codes(project, value)
    #expect(codes == [0, 0, 0], "\(said)")
  }
}
