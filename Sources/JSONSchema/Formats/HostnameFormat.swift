import UnicodeText

/// Host names of RFC 1123, section 2.1, and internationalized ones of RFC 5890.
enum HostnameFormat {
  static func isHostname(_ text: String) -> Bool {
    guard isPlainHostname(text) else { return false }
    let labels = text.utf8.split(separator: UInt8(ascii: ".")).map { String(Substring($0)) }
    return areLabels(labels) { label in
      guard isEncoded(label) else { return Array(label.unicodeScalars) }
      return decoded(label)
    }
  }

  static func isInternationalHostname(_ text: String) -> Bool {
    // Longer than any name could be, whatever its encoding; keeps the quadratic encoding below small.
    guard text.utf8.count <= 4 * 253 else { return false }
    // RFC 3490, section 3.1: these count as dots.
    let dots: Set<Unicode.Scalar> = [".", "\u{3002}", "\u{FF0E}", "\u{FF61}"]
    let labels = text.unicodeScalars.split(omittingEmptySubsequences: false) { dots.contains($0) }.map(String.init)
    var length = labels.count - 1
    let isValid = areLabels(labels) { label in
      if label.utf8.allSatisfy({ $0 < 0x80 }) {
        length += label.utf8.count
        guard isPlainHostname(label) else { return nil }
        if isEncoded(label) { return decoded(label) }
        return hasReservedHyphens(Array(label.unicodeScalars)) ? nil : Array(label.unicodeScalars)
      }
      guard let encoded = Punycode.encode(Array(label.unicodeScalars)), encoded.utf8.count <= 59 else { return nil }
      length += 4 + encoded.utf8.count
      return IDNA.isLabel(label) ? Array(label.unicodeScalars) : nil
    }
    return isValid && length <= 253
  }

  /// Letters, digits and hyphens in labels of up to 63 bytes, 253 in all; what `xn--` means is not looked at.
  static func isPlainHostname(_ text: some StringProtocol, allowsUnicode: Bool = false) -> Bool {
    guard (1...253).contains(text.utf8.count) else { return false }
    return text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy { label in
      (1...63).contains(label.count) && label.first != UInt8(ascii: "-") && label.last != UInt8(ascii: "-")
        && label.allSatisfy { $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "-") || (allowsUnicode && $0 >= 0x80) }
    }
  }

  /// Whether every label has a reading and, if any of it runs right to left, all keep to the Bidi rule.
  private static func areLabels(_ labels: [String], reading: (String) -> [Unicode.Scalar]?) -> Bool {
    var readings: [[Unicode.Scalar]] = []
    for label in labels {
      guard let scalars = reading(label) else { return false }
      readings.append(scalars)
    }
    let isBidi = readings.joined().contains {
      [.rightToLeft, .arabicLetter, .arabicNumber].contains($0.bidiClass)
    }
    return !isBidi || readings.allSatisfy(IDNA.keepsBidiRule)
  }

  private static func isEncoded(_ label: String) -> Bool { label.prefix(4).lowercased() == "xn--" }

  /// The Unicode form of a label that begins with `xn--`; nil unless each form leads to the other
  /// (RFC 5890, section 2.3.2.1).
  private static func decoded(_ label: String) -> [Unicode.Scalar]? {
    let body = label.dropFirst(4).lowercased()
    guard let scalars = Punycode.decode(body), scalars.contains(where: { !$0.isASCII }),
      Punycode.encode(scalars) == body
    else { return nil }
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars)
    return IDNA.isLabel(String(text)) ? scalars : nil
  }

  static func hasReservedHyphens(_ label: [Unicode.Scalar]) -> Bool {
    label.count >= 4 && label[2] == "-" && label[3] == "-"
  }
}
