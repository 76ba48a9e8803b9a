import UnicodeText

extension String {
  /// Letters and digits only, compatibility forms and case folded: what stays of a value however it is written.
  var skeleton: String {
    let signs = nfkcCaseFolded.strippingMarks.unicodeScalars.filter(\.isLetterOrDigit)
    return String(String.UnicodeScalarView(signs.map(\.withPlainDigit)))
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
