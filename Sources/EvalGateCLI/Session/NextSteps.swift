import EvalGateCore
import EvalGateReporters

/// The commands worth running after a verdict.
enum NextSteps {
  static func after(_ report: Report, baseline: String?, isResumable: Bool) -> [NextCommand] {
    let id = name(of: report)
    if isResumable || report.outcome == .undecided && report.suites.contains(where: { $0.errors > 0 }) {
      return [NextCommand(purpose: "resume", command: "evalgate run --resume \(id)")]
    }
    var steps: [NextCommand] = []
    if let failure = worstFailure(report), report.outcome == .blocked {
      steps.append(NextCommand(purpose: "why", command: "evalgate show \(id) \(quoted(failure.caseID))"))
    }
    if report.outcome == .blocked {
      let against = baseline.map { " --baseline \(quoted($0))" } ?? ""
      let failing = report.gates.filter { $0.blocks && $0.verdict == .block }.flatMap(\.failing)
      let suites = report.suites.filter { failing.contains($0.name) }.map { quoted($0.name) }.joined(separator: " ")
      steps.append(NextCommand(purpose: "again", command: "evalgate run\(against) \(suites)"))
    }
    if report.outcome == .passed, report.gates.contains(where: { $0.verdict == .new }) {
      steps.append(
        NextCommand(
          purpose: "keep", command: "evalgate baseline accept \(id) --reason \"…\"",
          remark: "so that the next change has something to be compared with"))
    }
    return steps
  }

  /// What `show` and `--resume` find the run by: its id among the kept runs, elsewhere its path.
  private static func name(of report: Report) -> String {
    guard let path = report.runPath, !path.contains("/.evalgate/runs/") else {
      return String(report.header.id.prefix(7))
    }
    return quoted(path)
  }

  /// Safety first, then what broke.
  private static func worstFailure(_ report: Report) -> CaseFailure? {
    let failing = Set(report.gates.filter { $0.verdict == .block }.flatMap(\.failing))
    let suites = report.suites.filter { failing.contains($0.name) }
    return (suites.first { $0.isSafety && !$0.failures.isEmpty } ?? suites.first { !$0.failures.isEmpty })?.failures
      .first
  }

  /// As a shell takes it; an id can hold anything.
  static func quoted(_ text: String) -> String { SafeText.shellWord(text) }
}
