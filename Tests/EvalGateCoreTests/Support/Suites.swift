import EvalGateCore
import JSONSchema
import StrictJSON
import Synchronization

/// A check that says what it is told to.
struct Saying: Check {
  static let id: CheckID = "saying"
  static let summary = "for tests"
  static let examples: [CheckExample] = []
  var id: CheckID = "saying"
  var facts: [Fact] = []
  var judge: @Sendable (Subject, CheckContext) -> Finding.Outcome

  init(options: inout OptionReader) throws(Diagnostic) { judge = { _, _ in .passed } }
  init(_ judge: @escaping @Sendable (Subject, CheckContext) -> Finding.Outcome) { self.judge = judge }
  init(_ outcome: Finding.Outcome, id: CheckID = "saying") {
    self.init { _, _ in outcome }
    self.id = id
  }

  func findings(for subject: Subject, in context: CheckContext) -> [Finding] {
    [Finding(id, judge(subject, context), "as told", facts: facts)]
  }

  /// Finds that something forbidden got past the policy wherever anything was called.
  static var effect: Saying {
    var saying = Saying { _, context in context.candidate.allToolCalls.isEmpty ? .passed : .failed }
    saying.facts = [.attack(attempted: true, effective: true)]
    return saying
  }

  var compiled: CompiledCheck {
    CompiledCheck(id: id, check: self, subject: .text, negated: false, location: place, identity: .null)
  }
}

func evalCase(
  _ id: String, variables: JSONObject = [:], checks: [Saying] = [], tags: [String] = [], turns: [Turn] = [],
  setup: JSONObject? = nil, trials: Int? = nil, digest: String? = nil, checksDigest: String = "k"
) -> EvalCase {
  EvalCase(
    id: id, digest: Digest(of: (digest ?? id).utf8), checksDigest: Digest(of: checksDigest.utf8), location: place,
    variables: variables, checks: checks.map(\.compiled), tags: tags, turns: turns, setup: setup, trials: trials)
}

func prompt(
  _ template: String = "Say {{text}}", schema: JSONValue? = nil, digest: String = "prompt",
  preprocess: [PreprocessStep] = []
) throws -> Prompt {
  let output = try schema.map {
    OutputSchema(name: "out", source: $0, compiled: try JSONSchema($0), location: place)
  }
  return Prompt(
    id: "p", declaredVersion: "1", digest: Digest(of: digest.utf8), location: place,
    messages: [PromptMessage(role: .user, template: try Template(template, location: place))], outputSchema: output,
    preprocess: preprocess)
}

func suite(
  _ cases: [EvalCase], name: String = "s", prompt: Prompt? = nil, trials: Int? = nil, setTrials: Int = 1,
  waivers: [Waiver] = [], policy: PolicySource? = nil, concurrency: Int = 4, allowFallback: Bool = false,
  checkRevisions: [String: Int] = ["saying": 1], identity: JSONObject = [:]
) throws -> Suite {
  let target = Target(
    provider: "echo", model: "m", options: Node(.null, at: place), location: place, identity: identity)
  return Suite(
    name: name, prompt: try prompt ?? EvalGateCoreTests.prompt("hello"),
    evalset: Evalset(
      id: "e", declaredVersion: "1", digest: noDigest, location: place, trials: setTrials, cases: LoadedCases(cases),
      waivers: waivers, checkRevisions: checkRevisions, recordingsPath: "r.jsonl"),
    policy: policy,
    route: Route(
      name: "r", targets: [target], limits: Limits(concurrency: concurrency), allowFallback: allowFallback),
    trials: trials)
}

func project(_ suites: Suite...) -> Project {
  Project(configuration: Configuration(path: nil), suites: suites, gates: [])
}

/// Answers by a rule, and remembers what it was asked.
final class Scripted: Generator {
  private let asked = Mutex<[GenerationRequest]>([])
  private let answer: @Sendable (GenerationRequest, Int) async -> Candidate

  init(_ answer: @escaping @Sendable (GenerationRequest, Int) async -> Candidate) { self.answer = answer }

  var requests: [GenerationRequest] { asked.withLock { $0 } }

  func generate(_ request: GenerationRequest, trial: Int) async -> Candidate {
    asked.withLock { $0.append(request) }
    return await answer(request, trial)
  }
}

/// Answers one after another from a list, the last one again and again.
func inTurn(_ answers: Answer...) -> Scripted {
  let next = Mutex(0)
  return Scripted { _, _ in
    let index = next.withLock { next in
      defer { next += 1 }
      return next
    }
    return Candidate(answer: answers[min(index, answers.count - 1)], latency: 10, target: "echo/m")
  }
}

let today = CalendarDate(year: 2026, month: 1, day: 15) ?? CalendarDate(secondsSince1970: 0)
