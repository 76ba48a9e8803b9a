import EvalGateCore
import EvalGateStore

/// A finished trial is in the file before it counts.
struct JournalSink: RunSink {
  let journal: Journal
  let intake: Intake
  let events: EventStream?
  /// By ordinal: what earlier attempts cost.
  let before: [Int: SpentBefore]
  /// By ordinal: what earlier attempts at an answer beside a trial cost.
  let besideBefore: [Int: SpentBefore]

  func append(_ record: CaseRecord) throws {
    if before.isEmpty { try keep(record) } else { try keep(record.spent(before)) }
  }

  private func keep(_ record: CaseRecord) throws {
    try journal.append(record)
    // Where nobody follows the run, the record as it counts is not made for each case.
    guard let events else { return intake.take(try intake.weighed(record)) }
    try events.add(try intake.take(record) ?? record)
  }

  func append(_ opinion: Opinion) throws {
    try journal.append(opinion)
    intake.take(opinion)
  }

  /// In the journal alone: as an error, which is tried again by whoever goes on with the run.
  func append(dropped record: CaseRecord) throws { try journal.append(record.spent(before)) }

  func append(_ answer: ShadowAnswer, beside trial: JudgedTrial?, at ordinal: Int) throws {
    var answer = answer
    answer.before = besideBefore[ordinal]
    try journal.append(answer, beside: trial, at: ordinal)
    if let trial, !trial.record.isDropped { try intake.take(answer, beside: trial) }
  }
}

/// Fresh trials stand apart from the run's own.
struct ConfirmationSink: RunSink {
  let journal: Journal
  let intake: Intake
  /// By ordinal: what earlier attempts cost.
  let before: [Int: SpentBefore]

  func append(_ record: CaseRecord) throws {
    let record = record.spent(before)
    try journal.append(confirmation: record)
    try intake.take(confirmation: record)
  }

  func append(_ opinion: Opinion) throws {
    try journal.append(opinion)
    intake.take(opinion)
  }

  func append(dropped record: CaseRecord) throws { try journal.append(confirmation: record.spent(before)) }
}

extension CaseRecord {
  /// The record with what earlier attempts at it cost.
  fileprivate func spent(_ before: [Int: SpentBefore]) -> CaseRecord {
    guard let spent = before[ordinal] else { return self }
    var record = self
    record.candidate.before = spent
    return record
  }
}
