import EvalGateCore

extension TaintedValues {
  /// Where the letters of a value were said, and how they were written there.
  struct Mention: Sendable {
    let text: Int
    let offset: Int
    let isTrusted: Bool
    /// How it was written there by a trusted source, everywhere and where it stood by itself, not within a longer word or number; nil
    /// where that does not matter.
    var joins: Set<Joins>? = []
    var wholeJoins: Set<Joins>? = []

    /// Whether a value with such joins was said there.
    func says(_ joins: Joins?, asWhole: Bool) -> Bool {
      guard let said = asWhole ? wholeJoins : self.joins else { return true }
      return joins.map { own in said.contains { $0.fit(own) } } ?? !said.isEmpty
    }

    mutating func note(_ joins: Joins, isWhole: Bool) {
      guard (self.joins?.count ?? 0) < Self.mostJoins else { return }
      self.joins?.insert(joins)
      if isWhole { wholeJoins?.insert(joins) }
    }

    private static let mostJoins = 64
  }

  /// Whether a stretch is a word of its own, or the number of an amount.
  static func isWord(_ range: Range<Int>, in bytes: [UInt8]) -> Bool {
    UTF8Reading.isWord(range, in: bytes) || NumberForms.isAmount(range, in: bytes)
  }

  /// Whether a stretch is a word of its own, and no part of a number that is written in groups.
  static func isWhole(_ range: Range<Int>, in bytes: [UInt8]) -> Bool {
    guard isWord(range, in: bytes) else { return false }
    for mark in [UInt8(ascii: " "), UInt8(ascii: "-")] where bytes[range].contains(mark) {
      let (before, after) = (range.lowerBound - 1, range.upperBound)
      if before > 0, bytes[before] == mark, ByteClass.isDigit(bytes[before - 1]) { return false }
      if after + 1 < bytes.count, bytes[after] == mark, ByteClass.isDigit(bytes[after + 1]) { return false }
    }
    return true
  }
}
