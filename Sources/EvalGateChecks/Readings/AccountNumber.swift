import EvalGateCore
import UnicodeText

/// The number of an account, a telephone or a card, found whatever is written around it: `IBAN: DE89 …`, `tel:+1-415-…`, `0041…`.
struct AccountNumber {
  /// Fewer digits are an amount, a year or an order as well.
  static let leastDigits = 6
  /// What a number without its country's code has at least.
  static let leastOfNational = 8
  /// Longer texts hold sentences, in which numbers of other things stand.
  private static let longestText = 64

  /// Letters and digits, without zeros at the beginning.
  private let signs: [UInt8]

  /// Nil for what is no such number: words, addresses, short numbers.
  init?(_ text: String) {
    let scalars = text.unicodeScalars
    guard scalars.count <= Self.longestText, !scalars.contains("@"), !scalars.contains("/"),
      let signs = Self.signs(of: text.nfkcCaseFolded)
    else { return nil }
    self.signs = signs
  }

  /// Whether it stands in a text, which is given by its skeleton: not as a part of a longer number. The code of its country may be
  /// left out there, but not added.
  func occurs(in skeleton: [UInt8]) -> Bool {
    let bare = Array(skeleton.drop { $0 == Self.zero })
    if bare.count >= Self.leastOfNational, bare.count < signs.count, bare.allSatisfy(Self.isDigit),
      signs.suffix(bare.count).elementsEqual(bare)
    {
      return true
    }
    guard skeleton.count >= signs.count else { return false }
    for start in 0...(skeleton.count - signs.count) where skeleton[start...].starts(with: signs) {
      let end = start + signs.count
      if end < skeleton.count, Self.isDigit(skeleton[end]) { continue }
      if !Self.isDigit(signs[0]) || !Self.goesOn(before: start, in: skeleton) { return true }
    }
    return false
  }

  /// Whether a number begins before a place, zeros aside.
  private static func goesOn(before start: Int, in skeleton: [UInt8]) -> Bool {
    skeleton[..<start].last { $0 != zero }.map(isDigit) ?? false
  }

  /// The numbers that stand in a short text, each in letters and digits.
  static func written(in text: String) -> [String] {
    guard text.unicodeScalars.count <= longestText else { return [] }
    var found: Set<String> = []
    for piece in text.nfkcCaseFolded.unicodeScalars.split(whereSeparator: { separators.contains($0) }) {
      let words = piece.split(whereSeparator: \.properties.isWhitespace)
      guard let first = words.firstIndex(where: holdsDigit), let last = words.lastIndex(where: holdsDigit) else {
        continue
      }
      let whole = words[first...last].map { String($0) }.joined()
      let parts = words.split { !holdsDigit($0) }.map { $0.map { String($0) }.joined() }
      let digits = whole.skeleton.split { !("0"..."9").contains($0) }.map(String.init)
      for signs in ([whole] + parts + digits).compactMap(signs) { found.insert(String(decoding: signs, as: UTF8.self)) }
    }
    return found.sorted()
  }

  private static let separators = Set(":;,=()<>[]{}\"'|/?&\n\t".unicodeScalars)
  private static let zero = UInt8(ascii: "0")

  private static func signs(of text: String) -> [UInt8]? {
    let signs = Array(text.skeleton.utf8.drop { $0 == zero })
    return signs.count { isDigit($0) } >= leastDigits ? signs : nil
  }

  private static func holdsDigit(_ word: Substring.UnicodeScalarView) -> Bool {
    word.contains { ("0"..."9").contains($0) }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
