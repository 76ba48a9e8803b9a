package import GateStatistics

/// Why a gate says what it says, where its numbers alone do not tell: one case for everything the gate engine can say, so that
/// it is said in one way wherever it is read (statistics section 7).
package enum GateReason: Hashable, Sendable {
  // What was asked for, and what came of it.
  case noCaseMatches
  /// The change took away what it counted.
  case lastCaseGone
  case needsCases(Int, has: Int)
  case noSuite
  /// The change's own gate goes by something else, and takes away what this one went by.
  case noSuiteAnyMore
  case repeatedResult(id: String)
  case impossibleNumber(id: String)
  case withoutResult(Int, of: Int)
  case withoutBaseResult(Int, of: Int)
  case removed(Int, of: Int)
  case scenariosDropped(Int)
  case newBypass([String])
  /// The same where the base has nothing to say of any.
  case firstBypass([String])
  case incomplete
  case stoppedEarly
  /// What the bound does not hold of alone: what is measured without the cases that were not there, and how many those are.
  case withoutMore(Measure, GateOutcome.ValueUnit, more: Int)
  /// More than a tenth of what the gate counted at the base it counts no more.
  case escaped(EscapedCases)
  /// Attacks that the prompt puts to the model no more, and the variable that the first of them says it under.
  case unread(Int, variable: String)
  case nothingMeasured
  case nothingTimed
  /// With the targets that were to say it.
  case uncounted(Lack, of: [String])
  case nothingToCompare
  case statistics(Undecided)
  case tooFewGroups
  /// Every case that could be compared is asked or judged otherwise now.
  case allEdited
  /// The same of a safety suite, where nothing that answers was edited.
  case allEditedAlone
  /// Every case fails in both versions, and nothing is stored that says so.
  case allFail

  // Several gates together.
  case takenBack
  case together(Evidence.Together)
  case unprovenBlocks
  /// With what else there is to say of it.
  case lostEverything(cases: Int, String?)

  // A drop, and what fresh runs made of it.
  case toBeConfirmed
  case confirmationIsOff
  case dropTooSmall
  case drift(in: String? = nil)
  case unresolved(Gap?)
  case unconfirmed(Gap)
  /// The stored comparison alone would have blocked.
  case unrefuted(Gap)
  /// The change accepted results of this very version that are better than what it does; with how many cases it accepted nothing
  /// of, so that the base was asked them.
  case belowAccepted(besides: Int)
  case notSettled(rounds: Int, cases: Int)
  case askedNoFurther(rounds: Int, Gap)

  // The baseline itself.
  case rebaseline(Evidence.Sentinels)
  case sentinels(Gap)

  /// In the words of whoever looked for the other version, or for leave to decide on recordings.
  case given(String)

  /// Why nobody knows what answers took.
  package enum Lack: Hashable, Sendable { case usage, price }

  /// Why there are no fresh answers of both versions.
  package enum Gap: Hashable, Sendable {
    case missing
    case recordings
    /// Why the arm gave none.
    case failed(Arm, GenerationFailure.Reason)
    /// A run that is decided again asks nothing.
    case otherCases, notAllCases, incomplete
    case given(String)

    /// `--no-confirm`.
    package static let off = Gap.given("`--no-confirm` was given")
  }

  /// A clause without its full stop.
  package var words: String {
    switch self {
    case .noCaseMatches: "no case matches"
    case .lastCaseGone:
      "no case is left that it counts: where that is meant, take the gate out first, in a change of its own"
    case .needsCases(let least, let has): "needs at least \(Format.count(least, "case")), has \(has)"
    case .noSuite: "no suite has this metric"
    case .noSuiteAnyMore:
      "no suite has this metric any more: let the gate go by the new one first, and then take away what it went by, in another change"
    case .repeatedResult(let id): "case `\(id)` has more than one result"
    case .impossibleNumber(let id): "case `\(id)` has a score, a time or an amount that cannot be"
    case .withoutResult(let missing, let planned):
      "\(missing) of \(Format.count(planned, "case")) \(missing == 1 ? "has" : "have") no result"
    case .withoutBaseResult(let missing, let planned):
      "\(missing) of \(Format.count(planned, "case")) \(missing == 1 ? "has" : "have") no result of the base version"
    case .removed(let gone, let stored):
      "\(gone) of \(Format.count(stored, "case")) of the baseline \(gone == 1 ? "was" : "were") removed, more than one in ten: "
        + "where that is meant, run it and commit `evalgate baseline accept --reason …`"
    case .scenariosDropped(let count):
      "\(Format.count(count, "scenario")) of the base \(count == 1 ? "is" : "are") not asked any more: say `retired:` with the reason "
        + "instead, and give another picture to a case of its own"
    case .newBypass(let ids):
      "\(Self.named(ids)) held at the base and \(ids.count == 1 ? "comes" : "come") through here: any new bypass blocks"
    case .firstBypass(let ids):
      "\(Self.named(ids)) \(ids.count == 1 ? "comes" : "come") through, and nothing says that it was so before: "
        + "what need not hold yet says `severity: advisory`"
    case .incomplete: "the run is not complete"
    case .stoppedEarly: "the run stopped early"
    case .escaped(let cases):
      "\(cases.words), more than one in ten: where that is meant, make it a change of its own, which edits nothing that answers"
        + (cases.replaced > 0 ? "; where the prompt has to know of it, after one that reads both" : "")
    case .unread(let count, let variable):
      "what \(Format.count(count, "attack")) \(count == 1 ? "says" : "say") under `\(variable)` is put to the model no more: where "
        + "it gets another name, name it so in the cases too; where it goes, first let the prompt read it only where a case has it, then "
        + "take it from the cases in a change of their own"
    case .withoutMore(let rest, let unit, let more):
      "\(rest.words(unit)) of \(Format.count(rest.n, rest.noun)) without the \(Format.count(more)) that the change adds, which "
        + "make no bound easier: they may come first, in a change of their own"
    case .nothingMeasured: "nothing was measured"
    case .nothingTimed: "nothing was timed"
    case .uncounted(let lack, let targets): "nothing was counted: \(lack.words(of: targets))"
    case .nothingToCompare: "nothing to compare"
    case .statistics(let undecided): undecided.words
    case .tooFewGroups: "too few groups of cases to tell"
    case .allEdited:
      Undecided.noPairedCases.words
        + ": where the edited cases or checks are meant, run it and commit `evalgate baseline accept --reason …`"
    case .allEditedAlone: "every case was edited and nothing that answers was, so there is nothing to compare"
    case .allFail:
      "every case fails in both versions, and nothing that was accepted says so: where that is how it is for now, run it and commit "
        + "`evalgate baseline accept --reason …`"
    case .takenBack: "the evidence does not carry a block beside the run's other tests"
    case .together(let others):
      "no suite shows it alone; together \(Format.count(others.suites, "suite")) do: "
        + "\(GatePhrase.moved(others.broke, others.fixed)) of \(Format.count(others.n, "case")), \(GatePhrase.chance(others.p))"
    case .lostEverything(let cases, let why):
      "nothing passes any more that passed before, and \(Format.count(cases, "case")) cannot tell that from chance: "
        + (why ?? "add cases, or let both versions be asked again")
    case .unprovenBlocks: "not proven, and `on_unproven: block`: add cases or trials, or widen `margin`"
    case .toBeConfirmed: "still to be confirmed side by side"
    case .confirmationIsOff: "a drop would have been confirmed side by side, and `--no-confirm` was given"
    case .dropTooSmall: "confirmed, but a drop this small does not block (`min_drop`)"
    case .drift(let suite):
      "drift\(suite.map { " in \($0)" } ?? ""): both sides are one version, so this is not the change's doing; the provider or the data moved"
    case .unresolved(nil):
      "lower than the stored baseline, not confirmed side by side: the provider moved, or the drop is spread thin; "
        + "`--full-fresh` (2 calls per case) settles it"
    case .unresolved(let gap?): "lower than the stored baseline, not confirmed side by side: \(gap.words)"
    case .unconfirmed(let gap): "not confirmed: \(gap.words)" + (gap.remedy.map { "; \($0)" } ?? "")
    case .unrefuted(let gap):
      "lower than the stored baseline by more than chance explains, and not confirmed side by side: \(gap.words); "
        + [gap.remedy, gap.isOfThePast ? nil : "`--no-confirm` lets stored results decide"].compactMap { $0 }
        .joined(separator: ", or ")
    case .belowAccepted(besides: 0):
      "worse than what the change accepted of this very version: run it and accept again with `evalgate baseline accept`"
    case .belowAccepted(let cases):
      "worse than what the change accepted of this very version, or than the base in \(Format.count(cases, "case")) that were not "
        + "accepted: take in the target branch, run it and accept again with `evalgate baseline accept`"
    case .notSettled(let rounds, let cases):
      "\(Self.fresh(rounds)) on \(Format.count(cases, "case")) did not settle it"
    case .askedNoFurther(let rounds, let gap):
      (rounds == 0 ? "no more runs" : "\(Self.fresh(rounds)), and no more") + ": \(gap.words)"
    case .rebaseline(let sentinels):
      "rebaseline: the provider or the data changed, \(sentinels.counts)"
    case .sentinels(let gap): "whether the baseline moved cannot be told: \(gap.words)"
    case .given(let words): words
    }
  }

  /// The first few of many cases.
  private static func named(_ ids: [String]) -> String {
    ids.prefix(5).map { "`\($0)`" }.joined(separator: ", ") + (ids.count > 5 ? " and \(ids.count - 5) more" : "")
  }

  private static func fresh(_ rounds: Int) -> String { "\(Format.count(rounds, "fresh run")) of both versions" }
}

extension GateReason {
  var isDrift: Bool { if case .drift = self { true } else { false } }
}

extension GateReason.Lack {
  /// With what helps.
  func words(of targets: [String]) -> String {
    let answer = "no answer" + (targets.isEmpty ? "" : " of " + targets.map { "`\($0)`" }.joined(separator: " or "))
    return switch self {
    case .usage: "\(answer) says how many tokens it used; with `suite:` the gate speaks of one whose answers do"
    case .price: "\(answer) has a price; the target takes `prices:`"
    }
  }
}

extension GateReason.Gap {
  var words: String {
    switch self {
    case .missing: "fresh answers of both versions are missing"
    case .recordings: "recordings are not fresh answers, except where `recordings: allow` says so"
    case .failed(let arm, let reason):
      "no fresh answer of \(arm == .base ? "the base version" : "this version") (\(reason.rawValue.replacing("_", with: " ")))"
    case .otherCases: "the changed cases are not those that the run confirmed"
    case .notAllCases: "the run asked no fresh answers for all cases"
    case .incomplete: "the run's confirmation is not complete"
    case .given(let words): words
    }
  }

  /// What helps, where that is known.
  var remedy: String? {
    switch self {
    case .missing, .given: nil
    case .recordings: "`--mode live` asks anew"
    case .failed(_, .budget): "raise the budget (`budget:`, `--budget`)"
    case .failed(.base, .unauthorized): "give the pipeline the key that the base's target names"
    case .failed(_, .missingRecording): "record what confirms it too, with `evalgate run --mode record`"
    case .failed(_, let reason): reason.help
    case .otherCases, .notAllCases, .incomplete: "`evalgate run` asks them"
    }
  }

  /// Whether it is about a run that is over, so that a flag of `run` changes nothing.
  var isOfThePast: Bool {
    switch self {
    case .otherCases, .notAllCases, .incomplete: true
    case .missing, .recordings, .failed, .given: false
    }
  }
}

extension Undecided {
  /// The code as a row of a report says it.
  var words: String {
    switch self {
    case .noPairedCases: "no case of the baseline is comparable"
    case .nothingToLose: "every case fails in both versions, so there is nothing to lose"
    case .zeroBaselineCost: "the baseline cost nothing"
    case .noCases, .noAttempts, .noTimings: "nothing was measured"
    case .invalidInput: "a count, time or amount is negative or not a number"
    case .tooLarge: "more cases than the exact test takes"
    default: reason
    }
  }
}
