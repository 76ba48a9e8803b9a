import UnicodeText

extension String {
  /// Letters and digits only, compatibility forms and case folded: what stays of a value however it is written.
  var skeleton: String {
    let signs = nfkcCaseFolded.strippingMarks.unicodeScalars.filter(\.isLetterOrDigit)
    return String(String.UnicodeScalarView(signs.map(\.withPlainDigit)))
  }

  /// The same as a text of words and numbers, which end where other signs stood. The signs within an amount are none of these.
  var wordedSkeleton: WordedText {
    let scalars = Array(nfkcCaseFolded.strippingMarks.unicodeScalars)
    var signs = String.UnicodeScalarView()
    for (place, scalar) in scalars.enumerated() {
      if scalar.isLetterOrDigit {
        signs.append(scalar.withPlainDigit)
      } else if !(".,'".unicodeScalars.contains(scalar) && scalars.isWithinNumber(place)) {
        signs.append(WordedText.joint)
      }
    }
    return WordedText(Array(String(signs).utf8))
  }
}

extension [Unicode.Scalar] {
  /// Whether digits stand on both sides of a place.
  func isWithinNumber(_ place: Int) -> Bool {
    place > 0 && place + 1 < count && self[place - 1].isDigit && self[place + 1].isDigit
  }
}

extension Unicode.Scalar {
  var isLetterOrDigit: Bool {
    switch generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
      .letterNumber,
      .otherNumber:
      true
    default: false
    }
  }

  /// A digit of any script as one of ours; anything else as it is.
  fileprivate var withPlainDigit: Unicode.Scalar {
    guard value >= 0x80, properties.generalCategory == .decimalNumber, let digit = properties.numericValue else {
      return self
    }
    return Unicode.Scalar(UInt8(ascii: "0") + UInt8(digit))
  }
}
