/// Which members or elements of one value have been evaluated, by position (2020-12 core, section 7.7).
struct Evaluated: Sendable {
  /// Whether anybody asks; nothing is kept otherwise.
  let isTracking: Bool
  private var isAll = false
  private var words: [UInt64] = []

  init(tracking: Bool) { isTracking = tracking }

  mutating func insert(_ position: Int) {
    guard isTracking, !isAll else { return }
    let word = position >> 6
    if word >= words.count { words.append(contentsOf: repeatElement(0, count: word + 1 - words.count)) }
    words[word] |= 1 << UInt64(position & 63)
  }

  mutating func insertAll() {
    guard isTracking else { return }
    isAll = true
    words = []
  }

  mutating func formUnion(_ other: Evaluated) {
    guard isTracking, !isAll else { return }
    if other.isAll { return insertAll() }
    if other.words.count > words.count {
      words.append(contentsOf: repeatElement(0, count: other.words.count - words.count))
    }
    for index in other.words.indices { words[index] |= other.words[index] }
  }

  /// What uniting it with another costs, in steps.
  var cost: Int { words.count / 8 }

  func contains(_ position: Int) -> Bool {
    let word = position >> 6
    return isAll || (word < words.count && words[word] & 1 << UInt64(position & 63) != 0)
  }
}
