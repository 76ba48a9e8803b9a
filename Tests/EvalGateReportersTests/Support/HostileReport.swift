import EvalGateCore
import EvalGateReporters
import StrictJSON
import Testing

/// A report in which every text that anybody may choose is this one, cases and history included.
func poisonedWhole(_ text: String) -> Report {
  var report = poisoned(text)
  let place = SourceLocation(path: text, line: 3)
  for index in report.suites.indices {
    let outcomes = ["failed", "error", "flaky", "waived"].map { state in
      CaseOutcome(
        id: state == "failed" ? text : text + state, digest: noDigest, checksDigest: noDigest, tags: [text],
        severity: .blocking, location: place,
        trials: [
          TrialOutcome(
            passFail: state == "error" ? .error : .fail, latency: 100, inputTokens: 5, outputTokens: 1, tokens: 6,
            facts: [.label(expected: text, got: "b"), .field(path: text, .missing)], rule: text),
          TrialOutcome(trial: 2, passFail: state == "flaky" ? .pass : .fail, latency: 300, tokens: 8),
          TrialOutcome(trial: 3, passFail: state == "flaky" ? .pass : .fail, latency: 300, tokens: 8),
        ],
        excerpt: UntrustedText(text), message: UntrustedText(text))
    }
    report.suites[index].outcomes = outcomes
    report.suites[index].comparison?.pairs = outcomes.map { Comparison.Pair(before: $0, after: $0) }
    report.suites[index].missing = [
      CaseHeader(
        id: text + "missing", digest: noDigest, checksDigest: noDigest, location: place, tags: [text], severity: nil,
        trials: nil, cluster: nil)
    ]
    report.suites[index].shadows = [ShadowTally(suite: text, route: text)]
    report.suites[index].places = SuitePlaces(prompt: place, policy: place, evalset: place)
    for failure in report.suites[index].failures.indices {
      report.suites[index].failures[failure].rule = text
      report.suites[index].failures[failure].alsoFailed = [FailedCheck(check: text, message: UntrustedText(text))]
    }
  }
  report.history = [
    RunSummary(id: text, outcome: .passed, startedAt: 1, revision: text, gates: [gate(text, .pass, .undefined, text)])
  ]
  return report
}

/// Ten thousand cases that fail in one suite, each with more text than anybody reads.
let tenThousand: Report = {
  let long = String(repeating: "long words of a model ", count: 80)
  var suite = triage
  suite.failures = (0..<10_000).map { index in
    var one = failure("triage-\(index)", "expected billing, got technical: \(long)", line: index + 1, output: long)
    one.baselineOutput = UntrustedText(String(long.dropFirst(40).prefix(180)) + "…")
    return one
  }
  suite.outcomes = (0..<10_000).map { index in
    var one = outcome("triage-\(index)", .fail)
    one.location = SourceLocation(path: "evalsets/ticket-triage/cases.jsonl", line: index + 1)
    return one
  }
  (suite.planned, suite.passed, suite.failed) = (10_000, 0, 10_000)
  return report(.blocked, gates: [accuracyGate], suites: [suite])
}()

/// The page of those ten thousand, made once because it takes long to make.
let tenThousandPage = HTMLReporter().render(tenThousand, plain)

/// A report of one suite whose cases are these.
func report(of outcomes: [CaseOutcome], failures: [CaseFailure] = [], outcome: RunOutcome = .passed) -> Report {
  var suite = SuiteReport(
    tuple: RunTuple(suite: "s", prompt: versioned("p", "1")), planned: outcomes.count,
    passed: outcomes.count { $0.majority == true }, failed: outcomes.count { $0.majority == false },
    errors: outcomes.count { $0.majority == nil }, failures: failures)
  suite.outcomes = outcomes
  return report(outcome, gates: [schemaGate], suites: [suite])
}

/// Reports that every format has to be valid for.
enum Sample: CaseIterable, CustomTestStringConvertible {
  case whole, small, empty, hostileTexts, manyFailures

  var report: Report {
    switch self {
    case .whole: SampleReport.blocked
    case .small: blocked
    case .empty: EvalGateReportersTests.report(of: [])
    case .hostileTexts: poisonedWhole(hostile.joined(separator: "\n"))
    case .manyFailures: tenThousand
    }
  }

  var testDescription: String { "\(self)" }
}
