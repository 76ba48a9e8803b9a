/// At most so much in any 60 seconds: a log of what was started when.
///
/// Exact where a token bucket would let nearly twice the limit through at a boundary, and without its artificial pace for short
/// runs. Starts are handed out in order, so each entry is added and dropped once.
struct RateWindow: Sendable {
  /// The length in milliseconds.
  static let length = 60_000.0

  let limit: Int
  private var entries: [(start: Double, amount: Int)] = []
  /// How many entries were dropped from the front for good, and how many more are dead there.
  private var dropped = 0
  private var dead = 0
  private var sum = 0

  /// More is no limit; it keeps the sums of what servers claim far from overflow.
  private static let most = 1 << 40

  init(limit: Int) { self.limit = min(max(1, limit), Self.most) }

  /// Books an amount and says when it may start; one that is larger than the limit waits for an empty window.
  mutating func reserve(_ amount: Int, now: Double) -> (start: Double, ticket: Int) {
    let amount = min(max(0, amount), limit)
    var start = max(now, entries.last?.start ?? now)
    while dead < entries.count {
      let (oldest, size) = entries[dead]
      guard oldest + Self.length <= start || sum > limit - amount else { break }
      // What was given back is not waited for.
      if size > 0 { start = max(start, oldest + Self.length) }
      sum -= size
      dead += 1
    }
    compact()
    entries.append((start, amount))
    sum += amount
    return (start, dropped + entries.count - 1)
  }

  /// Puts what was really used in the place of what was booked.
  mutating func settle(_ ticket: Int, _ amount: Int) {
    let index = ticket - dropped
    guard index >= dead, index < entries.count else { return }
    let amount = min(max(0, amount), Self.most)
    sum += amount - entries[index].amount
    entries[index].amount = amount
  }

  private mutating func compact() {
    guard dead > 64, dead > entries.count / 2 else { return }
    entries.removeFirst(dead)
    dropped += dead
    dead = 0
  }
}
