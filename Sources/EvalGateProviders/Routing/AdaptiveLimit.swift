/// How many requests may be under way: halved when the service says "too many", and grown by one for each round that went well
/// (additive increase, multiplicative decrease, as TCP does). The oftener it said so, the more rounds it takes to grow: a server that
/// takes one at a time is not tried with two after every answer.
struct AdaptiveLimit: Sendable {
  private let ceiling: Double
  private var limit: Double
  /// Rounds that have to go well before one more is let in.
  private var patience = 1.0
  private(set) var underWay = 0
  /// Counts the halvings. What was under way at a halving does not halve again: one storm is one sign.
  private(set) var round = 0

  /// Far more than one machine can have under way.
  private static let most = 1_000_000
  private static let mostPatience = 32.0

  init(ceiling: Int) {
    self.ceiling = Double(min(max(1, ceiling), Self.most))
    limit = self.ceiling
  }

  /// How many may be under way now.
  var current: Int { Int(limit) }
  var hasRoom: Bool { underWay < current }

  mutating func enter() { underWay += 1 }
  mutating func leave() { underWay -= 1 }

  mutating func wentWell() {
    guard limit < ceiling else { return }
    let before = current
    limit = min(ceiling, limit + 1 / (limit * patience))
    if current > before { patience = max(1, patience / 2) }
  }

  /// - Parameter started: the round in which the refused request was started.
  mutating func wasThrottled(startedIn started: Int) {
    guard started == round else { return }
    round += 1
    patience = min(patience * 2, Self.mostPatience)
    limit = max(1, (limit / 2).rounded(.down))
  }
}
