import EvalGateCore
import EvalGateProviders
import StrictJSON
import Testing

/// A program of a few lines of shell: `greet` writes the greeting, `ask` reads a line and puts its id into `$id`.
private func shell(_ script: String, greeting: String = #"{"name":"app","revisions":{"code":"1"}}"#) -> JSONValue {
  let functions = """
    greet() { read -r line; printf '%s\\n' '\(greeting)'; }
    ask() { read -r line || exit 0; id=${line#*'"id":"'}; id=${id%%'"'*}; }
    say() { printf '{"id":"%s","text":"%s","usage":{"input":3,"output":1}}\\n' "$id" "$1"; }

    """
  return ["provider": "exec", "command": ["sh", "-c", .string(functions + script)]]
}

private func target(_ value: JSONValue, _ extra: JSONObject = [:]) throws -> Target {
  var options = value.objectValue ?? [:]
  for (key, value) in extra { options[key] = value }
  return try Parts.target(node(.object(options)))
}

private func start(
  _ program: JSONValue, _ extra: JSONObject = [:], attempts: Int = 1, clock: any RouteClock = SystemClock(),
  timeout: Double = 60_000, mode: Mode = .live, store: MemoryStore = MemoryStore(), variables: [String: String] = [:],
  concurrency: Int = 8
) async throws -> RouteGenerator {
  // Found like any program of a user's: on the path.
  let variables = variables.merging(["PATH": "/usr/local/bin:/usr/bin:/bin"]) { $1 }
  var place = try target(program, extra)
  place = Target(
    provider: place.provider, model: place.model, options: place.options,
    location: SourceLocation(path: "evalgate.yml"),
    identity: place.identity)
  return try await Parts.generator(
    for: route([place], attempts: attempts, timeout: timeout, limits: Limits(concurrency: concurrency)), mode: mode,
    environment: ProviderEnvironment(variables: variables, clock: clock, run: "r-1", arm: .base),
    recordings: store)
}

/// Asks once and ends the program.
private func answer(
  _ program: JSONValue, _ extra: JSONObject = [:], _ request: GenerationRequest = question(),
  variables: [String: String] = [:]
) async throws -> Candidate {
  let generator = try await start(program, extra, variables: variables)
  let candidate = await generator.generate(request, trial: 1)
  await generator.close()
  return candidate
}

@Suite("Programs that keep to the contract")
struct ExecTests {
  @Test("a program is greeted, asked by case and trial, and its answer is read")
  func answers() async throws {
    let candidate = try await answer(shell(#"greet; ask; say "$id""#))
    #expect(candidate.text == "c1#1" && candidate.answer.usage == Usage(input: 3, output: 1))
    #expect(candidate.latency.map { $0 >= 0 && $0.isFinite } == true)
  }

  @Test("what it is sent is one line with the case, the messages, tools and parameters")
  func sentLine() async throws {
    let echo: JSONValue = [
      "provider": "exec",
      "command": [
        "python3", "-c",
        """
        import sys, json
        sys.stdin.readline(); print('{"name":"app"}', flush=True)
        for line in sys.stdin:
          print(json.dumps({"id": json.loads(line)["id"], "text": line.strip()}), flush=True)
        """,
      ],
    ]
    var request = question("line\nbreak", parameters: ["seed": 1], variables: ["text": "t"])
    request.tools = [ToolDefinition(name: "f", description: "d", parameters: [:])]
    let line = try JSONValue(parsing: try await answer(echo, [:], request).text)
    #expect(
      line == [
        "id": "c1#1", "case": ["id": "c1", "vars": ["text": "t"]],
        "messages": [["role": "system", "content": "be brief"], ["role": "user", "content": "line\nbreak"]],
        "tools": [["name": "f", "description": "d", "parameters": [:]]], "parameters": ["seed": 1],
      ])
  }

  @Test("tool calls keep their argument text, whether object or text")
  func toolCalls() async throws {
    let candidate = try await answer(
      shell(
        #"greet; ask; printf '{"id":"%s","tool_calls":[{"name":"f","arguments":{"x": 1.0}},{"name":"g","arguments":"{"}]}\n' "$id""#
      ))
    #expect(
      candidate.answer.toolCalls == [
        ToolCall(name: "f", argumentsText: #"{"x":1.0}"#), ToolCall(name: "g", argumentsText: "{"),
      ])
  }

  @Test(
    "an error is whose fault the program says it is",
    arguments: [
      ("model", GenerationFailure.Kind.model), ("infrastructure", .infrastructure),
    ])
  func errors(kind: String, expected: GenerationFailure.Kind) async throws {
    let candidate = try await answer(
      shell(#"greet; ask; printf '{"id":"%s","error":{"kind":"\#(kind)","message":"no"}}\n' "$id""#))
    #expect(candidate.failure?.kind == expected && candidate.failure?.message.unsafeText.hasPrefix("no") == true)
  }

  @Test("replies come in any order and find who asked")
  func anyOrder() async throws {
    let program = shell(
      #"greet; ask; a=$id; ask; say "$id"; id=$a; say "$id"; ask"#,
      greeting: #"{"name":"app","concurrency":2}"#)
    let generator = try await start(program)
    async let first = generator.generate(question(caseID: "x"), trial: 1)
    async let second = generator.generate(question(caseID: "y"), trial: 1)
    #expect(await [first.text, second.text] == ["x#1", "y#1"])
    await generator.close()
  }

  @Test("it is asked no more at once than it says it can answer")
  func concurrency() async throws {
    // Would answer the second question with the first one's id, if both came before an answer was out.
    let generator = try await start(shell(#"greet; while ask; do say "$id"; done"#))
    let all = await withTaskGroup(of: Bool.self) { group in
      for index in 0..<20 {
        group.addTask { await generator.generate(question(caseID: "c\(index)"), trial: 1).text == "c\(index)#1" }
      }
      return await group.reduce(true) { $0 && $1 }
    }
    #expect(all)
    await generator.close()
  }

  @Test("several processes of it run side by side")
  func processes() async throws {
    // The first question of each process is answered only when it has come to both.
    let generator = try await start(shell(#"greet; ask; say "$$"; ask"#), ["processes": 2])
    let pids = await withTaskGroup(of: String.self) { group in
      for index in 0..<2 { group.addTask { await generator.generate(question(caseID: "c\(index)"), trial: 1).text } }
      return await group.reduce(into: Set<String>()) { $0.insert($1) }
    }
    #expect(pids.count == 2)
    await generator.close()
  }

  @Test("it sees the run, the arm, the variables that are named, and no others")
  func environment() async throws {
    let candidate = try await answer(
      shell(#"greet; ask; say "$EVALGATE_RUN $EVALGATE_ARM $WANTED ${SECRET:-unseen}""#), ["env": ["WANTED"]],
      variables: ["WANTED": "w", "SECRET": "s"])
    #expect(candidate.text == "r-1 base w unseen")
  }

  @Test("without a variable that it needs it is not started, and there is no result")
  func missingVariable() async throws {
    let candidate = try await answer(shell("greet; ask; say started"), ["env": ["WANTED"]])
    #expect(candidate.failure?.reason == .unauthorized)
    #expect(candidate.failure?.message.unsafeText.contains("`WANTED`, which is not set") == true)
  }

  @Test(
    "`auto` takes what is kept of a program that names its revisions, and asks one anew that names none",
    arguments: [true, false])
  func kept(isNamed: Bool) async throws {
    let store = MemoryStore()
    let greeting = isNamed ? #"{"name":"app","revisions":{"code":"1"}}"# : #"{"name":"app"}"#
    var said: [String] = []
    for text in ["before", "after"] {
      let generator = try await start(
        shell(#"greet; ask; say "$WORD"; ask"#, greeting: greeting), ["env": ["WORD"]], mode: .auto, store: store,
        variables: ["WORD": text])
      said.append(await generator.generate(question(), trial: 1).text)
      await generator.close()
    }
    #expect(said == ["before", isNamed ? "before" : "after"])
  }

  @Test("the program and its revisions are part of what recordings are keyed by")
  func revisions() async throws {
    let store = MemoryStore()
    let program = shell(#"greet; ask; say one; ask"#)
    let generator = try await start(program, mode: .record, store: store)
    let candidate = await generator.generate(question(), trial: 1)
    await generator.close()
    let key: JSONObject = [
      "program": ["command": program["command"] ?? .null, "folder": ""], "revisions": ["code": "1"],
    ]
    #expect(candidate.requestDigest == question().digest(adapter: "exec", model: "", revisions: key, withCase: true))
    #expect(generator.revisions == ["exec": ["code": "1"]])
  }

  @Test("one that is given other variables is another one, in whatever order they are named")
  func variables() async throws {
    let program = shell(#"greet; ask"#)
    var keys: [Digest] = []
    for names in [[], ["A"], ["B", "A"], ["A", "B"]] as [[JSONValue]] {
      let generator = try await start(
        program, names.isEmpty ? [:] : ["env": .array(names)], mode: .replay, variables: ["A": "1", "B": "2"])
      keys += generator.recordingKeys(of: question()).map(\.digest)
    }
    #expect(Set(keys[..<3]).count == 3 && keys[2] == keys[3])
    #expect(try target(program, ["env": ["A"]]).identity["env"] == ["A"])
  }

  @Test("replay asks the program nothing but its revisions")
  func replay() async throws {
    let store = MemoryStore()
    let program = shell(#"greet; ask; [ "$EVALGATE_RUN" = "$ASKED_IN" ] || exit 7; say one; ask"#)
    let recorder = try await start(
      program, ["env": ["ASKED_IN"]], mode: .record, store: store, variables: ["ASKED_IN": "r-1"])
    _ = await recorder.generate(question(), trial: 1)
    await recorder.close()
    let replay = try await start(
      program, ["env": ["ASKED_IN"]], mode: .replay, store: store, variables: ["ASKED_IN": "never"])
    #expect(await replay.generate(question(), trial: 1).text == "one")
  }

  @Test("each turn of a conversation has an id of its own")
  func turns() async throws {
    let generator = try await start(shell(#"greet; while ask; do say "$id"; done"#))
    var request = question()
    request.messages += [Message(.assistant, "a"), Message(.user, "b")]
    #expect(await generator.generate(request, trial: 2).text == "c1#2.2")
    await generator.close()
  }
}

@Suite("Programs that do not")
struct MisbehavingProgramTests {
  @Test(
    "a line that is not strict JSON ends the program and shows how it starts",
    arguments: [
      "oops, a log line", #"{"id":"c1#1","text":"a","text":"b"}"#, "[1]", #"{"text":"no id"}"#, "", "{'id':1}",
      #"{"id":"someone-else","text":"x"}"#,
    ])
  func garbage(line: String) async throws {
    let candidate = try await answer(shell(#"greet; ask; printf '%s\n' \#(quoted(line)); ask; say late"#))
    let message = candidate.failure?.message.unsafeText ?? ""
    #expect(candidate.failure?.kind == .infrastructure && candidate.failure?.reason == .program)
    #expect(message.contains(line.isEmpty ? "(empty)" : line))
  }

  @Test("an answer that comes twice ends the program for whoever asks next")
  func repeated() async throws {
    let generator = try await start(shell(#"greet; ask; say one; say one; ask; exec sleep 1000"#))
    let first = await generator.generate(question(caseID: "a"), trial: 1)
    let second = await generator.generate(question(caseID: "b"), trial: 1)
    await generator.close()
    #expect(first.text == "one")
    #expect(second.failure?.message.unsafeText.contains("unknown or repeated id") == true || second.text == "one")
  }

  @Test("one that ends says how, with the end of its standard error")
  func ends() async throws {
    let candidate = try await answer(shell("greet; ask; echo 'no database' >&2; exit 3"))
    let message = candidate.failure?.message.unsafeText ?? ""
    #expect(message.hasPrefix("it ended with exit code 3; standard error ends with: no database (program `"))
  }

  @Test("one that ends is started again for the next try")
  func restarted() async throws {
    let mark = #"[ -e "$FLAG" ] && { ask; say back; ask; exit 0; }; : > "$FLAG"; ask; exit 1"#
    let flag = "/tmp/evalgate-exec-\(UInt64.random(in: 0...UInt64.max))"
    let generator = try await start(
      shell("greet; " + mark), ["env": ["FLAG"]], attempts: 3, clock: PatientClock(), variables: ["FLAG": flag])
    let candidate = await generator.generate(question(), trial: 1)
    await generator.close()
    _ = try? await start(shell(#"greet; rm -f "$FLAG""#), ["env": ["FLAG"]], variables: ["FLAG": flag]).close()
    #expect(candidate.text == "back" && candidate.tries == 2)
  }

  @Test("one that says nothing is ended when the route's time is over")
  func silent() async throws {
    let clock = TestClock(holding: 777)
    let generator = try await start(shell("greet; ask; exec sleep 1000"), clock: clock, timeout: 777)
    async let candidate = generator.generate(question(), trial: 1)
    // The first sleep guarded the greeting, the second guards the answer.
    await clock.untilHeld(2)
    clock.fire()
    let failure = await candidate.failure
    #expect(failure?.reason == .timeout && failure?.kind == .infrastructure)
    #expect(await candidate.latency == .infinity)
    await generator.close()
  }

  @Test(
    "one that does not start is told before anything is asked",
    arguments: [
      ["no-such-program-of-ours"], ["sh", "-c", "exit 9"], ["sh", "-c", "echo hello"], ["sh", "-c", "echo '[]'"],
      ["sh", "-c", #"echo '{"concurrency":0}'"#], ["sh", "-c", #"echo '{"revisions":[]}'"#],
      ["sh", "-c", #"echo '{"level":"info","msg":"starting"}'; echo '{"name":"a","revisions":{"code":"1"}}'; cat"#],
      ["sh", "-c", #"echo '{"name":"app","level":30,"msg":"starting"}'; cat"#],
    ])
  func doesNotStart(command: [String]) async throws {
    let program: JSONValue = ["provider": "exec", "command": .array(command.map { .string($0) })]
    await #expect { try await start(program) } throws: { error in
      let problem = error as? Diagnostic
      return problem?.code == .program && problem?.help.isEmpty == false
    }
  }

  @Test("one need not say more than that it is there", arguments: ["{}", #"{"name":"a"}"#, #"{"concurrency":2}"#])
  func shortGreeting(line: String) async throws {
    try await start(["provider": "exec", "command": ["sh", "-c", .string("echo '\(line)'; cat > /dev/null")]]).close()
  }

  @Test(
    "a reply that is wrong in itself fails its own case only",
    arguments: [
      #""text":7"#, #""tool_calls":[{"name":"f"}]"#, #""tool_calls":{}"#, #""nothing":1"#,
    ])
  func wrongReply(part: String) async throws {
    let generator = try await start(
      shell(#"greet; ask; printf '{"id":"%s",\#(part)}\n' "$id"; ask; say fine; ask"#))
    let first = await generator.generate(question(), trial: 1)
    let second = await generator.generate(question(), trial: 2)
    await generator.close()
    #expect(first.failure?.reason == .program && second.text == "fine")
  }

  @Test("what it writes to standard error is kept apart")
  func standardError() async throws {
    let generator = try await start(shell("greet; ask; echo 'a warning' >&2; say fine; ask; exit 1"))
    let first = await generator.generate(question(), trial: 1)
    _ = await generator.generate(question(), trial: 2)
    await generator.close()
    #expect(first.text == "fine" && generator.standardError?.unsafeText.contains("a warning") == true)
  }
}

private func quoted(_ text: String) -> String { "'" + text.replacing("'", with: #"'\''"#) + "'" }

/// The real clock, except that nobody waits between tries.
private struct PatientClock: RouteClock {
  private let system = SystemClock()
  var now: Double { system.now }
  var secondsSince1970: Int { system.secondsSince1970 }
  func sleep(milliseconds: Double) async throws {
    if milliseconds >= 60_000 { try await system.sleep(milliseconds: milliseconds) }
  }
}
