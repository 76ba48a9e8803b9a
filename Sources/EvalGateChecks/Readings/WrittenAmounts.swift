/// Amounts of money in a text, each in one form: `500€`, `500,00 €`, `€ 500.00`, `EUR 500` and `500 Euro` are `€500`.
enum WrittenAmounts {
  /// The text with its amounts in that form; nil where it has none.
  static func plain(_ text: String) -> String? {
    guard text.utf8.contains(where: \.isDigit) else { return nil }
    let scalars = Array(text.unicodeScalars)
    var plain = String.UnicodeScalarView()
    var (place, found) = (0, 0)
    while place < scalars.count {
      if let amount = amount(in: scalars, at: place) {
        plain.append(contentsOf: amount.written)
        (place, found) = (amount.end, found + 1)
      } else {
        // What stands within a number begins none.
        let end = max(place + 1, numberEnd(in: scalars, from: place))
        plain.append(contentsOf: scalars[place..<end])
        place = end
      }
    }
    return found > 0 ? String(plain) : nil
  }

  private static func amount(
    in text: [Unicode.Scalar], at start: Int
  ) -> (written: [Unicode.Scalar], end: Int)? {
    if let mark = markEnd(in: text, from: start) {
      let number = mark + blanks(in: text, from: mark)
      let end = numberEnd(in: text, from: number)
      return end > number ? (sign(text[start..<mark]) + Self.number(text[number..<end]), end) : nil
    }
    let number = numberEnd(in: text, from: start)
    guard number > start else { return nil }
    let first = number + blanks(in: text, from: number)
    // In `5 €500` the sign is that of the second one.
    guard let end = markEnd(in: text, from: first), end == text.count || !text[end].isDigit else { return nil }
    return (sign(text[first..<end]) + Self.number(text[start..<number]), end)
  }

  /// What says a currency by its sign where it has one of its own.
  private static func sign(_ mark: ArraySlice<Unicode.Scalar>) -> [Unicode.Scalar] {
    signs[Array(mark)].map { [$0] } ?? Array(mark)
  }

  private static let signs: [[Unicode.Scalar]: Unicode.Scalar] = {
    let codes: [(String, Unicode.Scalar)] = [("EUR", "€"), ("USD", "$"), ("GBP", "£")]
    let all = codes + euros.map { ($0, "€") }
    return Dictionary(uniqueKeysWithValues: all.map { (Array($0.unicodeScalars), $1) })
  }()

  private static let euros = ["Euro", "Euros", "euro", "euros"]

  /// Names of currencies that are no codes.
  private static let names = Set((euros + ["z\u{142}"]).map { Array($0.unicodeScalars) })

  /// After the sign of a currency, three capital letters, or a name such as `Euro`, that a place begins with.
  private static func markEnd(in text: [Unicode.Scalar], from start: Int) -> Int? {
    guard start < text.count else { return nil }
    if text[start].properties.generalCategory == .currencySymbol { return start + 1 }
    let word = text[start...].prefix(5).prefix(while: \.properties.isAlphabetic)
    let isName = names.contains(Array(word))
    let code = isName ? word : word.prefix { ("A"..."Z").contains($0) }
    guard isName || code.count == 3, start == 0 || !text[start - 1].properties.isAlphabetic,
      code.endIndex == text.count || !text[code.endIndex].properties.isAlphabetic
    else { return nil }
    return code.endIndex
  }

  private static let spaces = Set(" \u{A0}\u{2009}\u{202F}".unicodeScalars)

  /// What parts thousands and is no sign of a fraction.
  private static let blankSigns = spaces.union("'\u{2019}".unicodeScalars)

  private static func blanks(in text: [Unicode.Scalar], from start: Int) -> Int {
    start < text.count && spaces.contains(text[start]) ? 1 : 0
  }

  /// After the number that a place begins with, with its signs; the place itself where none does.
  private static func numberEnd(in text: [Unicode.Scalar], from start: Int) -> Int {
    var place = digitsEnd(in: text, from: start)
    while place > start, place < text.count {
      let end = digitsEnd(in: text, from: place + 1)
      let isThousand = end == place + 4 && blankSigns.contains(text[place])
      guard isThousand || end > place + 1 && (text[place] == "." || text[place] == ",") else { break }
      place = end
    }
    return place
  }

  private static func digitsEnd(in text: [Unicode.Scalar], from start: Int) -> Int {
    var end = start
    while end < text.count, text[end].isDigit { end += 1 }
    return end
  }

  /// Without the signs between thousands, and without a fraction that is nothing. One sign before three digits parts thousands, since no
  /// currency is written with three of a fraction.
  private static func number(_ text: ArraySlice<Unicode.Scalar>) -> [Unicode.Scalar] {
    let signs = text.indices.filter { text[$0] == "." || text[$0] == "," }
    let last = signs.last ?? text.endIndex
    let isFraction = last < text.endIndex && (text.endIndex - last != 4 || signs.contains { text[$0] != text[last] })
    let whole = text[..<(isFraction ? last : text.endIndex)].filter(\.isDigit)
    let fraction = isFraction ? text[(last + 1)...].reversed().drop { $0 == "0" }.reversed() : []
    return fraction.isEmpty ? whole : whole + ["."] + fraction
  }
}
