public import EvalGateCore
import Synchronization

/// What a run has spent and promised to spend, against what it may.
///
/// The worst case of a call is reserved before it is made, so that a budget is not overshot by answers that keep to it. A prompt without
/// `max_tokens` bounds nothing: what is set aside for its answer is a guess, and ``excess`` says what it was short of. Who finds
/// too little left waits while calls under way may still give something back.
public final class BudgetLedger: Sendable {
  /// An amount in both of a budget's currencies.
  public struct Amount: Hashable, Sendable {
    /// Input and output.
    public var tokens: Int
    /// By the target's prices; 0 where it has none.
    public var usd: Double

    /// Makes an amount.
    public init(tokens: Int = 0, usd: Double = 0) {
      self.tokens = tokens
      self.usd = usd
    }
  }

  private struct State {
    var spent = Amount()
    var reserved = Amount()
    var underWay = 0
    var waiting: [Latch<Void>] = []
  }

  /// What may be spent.
  public let budget: Budget
  /// Whose budget it is, for messages: `suite \`triage\``; empty for the run's.
  private let owner: String
  private let state = Mutex(State())

  /// An empty ledger.
  public init(_ budget: Budget, of owner: String = "") {
    self.budget = budget
    self.owner = owner
  }

  /// What was spent so far, with the worst case for calls whose usage never became known.
  public var spent: Amount { state.withLock { $0.spent } }

  /// What was spent beyond the budget, `80040 of 20000 tokens`, and whose it is; nil where it was kept.
  public var excess: String? {
    let spent = spent
    var parts: [String] = []
    if let tokens = budget.tokens, spent.tokens > tokens { parts.append("\(spent.tokens) of \(tokens) tokens") }
    // Not for the last digits of a sum that no binary fraction holds.
    if let usd = budget.usd, spent.usd > usd + 1e-9 { parts.append("\(dollars(spent.usd)) of \(dollars(usd)) USD") }
    return parts.isEmpty ? nil : parts.joined(separator: " and ") + (owner.isEmpty ? "" : " of \(owner)")
  }

  /// Whether anything is bounded at all.
  public var isUnlimited: Bool { budget.tokens == nil && budget.usd == nil }

  /// Sets the worst case of a call aside.
  /// - Throws: a failure with reason `budget` when there is too little left, or `cancelled`.
  func reserve(_ worst: Amount) async throws(GenerationFailure) {
    while true {
      let place = state.withLock { state -> Latch<Void>?? in
        if setAside(worst, &state) { return .some(nil) }
        guard state.underWay > 0 else { return nil }
        let place = Latch<Void>()
        state.waiting.append(place)
        return place
      }
      guard let place else { throw exhausted(worst) }
      guard let place else { return }
      guard await place.value() != nil else {
        throw GenerationFailure(.infrastructure, .cancelled, "cancelled while waiting for the budget")
      }
    }
  }

  /// The same for a call that is not worth waiting for.
  /// - Returns: whether there is room for it at once.
  func reserveAtOnce(_ worst: Amount) -> Bool { state.withLock { setAside(worst, &$0) } }

  private func setAside(_ worst: Amount, _ state: inout State) -> Bool {
    guard fits(worst, state) else { return false }
    state.reserved = state.reserved + worst
    state.underWay += 1
    return true
  }

  /// Puts what a call really cost in the place of what was set aside.
  func settle(_ worst: Amount, actual: Amount) {
    let waiting = state.withLock { state in
      state.reserved = state.reserved - worst
      state.spent = state.spent + actual
      state.underWay -= 1
      // Sums of money drift in their last digits; nothing under way is nothing reserved.
      if state.underWay == 0 { state.reserved = Amount() }
      defer { state.waiting = [] }
      return state.waiting
    }
    for place in waiting { place.fill(()) }
  }

  /// Enters what was spent before these books were opened, by the part of a run that is gone on with.
  public func book(_ amount: Amount) { state.withLock { $0.spent = $0.spent + amount } }

  private func fits(_ worst: Amount, _ state: State) -> Bool {
    let all = state.spent + state.reserved + worst
    return all.tokens <= budget.tokens ?? .max && all.usd <= budget.usd ?? .infinity
  }

  private func exhausted(_ worst: Amount) -> GenerationFailure {
    let spent = spent
    var limits: [String] = []
    if let tokens = budget.tokens { limits.append("\(spent.tokens) of \(tokens) tokens are spent") }
    if let usd = budget.usd { limits.append("\(dollars(spent.usd)) of \(dollars(usd)) USD are spent") }
    var need = "\(worst.tokens) tokens"
    if budget.usd != nil { need += " or \(dollars(worst.usd)) USD" }
    return GenerationFailure(
      .infrastructure, .budget,
      "not asked, because \(limits.joined(separator: ", "))\(owner.isEmpty ? "" : " of \(owner)") and this call may need \(need); raise `budget:` or lower `max_tokens`"
    )
  }

  /// To the hundredth of a cent, or for what is less than a cent to the millionth of a dollar, rounded up.
  private func dollars(_ amount: Double) -> String {
    guard amount.isFinite, amount < 1e12 else { return "\(amount)" }
    let places = amount < 0.01 && amount > 0 ? 6 : 4
    let unit = places == 6 ? 1_000_000 : 10_000
    // Not up for the last digits of a sum that no binary fraction holds.
    let parts = Int((amount * Double(unit) - 1e-6).rounded(.up))
    let rest = String(parts % unit)
    return "\(parts / unit).\(String(repeating: "0", count: places - rest.count))\(rest)"
  }
}

extension BudgetLedger.Amount {
  /// Saturates instead of overflowing: usage is what a server says.
  public static func + (a: Self, b: Self) -> Self {
    let (tokens, overflow) = a.tokens.addingReportingOverflow(b.tokens)
    return Self(tokens: overflow ? .max : tokens, usd: a.usd + b.usd)
  }

  static func - (a: Self, b: Self) -> Self {
    let (tokens, overflow) = a.tokens.subtractingReportingOverflow(b.tokens)
    return Self(tokens: overflow ? 0 : max(0, tokens), usd: max(0, a.usd - b.usd))
  }
}
