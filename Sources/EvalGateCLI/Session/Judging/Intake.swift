import EvalGateCore
import EvalGatePolicy
import EvalGateStore

/// Counts what a run recorded, under the policies that decide.
struct Intake: Sendable {
  let collector: RunCollector
  /// Names of suites whose text is hostile by design.
  let safety: Set<String>
  let policies: HeldPolicies

  /// - Parameters:
  ///   - planned: the cases that are going to come, to share what is known of them.
  ///   - header: of a run that is read again, which may have been made under policies that are gone.
  init(_ suites: [Suite], _ policies: HeldPolicies, _ planned: PlannedCases? = nil, of header: RunHeader? = nil) {
    let heldBack = HeldBack(suites, of: header?.tuples ?? [], and: policies)
    collector = RunCollector(
      planned, refusalClass: { RefusalReading.refusalClass(of: $0) }, mask: { heldBack.masked($0) })
    safety = Set(suites.filter { $0.evalset.kind == .safety }.map(\.name))
    self.policies = policies
  }

  func take(_ opinion: Opinion) { policies.hear(opinion) }

  /// - Returns: the trial as it counts under the base's stricter policy; nil where it counts as it is.
  @discardableResult
  func take(_ record: CaseRecord, _ opinions: [Opinion]? = nil) throws -> CaseRecord? {
    let held = try asHeld(record, opinions)
    collector.take(counted(record, held))
    return held
  }

  /// Counts what a second route answered beside a trial that is counted already.
  func take(_ answer: ShadowAnswer, beside trial: JudgedTrial) throws {
    var record = trial.record
    record.candidate.shadows = [answer]
    let counted = try asHeld(record, trial.opinions) ?? record
    for answer in counted.candidate.shadows { collector.take(answer, beside: counted) }
  }

  /// Counts everything anew from what stands in a run's file now, each trial once and as it was last judged.
  func recount(_ file: RunFile) throws {
    let counted = collector.reset()
    let said = file.opinionsByOrdinal
    try file.forEachRecord { record in
      if counted.trials.contains(record.ordinal) { try take(record, said[record.ordinal]) }
    }
    try file.forEachConfirmation { record in
      if counted.confirmations.contains(record.ordinal) { try take(confirmation: record, said[record.ordinal]) }
    }
  }

  /// What counts of a record under the base's stricter policy, which may be asked from several tasks at once.
  func weighed(_ record: CaseRecord, _ opinions: [Opinion]? = nil) throws -> CountedTrial {
    guard policies.holdAny else { return collector.counted(record, isSafety: safety.contains(record.suite)) }
    return counted(record, try asHeld(record, opinions))
  }

  /// What counts of a kept trial that passed, without its answer; nil where that has to be looked at.
  func weighed(_ head: TrialHead) -> CountedTrial? {
    let suite = head.summary.suite
    return safety.contains(suite) || policies.holds(suite) ? nil : collector.counted(head)
  }

  /// The record as the base's policy decides, which says so of what is due to that; nil where the change's own decision stands.
  private func asHeld(_ record: CaseRecord, _ opinions: [Opinion]?) throws -> CaseRecord? {
    try policies.held(record, opinions)?.attributed(besides: record)
  }

  func take(_ weighed: CountedTrial) { collector.take(weighed) }

  private func counted(_ record: CaseRecord, _ held: CaseRecord?) -> CountedTrial {
    let isSafety = safety.contains(record.suite)
    guard let held else { return collector.counted(record, isSafety: isSafety) }
    return collector.counted(held, isSafety: isSafety, own: record)
  }

  func take(confirmation record: CaseRecord, _ opinions: [Opinion]? = nil) throws {
    collector.add(confirmation: try asHeld(record, opinions) ?? record)
  }

  /// Everything that a run's file holds.
  func take(_ file: RunFile) async throws {
    let said = file.opinionsByOrdinal
    try await file.forEachRecord(counting: weighed, making: { try weighed($0, said[$0.ordinal]) }) { take($0) }
    try file.forEachConfirmation { try take(confirmation: $0, said[$0.ordinal]) }
  }
}
