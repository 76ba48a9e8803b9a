import StrictJSON
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

extension JSONValue {
  /// All texts, numbers and truth values in it.
  var leaves: [String] {
    switch self {
    case .null: []
    case .string(let text): [text]
    case .bool, .number: [asText]
    case .array(let values): values.flatMap(\.leaves)
    case .object(let object): object.flatMap { $0.value.leaves }
    }
  }

  /// The same with the keys of objects, each before what stands under it.
  var leavesAndKeys: [String] {
    switch self {
    case .array(let values): values.flatMap(\.leavesAndKeys)
    case .object(let object): object.flatMap { [$0.key] + $0.value.leavesAndKeys }
    case .null, .bool, .number, .string: leaves
    }
  }
}
