import EvalGateCore
import EvalGateStore

extension Gating.Contest {
  /// The suites of a run that is over, with what it recorded and what stands against them now. Nothing can be asked.
  static func all(
    of file: RunFile, _ suites: [Suite], _ results: RunResults, against base: Base
  ) async throws -> [Gating.Contest] {
    let (confirmed, confirms) = (file.confirmedSets, file.confirming.confirms)
    var contests: [Gating.Contest] = []
    for suite in suites {
      let tuple = file.header.tuples.first { $0.suite == suite.name } ?? suite.tuple
      var opponent = await base.opponent(of: suite, tuple: tuple)
      if case .run(let run) = base.place, case .found(let baseline) = opponent.stored {
        let others = baseline.differing(from: results.outcomes.cases(of: suite.name))
        opponent.stored = .found(try baseline.withExcerpts(of: others, from: run))
      }
      if opponent.ability == .possible {
        opponent.ability = confirms ? .recorded(confirmed[suite.name] ?? []) : .off
      }
      contests.append(
        Gating.Contest(
          suite: suite, planned: results.outcomes.cases(of: suite.name).map(\.header), opponent: opponent,
          asked: Set(results.outcomes.cases(of: suite.name, arm: .base).map(\.id)),
          seed: file.seed(of: suite), progress: try file.progress(of: suite)))
    }
    return contests
  }
}

extension Baseline {
  /// Cases that a reader may want to see side by side: their outputs differ, or not all is well now.
  fileprivate func differing(from outcomes: [CaseOutcome]) -> Set<String> {
    let before = Dictionary(cases.map { ($0.id, $0.outputDigest) }, uniquingKeysWith: { first, _ in first })
    return Set(
      outcomes.lazy.filter { now in
        guard let known = before[now.id] else { return false }
        return known != now.outputDigest || now.trials.contains { $0.passFail != .pass }
      }.map(\.id))
  }
}

extension RunFile {
  /// Orders a suite's cases as the run did.
  func seed(of suite: Suite) -> UInt64 {
    SuiteConfirmation.seed(of: header.tuples.first { $0.suite == suite.name } ?? suite.tuple)
  }

  /// Where a suite stopped early; nil where it did not, or where its cases are others now.
  /// - Throws: `Diagnostic` when the run cannot be read.
  func progress(of suite: Suite) throws -> EarlyProgress? {
    let stops = gates.filter { $0.suites.contains(suite.name) }.flatMap(\.evidence).compactMap { fact -> Int? in
      if case .stoppedEarly(let done, _, _) = fact { done } else { nil }
    }
    guard let done = stops.first else { return nil }
    let cases = suite.evalset.cases
    let planned = (0..<cases.count).map { cases.header(at: $0) }.filter(header.selection.accepts)
    let progress = EarlyProgress(
      order: EarlyProgress(planned: planned, seed: seed(of: suite)).order, done: done, isOver: true)
    return try Set(progress.asked) == Set(outcomes().cases(of: suite.name).map(\.id)) ? progress : nil
  }

  /// How the run was asked to confirm, as far as its evidence shows it: flags are not part of the configuration.
  var confirming: ConfirmSettings {
    var settings = ConfirmSettings()
    settings.confirms = !gates.contains(where: \.wasNotToBeConfirmed)
    for fact in gates.flatMap(\.evidence) {
      switch fact {
      case .sentinels(let sentinels): settings.sentinels = max(settings.sentinels ?? 0, sentinels.cases)
      // Where runs on every case had no share of the error, none were to be made.
      case .confirmation(let confirmation) where confirmation.form == .fresh:
        settings.fullFresh = settings.fullFresh && confirmation.shares.whole != nil
      default: break
      }
    }
    return settings
  }

  /// The sets of cases that were looked at again, by suite, as the gates recorded them.
  var confirmedSets: [String: [Set<String>]] {
    var sets: [String: [Set<String>]] = [:]
    for confirmation in gates.flatMap(\.confirmations) {
      sets[confirmation.suite, default: []].append(Set(confirmation.cases))
    }
    return sets
  }
}
