/// A text as a keyboard would have typed it: special spaces, hyphens and arrows as plain ones, digits of other scripts and widths as `0` to `9`,
/// and without what is not seen. A card number with narrow spaces in it is a card number, and so is a key with an invisible sign.
///
/// Letters stay what they are: a key tells capitals apart, and what only looks like a letter is no part of a checksum.
struct PlainForm {
  private(set) var bytes: [UInt8] = []
  /// Where each byte begins and ends in the text as it came.
  private var places: [Range<Int>] = []

  /// - Returns: nil where the text is plain already.
  init?(of text: [UInt8]) {
    guard text.contains(where: { $0 >= 0x80 }) || Self.stressesDigits(text) else { return nil }
    bytes.reserveCapacity(text.count)
    places.reserveCapacity(text.count)
    var isChanged = false
    var start = 0
    while start < text.count {
      let (scalar, length) = UTF8Reading.scalar(in: text, at: start)
      let range = start..<start + length
      start += length
      switch Self.stresses(text, range.lowerBound) ? .unseen : scalar.map(Self.plain) ?? .same {
      case .same:
        for place in range {
          bytes.append(text[place])
          places.append(place..<place + 1)
        }
      case .typed(let byte):
        bytes.append(byte)
        places.append(range)
        isChanged = true
      case .unseen: isChanged = true
      }
    }
    guard isChanged else { return nil }
  }

  /// The same stretch of the text as it came.
  func origin(of range: Range<Int>) -> Range<Int> {
    guard !range.isEmpty else { return 0..<0 }
    return places[range.lowerBound].lowerBound..<places[range.upperBound - 1].upperBound
  }

  private static func stressesDigits(_ text: [UInt8]) -> Bool {
    text.contains(UInt8(ascii: "*")) && text.indices.contains { stresses(text, $0) }
  }

  /// Whether a sign is one of two asterisks by which Markdown has a part of a number stand out: `**4539** 1488`. Between two digits
  /// they multiply.
  private static func stresses(_ text: [UInt8], _ place: Int) -> Bool {
    guard text[place] == UInt8(ascii: "*") else { return false }
    let isFirst = text.at(place + 1) == UInt8(ascii: "*")
    let start = isFirst ? place : place - 1
    guard isFirst || text.at(place - 1) == UInt8(ascii: "*") else { return false }
    let (before, after) = (text.at(start - 1), text.at(start + 2))
    return before.isDigit != after.isDigit && before != UInt8(ascii: "*") && after != UInt8(ascii: "*")
  }

  private enum Plain { case same, typed(UInt8), unseen }

  private static func plain(_ scalar: Unicode.Scalar) -> Plain {
    switch scalar.value {
    case 0..<0x80: .same
    case 0xA0, 0x2000...0x200A, 0x202F, 0x205F, 0x3000: .typed(UInt8(ascii: " "))
    case 0x2010...0x2013, 0x2212, 0xFE58, 0xFE63, 0xFF0D: .typed(UInt8(ascii: "-"))
    case 0x2192, 0x21D2, 0x2794, 0x279C, 0x27A1: .typed(UInt8(ascii: ">"))
    case 0xAD, 0x034F, 0x180E, 0x200B...0x200F, 0x2060...0x2064, 0xFE00...0xFE0F, 0xFEFF: .unseen
    case 0xFF01...0xFF5E: .typed(UInt8(truncatingIfNeeded: scalar.value - 0xFF00 + 0x20))
    default:
      if scalar.properties.generalCategory == .decimalNumber, let digit = scalar.properties.numericValue {
        .typed(UInt8(ascii: "0") + UInt8(digit))
      } else {
        .same
      }
    }
  }
}

extension [EntityMatch] {
  /// With what a scanner finds in the plain form of a text, where that is another one.
  func and(inPlainFormOf text: [UInt8], _ scan: ([UInt8]) -> [EntityMatch]) -> [EntityMatch] {
    guard let plain = PlainForm(of: text) else { return self }
    let more = scan(plain.bytes).map { match in
      EntityMatch(match.entity, plain.origin(of: match.range), match.confidence, validator: match.validator)
    }
    return (self + more).withoutOverlaps(byteCount: text.count)
  }
}
