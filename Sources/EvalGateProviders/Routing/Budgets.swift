import EvalGateCore

/// The books that one route's calls are entered in: the run's, the suite's, the route's own.
///
/// Reserved in this order everywhere and all or none, so that no two calls can wait for each other.
struct Budgets: Sendable {
  private let ledgers: [BudgetLedger]

  init(_ ledgers: [BudgetLedger]) { self.ledgers = ledgers }

  /// Whether anything is bounded, so that an answer has to say what it used.
  var areBounded: Bool { ledgers.contains { !$0.isUnlimited } }

  /// Sets the worst case of a call aside in every book.
  /// - Throws: a failure with reason `budget` where one has too little left, or `cancelled`.
  func reserve(_ worst: BudgetLedger.Amount) async throws(GenerationFailure) {
    var done: [BudgetLedger] = []
    for ledger in ledgers {
      do throws(GenerationFailure) {
        try await ledger.reserve(worst)
      } catch {
        for ledger in done { ledger.settle(worst, actual: BudgetLedger.Amount()) }
        throw error
      }
      done.append(ledger)
    }
  }

  /// The same for a call that is not worth waiting for.
  /// - Returns: whether every book has room for it at once.
  func reserveAtOnce(_ worst: BudgetLedger.Amount) -> Bool {
    for (place, ledger) in ledgers.enumerated() where !ledger.reserveAtOnce(worst) {
      for done in ledgers[..<place] { done.settle(worst, actual: BudgetLedger.Amount()) }
      return false
    }
    return true
  }

  /// Puts what a call really cost in the place of what was set aside.
  func settle(_ worst: BudgetLedger.Amount, actual: BudgetLedger.Amount) {
    for ledger in ledgers { ledger.settle(worst, actual: actual) }
  }
}
