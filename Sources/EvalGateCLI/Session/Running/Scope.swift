import EvalGateCore
import EvalGateStore

/// What a run asks, and what it carries instead of asking.
struct Scope: Sendable {
  var selection: Selection
  var carrying = Carrying()
  /// That nothing has to be asked, and since when: it has to be decided only where what is carried does not pass.
  var unchanged: String?
  /// Why each suite is asked that might have been carried, for people.
  var why: [String: String] = [:]

  static func find(_ settings: RunSettings, _ rules: Rulebook, _ workspace: Workspace) async throws -> Scope {
    if let reference = settings.changedSince {
      return try await affected(since: reference, settings, rules, workspace)
    }
    if let run = settings.onlyFailedFrom {
      let file = try RunFile(at: await workspace.trustedRun(run).path)
      return try await failed(in: file, settings, rules.project, workspace)
    }
    return Scope(selection: settings.selection)
  }

  private static func affected(
    since reference: String, _ settings: RunSettings, _ rules: Rulebook, _ workspace: Workspace
  ) async throws -> Scope {
    let project = rules.project
    let affected = try await Affected.find(since: reference, project, workspace, mode: settings.mode(of:))
    let chosen = settings.selection.suites(of: project)
    var scope = Scope(selection: settings.selection, why: affected.why)
    let label = "\(reference)@\(affected.revision.short)"
    for suite in chosen where affected.why[suite.name] == nil {
      var part = try await Carrying.part(of: suite, at: affected.revision, label: label, workspace)
      if part == nil { part = try await Carrying.newest(of: suite, project, workspace) }
      if let part {
        scope.carrying.parts[suite.name] = part
      } else {
        scope.why[suite.name] = "nothing is stored of it to be carried"
      }
    }
    guard scope.carrying.parts.count < chosen.count || !rules.changes.isEmpty || !rules.gone.isEmpty else {
      scope.unchanged =
        "the change since \(label) "
        + (chosen.count == 1
          ? "does not touch suite `\(chosen[0].name)`" : "touches none of \(Format.count(chosen.count, "suite"))")
      scope.selection = .nothing
      return scope
    }
    let asked = chosen.map(\.name).filter { scope.carrying.parts[$0] == nil }
    scope.selection.suites = asked
    if asked.isEmpty { scope.selection = .nothing }
    return scope
  }

  /// The cases that did not pass in a run; the rest comes from there where it is of this version.
  ///
  /// What a run asked of a suite that did not ask all of it was chosen, perhaps by what had failed before, and is not taken from it:
  /// such a suite is asked whole, and so is one of which nothing passed. That is a run like any other, with a verdict.
  private static func failed(
    in run: RunFile, _ settings: RunSettings, _ project: Project, _ workspace: Workspace
  ) async throws -> Scope {
    let (label, outcomes) = ("run \(run.header.id.prefix(7))", try run.outcomes())
    let wasChosen = !run.header.selection.cases.isEmpty || !run.header.selection.tags.isEmpty
    let carried = try await Carrying.again(run.header, project, workspace)
    var scope = Scope(selection: Selection())
    for suite in settings.selection.suites(of: project) {
      guard run.header.tuples.first(of: suite) != nil else {
        scope.carrying.parts[suite.name] = carried.parts[suite.name]
        if carried.parts[suite.name] == nil {
          scope.carrying.obstacle = "\(suite.name) has no verdict: \(label) did not run it"
        }
        continue
      }
      let all = suite.headers.map(\.id)
      let made = outcomes.cases(of: suite.name)
      let passed = wasChosen ? [] : Set(made.lazy.filter { $0.majority == true && !$0.hasError }.map(\.id))
      let again = all.filter { !passed.contains($0) }
      if !again.isEmpty {
        scope.selection.suites.append(suite.name)
        scope.selection.cases += again
      }
      if again.count == all.count, !all.isEmpty {
        scope.why[suite.name] = wasChosen ? "\(label) asked a part of it" : "nothing of it passed in \(label)"
        continue
      }
      let part = try await Carrying.part(
        of: suite, from: run, project, workspace, isKept: again.isEmpty ? nil : { passed.contains($0.id) })
      scope.carrying.parts[suite.name] = part
      if part == nil {
        scope.carrying.obstacle = "the rest of \(suite.name) has no verdict: in \(label) it was another version"
      } else if made.contains(where: { $0.majority == false }) {
        scope.carrying.obstacle = "asking only what failed again finds what it looks for; run everything for a verdict"
      }
    }
    if scope.selection.suites.isEmpty {
      scope.selection = .nothing
    } else if scope.why.count == scope.selection.suites.count {
      // Nothing is left out of any of them.
      scope.selection.cases = []
    }
    return scope
  }
}

extension RunSession {
  /// Whether what is carried is known not to pass: nothing that was touched makes a version that is blocked a good one.
  func isBlockedAsCarried(_ rules: Rulebook, _ base: Base) async throws -> Bool {
    let plan = Plan(rules.project, selection: .nothing)
    let planned = PlannedCases(plan)
    let header = await header(plan, base, id: draftID(plan), tuples: [])
    var gating = gating(rules, base, plan, planned, [:], [], try await workspace.keptRuns(of: rules.project))
    gating.suites = await carrying.contests(besides: [], base)
    let results = Intake(plan.suites, rules.policies, planned).collector.results()
    return gating.verdict(header: header, results: results, isComplete: true, interruption: nil).run.outcome == .blocked
  }

  /// The report of a change that touches nothing.
  func conclude(unchanged why: String, _ base: Base, _ project: Project) async throws -> RunOutcome {
    if settings.confirm.sentinels ?? 0 > 0 {
      workspace.say([.noEffect("--sentinels asked nothing: no suite is touched by the change")])
    }
    let plan = Plan(project, selection: .nothing)
    let header = RunHeader(
      id: String(plan.digest.hex.prefix(16)), evalgateVersion: EvalGateVersion.current, profile: settings.profile,
      mode: settings.mode ?? (Host.isCI ? .live : .auto), base: base.reference, tuples: [], planDigest: plan.digest,
      planned: 0, plannedBySuite: [:],
      selection: .nothing)
    // Nothing was touched, as far as anybody can see who does not have the base.
    let outcome: RunOutcome = base.obstacle == nil ? .unchanged : .undecided
    let report = Report(
      header: header, outcome: outcome, reasons: [base.obstacle ?? why], gates: [], suites: [],
      totals: RunTotals(cases: 0, live: 0, kept: 0, replayed: 0))
    try await ReportWriter(workspace: workspace, verbose: settings.verbose).write(
      report, settings.reports, quiet: settings.quiet)
    if settings.comment {
      await Commenting(workspace: workspace, id: settings.commentID, policy: commentPolicy).post(report)
    }
    return outcome
  }
}

extension Carrying {
  /// The suites that are carried whole, with what stands against them. Nothing of them is asked again.
  func contests(besides asked: Set<String>, _ base: Base) async -> [Gating.Contest] {
    var contests: [Gating.Contest] = []
    for (name, part) in parts.sorted(by: { $0.key < $1.key }) where !asked.contains(name) {
      var opponent = await base.opponent(of: part.suite, tuple: part.carried.tuple)
      if opponent.ability != .sameVersion {
        opponent = opponent.without(.impossible("carried results are not asked again"))
      }
      contests.append(
        Gating.Contest(
          suite: part.suite, planned: part.suite.headers, opponent: opponent,
          seed: SuiteConfirmation.seed(of: part.carried.tuple)))
    }
    return contests
  }
}
