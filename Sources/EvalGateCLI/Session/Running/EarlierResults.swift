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
  /// By ordinal: keys of programs that were heard.
  private var said: [Int: Set<String>] = [:]
  /// By ordinal: keys of programs that a result was judged by.
  private var judges: [Int: Set<String>] = [:]

  private struct Place: Hashable {
    let suite: Int
    let arm: Arm
  }

  init(_ plan: Plan) { self.plan = plan }

  var spent: [Spent] { Array(spending.values) }

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
      judges[record.ordinal] = programs(judging: record, at: entry)
    case .confirmation(let record):
      if let why = plan.difference(ofConfirmation: record) { return why }
      guard let suite = plan.suites.firstIndex(where: { $0.name == record.suite }) else { return nil }
      book(record, of: suite)
    case .opinion(let opinion): said[opinion.ordinal, default: []].insert(opinion.program)
    case .run, .gate, .end: break
    }
    return nil
  }

  private mutating func book(_ record: CaseRecord, of index: Int) {
    let suite = plan.suite(at: index, on: record.arm) ?? plan.suites[index]
    let place = Place(suite: index, arm: record.arm)
    var spent = spending[place] ?? Spent(suite: suite, amount: .init(), beside: .init())
    spent.amount = spent.amount + BudgetLedger.Amount(spentOn: record, by: suite)
    spent.beside = spent.beside + BudgetLedger.Amount(spentBeside: record)
    spending[place] = spent
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
