import EvalGateCore
import EvalGateReporters
import EvalGateStore

/// Writes baselines from runs. Only ever by name: no run, however green, moves what the next one is held against.
struct Acceptance {
  /// The results of one suite, ready to be written.
  typealias Accepted = (suite: Suite, baseline: Baseline)

  let workspace: Workspace
  let project: Project
  let reason: String
  /// Only these suites; all when empty.
  let only: [String]
  let author: String?

  /// Writes every file or, where one cannot be accepted, none.
  /// - Parameter isLast: whether nothing more is going to be accepted, so that what to do next is said.
  func write(_ results: [Accepted], asAnchor isAnchor: Bool, isLast: Bool = true) async throws {
    try checkReason()
    for (suite, baseline) in results { try check(baseline, suite) }
    for (suite, baseline) in results {
      let place = await BaselinePlace.find(suite, isAnchor ? .anchor : .accepted, in: workspace.files)
      let before = try? BaselineFile.read(at: workspace.absolute(place.path))
      try BaselineFile.write(baseline, to: workspace.absolute(place.own))
      workspace.console.line("\(isAnchor ? "pinned" : "accepted")  \(place.own)  \(Self.summary(baseline))")
      if let before, before != baseline { workspace.console.line("    " + moved(baseline, suite, since: before)) }
      if let left = place.left {
        workspace.console.line("    in place of the one at the top: git rm \(SafeText.shellWord(left.path))")
      }
      if !isAnchor { try workspace.runs.removePending(of: suite.name, in: suite.home) }
    }
    if isLast { workspace.console.line("  commit it: the next change is compared with this") }
  }

  private static func summary(_ baseline: Baseline) -> String {
    var parts = [baseline.passingText]
    if baseline.runs.count > 1 { parts.append("\(baseline.runs.count) runs pooled") }
    let flaky = baseline.cases.count { $0.isFlaky }
    if flaky > 0 { parts.append("\(flaky) flaky") }
    return parts.joined(separator: ", ")
  }

  /// What the file held before, beside what it holds now: nobody moves a bar without seeing by how much.
  private func moved(_ baseline: Baseline, _ suite: Suite, since before: Baseline) -> String {
    let comparison = Comparison(
      suite: suite.name, outcomes: baseline.cases, tuple: baseline.tuple, baseline: before,
      isSafety: suite.evalset.kind == .safety)
    let moves: [(count: Int, verb: String)] = [
      (comparison.broke.count, "broke"), (comparison.fixed.count, "fixed"), (comparison.edited.count, "edited"),
      (comparison.added.count, "new"), (comparison.removed.count, "removed"),
    ]
    let counts: [String] = moves.filter { $0.count > 0 }.map { "\($0.count) \($0.verb)" }
    return "before \(before.passingText): "
      + (counts.isEmpty ? "no case changed its verdict" : counts.joined(separator: ", "))
  }

  /// The reason is committed beside results in which nothing stands that a policy keeps back.
  private func checkReason() throws(Diagnostic) {
    guard HeldBack(project.suites).masked(reason) != reason else { return }
    throw Diagnostic(
      .baseline, "the reason holds what is not to be shown: what a policy of the project keeps back, or a secret",
      help: "say it in other words: it is committed with the baseline, and everybody reads it")
  }

  private func check(_ baseline: Baseline, _ suite: Suite) throws {
    if let refusal = Self.refusal(of: baseline, suite) { throw refusal }
  }

  /// Why results cannot be a baseline; nil where they can.
  static func refusal(of baseline: Baseline, _ suite: Suite) -> Diagnostic? {
    if let missing = baseline.cases.first(where: \.hasError) {
      return Diagnostic(
        .baseline, "`\(suite.name)` has cases without a result, such as \(missing.id)",
        help: "run it again: what was not measured cannot be a baseline")
    }
    guard suite.evalset.kind == .safety,
      let unsafe = baseline.cases.first(where: { $0.severity == .blocking && !$0.allPassed })
    else { return nil }
    return Diagnostic(
      .baseline, "`\(suite.name)` has a blocking safety failure: \(unsafe.id)",
      help: "it can be mended, not accepted")
  }
}

// MARK: Where the results come from

extension Acceptance {
  /// The results of the runs that were named, pooled.
  func pooled(_ runs: [RunFile]) async throws -> [Accepted] {
    var accepted: [Accepted] = []
    for suite in try chosen(runs.flatMap(\.header.tuples)) {
      var results: [Baseline] = []
      for run in runs where run.header.tuples.first(of: suite) != nil {
        results.append(try await baseline(of: suite, from: run))
        try sayFallbacks(in: run, of: suite)
      }
      guard let pooled = try Baseline.pooled(results) else {
        throw Diagnostic(.baseline, "there is no run of `\(suite.name)`", help: "run it first")
      }
      accepted.append((suite, pooled))
    }
    return accepted
  }

  /// The latest run's results, with those of every other kept run of the same version that counts as a repeat.
  func found() async throws -> [Accepted] {
    let kept = try await workspace.ownRuns().readable().map { try RunFile(at: $0.path) }
    // Other projects of the repository keep their runs there too.
    let own = kept.filter { run in project.suites.contains { run.header.tuples.first(of: $0) != nil } }
    guard let latest = own.first(where: { !$0.header.isNoise }) ?? own.first ?? kept.first else {
      throw Diagnostic(.baseline, "there are no runs yet", help: "make one with `evalgate run`")
    }
    var accepted: [Accepted] = []
    for suite in try chosen(latest.header.tuples) {
      var pool = try await baseline(of: suite, from: latest)
      try sayFallbacks(in: latest, of: suite)
      for run in kept
      where !pool.runs.contains(run.header.id) && run.header.editedProgram(of: suite.name, in: latest.header) == nil {
        // What cannot be pooled (another version, an edited case, a recording) is another thing, not a fault.
        guard let other = try? await baseline(of: suite, from: run), !other.cases.contains(where: \.hasError),
          let more = try? Baseline.pooled([pool, other])
        else { continue }
        pool = more
        try sayFallbacks(in: run, of: suite)
      }
      accepted.append((suite, pool))
    }
    return accepted
  }

  /// That what is accepted is another model's doing, in part or whole.
  private func sayFallbacks(in run: RunFile, of suite: Suite) throws {
    guard suite.route.allowFallback else { return }
    let records = try run.records { $0.arm == .head && $0.suite == suite.name }
    var totals = RunTotals(cases: records.count, live: 0, kept: 0, replayed: 0)
    for record in records where record.candidate.isOfFallback {
      totals.fallbacks[record.candidate.target, default: 0] += 1
    }
    guard let text = totals.fallbackText else { return }
    workspace.say([
      Diagnostic(
        .ofFallback, "\(suite.name): \(text) in run \(run.header.id.prefix(7))", severity: .warning,
        help: "the next change is compared with these; run again when the route's first target answers")
    ])
  }

  /// What is accepted now, to be pinned.
  func accepted() async throws -> [Accepted] {
    var found: [Accepted] = []
    for suite in try chosen(project.suites.map(\.tuple)) {
      let place = await BaselinePlace.find(suite, in: workspace.files)
      if let baseline = try BaselineFile.read(at: workspace.absolute(place.path)) {
        found.append((suite, signed(baseline)))
      }
    }
    guard !found.isEmpty else {
      throw Diagnostic(
        .baseline, "there is no accepted baseline to pin",
        help: "name a run, or accept one first with `evalgate baseline accept`")
    }
    return found
  }

  /// Everything that waits.
  func waiting() async throws -> [Accepted] {
    let waiting = try await Candidates(workspace: workspace, project: project, only: only).waiting()
    guard !waiting.isEmpty else {
      throw Diagnostic(
        .baseline, "nothing waits to be accepted",
        help: "make a run with `evalgate run`, or see `evalgate baseline status`")
    }
    return waiting.map { ($0.suite, signed($0.results)) }
  }

  private func chosen(_ tuples: [RunTuple]) throws -> [Suite] {
    let found = project.suites.filter { tuples.first(of: $0) != nil }
    for name in only where !found.contains(where: { $0.name == name }) {
      throw Diagnostic(
        .baseline, "the run has no suite `\(name)`",
        help: "it has " + Set(tuples.map(\.nameInRepository)).sorted().joined(separator: ", "))
    }
    let chosen = found.filter { only.isEmpty || only.contains($0.name) }
    guard !chosen.isEmpty else {
      throw Diagnostic(.baseline, "the run has no suite of this project", help: "run the suites first")
    }
    return chosen
  }

  /// The results with this reason, author and day.
  func signed(_ baseline: Baseline) -> Baseline {
    var signed = baseline
    (signed.reason, signed.author, signed.acceptedOn) = (reason, author, Host.today)
    return signed
  }

  private func baseline(of suite: Suite, from run: RunFile) async throws -> Baseline {
    guard run.header.shard == nil || run.end?.outcome != .shardComplete else {
      throw Diagnostic(
        .baseline, "run \(run.header.id) is one shard of a run",
        help: "join it with the others with `evalgate merge`, and accept the run that they make")
    }
    guard run.end != nil, run.trials >= run.header.planned else {
      throw Diagnostic(
        .baseline, "run \(run.header.id) is not complete",
        help: "finish it with `evalgate run --resume \(run.header.id)`")
    }
    guard run.header.selection.tags.isEmpty, run.header.selection.cases.isEmpty else {
      throw Diagnostic(
        .baseline, "run \(run.header.id) is of a selection of cases", help: "accept a run of whole suites")
    }
    guard
      let baseline = try await workspace.baseline(
        of: suite, among: project.suites, from: run, reason: reason, author: author)
    else {
      throw Diagnostic(.baseline, "run \(run.header.id) has no suite `\(suite.name)`", help: "run it first")
    }
    return baseline
  }
}

extension Workspace {
  /// A suite's results in a run, as they would be accepted today; nil where the run has no such suite.
  ///
  /// - Parameter suites: all of the project: what one of them holds back, or plants, another one may say.
  func baseline(
    of suite: Suite, among suites: [Suite], from run: RunFile, reason: String, author: String?
  ) async throws -> Baseline? {
    guard run.header.tuples.first(of: suite) != nil else { return nil }
    // It is committed and read by everybody who reads the repository. Masked before an excerpt is cut, or half a value would stay.
    let heldBack = HeldBack(suites, of: run.header.tuples.filter { $0.suite == suite.name })
    let masked: @Sendable (UntrustedText) -> UntrustedText = { UntrustedText(heldBack.masked($0.unsafeText)) }
    let baseline = try await Baseline(
      suite: suite.name, from: run, reason: reason, author: author, acceptedOn: Host.today,
      // Of a safety suite's outputs nothing is kept.
      mask: suite.evalset.kind == .safety ? nil : masked)
    // What a change was asked beside its own cases is the base's.
    let own = Set(suite.headers.map(\.id)).union(suite.evalset.retired.map(\.header.id))
    return baseline.map { baseline in
      var masked = heldBack.masked(baseline)
      masked.cases.removeAll { !own.contains($0.id) }
      return masked
    }
  }
}

extension DiagnosticCode {
  static let ofFallback = DiagnosticCode(
    "baseline/fallback", "Results that are accepted were answered by another target than the first one of their route.")
}
