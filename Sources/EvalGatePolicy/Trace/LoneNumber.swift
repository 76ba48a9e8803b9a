/// The number that has all digits of a short text, and what stands beside it: `125000 EUR`, `about 125'000.-`.
struct LoneNumber {
  /// As it is written, in ASCII.
  let number: String
  private let before, after: Substring.UnicodeScalarView

  /// Nil where a text has no digits, or others than those of one number.
  init?(_ text: String) {
    let all = text.trimmingSpaces[...].unicodeScalars
    guard let first = all.firstIndex(where: Self.isDigit), let last = all.lastIndex(where: Self.isDigit) else {
      return nil
    }
    guard let number = Self.plain(all[first...last]) else { return nil }
    self.number = number
    (before, after) = (all[..<first], all[all.index(after: last)...])
  }

  /// Whether nothing but the name or the sign of a currency stands beside it, in brackets or with other marks as may be: then the text is
  /// the number, and says nothing else. `1250.kr` is a machine, and `1250@all` somebody.
  var isAmount: Bool {
    let isAddress =
      after.first == "." && after.dropFirst().first?.isLetterOrDigit ?? false
      || [before, after].contains { $0.contains { "@/\\".unicodeScalars.contains($0) } }
    let names = [before, after].map { $0.filter { !Self.isMark($0) } }
    return !isAddress && names.contains { !$0.isEmpty } && names.allSatisfy { $0.isEmpty || Self.isCurrency($0) }
  }

  /// Whether it counts beside any words of which there are few: it is written as amounts are, and neither the end of a name
  /// (`INV4028`) nor a year behind a word (`May 2026`). `2000 credits` is no year.
  var isQuantity: Bool {
    guard before.count + after.count <= Self.mostBeside else { return false }
    if let last = before.last, last.isLetterOrDigit, last.properties.generalCategory != .otherLetter { return false }
    let isYear =
      number.utf8.count == 4 && (Int(number).map { (1900...2099).contains($0) } ?? false)
      && before.contains(where: \.isLetterOrDigit) && after.allSatisfy(Self.isMark)
    return !isYear && isGrouped
  }

  /// More is a sentence, in which a number may be of anything.
  private static let mostBeside = 32

  /// Every number of a text that is asked for an amount: `1 x 125000 EUR`.
  static func all(in text: String) -> [String] {
    text.unicodeScalars.split { plain($0) == nil && $0.properties.generalCategory != .format }.compactMap { part in
      let digits = part.drop { !isDigit($0) }
      guard let last = digits.lastIndex(where: isDigit) else { return nil }
      return plain(digits[...last])
    }
  }

  /// With groups of two or three digits and decimals, if with any sign at all: `10.0.0.1` and `0171 2345678` are no amounts.
  private var isGrouped: Bool {
    let groups = number.split(omittingEmptySubsequences: false) { !$0.isNumber }.map(\.utf8.count)
    guard groups.count > 2 || number.contains(where: { "' _".contains($0) }) else { return true }
    return groups.dropFirst().dropLast().allSatisfy { (2...3).contains($0) } && (1...3).contains(groups.last ?? 0)
      && groups[0] <= 3
  }

  /// `EUR`, `€`, `US$` and `$ US`.
  private static func isCurrency(_ name: Substring.UnicodeScalarView) -> Bool {
    let letters = name.filter { $0.properties.generalCategory != .currencySymbol }
    return letters.count < name.count
      ? letters.count <= 3 && letters.allSatisfy { $0.isASCII } : Currency.isName(String(letters))
  }

  private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    !scalar.isLetterOrDigit && scalar.properties.generalCategory != .currencySymbol
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.numericType == .decimal }

  /// Digits and the signs between them in ASCII; nil where anything else stands there. What is not seen is nothing.
  private static func plain(_ scalars: Substring.UnicodeScalarView) -> String? {
    var text = String.UnicodeScalarView()
    for scalar in scalars where scalar.properties.generalCategory != .format {
      guard let own = plain(scalar) else { return nil }
      text.append(own)
    }
    return String(text)
  }

  private static func plain(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    switch scalar {
    case "0"..."9", ".", ",", "'": scalar
    case "\u{2019}", "_": "'"
    case "\u{66B}", "\u{FF0E}": "."
    case "\u{66C}", "\u{FF0C}": ","
    case _ where scalar.properties.isWhitespace: " "
    default:
      isDigit(scalar) ? scalar.properties.numericValue.flatMap { Unicode.Scalar(UInt32(0x30 + $0)) } : nil
    }
  }
}
