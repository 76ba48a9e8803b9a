import EvalGateCore
import EvalGateProviders
import EvalGateReporters
import EvalGateStore

/// How a run ends: it is sealed and reported, and what it leaves is said.
extension RunSession {
  /// Seals the run and renders its reports.
  func conclude(
    _ verdict: GateVerdict, _ journal: Journal, _ header: RunHeader, _ started: Double, _ elapsed: [String: Double],
    _ interruption: Interruption?, of suites: [Suite], events: EventStream? = nil
  ) async throws -> RunOutcome {
    let outcome = interruption?.outcome(verdict.run) ?? verdict.run.outcome
    let wall = header.observed == nil ? nil : Host.monotonicMilliseconds - started
    var final = header
    var path = journal.path
    if interruption == nil {
      if header.observed == nil {
        final.id = String(
          Digest(of: Array((header.planDigest.hex + (try journal.trialsDigest()).hex).utf8)).hex.prefix(16))
      }
      path = sealedPlace(of: final.id)
      var end = RunEnd(outcome: outcome, reasons: verdict.run.reasons, elapsed: wall)
      (end.rules, end.accepted) = (verdict.rules, verdict.accepted)
      do {
        try await seal(journal, as: final, verdict.gates, end, to: path)
      } catch let problem as Diagnostic {
        // The answers are in the journal and the verdict is known: both are shown, and the run can be finished later.
        (final, path) = (header, journal.path)
        if let problem = resumable(problem, in: journal.path) as? Diagnostic { Console.lose(problem) }
      }
    } else {
      try journal.synchronize()
    }
    var report = verdict.report(header: final, outcome: outcome, elapsedBySuite: header.observed == nil ? [:] : elapsed)
    report.totals.elapsed = wall
    report.exitZero = settings.exitZero
    report.runPath = path
    report.next = NextSteps.after(
      report, baseline: settings.baseline, isResumable: interruption != nil, suites: suites,
      isAccepted: workspace.hasAccepted)
    try events?.finish(report)
    try await ReportWriter(
      workspace: workspace, hasEvents: events != nil, verbose: settings.verbose, heldBack: verdict.heldBack
    ).write(report, settings.reports, quiet: settings.quiet)
    if settings.comment {
      await Commenting(workspace: workspace, id: settings.commentID, policy: commentPolicy).post(report)
    }
    if interruption == nil { leavePending(final, verdict, at: path) }
    return settings.exitZero && (outcome == .blocked || outcome == .undecided) ? .passed : outcome
  }

  /// What stands in the way of leaving results for a review is said and changes no verdict.
  private func leavePending(_ header: RunHeader, _ verdict: GateVerdict, at path: String) {
    do {
      let waiting = try PendingRun(workspace: workspace, settings: settings).leave(
        header, verdict.results, besides: verdict.askedOnceMore, at: path)
      guard waiting > 0, !settings.quiet else { return }
      workspace.console.line("\(Format.count(waiting, "pending baseline")): evalgate baseline review", to: .error)
    } catch {
      var problem =
        error as? Diagnostic ?? Diagnostic(.baseline, "nothing waits to be accepted: \(error)", help: "run it again")
      problem.severity = .warning
      workspace.say([problem])
    }
  }

  /// With the command that goes on, where what was asked so far is kept.
  func resumable(_ error: any Error, in journal: String) -> any Error {
    guard var problem = error as? Diagnostic, problem.code == .unwritableFile,
      settings.resume != nil || PlainFiles.exists(journal)
    else { return error }
    let isKept = journal.hasPrefix(workspace.runs.runs + "/")
    let name =
      settings.resume ?? (isKept ? String(journal.dropFirst(workspace.runs.runs.count + 1).prefix(7)) : journal)
    problem.help.append("then go on with what is kept: `evalgate run --resume \(SafeText.shellWord(name))`")
    return problem
  }

  /// What recording anew changed, before the report: the verdict comes last.
  func show(_ changes: [(evalset: Evalset, changes: RecordingChanges)], of suites: [Suite]) {
    guard !settings.quiet else { return }
    let sight = SecretSight(known: workspace.secrets, heldBack: HeldBack(suites))
    for (evalset, changes) in changes {
      let first = changes.changed.sorted { ($0.caseID, $0.after.trial) < ($1.caseID, $1.after.trial) }
        .prefix(settings.verbose ? .max : 10)
      let text = RecordingText.changes(
        workspace.recordingFiles(of: evalset).last?.name ?? evalset.id, added: changes.added, same: changes.same,
        changed: changes.changedCount,
        first.map { ($0.caseID, $0.after.trial, sight.masked($0.before), sight.masked($0.after)) },
        isSafety: evalset.kind == .safety, workspace.context(.error))
      workspace.console.write(text, to: .error)
    }
  }

  /// Says that what was recorded here was believed before what is committed, which may be the newer one after a pull: nobody can tell
  /// by the files, and what a change commits is not to judge where this machine asked itself.
  func show(differing: [(evalset: Evalset, count: Int)]) {
    guard !settings.quiet else { return }
    workspace.say(
      differing.map { evalset, count in
        let name = workspace.recordingFiles(of: evalset).last?.name ?? evalset.id
        return Diagnostic(
          .differingRecordings,
          "\(Format.count(count, "answer")) of this machine counted, and \(evalset.recordingsPath) says something else",
          at: SourceLocation(file: name), severity: .warning,
          help: "where they are newer, `evalgate recordings keep` takes them over",
          "where the committed ones are, as after a pull, remove \(name)")
      })
  }

  /// Says that a route was answered by its first target where an earlier evalgate had kept what another one said.
  func show(overtaken: [(evalset: Evalset, count: Int)]) {
    guard !settings.quiet else { return }
    workspace.say(
      overtaken.map { evalset, count in
        Diagnostic(
          .overtakenRecordings,
          "\(Format.count(count, "answer")) of a route with several targets \(count == 1 ? "is its" : "are their") first target's, "
            + "recorded since an earlier evalgate kept another target's",
          at: SourceLocation(file: workspace.recordingFiles(of: evalset).last?.name ?? evalset.id), severity: .warning,
          help: "record the route anew, `evalgate run --mode record`: it then keeps answers of its own")
      })
  }

  /// Says which budgets were not kept: that of an answer that nothing bounded is only known when it is there.
  func show(excesses: [String]) {
    guard !settings.quiet else { return }
    workspace.say(
      excesses.map { excess in
        Diagnostic(
          .overspentBudget, "the budget was not kept: \(excess) were spent", severity: .warning,
          help: "set `max_tokens` in the prompt: a call sets as much aside, or 4096 tokens where it says nothing")
      })
  }

  /// A program's own words, shown with the first failure they may explain.
  ///
  /// - Parameter heldBack: what is masked there too.
  func show(
    _ standardErrors: [(source: String, text: UntrustedText)], _ results: RunResults, heldBack: HeldBack
  ) {
    guard !settings.quiet, !results.errorGroups.isEmpty, !standardErrors.isEmpty else { return }
    for (source, text) in standardErrors {
      workspace.console.line("\(source): the program wrote to standard error", to: .error)
      let whole = heldBack.masked(text.unsafeText)
      let shown = UntrustedText(workspace.secrets.shown(whole))
      for line in SafeText.quoted(shown).filter({ $0 != "│ " }).suffix(10) {
        workspace.console.line("  " + line, to: .error)
      }
    }
  }

  func seal(
    _ journal: Journal, _ header: RunHeader, _ gates: [GateOutcome], _ end: RunEnd, _ started: Double
  ) async throws -> RunOutcome {
    let path = sealedPlace(of: header.id)
    var end = end
    end.elapsed = header.observed == nil ? nil : Host.monotonicMilliseconds - started
    try await seal(journal, as: header, gates, end, to: path)
    workspace.console.line("shard \(settings.shard?.description ?? "") complete · \(path)")
    return end.outcome
  }
}
