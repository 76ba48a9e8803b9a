import EvalGateCore
import StrictJSON
import Synchronization
import Testing

private let written = SourceLocation(path: "evalgate.yml", line: 3)
private let desk = JudgeProgram(.policy, command: ["./desk"], location: written)
private let someDay = CalendarDate(secondsSince1970: 1_800_000_000)

private func digestOf(_ text: String) -> Digest { Digest(of: text.utf8) }

/// A suite of one case, decided by a program.
private func deskSuite(checks: [CompiledCheck] = []) throws -> Suite {
  let evalCase = EvalCase(
    id: "a", digest: digestOf("a"), checksDigest: digestOf("k"), location: written, variables: [:], checks: checks)
  return Suite(
    name: "desk",
    prompt: Prompt(id: "p", declaredVersion: "1", digest: digestOf("p"), location: written, messages: []),
    evalset: Evalset(
      id: "e", declaredVersion: "1", digest: digestOf("e"), location: written, cases: LoadedCases([evalCase]),
      recordingsPath: "recordings.jsonl"),
    policy: PolicySource(
      id: "desk", declaredVersion: nil, digest: digestOf("d"), kind: .program(desk), location: written),
    route: Route(name: "r", targets: []))
}

private func judged(_ opinions: [Opinion]) throws -> CaseRecord {
  let suite = try deskSuite()
  return suite.judge(
    Candidate(answer: Answer(text: "yes")), of: try suite.evalset.cases.evalCase(at: 0), ordinal: 0, trial: 1,
    arm: .head, messages: [], today: someDay, opinions: opinions)
}

private func judged(_ reply: JSONValue) throws -> CaseRecord {
  try judged([Opinion(ordinal: 0, program: desk.key, reply: reply)])
}

@Suite("Opinions of policy programs")
struct OpinionTests {
  @Test("a program's action, rule and message are the policy's verdict")
  func verdict() throws {
    let decision = try judged(["action": "escalate", "rule": "R-1", "message": "a person must look"]).decision
    #expect(decision.action == .escalate && decision.rule == "R-1")
    #expect(
      decision.policy == PolicyVerdict(action: .escalate, rule: "R-1", message: "a person must look"))
  }

  @Test(
    "an answer that it escalates is read by whoever is asked; one that it rejects, or says nothing of, is held back",
    arguments: [
      (["action": "accept"], []), (["action": "escalate"], []), (["action": "reject"], [0]), ([:], [0]),
    ] as [(JSONValue, Set<Int>)])
  func held(reply: JSONValue, held: Set<Int>) throws {
    let record = try judged(reply)
    #expect(record.decision.policy?.heldAnswers == held)
    #expect(record.decision.lets(answer: 0, of: record.candidate) == held.isEmpty)
  }

  @Test("accepting needs no rule")
  func accepting() throws {
    let record = try judged(["action": "accept"])
    #expect(record.decision.action == .accept && record.passFail == .pass)
  }

  @Test(
    "what is no decision is an error and a rejection, never a pass",
    arguments: [
      ["action": "approve"], ["pass": true], [:], "accept", ["action": 1],
      ["action": "accept", "rule": 7], ["action": "accept", "message": []],
      ["error": ["message": "no rules loaded"]], ["error": "no rules loaded", "action": "accept"],
    ] as [JSONValue])
  func noDecision(reply: JSONValue) throws {
    let record = try judged(reply)
    #expect(record.passFail == .error)
    #expect(record.decision.action == .reject && record.decision.policy?.reason == "E_NO_OPINION")
  }

  @Test(
    "a rejection need not name its rule",
    arguments: [["action": "reject"], ["action": "reject", "rule": ""]] as [JSONValue])
  func noRule(reply: JSONValue) throws {
    let record = try judged(reply)
    #expect(record.decision.action == .reject && record.decision.rule == nil && record.passFail == .pass)
  }

  @Test("without an opinion the finding says how to ask for one")
  func missing() throws {
    let record = try judged([Opinion(ordinal: 0, program: "policy other#0", reply: ["action": "accept"])])
    #expect(record.passFail == .error)
    #expect(record.findings.first?.message.unsafeText == "`desk` was not asked; `evalgate gate RUN --ask` asks it")
  }

  @Test("a failed opinion is an error with the program's own words")
  func failed() throws {
    let record = try judged([Opinion(ordinal: 0, program: desk.key, outcome: .failure("it ended with exit code 3"))])
    #expect(record.passFail == .error)
    #expect(record.findings.first?.message.unsafeText == "`desk` gave no opinion: it ended with exit code 3")
  }

  @Test("a program cannot pass its own words off as one of ours")
  func noForgery() throws {
    let record = try judged(["action": "reject", "rule": "r", "reason": "E_NO_OPINION"])
    #expect(record.decision.policy?.reason == nil && record.passFail == .pass)
  }

  @Test(
    "the name says which program, on one line",
    arguments: [
      (["./bin/desk"], "desk"), (["python3", "tools/judge.py"], "python3 tools/judge.py"),
      (["sh", "-c", "a\nb"], "sh -c a b"),
      (["x", String(repeating: "y", count: 100)], "x " + String(repeating: "y", count: 58) + "…"),
    ])
  func name(command: [String], name: String) {
    #expect(JudgeProgram(.check, command: command, location: written).name == name)
  }

  @Test("the key says which program it is: role, command, variables and folder, not the time it is given")
  func keys() {
    func key(
      _ role: JudgeProgram.Role = .check, _ command: [String] = ["./a"], _ variables: [String] = [],
      _ timeout: Double? = nil, _ path: String = "x/set.yml"
    ) -> String {
      JudgeProgram(
        role, command: command, variables: variables, timeout: timeout, location: SourceLocation(path: path)
      ).key
    }
    #expect(key().hasPrefix("check a#"))
    #expect(key() == key(.check, ["./a"], [], 5, "x/cases.jsonl"))
    let others = [
      key(.policy), key(.check, ["./a", "b"]), key(.check, ["./a"], ["A"]), key(.check, ["./a"], [], nil, "y/set.yml"),
    ]
    #expect(Set(others + [key()]).count == 5)
  }
}

@Suite("Asking programs while generating")
struct AskingTests {
  /// Answers every question, with a failure where told so.
  private struct Model: Generator {
    var failure: GenerationFailure?
    func generate(_ request: GenerationRequest, trial: Int) async -> Candidate {
      Candidate(answer: Answer(text: "yes"), failure: failure)
    }
  }

  private final class Desk: OpinionSource {
    let asked = Mutex(0)
    func opinion(
      of program: JudgeProgram, on answer: JudgedAnswer, of evalCase: EvalCase, in suite: Suite, trial: Int
    ) async -> Opinion.Outcome {
      asked.withLock { $0 += 1 }
      return .reply(["action": "reject", "rule": "R-\(trial)"])
    }
  }

  private final class Lines: RunSink {
    let all = Mutex<[String]>([])
    let records = Mutex<[CaseRecord]>([])
    func append(_ record: CaseRecord) {
      all.withLock { $0.append("case \(record.ordinal)") }
      records.withLock { $0.append(record) }
    }
    func append(_ opinion: Opinion) { all.withLock { $0.append("opinion \(opinion.ordinal)") } }
  }

  private func run(_ model: Model, _ desk: Desk?) async throws -> Lines {
    let lines = Lines()
    let project = Project(configuration: Configuration(path: nil), suites: [try deskSuite()], gates: [])
    try await Runner(
      plan: Plan(project), head: ArmSources(generators: ["desk": model], opinions: desk), sink: lines, today: someDay
    ).run()
    return lines
  }

  @Test("an opinion is kept before the case that was judged by it")
  func order() async throws {
    let lines = try await run(Model(), Desk())
    #expect(lines.all.withLock { $0 } == ["opinion 0", "case 0"])
    #expect(lines.records.withLock { $0.first?.decision.rule } == "R-1")
  }

  @Test("nobody is asked about a case without an answer", arguments: [GenerationFailure.Kind.model, .infrastructure])
  func noAnswer(kind: GenerationFailure.Kind) async throws {
    let desk = Desk()
    let lines = try await run(Model(failure: GenerationFailure(kind, .other, "no")), desk)
    #expect(desk.asked.withLock { $0 } == 0)
    #expect(lines.all.withLock { $0 } == ["case 0"])
  }

  @Test("a run that has nobody to ask leaves the case an error")
  func nobody() async throws {
    let lines = try await run(Model(), nil)
    #expect(lines.records.withLock { $0.map(\.passFail) } == [.error])
  }
}
