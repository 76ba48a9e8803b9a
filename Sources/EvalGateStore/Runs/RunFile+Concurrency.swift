public import EvalGateCore

extension RunFile {
  /// Makes something of every trial, several tasks at once, and hands it on in plan order. A few hundred kilobytes for each
  /// processor are in memory at a time.
  ///
  /// - Parameters:
  ///   - count: what can be made of a trial that passed without looking at its answer, for whoever only looks at what a run
  ///     concluded; nil where the whole line is needed.
  ///   - make: of a whole line. Both are called from many tasks, in any order.
  ///   - body: called in the order of the plan.
  /// - Throws: what the first of the trials throws that throws anything.
  public func forEachRecord<Made: Sendable>(
    counting count: (@Sendable (TrialHead) -> Made?)? = nil,
    making make: @escaping @Sendable (CaseRecord) throws -> Made, _ body: (Made) throws -> Void
  ) async throws {
    var stretches = stretches(of: .trial)[...]
    try await inOrder({ stretches.popFirst() }, make: { self.part($0, count, make) }) { part in
      for made in part.made { try body(made) }
      if let failure = part.failure { throw failure }
      return true
    }
  }

  /// What came of one stretch, up to the first trial that failed.
  private struct Part<Made: Sendable>: Sendable {
    var made: [Made] = []
    var failure: (any Error)?
  }

  private func part<Made>(
    _ stretch: LineStretch, _ count: ((TrialHead) -> Made?)?, _ make: (CaseRecord) throws -> Made
  ) -> Part<Made> {
    var part = Part<Made>()
    part.made.reserveCapacity(stretch.lines.count)
    do {
      let bytes = try read(stretch)
      for line in stretch.lines {
        let range = Self.range(of: line, in: stretch)
        let isAll = beside.line(beside: line) == nil
        let counted = isAll ? count.flatMap { CaseHead(ofPassing: range, in: bytes)?.trialHead.flatMap($0) } : nil
        part.made.append(try counted ?? make(record(line, Self.cut(line, from: bytes, stretch))))
      }
    } catch {
      part.failure = error
    }
    return part
  }
}
