import UnicodeText

/// How characters are folded so that a value is the same however it is dressed up.
///
/// Every character is folded by itself, so that folding takes linear time and every byte keeps its origin.
enum Folding {
  /// ASCII with capitals in lower case.
  static let lowercased: [UInt8] = (0..<128).map { byte in
    (0x41...0x5A).contains(byte) ? UInt8(byte + 0x20) : UInt8(byte)
  }

  /// What an ASCII character in lower case counts as among letters and digits; 0 for those that do not count.
  ///
  /// Digits that are written for letters count as these, and `l` as `i`: in values and in texts alike, so that nothing is lost
  /// but the difference between them.
  static let letter: [UInt8] = (0..<128).map { value in
    let byte = UInt8(value)
    switch byte {
    case UInt8(ascii: "0"): return UInt8(ascii: "o")
    case UInt8(ascii: "1"), UInt8(ascii: "l"): return UInt8(ascii: "i")
    case UInt8(ascii: "3"): return UInt8(ascii: "e")
    case UInt8(ascii: "4"): return UInt8(ascii: "a")
    case UInt8(ascii: "5"): return UInt8(ascii: "s")
    case UInt8(ascii: "7"): return UInt8(ascii: "t")
    case UInt8(ascii: "8"): return UInt8(ascii: "b")
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): return byte
    default: return 0
    }
  }

  /// Appends what a character beyond ASCII is folded to; nothing for marks and what a font does not show.
  static func fold(_ scalar: Unicode.Scalar, into result: inout [Unicode.Scalar]) {
    if let plain = scalar.lookalike {
      result.append(plain)
      return
    }
    let start = result.count
    scalar.appendCompatibilityFolding(to: &result)
    for index in start..<result.count where !result[index].isASCII {
      if let plain = result[index].lookalike {
        result[index] = plain
      } else if result[index].properties.numericType == .decimal, let digit = result[index].properties.numericValue {
        // Digits of all scripts are digits.
        result[index] = Unicode.Scalar(0x30 + UInt8(digit))
      }
    }
  }

  /// Only letters and digits of a value, as `ViewedText.letters` has them.
  static func letters(_ text: String) -> [UInt8] { ViewedText(text).letters.bytes }
}

extension Unicode.Scalar {
  /// Whether it counts as part of a word or number: general categories L and N.
  var isLetterOrDigit: Bool {
    if isASCII { return Folding.letter[Int(value < 0x5B && value > 0x40 ? value + 0x20 : value)] != 0 }
    switch generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
      .letterNumber, .otherNumber:
      return true
    default: return false
    }
  }
}
