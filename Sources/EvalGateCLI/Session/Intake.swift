import EvalGateCore
import EvalGatePolicy
import EvalGateStore

/// Counts what a run recorded, under the policies that decide.
struct Intake: Sendable {
  let collector: RunCollector
  /// Names of suites whose text is hostile by design.
  let safety: Set<String>
  let policies: HeldPolicies

  /// - Parameter planned: the cases that are going to come, to share what is known of them.
  init(_ suites: [Suite], _ policies: HeldPolicies, _ planned: PlannedCases? = nil) {
    collector = RunCollector(planned, refusalClass: { RefusalReading.refusalClass(of: $0) })
    safety = Set(suites.filter { $0.evalset.kind == .safety }.map(\.name))
    self.policies = policies
  }

  func take(_ opinion: Opinion) { policies.hear(opinion) }

  func take(_ record: CaseRecord, _ opinions: [Opinion]? = nil) throws {
    let held = try policies.held(record, opinions)
    collector.add(held ?? record, isSafety: safety.contains(record.suite), own: held == nil ? nil : record)
  }

  func take(confirmation record: CaseRecord, _ opinions: [Opinion]? = nil) throws {
    collector.add(confirmation: try policies.held(record, opinions) ?? record)
  }

  /// Everything that a run's file holds.
  func take(_ file: RunFile) throws {
    let said = file.opinionsByOrdinal
    try file.forEachRecord { try take($0, said[$0.ordinal]) }
    try file.forEachConfirmation { try take(confirmation: $0, said[$0.ordinal]) }
  }
}
