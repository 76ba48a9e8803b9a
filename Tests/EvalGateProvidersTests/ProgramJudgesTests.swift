import EvalGateCore
import EvalGateProviders
import StrictJSON
import Testing

/// A program of a few lines of shell: `greet` writes the greeting, `ask` reads a line and puts its id into `$id`.
private func judge(
  _ script: String, _ role: JudgeProgram.Role = .check,
  greeting: String = #"{"name":"judge","revisions":{"code":"7"}}"#,
  variables: [String] = [], timeout: Double? = nil
) -> JudgeProgram {
  let functions = """
    greet() { read -r line; printf '%s\\n' '\(greeting)'; }
    ask() { read -r line || exit 0; id=${line#*'"id":"'}; id=${id%%'"'*}; }
    say() { printf '{"id":"%s",%s}\\n' "$id" "$1"; }

    """
  return JudgeProgram(
    role, command: ["sh", "-c", functions + script], variables: variables, timeout: timeout,
    location: SourceLocation(path: "evalgate.yml"))
}

/// Answers every question with what it was asked, as text.
private func mirror(_ role: JudgeProgram.Role = .check) -> JudgeProgram {
  JudgeProgram(
    role,
    command: [
      "python3", "-c",
      """
      import sys, json
      hello = sys.stdin.readline().strip(); print('{"name":"mirror"}', flush=True)
      for line in sys.stdin:
        print(json.dumps({"id": json.loads(line)["id"], "hello": hello, "line": line.strip()}), flush=True)
      """,
    ], location: SourceLocation(path: "evalgate.yml"))
}

private func evalCase(_ id: String = "c1") -> EvalCase {
  EvalCase(
    id: id, digest: Digest(of: id.utf8), checksDigest: Digest(of: "k".utf8), location: place,
    variables: ["text": "hi"], expected: Node("hello", at: place), tags: ["lang:en"])
}

private func suite(_ programs: [JudgeProgram], timeout: Double = 60_000) -> Suite {
  let digest = Digest(of: "d".utf8)
  return Suite(
    name: "s", prompt: Prompt(id: "p", declaredVersion: nil, digest: digest, location: place, messages: []),
    evalset: Evalset(
      id: "e", declaredVersion: nil, digest: digest, location: place, cases: LoadedCases([]), programs: programs,
      recordingsPath: "r.jsonl"),
    route: Route(name: "r", targets: [], timeout: timeout))
}

private func judges(_ variables: [String: String] = [:], clock: any RouteClock = SystemClock()) -> ProgramJudges {
  ProgramJudges(
    in: ProviderEnvironment(
      variables: variables.merging(["PATH": "/usr/local/bin:/usr/bin:/bin"]) { $1 }, clock: clock, run: "r-1"))
}

private let said = Candidate(answer: Answer(text: "hello"))

/// Asks one program about candidates, one after the other, and ends it.
private func ask(
  _ program: JudgeProgram, about cases: [EvalCase] = [evalCase()], _ candidate: Candidate = said,
  variables: [String: String] = [:]
) async -> [Opinion.Outcome] {
  let judges = judges(variables)
  var outcomes: [Opinion.Outcome] = []
  for evalCase in cases {
    outcomes.append(
      await judges.opinion(of: program, on: JudgedAnswer(candidate), of: evalCase, in: suite([program]), trial: 1))
  }
  await judges.close()
  return outcomes
}

extension Opinion.Outcome {
  fileprivate var reply: JSONValue? {
    if case .reply(let reply) = self { reply } else { nil }
  }
  fileprivate var failure: String? {
    if case .failure(let why) = self { why.unsafeText } else { nil }
  }
}

@Suite("Programs that judge")
struct ProgramJudgesTests {
  @Test("the reply is kept as it came, without its id")
  func reply() async {
    let outcomes = await ask(judge(#"greet; ask; say '"pass":false,"message":"no","score":0.40'; ask"#))
    #expect(outcomes.first?.reply?.serialized() == #"{"pass":false,"message":"no","score":0.40}"#)
  }

  @Test("a check is sent the case with what is expected, and the candidate")
  func checkLine() async throws {
    var candidate = Candidate(
      answer: Answer(
        text: "hello", toolCalls: [ToolCall(id: "t", name: "f", argumentsText: #"{"x":1}"#)], finishReason: .toolCalls,
        usage: Usage(input: 3, output: 1), model: "m"))
    candidate.earlier = [Answer(toolCalls: [ToolCall(name: "g", argumentsText: "{oops")])]
    let reply = try #require(await ask(mirror(), candidate).first?.reply)
    #expect(reply["hello"] == #"{"evalgate":1,"role":"check"}"#)
    #expect(
      try JSONValue(parsing: try #require(reply["line"]?.stringValue)) == [
        "id": "c1#1", "case": ["id": "c1", "vars": ["text": "hi"], "expected": "hello", "tags": ["lang:en"]],
        "candidate": [
          "text": "hello",
          "tool_calls": [
            ["name": "g", "arguments": "{oops"], ["id": "t", "name": "f", "arguments": ["x": 1]],
          ],
          "finish_reason": "tool_calls", "usage": ["input": 3, "output": 1], "model": "m",
        ],
      ])
  }

  @Test("a policy is not told what is expected")
  func policyLine() async throws {
    let reply = try #require(await ask(mirror(.policy)).first?.reply)
    #expect(reply["hello"] == #"{"evalgate":1,"role":"policy"}"#)
    let line = try JSONValue(parsing: try #require(reply["line"]?.stringValue))
    #expect(line["case"] == ["id": "c1", "vars": ["text": "hi"]])
  }

  @Test("it sees the run, the arm, the variables that are named, and no others")
  func environment() async {
    let program = judge(
      #"greet; ask; say "\"v\":\"$EVALGATE_RUN $EVALGATE_ARM $WANTED ${SECRET:-unseen}\""; ask"#, variables: ["WANTED"])
    let outcomes = await ask(program, variables: ["WANTED": "w", "SECRET": "s"])
    #expect(outcomes.first?.reply == ["v": "r-1 head w unseen"])
  }

  @Test("its revisions are known once it is started")
  func revisions() async throws {
    let program = judge("greet; ask")
    let judges = judges()
    try await judges.start(for: [suite([program])])
    #expect(await judges.revisions(of: suite([program])) == [program.key: ["code": "7"]])
    #expect(await judges.revisions(of: suite([])) == [:])
    await judges.close()
  }

  @Test("one process is asked for all suites")
  func shared() async throws {
    let program = judge(#"greet; while ask; do say "\"v\":\"$$\""; done"#)
    let judges = judges()
    try await judges.start(for: [suite([program]), suite([program])])
    let first = await judges.opinion(
      of: program, on: JudgedAnswer(said), of: evalCase(), in: suite([program]), trial: 1)
    let second = await judges.opinion(
      of: program, on: JudgedAnswer(said), of: evalCase(), in: suite([program]), trial: 2)
    await judges.close()
    #expect(first.reply != nil && first == second)
  }

  @Test("it is asked no more at once than it says it can answer")
  func concurrency() async {
    // Would answer with another question's id, if two came before an answer was out.
    let program = judge(#"greet; while ask; do say "\"v\":\"$id\""; done"#)
    let judges = judges()
    let all = await withTaskGroup(of: Bool.self) { group in
      for index in 0..<20 {
        group.addTask {
          await judges.opinion(
            of: program, on: JudgedAnswer(said), of: evalCase("c\(index)"), in: suite([program]), trial: 1
          ).reply == ["v": .string("c\(index)#1")]
        }
      }
      return await group.reduce(true) { $0 && $1 }
    }
    await judges.close()
    #expect(all)
  }
}

@Suite("Programs that judge badly")
struct BadJudgeTests {
  @Test(
    "a line that is not strict JSON or answers another question is a failure that shows how it starts",
    arguments: [
      "oops, a log line", #"{"id":"c1#1","pass":true,"pass":true}"#, #"{"pass":true}"#, #"{"id":"x","pass":true}"#,
    ])
  func garbage(line: String) async {
    let outcome = await ask(judge(#"greet; ask; printf '%s\n' '\#(line)'; ask; say '"pass":true'"#)).first
    #expect(outcome?.failure?.contains(line) == true)
  }

  @Test("one that ends every time is asked twice, and the failure says how it ended")
  func ends() async {
    let outcome = await ask(judge("greet; ask; echo \"no words for $id\" >&2; exit 3")).first
    #expect(outcome?.failure == "it ended with exit code 3; standard error ends with: no words for c1#1~2")
  }

  @Test("one that ended is started again, and other cases are none the worse for it")
  func restarted() async {
    let program = judge(#"greet; while ask; do case $id in bad*) exit 1;; esac; say '"pass":true'; done"#)
    let outcomes = await ask(program, about: [evalCase("a"), evalCase("bad"), evalCase("b")])
    #expect(outcomes.map { $0.reply != nil } == [true, false, true])
  }

  @Test("a case that ends the program takes none of those with it that are asked at the same time")
  func neighbours() async {
    // Answers nothing before all eight have come, and then ends for one of them.
    let program = judge(
      #"""
      greet; all=; n=0
      while ask; do
        case $id in *~2) case $id in bad*) exit 1;; esac; say '"pass":true'; continue;; esac
        n=$((n + 1)); [ $n = 8 ] && exit 1
      done
      """#, greeting: #"{"name":"judge","concurrency":8}"#)
    let judges = judges()
    let failed = await withTaskGroup(of: String?.self) { group in
      for id in ["a", "b", "c", "bad", "d", "e", "f", "g"] {
        group.addTask {
          await judges.opinion(of: program, on: JudgedAnswer(said), of: evalCase(id), in: suite([program]), trial: 1)
            .reply == nil
            ? id : nil
        }
      }
      return await group.reduce(into: []) { failed, id in failed += id.map { [$0] } ?? [] }
    }
    await judges.close()
    #expect(failed == ["bad"])
  }

  @Test("one that says nothing is ended when the route's time is over, and not asked again")
  func silent() async throws {
    let clock = TestClock(holding: 777)
    let program = judge("greet; ask; exec sleep 1000")
    let judges = judges(clock: clock)
    async let opinion = judges.opinion(
      of: program, on: JudgedAnswer(said), of: evalCase(), in: suite([program], timeout: 777), trial: 1)
    // The first sleep guarded the greeting, the second guards the answer.
    await clock.untilHeld(2)
    clock.fire()
    #expect(await opinion.failure == "the program did not answer within 777 ms")
    await judges.close()
  }

  @Test("its own timeout wins over the route's")
  func ownTimeout() async throws {
    let clock = TestClock(holding: 5)
    let program = judge("greet; ask; exec sleep 1000", timeout: 5)
    let judges = judges(clock: clock)
    async let opinion = judges.opinion(
      of: program, on: JudgedAnswer(said), of: evalCase(), in: suite([program], timeout: 777), trial: 1)
    await clock.untilHeld(2)
    clock.fire()
    #expect(await opinion.failure == "the program did not answer within 5 ms")
    await judges.close()
  }

  @Test(
    "one that cannot run is told before anything is asked",
    arguments: [["no-such-program-of-ours"], ["sh", "-c", "exit 9"], ["sh", "-c", "echo hello"]])
  func doesNotStart(command: [String]) async {
    let program = JudgeProgram(.policy, command: command, location: SourceLocation(path: "evalgate.yml", line: 4))
    let judges = judges()
    await #expect {
      try await judges.start(for: [suite([program])])
    } throws: { error in
      let problem = error as? Diagnostic
      return problem?.code == .program && problem?.location?.line == 4
        && problem?.help.first?.contains(#""role":"policy""#) == true
    }
    await judges.close()
  }

  @Test("one whose variable is not set judges nothing and names it, and keeps nothing else from being judged")
  func missingVariable() async throws {
    let (locked, open) = (judge("greet; ask", variables: ["WANTED"]), judge(#"greet; ask; say '"pass":true'; ask"#))
    let judges = judges()
    let suite = suite([locked, open])
    try await judges.start(for: [suite])
    guard
      case .failure(let why) = await judges.opinion(
        of: locked, on: JudgedAnswer(said), of: evalCase(), in: suite, trial: 1),
      case .reply = await judges.opinion(of: open, on: JudgedAnswer(said), of: evalCase(), in: suite, trial: 1)
    else {
      Issue.record("the one judged, or the other did not")
      return await judges.close()
    }
    #expect(why.unsafeText.contains("the environment variable `WANTED`, which is not set"))
    await judges.close()
  }

  @Test("what it writes to standard error is kept apart")
  func standardError() async {
    let program = judge(#"greet; ask; echo 'a warning' >&2; say '"pass":true'; ask"#)
    let judges = judges()
    _ = await judges.opinion(of: program, on: JudgedAnswer(said), of: evalCase(), in: suite([program]), trial: 1)
    await judges.close()
    #expect(await judges.standardErrors.first?.text.unsafeText == "a warning\n")
  }
}
