import EvalGateCore
import EvalGateStore

/// What gates and reports need of a run, put together from outcomes and baselines.
struct EvidenceGathering: Sendable {
  let base: Base
  /// With `CI` set, recordings decide only where the base's configuration allows them.
  let isCI: Bool
  /// Where earlier attempts of the version that is judged are found; nil where nothing is compared.
  var attempts: EarlierAttempts?

  func evidence(
    for suite: Suite, outcomes: [CaseOutcome], planned: [CaseHeader], tuple: RunTuple
  ) async -> (evidence: SuiteEvidence, note: Diagnostic?) {
    let isSafety = suite.evalset.kind == .safety
    var note: Diagnostic?
    let comparedWith: SuiteEvidence.Base
    switch await base.baseline(of: suite) {
    case .found(let baseline, let acceptedHere):
      comparedWith = .stored(compared(outcomes, planned, tuple, suite, baseline))
      if acceptedHere { note = acceptance(baseline) }
    case .new(let why): comparedWith = .new(why)
    case .unavailable(let why): comparedWith = .unavailable(why)
    }
    var evidence = SuiteEvidence(
      name: suite.name, isSafety: isSafety, hasSchema: suite.prompt.outputSchema != nil,
      maxMissing: isSafety ? 0 : suite.maxMissing, planned: planned, outcomes: outcomes, base: comparedWith,
      inadmissible: inadmissible(suite, outcomes))
    evidence.anchor = await anchor(of: suite, outcomes, planned, tuple)
    return (evidence, note)
  }

  /// The run's results, with those of earlier attempts at the same version, beside stored ones.
  private func compared(
    _ outcomes: [CaseOutcome], _ planned: [CaseHeader], _ tuple: RunTuple, _ suite: Suite, _ baseline: Baseline
  ) -> Comparison {
    let earlier = attempts?.before(suite.name, outcomes, besides: baseline.runs)
    var comparison = Comparison(
      suite: suite.name, outcomes: earlier?.pooled(with: outcomes) ?? outcomes, planned: planned.map(\.id),
      tuple: tuple, baseline: Self.restricted(baseline, to: planned, suite), isSafety: suite.evalset.kind == .safety,
      notes: notes(suite, since: baseline))
    comparison.attempts = earlier?.runs ?? []
    return comparison
  }

  /// What the suite is pinned to. Where the very results of the baseline are pinned there is nothing more to compare with.
  private func anchor(
    of suite: Suite, _ outcomes: [CaseOutcome], _ planned: [CaseHeader], _ tuple: RunTuple
  ) async -> SuiteEvidence.Base? {
    do {
      guard let pinned = try await base.anchor(of: suite) else { return nil }
      if case .found(let baseline, _) = await base.baseline(of: suite), baseline.cases == pinned.cases { return nil }
      return .stored(compared(outcomes, planned, tuple, suite, pinned))
    } catch {
      workspace.say([error])
      return .unavailable("the anchor cannot be read: \(error.message)")
    }
  }

  private var workspace: Workspace { base.workspace }

  /// Cases that a selection left out are not missing: they were not asked for.
  private static func restricted(_ baseline: Baseline, to planned: [CaseHeader], _ suite: Suite) -> Baseline {
    let cases = suite.evalset.cases
    guard planned.count < cases.count else { return baseline }
    let wanted = Set(planned.map(\.id))
    let existing = Set((0..<cases.count).map { cases.header(at: $0).id })
    var part = baseline
    part.cases = baseline.cases.filter { wanted.contains($0.id) || !existing.contains($0.id) }
    return part
  }

  /// Recordings are evidence that the change's author controls (design section 5).
  private func inadmissible(_ suite: Suite, _ outcomes: [CaseOutcome]) -> String? {
    guard isCI, outcomes.contains(where: { $0.trials.contains { $0.source != .live } }) else { return nil }
    let judge = base.project?.suite(named: suite.name)?.recordingsAllowed ?? false
    return judge ? nil : "answers are recordings, which count in CI only with `recordings: allow` at the base"
  }

  /// The changelog's words for the version that is new.
  private func notes(_ suite: Suite, since baseline: Baseline) -> [TupleChange.Element: String] {
    guard baseline.tuple.prompt?.version != suite.prompt.version,
      let entry = suite.prompt.changelog.first(where: { $0.version == suite.prompt.version })
    else { return [:] }
    return [.prompt: entry.why]
  }

  private func acceptance(_ baseline: Baseline) -> Diagnostic {
    let author = baseline.author.map { ", \($0)" } ?? ""
    return Diagnostic(
      .accepted, "accepted in this change for \(baseline.suite): \(baseline.reason)\(author)", severity: .note)
  }
}

extension DiagnosticCode {
  static let accepted = DiagnosticCode(
    "baseline/accepted-here",
    "This very change accepts new results as the baseline. It counts for comparing gates, never for absolute or safety gates."
  )
}
