import EvalGateCore
import StrictJSON

/// Values to write and read back, with everything in them that has ever been hard to write down.
enum Samples {
  static let digest = Digest(of: Array("sample".utf8))

  static let header = RunHeader(
    id: "7f3a91c", evalgateVersion: "0.1.0", profile: "ci", mode: .replay,
    base: BaseReference(label: "main", revision: "4c1e2d0"), tuples: [tuple], planDigest: digest, planned: 3,
    plannedBySuite: ["ticket-triage": 2, "support-safety": 1],
    selection: Selection(suites: ["ticket-triage"], tags: ["lang:de"], cases: ["triage-*"]), seed: .max,
    shard: Shard(method: .slice, index: 2, count: 4),
    observed: RunHeader.Observed(startedAt: 1_700_000_000, revision: "9be2f10", host: "ci-1"))

  static let tuple = RunTuple(
    suite: "ticket-triage", prompt: Versioned(id: "ticket-triage", version: "14", digest: digest),
    preprocess: ["trim@1"], policy: Versioned(id: "support-desk", version: "6", digest: digest),
    evalset: Versioned(id: "ticket-triage", version: "9", digest: digest), checks: ["label": 2, "json": 1],
    programs: ["check polite.py#0123456789abcdef": ["code": "9be2f10"]],
    route: RouteIdentity(
      name: "fast", targets: ["openai/gpt-4.1-mini"], identity: [["temperature": 0.0], nil],
      reportedModels: ["gpt-4.1-mini-2025-04-14"]))

  static func record(
    _ ordinal: Int, suite: String = "ticket-triage", id: String? = nil, trial: Int = 1, arm: Arm = .head,
    passFail: PassFail = .pass, text: String = "billing"
  ) -> CaseRecord {
    CaseRecord(
      ordinal: ordinal, suite: suite, arm: arm, caseID: id ?? "triage-\(ordinal)",
      caseDigest: Digest(of: Array("case \(ordinal)".utf8)), checksDigest: digest,
      location: SourceLocation(path: "evalsets/ticket-triage/cases.jsonl", line: ordinal + 1), tags: ["lang:de"],
      trial: trial, promptVersion: "14", policyVersion: "6", evalsetVersion: "9", modelRoute: "fast",
      passFail: passFail, messages: [Message(.user, "which one?")],
      candidate: Candidate(
        answer: Answer(text: text, finishReason: .stop, usage: Usage(input: 12, output: 1), model: "gpt"),
        source: .replayed, latency: 812.5, target: "openai/gpt-4.1-mini", requestDigest: digest, cost: 0.000012),
      decision: Decision(schema: .valid, action: .accept),
      findings: [Finding("label", passFail == .pass ? .passed : .failed, "expected billing, got technical")])
  }

  static let gate = GateOutcome(
    name: "accuracy", metric: "accuracy", suites: ["ticket-triage"], verdict: .block, blocks: true,
    rule: "no worse than baseline", measure: .rate(passed: 213, of: 240), unit: .share,
    baseline: .rate(passed: 224, of: 240))

  static let end = RunEnd(outcome: .blocked, reasons: ["gate `accuracy`"])
  /// As it stands in a file of so many lines.
  static func end(of lines: Int) -> RunEnd {
    var end = end
    end.lines = lines
    return end
  }
  /// Of a change that edited a rule and accepted results.
  static let heldEnd: RunEnd = {
    var end = RunEnd(outcome: .passed)
    end.rules = [
      RuleChange(
        .gate, "floor", .loosened, from: "≥ 90%", to: "≥ 80%", decides: .base, note: "a note",
        location: SourceLocation(path: "evalgate.yml", line: 6, column: 3)),
      RuleChange(.waiver, "t-07 (label)", .added, to: "until 2026-06-30, ann", decides: .base),
    ]
    end.accepted = [
      AcceptedHere(
        suite: "triage", reason: "shorter", author: "ann", before: .rate(passed: 9, of: 10),
        after: .rate(passed: 8, of: 10), waits: "it counts once it is merged"),
      AcceptedHere(suite: "other", reason: "new", author: nil, before: nil, after: .undefined),
    ]
    return end
  }()
}

/// Reproducible random values: the same seed gives the same records on every machine.
struct RandomSource: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// SplitMix64 (Steele, Lea, Flood 2014).
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func maybe<Value>(_ make: (inout RandomSource) -> Value) -> Value? {
    next() % 3 == 0 ? nil : make(&self)
  }

  mutating func list<Value>(_ make: (inout RandomSource) -> Value) -> [Value] {
    (0..<Int(next() % 4)).map { _ in make(&self) }
  }

  mutating func one<Value>(of values: [Value]) -> Value { values[Int(next() % UInt64(values.count))] }

  /// Text that has broken writers before: quotes, controls, line separators, the mark between head and body, both ways to
  /// write é, what looks like a line of our own.
  mutating func text() -> String {
    let pieces = [
      "", "billing", "\"", "\\", "\n", "\r\n", "\u{0}", "\u{1B}[31m", "\u{2028}", "\u{7F}", "é", "e\u{301}", "👩‍👩‍👧",
      "\u{FEFF}",
      ",\"candidate\":{", "\\\",\"candidate\":{", "{\"kind\":\"end\"}", "::error::", "\u{10FFFF}", "sha256:",
    ]
    return list { $0.one(of: pieces) }.joined()
  }

  mutating func double() -> Double {
    one(of: [0, -0.0, 1, 0.1, 812.5, 1e300, .leastNonzeroMagnitude, .greatestFiniteMagnitude, .infinity, 1.0 / 3])
  }

  mutating func int() -> Int { one(of: [0, 1, 7, 1 << 53 + 1, .max, 240]) }

  mutating func tokens() -> Int { one(of: [0, 1, 7, 240, Usage.largestCount]) }

  mutating func digest() -> Digest { Digest(of: [UInt8(truncatingIfNeeded: next())]) }

  mutating func call() -> ToolCall {
    ToolCall(id: maybe { $0.text() }, name: text(), argumentsText: text())
  }

  mutating func answer() -> Answer {
    Answer(
      text: maybe { $0.text() }, toolCalls: list { $0.call() },
      finishReason: maybe { $0.one(of: [.stop, .length, .toolCalls, .contentFilter, .refusal, .other]) },
      refusal: maybe { $0.text() }, reasoning: maybe { $0.text() },
      usage: maybe { random in
        Usage(
          input: random.maybe { $0.tokens() }, cachedInput: random.maybe { $0.tokens() },
          cacheWrite: random.maybe { $0.tokens() }, output: random.maybe { $0.tokens() },
          reasoning: random.maybe { $0.tokens() })
      },
      model: maybe { $0.text() }, requestID: maybe { $0.text() })
  }

  mutating func candidate() -> Candidate {
    var candidate = Candidate(
      answer: answer(),
      failure: maybe { random in
        GenerationFailure(
          random.one(of: [.model, .infrastructure]),
          random.one(of: [.timeout, .rateLimited, .missingRecording, .other]),
          random.text(), status: random.maybe { $0.int() }, retryAfter: random.maybe { $0.double() })
      },
      source: one(of: [.live, .kept, .replayed]), latency: maybe { $0.double() },
      timeToFirstToken: maybe { $0.double() }, queued: maybe { $0.double() }, tries: int(), target: text(),
      isFallback: next() % 2 == 0, requestDigest: maybe { $0.digest() }, cost: maybe { $0.double() })
    candidate.earlier = list { $0.answer() }
    return candidate
  }

  mutating func fact() -> Fact {
    switch next() % 5 {
    case 0: .label(expected: text(), got: text())
    case 1: .field(path: text(), one(of: [.match, .mismatch, .missing, .invented]))
    case 2: .routing(next() % 2 == 0)
    case 3: .refusal(text())
    default: .attack(attempted: next() % 2 == 0, effective: next() % 2 == 0)
    }
  }

  mutating func finding() -> Finding {
    Finding(
      CheckID(text()), one(of: [.passed, .failed, .error]), text(), score: maybe { $0.double() },
      facts: list { $0.fact() })
  }

  mutating func decision() -> Decision {
    let schema: SchemaOutcome =
      switch next() % 4 {
      case 0: .notAsked
      case 1: .valid
      case 2: .invalid(reason: text(), problems: list { UntrustedText($0.text()) })
      default: .undetermined(text())
      }
    let policy = maybe { random in
      PolicyVerdict(
        action: random.one(of: Action.allCases), rule: random.maybe { $0.text() }, reason: random.maybe { $0.text() },
        path: random.maybe { $0.text() }, evidence: random.maybe { $0.text() },
        trace: random.maybe { random in
          VerdictTrace(
            detector: random.maybe { $0.text() }, view: random.maybe { $0.text() },
            decodeChain: random.list { $0.text() },
            span: 3..<3 + Int(random.next() % 100), hmac: random.maybe { $0.text() },
            source: random.maybe { VerdictTrace.Source(message: $0.int(), tool: $0.text(), offset: $0.int()) })
        },
        message: random.maybe { UntrustedText($0.text()) },
        calls: random.list { random in
          CallVerdict(
            index: random.int(), tool: random.text(), outcome: random.one(of: [.allow, .confirm, .deny]),
            rule: random.maybe { $0.text() }, reason: random.maybe { $0.text() })
        })
    }
    return Decision(schema: schema, policy: policy, action: one(of: Action.allCases), rule: maybe { $0.text() })
  }

  mutating func record() -> CaseRecord {
    CaseRecord(
      ordinal: int(), suite: text(), arm: one(of: [.head, .base]), caseID: text(), caseDigest: digest(),
      checksDigest: digest(),
      location: SourceLocation(path: text(), line: int(), column: int(), length: int()), tags: list { $0.text() },
      severity: maybe { $0.one(of: Severity.allCases) }, cluster: maybe { $0.text() }, trial: int(),
      promptVersion: text(), policyVersion: maybe { $0.text() }, evalsetVersion: text(), modelRoute: text(),
      passFail: one(of: [.pass, .fail, .error]),
      messages: list { random in
        Message(
          random.one(of: Role.allCases), random.text(), toolCalls: random.list { $0.call() },
          toolCallID: random.maybe { $0.text() }, toolName: random.maybe { $0.text() })
      },
      candidate: candidate(), decision: decision(), findings: list { $0.finding() },
      waived: list { random in
        WaivedCheck(
          check: random.text(), until: CalendarDate(secondsSince1970: Int(random.next() % 4_000_000_000)),
          owner: random.text())
      })
  }

  mutating func measure() -> Measure {
    switch next() % 5 {
    case 0: .rate(passed: int(), of: int())
    case 1: .share(double(), n: int())
    case 2: .quantile(double(), n: int())
    case 3: .total(double(), n: int())
    default: .undefined
    }
  }

  mutating func interval() -> Evidence.Interval { Evidence.Interval(double(), double()) }

  mutating func evidence() -> Evidence {
    switch next() % 18 {
    case 0: .rate(failures: int(), allowed: maybe { $0.int() }, interval: interval(), method: text())
    case 1:
      .paired(
        n: int(), broke: int(), fixed: int(), drop: double(), interval: maybe { $0.interval() }, p: double(),
        pExact: double(), margin: double(), smallestDrop: maybe { $0.double() }, method: text())
    case 2: .literal(falseBlockRate: double(), forbids: one(of: Evidence.Forbidden.allCases))
    case 3: .bypassBound(Attacks(scenarios: int(), trials: int()), bound: double())
    case 4:
      .quantile(over: int(), n: int(), p: double(), interval: maybe { $0.interval() }, tooFew: next() % 2 == 0)
    case 5: .ratio(double(), interval: maybe { $0.interval() }, n: int(), largest: list { $0.text() })
    case 6: .missing(int(), of: int())
    case 7: .scope(removed: int(), edited: int(), added: int())
    case 8: .confirmation(confirmation())
    case 9: .unconfirmed(text())
    case 10: .sideBySide(int())
    case 11: .worstCase(one(of: Verdict.allCases))
    case 12:
      .stoppedEarly(
        done: int(), of: int(),
        saved: Spending(calls: int(), tokens: maybe { $0.int() }, usd: maybe { $0.double() }))
    case 13: .identicalOutputs(int())
    case 14:
      .sentinels(
        Evidence.Sentinels(suite: text(), cases: int(), stored: measure(), now: measure(), p: double()))
    case 15: .attacks(AttackTally(attacks: int(), attempted: int(), stopped: int(), anew: list { $0.text() }))
    case 16: .leftOut(list { $0.text() }, because: text())
    case 17: .withoutAdded(int())
    default: .waived(int())
    }
  }

  private mutating func confirmation() -> Evidence.Confirmation {
    Evidence.Confirmation(
      suite: text(), form: one(of: ConfirmForm.allCases),
      shares: Evidence.Confirmation.Shares(
        sequence: maybe { $0.double() }, together: double(), whole: maybe { $0.double() }),
      trigger: one(of: [.changed, .screen, .unproven]),
      cases: list { $0.text() }, worse: int(), better: int(), rounds: int(), pairs: int(), base: measure(),
      head: measure(),
      anytimeP: maybe { $0.double() }, p: maybe { $0.double() },
      full: maybe { random in
        Evidence.Confirmation.FullRun(
          n: random.int(), rounds: random.int(), broke: random.int(), fixed: random.int(), p: random.double())
      }, gateP: double())
  }

  mutating func gate() -> GateOutcome {
    GateOutcome(
      name: text(), metric: text(), suites: list { $0.text() }, failing: list { $0.text() },
      verdict: one(of: Verdict.allCases), blocks: next() % 2 == 0, rule: text(), measure: measure(),
      unit: one(of: [.share, .milliseconds, .tokens, .usd]), baseline: maybe { $0.measure() },
      evidence: list { $0.evidence() }, reason: maybe { $0.text() },
      location: maybe { SourceLocation(path: $0.text(), line: $0.int()) })
  }
}
