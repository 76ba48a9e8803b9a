import EvalGateCore
import UnicodeText

/// The number of an account, a telephone or a card, found whatever is written around it: `IBAN: DE89 …`, `tel:+1-415-…`, `0041…`.
struct AccountNumber {
  /// Fewer digits are an amount, a year or an order as well.
  static let leastDigits = 6
  /// What a number without its country's code has at least.
  static let leastOfNational = TelephoneNumber.shortest
  /// Longer texts hold sentences, in which numbers of other things stand.
  private static let longestText = 64

  /// Letters and digits, without zeros at the beginning.
  private let signs: [UInt8]
  /// Whether it is one that the code of a country may stand before: it has digits alone, and none of its own.
  private let isNational: Bool

  /// Nil for what is no such number: words, addresses, short numbers.
  init?(_ text: String) {
    let scalars = text.unicodeScalars
    guard scalars.count <= Self.longestText, !scalars.contains("@"), !scalars.contains("/"),
      let signs = Self.signs(of: text.nfkcCaseFolded)
    else { return nil }
    self.signs = signs
    isNational =
      signs.count >= Self.leastOfNational && signs.allSatisfy(\.isDigit) && !scalars.contains("+")
      && !text.trimmingSpaces.hasPrefix("00")
  }

  /// All that a text may be as one: `+44 (0)20 7946 0958` has a zero that is not dialled from abroad.
  static func all(_ text: String) -> [AccountNumber] { withAndWithoutTrunk(text).compactMap(AccountNumber.init) }

  /// A text, and what is left of it without the zero in brackets that is dialled within a country.
  static func withAndWithoutTrunk(_ text: String) -> [String] {
    text.contains("(0)") ? [text, TelephoneNumber.withoutZeroWithin(text)] : [text]
  }

  /// Whether it stands in a text, which is given by its skeleton: not as a part of a longer number. The code of its country may be
  /// left out there, and be added.
  func occurs(in skeleton: [UInt8]) -> Bool {
    let bare = Array(skeleton.drop { $0 == Self.zero })
    if bare.count >= Self.leastOfNational, bare.count < signs.count, bare.allSatisfy(\.isDigit),
      signs.suffix(bare.count).elementsEqual(bare)
    {
      return true
    }
    guard skeleton.count >= signs.count else { return false }
    for start in 0...(skeleton.count - signs.count) where skeleton[start...].starts(with: signs) {
      let end = start + signs.count
      if end < skeleton.count, skeleton[end].isDigit { continue }
      if !signs[0].isDigit || !Self.goesOn(before: start, in: skeleton) { return true }
      if isNational, Self.isCode(before: start, in: skeleton) { return true }
    }
    return false
  }

  /// Whether what stands right before a place is the code of a country and what is dialled before it: `+49`, `0049`, `01149`.
  private static func isCode(before start: Int, in skeleton: [UInt8]) -> Bool {
    let before = skeleton[..<start].suffix(CallingCode.longest + 4).reversed()
    let digits = before.prefix(while: \.isDigit).drop { $0 == zero }
    var code = Array(digits.reversed())[...].drop { $0 == zero }
    if code.starts(with: "11".utf8), code.count > CallingCode.longest { code = code.dropFirst(2) }
    return CallingCode.length(of: code + skeleton[start...].prefix(CallingCode.longest)) == code.count
  }

  /// What a number is at home, if it is one of a telephone with the code of its country.
  static func nationals(of number: String) -> [String] {
    TelephoneNumber(number)?.home.map { [$0, "0" + $0] } ?? []
  }

  /// Whether a number begins before a place, zeros aside.
  private static func goesOn(before start: Int, in skeleton: [UInt8]) -> Bool {
    skeleton[..<start].last { $0 != zero }?.isDigit ?? false
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
      let digits = whole.skeleton.utf8.split { !$0.isDigit }.map { String(Substring($0)) }
      for signs in ([whole] + parts + digits).compactMap(signs) { found.insert(String(decoding: signs, as: UTF8.self)) }
    }
    return found.sorted()
  }

  private static let separators = Set(":;,=()<>[]{}\"'|/?&\n\t".unicodeScalars)
  private static let zero = UInt8(ascii: "0")

  private static func signs(of text: String) -> [UInt8]? {
    let signs = Array(text.skeleton.utf8.drop { $0 == zero })
    return signs.count(where: \.isDigit) >= leastDigits ? signs : nil
  }

  private static func holdsDigit(_ word: Substring.UnicodeScalarView) -> Bool {
    word.contains(where: \.isDigit)
  }
}
