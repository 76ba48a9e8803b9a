import EvalGateCore
import EvalGateProviders
import EvalGateStore

/// What stands against one suite: accepted results, and the version itself where it can be asked (design section 4, "what is
/// compared with what").
struct Opponent: Sendable {
  var stored: StoredBaseline
  /// What can be done about a drop.
  var ability: SuiteConfirmation.Ability
  /// Prompt, policy and route of the base revision with the head's cases; nil where there is no such version to ask.
  var arm: Suite?
  /// Of the version at the base; nil where stored results alone say what it was.
  var tuple: RunTuple?
  /// Whether the stored results are of another version than the base has, so that they say nothing of it.
  var isStale = false
  /// Whether the stored results are of a version that the target branch left, and nobody accepted the one that it has.
  var isLeftBehind = false
  /// Whether the base's version is asked because nobody can tell if it is another one.
  var isUnclear = false
  /// What the suite is pinned to; nil where it is pinned to nothing besides the baseline.
  var anchor: StoredBaseline?
  /// Results that the change brings along as its own.
  var accepted: AcceptedHere?
  /// What the base has stored in their place: a reader is to see what the change did, though it was accepted.
  var replaced: Baseline?
  /// The cases the base had, where no stored results say it.
  var knownCases: [BaseResults.Case] = []
  /// Ids of cases that were not accepted with the others, so that they are held to the base's version whether it can be asked or not.
  var heldToBase: Set<String> = []
  /// That a program was edited since the base, which its name and its revisions need not say.
  var editedProgram: EditedProgram?
  /// Why one version may answer otherwise though nothing of it was edited; nil where it may not.
  var recordingDoubt: String?

  init(stored: StoredBaseline, ability: SuiteConfirmation.Ability) {
    self.stored = stored
    self.ability = ability
  }

  /// The same, where the base version turned out not to be one that can be asked.
  func without(_ why: SuiteConfirmation.Ability) -> Opponent {
    var opponent = self
    opponent.arm = nil
    if why == .sameVersion { opponent.heldToBase = [] }
    // What the change accepted is of its own version, whatever becomes of the base's.
    if opponent.heldToBase.isEmpty { opponent.ability = why }
    return opponent
  }

  /// Why a run cannot pass, whatever its gates say; nil where all that is stored could be read.
  var obstacles: [String] { [stored.obstacle, anchor?.obstacle].compactMap { $0 } }

  /// Whether the change's own acceptance is what is compared with.
  var isAccepted: Bool { accepted.map { $0.waits == nil } ?? false }

  /// On the target branch itself what is accepted is all there is to compare with, of whichever version it is: a loss that nobody
  /// accepted does not become the measure by being merged. Cases that were edited since take no part.
  mutating func standOnTargetBranch(_ suite: Suite) {
    guard isStale, ability == .sameVersion, case .found(let baseline) = stored,
      baseline.lacking(suite.headers).count < suite.headers.count
    else { return }
    (isStale, isLeftBehind) = (false, true)
    if case .found(let pinned)? = anchor, pinned.cases == baseline.cases { anchor = nil }
    ability = .impossible("what is accepted is of another version, which is not asked again")
  }

  /// Accepted results that count.
  var usable: Baseline? {
    guard case .found(let baseline) = stored, !isStale else { return nil }
    return baseline
  }

  /// That stored results are passed over, because they are of another version than the base has.
  var staleness: Diagnostic? {
    guard isStale, let arm, case .found(let baseline) = stored else { return nil }
    return Diagnostic(
      .staleBaseline,
      "the stored baseline of \(baseline.suite) is of another version than the base has"
        + arm.tuple.otherness(than: baseline.tuple) + ", so both are run on every case",
      severity: .note, help: "run the suite at the base and keep what comes with `evalgate baseline accept`")
  }

  /// Ids of planned cases without a stored result of the same case and the same checks: they are asked on both arms.
  func unanswered(_ planned: [CaseHeader]) -> Set<String> {
    guard arm != nil else { return [] }
    return Set((usable?.lacking(planned) ?? planned).map(\.id))
  }
}

extension Base {
  /// - Parameters:
  ///   - tuple: what the suite is now, with what programs say of themselves where that is known.
  ///   - confirms: false with `--no-confirm`.
  func opponent(of suite: Suite, tuple: RunTuple, confirms: Bool = true) async -> Opponent {
    let known = await baseline(of: suite, tuple: tuple)
    var opponent = await opponent(of: suite, tuple, known, confirms)
    if !known.gained.isEmpty, opponent.arm == nil {
      let other = await self.opponent(of: suite, tuple, known.withoutAcceptance(of: suite), confirms)
      if let arm = other.arm {
        (opponent.arm, opponent.isUnclear, opponent.heldToBase) = (arm, other.isUnclear, known.gained)
      } else {
        opponent = other
      }
    }
    if opponent.ability == .sameVersion { opponent.recordingDoubt = await recordingDoubt(about: suite) }
    opponent.anchor = await pinned(suite, besides: opponent.usable)
    return opponent
  }

  private func opponent(
    of suite: Suite, _ tuple: RunTuple, _ known: SuiteBaselines, _ confirms: Bool
  ) async -> Opponent {
    let accepted = known.accepted
    let past = await pastPrograms(of: suite, tuple, known.stored)
    var opponent = unpinned(
      suite, tuple, confirms, known.stored, past, isAcceptedHere: accepted?.waits == nil && accepted != nil)
    (opponent.accepted, opponent.replaced) = (accepted, known.replaced)
    opponent.editedProgram = past.since.edit(of: suite)
    return opponent
  }

  /// What is known of the programs behind a suite and those before them.
  private struct PastPrograms {
    var since = ProgramsSince.unasked
    /// Whether what is stored was made by other files than the base has.
    var isOutdated = false
    /// Why the base's cannot be started; nil where they can.
    var obstacle: String?
  }

  private func pastPrograms(of suite: Suite, _ tuple: RunTuple, _ stored: StoredBaseline) async -> PastPrograms {
    guard suite.asksPrograms, case .revision(_, let files, let project) = place else { return PastPrograms() }
    let before = project?.suite(named: suite.name)
    let arm = before.map(suite.asked(as:)) ?? suite
    var past = PastPrograms(since: await programs(of: suite, since: arm), obstacle: arm.unpreparedRoute)
    if let route = await arm.boundRoute(in: files) {
      past.obstacle =
        "route `\(route)` starts a program by its place on this disk, so its base version cannot be run: name it from the folder of its file"
    }
    if past.since == .same, case .found(let baseline) = stored, !baseline.tuple.namesPrograms(like: tuple, of: suite) {
      past.isOutdated = await arm.isMadeOtherwise(than: baseline.tuple, in: files)
    }
    return past
  }

  /// Where the very results of the baseline are pinned there is nothing more to compare with.
  private func pinned(_ suite: Suite, besides stored: Baseline?) async -> StoredBaseline? {
    do {
      guard let pinned = try await anchor(of: suite) else { return nil }
      if let stored, stored.cases == pinned.cases { return nil }
      return .found(pinned)
    } catch {
      workspace.say([error])
      return .unreadable("the anchor of \(suite.name) cannot be read: \(error.message)")
    }
  }

  private func unpinned(
    _ suite: Suite, _ tuple: RunTuple, _ confirms: Bool, _ stored: StoredBaseline, _ programs: PastPrograms,
    isAcceptedHere: Bool
  ) -> Opponent {
    var isOwn = false
    if case .found(let baseline) = stored { isOwn = baseline.tuple.isProvenSame(as: tuple, of: suite) }
    let why = "\(reference?.text ?? "the base") is no revision that could be asked again"
    guard case .revision(_, _, let project) = place else {
      return Opponent(stored: stored, ability: isOwn ? .sameVersion : .impossible(why))
    }
    let isSame = programs.since.doubt.map(SuiteConfirmation.Ability.unclear) ?? .sameVersion
    if isOwn, isAcceptedHere { return Opponent(stored: stored, ability: isSame) }
    guard let project, let before = project.suite(named: suite.name) else {
      if isOwn { return Opponent(stored: stored, ability: isSame) }
      return Opponent(
        stored: stored,
        ability: .impossible(
          project == nil ? "the configuration does not load at the base" : "the suite is not there at the base"))
    }
    let arm = suite.asked(as: before)
    var opponent = Opponent(stored: stored, ability: confirms ? .possible : .off)
    if case .found(let baseline) = stored { opponent.isStale = !baseline.tuple.isSameVersion(as: arm.tuple) }
    // Not changed since it was accepted. Where the base has another version by now, going back to the accepted one is a change.
    if isOwn, !opponent.isStale, programs.since.doubt == nil { return Opponent(stored: stored, ability: .sameVersion) }
    let cases = before.evalset.headers
    let names = CaseNames(from: cases, to: suite.evalset.headers)
    opponent.knownCases = cases.map { BaseResults.Case($0.called(names.name(of: $0.id))) }
    opponent.tuple = arm.tuple
    let isSameText = arm.tuple.isSameVersion(as: suite.tuple)
    if arm.tuple.isProvenSame(as: suite.tuple, of: arm) {
      opponent.ability = .sameVersion
    } else if isSameText, programs.isOutdated, programs.since == .same {
      // What is stored is of a program from before the base.
      (opponent.ability, opponent.isStale) = (.sameVersion, true)
    } else if let why = programs.obstacle {
      // What the program says of itself goes before what nobody can tell.
      let isSaid = if case .found(let baseline) = stored { !baseline.tuple.isSameVersion(as: tuple) } else { false }
      let doubt = isSameText && !isSaid ? programs.since.doubt : nil
      opponent.ability = doubt.map(SuiteConfirmation.Ability.unclear) ?? .impossible(why)
    } else {
      (opponent.arm, opponent.isUnclear) = (arm, programs.since.doubt != nil)
    }
    if isHead { opponent.standOnTargetBranch(suite) }
    return opponent
  }
}

extension Suite {
  /// Whether a program of the user's answers or decides.
  var runsPrograms: Bool { policy?.program != nil || asksPrograms }

  /// That a program behind the route says not how it is made ready in a checkout of the base.
  fileprivate var unpreparedRoute: String? {
    route.targets.contains { $0.provider == "exec" && $0.options["prepare"] == nil }
      ? "route `\(route.name)` runs a program without `prepare`, so its base version cannot be run" : nil
  }
}

extension DiagnosticCode {
  static let staleBaseline = DiagnosticCode(
    "baseline/stale",
    "The accepted results were made by another prompt, policy or route than the base revision has. They say nothing of it, so the base version is asked itself."
  )
}
