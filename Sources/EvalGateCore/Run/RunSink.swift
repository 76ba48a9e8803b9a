/// Where finished trials go as they are finished. Called from many tasks at once.
public protocol RunSink: Sendable {
  /// - Throws: when the line could not be kept; the run then stops, because nothing may be lost.
  func append(_ record: CaseRecord) throws
  /// Keeps what a program said, before the record that was judged by it.
  func append(_ opinion: Opinion) throws
  /// Keeps what a trial cost that has no result, because our own stopping cancelled it after something was sent.
  func append(dropped record: CaseRecord) throws
  /// Keeps what a second route answered, after the trial that it was asked beside.
  ///
  /// - Parameters:
  ///   - trial: nil where nothing came of that.
  ///   - ordinal: its place in the plan.
  func append(_ answer: ShadowAnswer, beside trial: JudgedTrial?, at ordinal: Int) throws
}

extension RunSink {
  /// Nothing, where nobody goes on with what is kept.
  public func append(dropped record: CaseRecord) throws {}
  /// Nothing, where no second route is asked.
  public func append(_ answer: ShadowAnswer, beside trial: JudgedTrial?, at ordinal: Int) throws {}
}

/// A trial as it was judged.
public struct JudgedTrial: Sendable {
  public let record: CaseRecord
  /// What programs said of it.
  public let opinions: [Opinion]

  public init(_ record: CaseRecord, _ opinions: [Opinion]) {
    self.record = record
    self.opinions = opinions
  }
}

extension CaseRecord {
  /// Whether our own stopping cancelled it before it had a result: whoever goes on with the run asks it again.
  package var isDropped: Bool { candidate.failure?.reason == .cancelled && passFail == .error }
}
