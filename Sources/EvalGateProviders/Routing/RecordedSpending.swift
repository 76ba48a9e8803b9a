public import EvalGateCore

extension BudgetLedger.Amount {
  /// What a recorded trial cost when it was asked, as the books of that run had it.
  ///
  /// A request that may have been charged and of which nobody said what it used counts with its worst case, as it did then, and so does
  /// an answer that lost to another one. What earlier attempts at the trial cost is no part of it.
  ///
  /// - Parameters:
  ///   - record: the trial; one that was answered from a recording cost nothing.
  ///   - suite: whose prompt and route it was asked by.
  public init(spentOn record: CaseRecord, by suite: Suite) {
    self.init()
    let candidate = record.candidate
    guard candidate.source == .live else { return }
    tokens = candidate.answer.usage?.total ?? 0
    usd = candidate.cost ?? 0
    for rival in record.rivals { self = self + Self(spentOn: rival) }
    for booked in candidate.hops.compactMap(\.booked) { self = self + Self(booked) }
    let isBooked = candidate.hops.contains { $0.booked != nil }
    var uncounted = !isBooked && candidate.failure == nil && candidate.answer.usage?.total == nil ? 1 : 0
    // The file says how many there were, and may say anything.
    for hop in candidate.hops where hop.booked == nil {
      // Lines of older versions do not count them.
      let tries = hop.failure?.mayHaveCost == true ? max(hop.tries, hop.uncounted) : hop.uncounted
      uncounted = min(uncounted + min(max(tries, 0), Self.mostTries), Self.mostTries)
    }
    guard uncounted > 0 else { return }
    self = self + Self.worst(of: record, by: suite).times(uncounted)
  }

  /// What earlier attempts at a trial cost.
  public init(_ before: SpentBefore) {
    self.init(tokens: before.known.tokens ?? 0, usd: before.known.usd ?? 0)
    self = self + Self(before.booked)
  }

  private init(_ booked: Booked) { self.init(tokens: booked.tokens, usd: booked.usd) }

  /// More than any patience of a route comes to; a journal that says more is no measure of money.
  private static let mostTries = 1_000_000

  private func times(_ count: Int) -> Self {
    let (all, overflow) = tokens.multipliedReportingOverflow(by: count)
    return Self(tokens: overflow ? .max : all, usd: usd * Double(count))
  }

  /// What was asked beside the answer that counts cost, with earlier attempts at it.
  public init(spentOn answer: ShadowAnswer) { self.init(SpentBefore(upTo: answer)) }

  private static func worst(of record: CaseRecord, by suite: Suite) -> Self {
    let targets = suite.route.targets
    guard let target = targets.first(where: { $0.name == record.candidate.target }) ?? targets.first,
      let reader = try? TargetReader(target)
    else { return Self() }
    let asked = KeyedTarget(reader, revisions: nil)
    let request = asked.request(GenerationRequest(messages: record.messages, parameters: suite.prompt.parameters))
    return WorstCase.amount(
      of: request, inputBytes: record.messages.reduce(0) { $0 + $1.text.utf8.count }, at: asked)
  }
}

extension GenerationFailure.Reason {
  /// Whether what ended so had been sent, so that it may be on the bill.
  fileprivate var mayHaveCost: Bool {
    switch self {
    case .timeout, .unreadable, .missingUsage, .program, .cancelled: true
    case .connection, .server, .rateLimited, .unauthorized, .outOfCredit, .badRequest, .refused, .missingRecording,
      .budget, .deadline, .fallback, .secret, .other:
      false
    }
  }
}
