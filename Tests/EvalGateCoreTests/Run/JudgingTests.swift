import EvalGateCore
import StrictJSON
import Testing

@Suite("judging")
struct JudgingTests {
  private let schema: JSONValue = [
    "type": "object", "required": ["label"], "properties": ["label": ["type": "string"]],
  ]

  private func judged(
    _ candidate: Candidate, _ checks: [Saying] = [], schema: JSONValue? = nil, policy: PolicySource? = nil,
    waivers: [Waiver] = [], allowFallback: Bool = false, on day: CalendarDate = today
  ) throws -> CaseRecord {
    let evalCase = evalCase("a", checks: checks)
    return try suite(
      [evalCase], prompt: try prompt("hi", schema: schema), waivers: waivers, policy: policy,
      allowFallback: allowFallback
    ).judge(candidate, of: evalCase, ordinal: 0, trial: 1, arm: .head, messages: [], today: day)
  }

  private func answer(_ text: String) -> Candidate { Candidate(answer: Answer(text: text)) }
  private func failed(_ kind: GenerationFailure.Kind, _ reason: GenerationFailure.Reason = .other) -> Candidate {
    Candidate(failure: GenerationFailure(kind, reason, "it broke"))
  }

  @Test(
    "all checks pass, one fails, one cannot tell",
    arguments: [
      ([Finding.Outcome.passed, .passed], PassFail.pass), ([.passed, .failed], .fail), ([.passed, .error], .error),
      ([.failed, .error], .error),
    ])
  func checks(outcomes: [Finding.Outcome], expected: PassFail) throws {
    #expect(try judged(answer("x"), outcomes.map { Saying($0) }).passFail == expected)
  }

  @Test(
    "an output that breaks its schema has failed, whatever its checks say",
    arguments: [
      (#"{"label":"a"}"#, PassFail.pass, nil), (#"{"label":1}"#, .fail, "type"), (#"{}"#, .fail, "required"),
      ("not json", .fail, "unknown_word"), ("```json\n{\"label\":\"a\"}\n```", .fail, "markdown_fence"),
      ("", .fail, "empty"), (#"{"label":"a","label":"b"}"#, .fail, "duplicate_key"),
    ])
  func schema(text: String, expected: PassFail, reason: String?) throws {
    let record = try judged(answer(text), [Saying(.passed)], schema: schema)
    #expect(record.passFail == expected)
    #expect(TrialOutcome(record).schemaReason == reason)
    #expect(TrialOutcome(record).schemaValid == (reason == nil))
    #expect(record.decision.action == (reason == nil ? .accept : .reject))
  }

  @Test("an output cut off by its length says so")
  func truncated() throws {
    let candidate = Candidate(answer: Answer(text: #"{"label":"#, finishReason: .length))
    #expect(TrialOutcome(try judged(candidate, schema: schema)).schemaReason == "truncated")
  }

  @Test("a model's failure fails the case and, where there is one, the schema")
  func modelFailure() throws {
    let record = try judged(failed(.model), [Saying(.passed)], schema: schema)
    #expect(record.passFail == .fail)
    #expect(TrialOutcome(record).schemaValid == false)
    #expect(TrialOutcome(record).schemaReason == "no_output")
    #expect(record.decision.rule == "generation")
    let without = try judged(failed(.model), [Saying(.passed)])
    #expect(without.passFail == .fail)
    #expect(TrialOutcome(without).schemaValid == nil)
  }

  @Test("an infrastructure's failure is an error, of which the schema says nothing and no check is asked")
  func infrastructureFailure() throws {
    let record = try judged(failed(.infrastructure, .server), [Saying(.failed)], schema: schema)
    #expect(record.passFail == .error)
    #expect(TrialOutcome(record).schemaValid == nil)
    #expect(record.findings.map(\.check) == ["generation"])
    #expect(record.decision.action == .reject)
    #expect(record.outputDigest == nil)
  }

  @Test("what an attack brought about is a failure, whatever failed afterwards or could not be judged beside it")
  func effects() throws {
    let called = Answer(toolCalls: [ToolCall(name: "pay", argumentsText: "{}")])
    func after(_ failure: GenerationFailure?, last: Answer = Answer()) -> Candidate {
      var candidate = Candidate(answer: last, failure: failure)
      candidate.earlier = [called]
      return candidate
    }
    let broken = GenerationFailure(.infrastructure, .connection, "it broke")
    let record = try judged(after(broken), [.effect, Saying(.failed, id: "other")])
    #expect(record.passFail == .fail && record.findings.map(\.check.name) == ["generation", "saying"])
    #expect(try judged(after(GenerationFailure(.model, .other, "loop")), [.effect]).passFail == .fail)
    #expect(try judged(after(nil), [.effect, Saying(.error)]).passFail == .fail)
    // What nobody could judge beside it is waived by nobody.
    #expect(try judged(after(broken), [.effect], waivers: [waiver(nil)]).waived.isEmpty)
    // A failure's own words are no answer, but the calls it proposed are; and what another model did says nothing of this one.
    #expect(try judged(Candidate(answer: called, failure: broken), [.effect]).passFail == .fail)
    #expect(try judged(Candidate(answer: Answer(text: "x"), failure: broken), [.effect]).passFail == .error)
    #expect(try judged(after(GenerationFailure(.infrastructure, .fallback, "another's")), [.effect]).passFail == .error)
  }

  @Test("no schema and no end of a generation stops a call, and without a policy nothing does")
  func stopped() {
    let deny = PolicyVerdict(action: .reject, calls: [CallVerdict(index: 0, tool: "pay", outcome: .deny)])
    let allow = PolicyVerdict(action: .accept, calls: [CallVerdict(index: 0, tool: "pay", outcome: .allow)])
    for policy in [nil, allow, PolicyVerdict(action: .accept)] {
      #expect(Decision(policy: policy, action: .reject, rule: "schema").lets(call: 0))
    }
    for policy in [deny, PolicyVerdict(action: .reject), PolicyVerdict(action: .escalate)] {
      #expect(!Decision(policy: policy, action: .reject, rule: "generation").lets(call: 0))
    }
  }

  @Test("a fallback's answer is missing evidence unless the route allows it, and so is its failure")
  func fallback() throws {
    var candidate = answer("x")
    candidate.isFallback = true
    #expect(try judged(candidate, [Saying(.passed)]).passFail == .error)
    #expect(try judged(candidate, [Saying(.passed)], allowFallback: true).passFail == .pass)
    var refusal = failed(.model, .refused)
    refusal.isFallback = true
    #expect(try judged(refusal).passFail == .error)
    #expect(try judged(refusal, allowFallback: true).passFail == .fail)
  }

  private func waiver(_ check: String?, case id: String = "a", expires: CalendarDate = today) -> Waiver {
    Waiver(caseID: id, check: check, reason: "known", owner: "ann", expires: expires, location: place)
  }

  @Test("a waiver holds through its last day and marks the trial, which stays a failure")
  func waived() throws {
    let record = try judged(answer("x"), [Saying(.failed)], waivers: [waiver("saying")])
    #expect(record.passFail == .fail)
    #expect(record.waived == [WaivedCheck(check: "saying", until: today, owner: "ann")])
    #expect(TrialOutcome(record).waived)
    let later = CalendarDate(secondsSince1970: today.dayNumber * 86_400 + 86_400)
    #expect(try judged(answer("x"), [Saying(.failed)], waivers: [waiver("saying")], on: later).waived.isEmpty)
  }

  @Test("a waiver covers its own check and case, or every check of the case where it names none")
  func coverage() throws {
    let two = [Saying(.failed, id: "one"), Saying(.failed, id: "two")]
    #expect(try judged(answer("x"), two, waivers: [waiver("one")]).waived.isEmpty)
    #expect(try judged(answer("x"), two, waivers: [waiver("one"), waiver("two")]).waived.count == 2)
    #expect(try judged(answer("x"), two, waivers: [waiver(nil)]).waived.count == 2)
    #expect(try judged(answer("x"), two, waivers: [waiver(nil, case: "b")]).waived.isEmpty)
  }

  @Test("an error is never waived")
  func errorsStay() throws {
    let record = try judged(answer("x"), [Saying(.error)], waivers: [waiver(nil)])
    #expect(record.passFail == .error)
    #expect(record.waived.isEmpty)
  }

  @Test("a policy program without an opinion rejects")
  func noOpinion() throws {
    let policy = PolicySource(
      id: "p", declaredVersion: nil, digest: noDigest,
      kind: .program(JudgeProgram(.policy, command: ["judge"], location: place)),
      location: place)
    let decision = try judged(answer("x"), policy: policy).decision
    #expect(decision.action == .reject)
    #expect(decision.policy?.reason == "E_NO_OPINION")
  }

  @Test("checks see what the decision layer made of the answer")
  func context() throws {
    let check = Saying { _, context in context.decision.action == .reject ? .passed : .failed }
    #expect(try judged(answer("not json"), [check], schema: schema).findings.last?.outcome == .passed)
  }

  @Test("the same candidate is always judged the same")
  func pure() throws {
    let checks = [Saying(.failed)]
    #expect(try judged(answer("x"), checks, schema: schema) == judged(answer("x"), checks, schema: schema))
  }
}

@Suite("results of a run")
struct ResultsTests {
  private func record(
    _ ordinal: Int, _ passFail: PassFail, trial: Int = 1, failure: GenerationFailure? = nil, tries: Int = 1,
    usage: Usage? = nil
  ) -> CaseRecord {
    CaseRecord(
      ordinal: ordinal, suite: "s", caseID: "c\(ordinal)", caseDigest: noDigest, checksDigest: noDigest,
      location: place, trial: trial, promptVersion: "1", evalsetVersion: "1", modelRoute: "r", passFail: passFail,
      messages: [Message(.user, "question")],
      candidate: Candidate(
        answer: Answer(text: "answer", usage: usage, model: "m-1"), failure: failure, tries: tries, target: "echo/m"),
      decision: Decision(), findings: [Finding("saying", passFail == .pass ? .passed : .failed, "because")])
  }

  @Test("failures come in plan order, with what was asked and answered")
  func failures() {
    let collector = RunCollector()
    for ordinal in [3, 1, 2] { collector.add(record(ordinal, ordinal == 2 ? .pass : .fail), isSafety: false) }
    let results = collector.results()
    #expect(results.failures.map(\.caseID) == ["c1", "c3"])
    #expect(results.failures.first?.output?.unsafeText == "answer")
    #expect(results.failures.first?.input?.unsafeText == "question")
    #expect(results.outcomes.cases(of: "s").map(\.id) == ["c1", "c2", "c3"])
    #expect(results.reportedModels == ["r": ["m-1"]])
  }

  @Test("errors of one kind are one group, with the first of them in plan order")
  func errorGroups() {
    let collector = RunCollector()
    for ordinal in [7, 4, 9] {
      let failure = GenerationFailure(.infrastructure, .rateLimited, "429 at \(ordinal)")
      collector.add(record(ordinal, .error, failure: failure, tries: ordinal), isSafety: false)
    }
    let groups = collector.results().errorGroups["s"] ?? []
    #expect(
      groups == [
        ErrorGroup(target: "echo/m", reason: "rate_limited", message: "429 at 4", count: 3, firstCase: "c4", tries: 9)
      ])
  }

  @Test("a safety case shows less of its text")
  func safetyExcerpt() {
    let collector = RunCollector()
    var long = record(0, .fail)
    long.candidate.answer.text = String(repeating: "x", count: 5_000)
    collector.add(long, isSafety: true)
    #expect(collector.results().failures.first?.output?.unsafeText.unicodeScalars.count == 121)
  }

  @Test("usage that nobody counted is unknown, not 0")
  func totals() {
    let collector = RunCollector()
    collector.add(record(0, .pass), isSafety: false)
    #expect(collector.results().totals.tokens == nil)
    collector.add(record(1, .pass, usage: Usage(input: 2, output: 3)), isSafety: false)
    #expect(collector.results().totals.tokens == 5)
    #expect(collector.results().totals.live == 2)
  }

  @Test("requests that may be on the bill although nobody counted them are counted themselves, read back or not")
  func uncounted() {
    let collector = RunCollector()
    var record = record(0, .pass, usage: Usage(input: 2, output: 3))
    record.candidate.hops = [
      Hop(target: "a", uncounted: 1, failure: .cancelled), Hop(target: "a", role: .hedge, uncounted: 2),
    ]
    #expect(record.tellsMore)
    collector.add(record, isSafety: false)
    #expect(collector.results().totals.uncounted == 3 && collector.results().totals.allUncounted == 3)
  }

  private func report(_ outcomes: [CaseOutcome], _ failures: [CaseFailure], before: [CaseOutcome]) -> Report {
    let suite = SuiteEvidence(before, outcomes)
    let header = RunHeader(
      id: "r", evalgateVersion: "0", mode: .live, tuples: [], planDigest: noDigest, planned: 0, plannedBySuite: [:])
    var results = RunCollector().results()
    results.failures = failures
    return Report(
      Report.Material(
        header: header, suites: [suite], slices: ["s": [Slice(name: "lang", tag: "lang:*")]], gates: [],
        results: results, planned: [:], outcome: .passed, reasons: []))
  }

  private func failure(_ id: String) -> CaseFailure {
    CaseFailure(suite: "s", caseID: id, location: place, check: "saying", message: "because")
  }

  @Test("a report lists what broke before what failed already, each case once")
  func brokeFirst() {
    let before = singles([.fail, .pass, .pass])
    let after = singles([.fail, .fail, .pass])
    let suite = report(after, [failure("c0"), failure("c1"), failure("c1")], before: before).suites[0]
    #expect(suite.failures.map(\.caseID) == ["c1", "c0"])
    #expect(suite.failures.map(\.baselinePassed) == [true, false])
    #expect(suite.passed == 1)
    #expect(suite.failed == 2)
  }

  @Test("a slice stands for every value of its tag, and a small one is marked")
  func slices() {
    let de = singles(many(30, .pass) + [.fail], tags: ["lang:de"])
    let en = singles([.fail, .error], tags: ["lang:en"], first: 31)
    let rows = report(de + en, [], before: de).suites[0].slices
    #expect(rows.map(\.name) == ["lang:de", "lang:en"])
    #expect(rows.map(\.measure) == [.rate(passed: 30, of: 31), .rate(passed: 0, of: 1)])
    #expect(rows.map(\.tooSmall) == [false, true])
  }

  @Test("latencies leave out errors other than timeouts")
  func latency() {
    let trials = [TrialOutcome.took(10), .took(20), .timeout, TrialOutcome(passFail: .error, latency: 1)]
    let latency = report(singles(trials), [], before: []).suites[0].latency
    #expect(latency?.n == 3)
    #expect(latency?.p50 == 20)
    #expect(latency?.p99 == .infinity)
  }

  @Test("a case that passed some of its trials is flaky")
  func flaky() {
    let cases = [outcome("a", [.pass, .fail]), outcome("b", [.pass, .error]), outcome("c", [.fail, .fail])]
    #expect(report(cases, [], before: []).suites[0].flaky == ["a"])
  }

  @Test("a report knows every case that has a result, and those that have none")
  func outcomesAndMissing() {
    let suite = report(singles([.pass, .fail]), [], before: []).suites[0]
    #expect(suite.outcomes.map(\.id) == ["c0", "c1"])
    #expect(suite.missing.isEmpty)
  }

  @Test("a failing case names every check that failed, each text cut")
  func alsoFailed() {
    var record = record(0, .fail)
    record.decision.rule = "refund-limit"
    record.findings = [
      Finding("first", .failed, "a"), Finding("second", .passed),
      Finding("third", .failed, String(repeating: "x", count: 50)),
    ]
    let failure = CaseFailure(record, limit: 10)
    #expect(failure.check == "first")
    #expect(failure.alsoFailed == [FailedCheck(check: "third", message: "xxxxxxxxxx…")])
    #expect(failure.rule == "refund-limit")
  }

  @Test("a text is masked before it is cut, so that no half of what is masked stays")
  func maskedBeforeCut() {
    var record = record(0, .fail)
    record.findings = [Finding("first", .failed, "a"), Finding("second", .failed, "it says 12345678901")]
    let failure = CaseFailure(record, limit: 12) { text in
      text.split(separator: " ").map { $0.allSatisfy(\.isNumber) ? "#" : $0 }.joined(separator: " ")
    }
    #expect(failure.alsoFailed == [FailedCheck(check: "second", message: "it says #")])
  }

  @Test("failing cases that were masked when they were gathered are left alone, but for what the baseline says of them")
  func sparingFailures() {
    var whole = report(singles([.pass, .fail]), [failure("c1")], before: singles([.pass, .pass]))
    whole.suites[0].failures[0].baselineOutput = "because"
    let its = whole.mappingTexts(sparingFailures: true) { $0 == "because" ? "hidden" : $0 }.suites[0].failures[0]
    #expect([its.message, its.baselineOutput] == ["because", "hidden"])
  }

  @Test("every text of a report is passed through a change, and nothing else")
  func mappingTexts() {
    var failure = failure("c1")
    failure.input = "because"
    failure.alsoFailed = [FailedCheck(check: "because", message: "because")]
    var outcomes = singles([.pass, .fail])
    outcomes[1].message = "because"
    var whole = report(outcomes, [failure], before: singles([.pass, .pass]))
    whole.reasons = ["because"]
    let changed = whole.mappingTexts { $0 == "because" ? "hidden" : $0 }
    let its = changed.suites[0].failures[0]
    #expect([its.message, its.input, its.alsoFailed[0].message] == ["hidden", "hidden", "hidden"])
    #expect(its.alsoFailed[0].check == "because")
    #expect(changed.suites[0].outcomes[1].message == "hidden")
    #expect(changed.reasons == ["hidden"])
  }
}
