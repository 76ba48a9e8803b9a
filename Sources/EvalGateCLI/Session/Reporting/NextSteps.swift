import EvalGateCore
import EvalGateReporters

/// The commands worth running after a verdict.
enum NextSteps {
  /// - Parameters:
  ///   - suites: as they are now, with the versions they say one can go back to.
  ///   - isAccepted: whether the results of a version are accepted already in the files that are there.
  ///   - isCI: whether who reads this sits at another machine, which has no such run.
  static func after(
    _ report: Report, baseline: String?, isResumable: Bool, suites: [Suite] = [],
    isAccepted: (RunTuple) -> Bool = { _ in false }, isCI: Bool = Host.isCI
  ) -> [NextCommand] {
    let id = name(of: report)
    let config = report.header.asked?.config.map { " --config \(quoted($0))" } ?? ""
    let resume = NextCommand(purpose: "resume", command: "evalgate run\(config) --resume \(id)")
    if isResumable { return [resume] }
    if report.outcome == .undecided, let step = pastErrors(report, config: config, resume) { return [step] }
    var steps: [NextCommand] = []
    if report.outcome == .blocked {
      if let failure = worstFailure(report) {
        steps.append(NextCommand(purpose: "why", command: "evalgate show \(id) \(quoted(caseName(failure, report)))"))
      } else if let gate = report.gates.first(where: { $0.verdict == .block && $0.blocks && !$0.isOfCases }) {
        steps.append(NextCommand(purpose: "why", command: "evalgate explain \(quoted(gate.name)) --run \(id)"))
      }
      let against = baseline.map { " --baseline \(quoted(short($0)))" } ?? ""
      steps.append(again(report, "evalgate run\(against)", from: isCI ? nil : id))
      steps += waysPastUnwrittenGates(report) + otherAnchor(report)
      steps += back(report, suites)
    }
    if report.outcome == .passed, report.gates.contains(where: { $0.verdict == .new }),
      !report.header.tuples.allSatisfy(isAccepted)
    {
      steps.append(
        NextCommand(
          purpose: "keep", command: "evalgate baseline accept \(id) --reason \"…\"",
          remark: "so that the next change has something to be compared with"))
    }
    return steps
  }

  /// - Parameter run: what failed in it; nil where it is not there, so that whole suites are asked.
  private static func again(_ report: Report, _ command: String, from run: String?) -> NextCommand {
    if let run { return NextCommand(purpose: "again", command: "\(command) --only-failed-from \(run)") }
    let failing = failingSuites(report)
    guard failing.count > mostSuites else {
      return NextCommand(purpose: "again", command: ([command] + failing.map(quoted)).joined(separator: " "))
    }
    return NextCommand(purpose: "again", command: command, remark: "\(failing.count) suites fail")
  }

  /// More suites than this are not named in a command, nor ways back one by one.
  private static let mostSuites = 5

  /// A gate that stands in no file has no place where a reader would find what it asks, and what would take it away.
  private static func waysPastUnwrittenGates(_ report: Report) -> [NextCommand] {
    let taken = report.rules.filter { $0.subject == .gate && $0.direction == .removed }.map(\.name)
    return report.gates.filter { gate in
      gate.blocks && gate.verdict == .block && gate.location == nil && gate.metric == "benign_pass_rate"
        && (gate.name == "benign" || gate.name.hasPrefix("benign:")) && !taken.contains(gate.name)
    }.map { gate in
      NextCommand(
        purpose: "gate", command: "evalgate explain \(quoted(gate.name))",
        remark: "no file writes it: a gate of your own over benign cases takes its place, and it asks nothing of a "
          + "case with `severity: advisory`, in a change that edits nothing that answers")
    }
  }

  /// A change that edits what answers cannot move what its suites are pinned to, so that an accepted loss stands below it until
  /// something else is pinned.
  private static func otherAnchor(_ report: Report) -> [NextCommand] {
    let pinned = report.gates.filter { gate in
      gate.blocks && gate.verdict == .block && gate.rule.hasPrefix("no worse than \(GateReference.anchor.rawValue)")
    }
    let brought = report.rules.filter { $0.subject == .baseline }.map(\.name)
    let suites = report.suites.map(\.name).filter { name in
      pinned.contains { $0.failing.contains(name) } && !brought.contains("\(name) (anchor)")
    }
    guard !suites.isEmpty else { return [] }
    let only = suites.map { " --suite \(quoted($0))" }.joined()
    return [
      NextCommand(
        purpose: "pin", command: "evalgate baseline accept --anchor\(only) --reason \"…\"",
        remark: "where the loss is meant: pins what is accepted now; its file is merged first, in a change of its own "
          + "that edits nothing that answers")
    ]
  }

  /// What gets past the errors: going on with the run, unless nothing but another plan does.
  private static func pastErrors(_ report: Report, config: String, _ resume: NextCommand) -> NextCommand? {
    let suites = report.suites.filter { $0.errors > 0 }
    guard !suites.isEmpty else { return nil }
    let names = suites.map { " " + quoted($0.name) }.joined()
    let reasons = Set(suites.flatMap(\.errorGroups).map(\.reason).map(GenerationFailure.Reason.init(rawValue:)))
    switch reasons {
    case [.missingRecording]:
      return NextCommand(purpose: "record", command: "evalgate run\(config) --mode record\(names)")
    case _ where !reasons.isEmpty && reasons.isSubset(of: lasting):
      return NextCommand(purpose: "again", command: "evalgate run\(config)\(names)", remark: "once that is mended")
    default: return resume
    }
  }

  /// Reasons that a file of the project is behind: a run that is begun keeps its plan, and so would end as before.
  private static let lasting: Set<GenerationFailure.Reason?> = [
    .badRequest, .program, .missingUsage, .missingRecording,
  ]

  /// With its suite where another one has a case of the same id.
  private static func caseName(_ failure: CaseFailure, _ report: Report) -> String {
    let isShared = report.suites.contains { suite in
      suite.name != failure.suite && suite.outcomes.contains { $0.id == failure.caseID }
    }
    return isShared ? "\(failure.suite)/\(failure.caseID)" : failure.caseID
  }

  /// A commit's full name is longer than anybody reads; git takes its beginning.
  private static func short(_ revision: String) -> String {
    revision.utf8.count == 40 && revision.allSatisfy(\.isHexDigit) ? String(revision.prefix(10)) : revision
  }

  private static func failingSuites(_ report: Report) -> [String] {
    let failing = Set(report.gates.filter { $0.blocks && $0.verdict == .block }.flatMap(\.failing))
    return report.suites.map(\.name).filter(failing.contains)
  }

  /// The way back from each artefact that changed in a suite that is blocked.
  private static func back(_ report: Report, _ suites: [Suite]) -> [NextCommand] {
    let failing = Set(failingSuites(report))
    var steps: [NextCommand] = []
    for suite in suites where failing.contains(suite.name) {
      let changes = report.suites.first { $0.name == suite.name }?.comparison?.changes ?? []
      for artefact in suite.wayBack
      where changes.contains(where: { $0.element.rawValue == artefact.kind.rawValue && $0.id == artefact.id }) {
        let flag = artefact.kind == .prompt ? "" : " --\(artefact.kind.rawValue)"
        let name = artefact.name(among: Artefact.all(artefact.kind, in: suites))
        let step = NextCommand(
          purpose: "back", command: "evalgate rollback\(flag) \(quoted(name))",
          remark: artefact.previous.map { "to \($0)" })
        if !steps.contains(step) { steps.append(step) }
      }
    }
    let more = steps.count - mostSuites
    guard more > 1 else { return steps }
    steps.removeLast(more)
    let last = steps[mostSuites - 1].remark
    steps[mostSuites - 1].remark = [last, "and \(more) more in the same way"].compactMap(\.self).joined(separator: ", ")
    return steps
  }

  /// What `show` and `--resume` find the run by: its id among the kept runs, elsewhere its path.
  static func name(of report: Report) -> String {
    guard let path = report.runPath, !path.contains("/.evalgate/runs/") else {
      return quoted(String(report.header.id.prefix(7)))
    }
    return quoted(path)
  }

  /// Safety first, then what broke.
  private static func worstFailure(_ report: Report) -> CaseFailure? {
    let failing = Set(report.gates.filter { $0.verdict == .block && $0.isOfCases }.flatMap(\.failing))
    let suites = report.suites.filter { failing.contains($0.name) }
    return (suites.first { $0.isSafety && !$0.failures.isEmpty } ?? suites.first { !$0.failures.isEmpty })?.failures
      .first
  }

  /// As a shell takes it; an id can hold anything.
  static func quoted(_ text: String) -> String { SafeText.shellWord(text) }
}

extension GateOutcome {
  /// Whether it goes by which cases fail, rather than by what they take.
  fileprivate var isOfCases: Bool { unit == .share }
}
