import EvalGateCore
import EvalGateProviders
import EvalGateStore

/// Looks at each line of a journal that a run goes on with: whether it is of this plan, whether what programs said of it is there,
/// and what it cost.
struct EarlierResults {
  /// What was spent on one arm of a suite.
  struct Spent: Sendable {
    let suite: Suite
    var amount: BudgetLedger.Amount
    /// Beside it, on another route.
    var beside: BudgetLedger.Amount
  }

  private let plan: Plan
  private var spending: [Place: Spent] = [:]
  /// By ordinal, of results that may be asked again: what it cost to get there.
  private(set) var before: [Int: SpentBefore] = [:]
  /// By ordinal: what a second route cost beside a trial, with every attempt. Each line tells of those before it.
  private(set) var beside: [Int: SpentBefore] = [:]
  /// By ordinal: keys of programs that were heard.
  private var said: [Int: Set<String>] = [:]
  /// By ordinal: keys of programs that a result was judged by.
  private var judges: [Int: Set<String>] = [:]

  private struct Place: Hashable {
    let suite: Int
    let arm: Arm
  }

  init(_ plan: Plan) { self.plan = plan }

  var spent: [Spent] {
    var copy = self
    for (ordinal, cost) in beside {
      copy.book(of: plan.entries[ordinal].suite, on: .head) { $0.beside = $0.beside + BudgetLedger.Amount(cost) }
    }
    return Array(copy.spending.values)
  }

  /// Results that lack what a program said of them: to judge by them would be to judge by half.
  var unheard: Set<Int> {
    Set(judges.lazy.filter { ordinal, needed in !needed.isSubset(of: said[ordinal] ?? []) }.map(\.key))
  }

  /// - Returns: what keeps a line from being one of this run.
  mutating func look(at line: RunLine) -> String? {
    switch line {
    case .trial(let record):
      if let why = plan.difference(of: record) { return why }
      let entry = plan.entries[record.ordinal]
      book(record, of: entry.suite)
      if record.arm == .head, let answer = record.candidate.shadows.dropFirst(record.rivals.count).last {
        beside[record.ordinal] = SpentBefore(upTo: answer)
      }
      judges[record.ordinal] = programs(judging: record, at: entry)
    case .confirmation(let record):
      if let why = plan.difference(ofConfirmation: record) { return why }
      guard let suite = plan.suites.firstIndex(where: { $0.name == record.suite }) else { return nil }
      book(record, of: suite)
    case .beside(let ordinal, let answer):
      guard plan.entries.indices.contains(ordinal), plan.entries[ordinal].arm == .head else {
        return "its place is not in the plan"
      }
      beside[ordinal] = SpentBefore(upTo: answer)
    case .opinion(let opinion): said[opinion.ordinal, default: []].insert(opinion.program)
    case .run, .gate, .end: break
    }
    return nil
  }

  private mutating func book(_ record: CaseRecord, of index: Int) {
    // What an attempt cost that has a line of its own was booked with that.
    let past = before[record.ordinal] == nil ? record.candidate.before : nil
    book(of: index, on: record.arm) { spent in
      spent.amount = spent.amount + BudgetLedger.Amount(spentOn: record, by: spent.suite)
      if let past { spent.amount = spent.amount + BudgetLedger.Amount(past) }
    }
    if record.passFail == .error { before[record.ordinal] = SpentBefore(upTo: record) }
  }

  private mutating func book(of index: Int, on arm: Arm, _ enter: (inout Spent) -> Void) {
    let suite = plan.suite(at: index, on: arm) ?? plan.suites[index]
    enter(&spending[Place(suite: index, arm: arm), default: Spent(suite: suite, amount: .init(), beside: .init())])
  }

  /// Nil where no program was asked.
  private func programs(judging record: CaseRecord, at entry: Plan.Entry) -> Set<String>? {
    guard let suite = plan.suite(at: entry.suite, on: record.arm),
      suite.policy?.program != nil || !suite.evalset.programs.isEmpty,
      let evalCase = try? suite.evalset.cases.evalCase(at: entry.caseIndex)
    else { return nil }
    return Set(suite.programs(judging: record.candidate, of: evalCase).map(\.key))
  }
}

extension GeneratorPool {
  /// Enters what a run that is gone on with has spent: a budget bounds the run, however often it is interrupted.
  func book(_ spent: [EarlierResults.Spent]) async {
    for one in spent {
      ledger.book(one.amount)
      ledger(of: one.suite)?.book(one.amount)
      await routes.book(one.amount, on: one.suite.route)
      if let shadow { await routes.book(one.beside, on: shadow) }
    }
  }
}
