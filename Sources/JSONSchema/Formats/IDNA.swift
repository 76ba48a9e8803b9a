import StrictJSON
import UnicodeText

/// Which labels in other scripts a domain name may have (RFC 5891, section 4.2; RFC 5892; RFC 5893).
enum IDNA {
  /// Whether a U-label is valid, the Bidi rule left aside, which depends on the whole name.
  static func isLabel(_ label: String) -> Bool {
    let scalars = Array(label.unicodeScalars)
    guard let first = scalars.first, let last = scalars.last, first != "-", last != "-", !first.isMark,
      !HostnameFormat.hasReservedHyphens(scalars), label.nfc.sameBytes(as: label)
    else { return false }
    return scalars.indices.allSatisfy { index in
      switch property(of: scalars[index]) {
      case .valid: true
      case .disallowed: false
      case .contextual: IDNAContext(label: scalars, index: index).isAllowed
      }
    }
  }

  enum Property {
    case valid, contextual, disallowed
  }

  /// The derived property of RFC 5892, section 3.
  static func property(of scalar: Unicode.Scalar) -> Property {
    switch scalar.value {
    // Section 2.6, exceptions.
    case 0xDF, 0x3C2, 0x6FD, 0x6FE, 0xF0B, 0x3007: return .valid
    case 0xB7, 0x375, 0x5F3, 0x5F4, 0x30FB, 0x660...0x669, 0x6F0...0x6F9: return .contextual
    case 0x640, 0x7FA, 0x302E, 0x302F, 0x3031...0x3035, 0x303B: return .disallowed
    // Sections 2.4 and 2.8: letters, digits and hyphen of ASCII; the joiners.
    case 0x2D, 0x30...0x39, 0x61...0x7A: return .valid
    case 0x200C, 0x200D: return .contextual
    // Section 2.9, old Hangul, and section 2.5, blocks of musical and combining symbols.
    case 0x1100...0x11FF, 0xA960...0xA97C, 0xD7B0...0xD7FB: return .disallowed
    case 0x20D0...0x20FF, 0x1D100...0x1D24F: return .disallowed
    default: break
    }
    let text = String(scalar)
    guard !scalar.isDefaultIgnorable, text.nfkc.caseFolded.nfkc.sameBytes(as: text) else { return .disallowed }
    switch scalar.generalCategory {
    case .lowercaseLetter, .uppercaseLetter, .otherLetter, .decimalNumber, .modifierLetter, .nonspacingMark,
      .spacingMark:
      return .valid
    default: return .disallowed
    }
  }

  /// The Bidi rule (RFC 5893, section 2).
  static func keepsBidiRule(_ label: [Unicode.Scalar]) -> Bool {
    let classes = label.map(\.bidiClass)
    guard let end = classes.last(where: { $0 != .nonspacingMark }) else { return false }
    let neutral: Set<BidiClass> = [
      .europeanNumber, .europeanSeparator, .commonSeparator, .europeanTerminator, .otherNeutral, .boundaryNeutral,
      .nonspacingMark,
    ]
    switch classes.first {
    case .rightToLeft, .arabicLetter:
      let allowed = neutral.union([.rightToLeft, .arabicLetter, .arabicNumber])
      let mixesDigits = classes.contains(.europeanNumber) && classes.contains(.arabicNumber)
      return classes.allSatisfy(allowed.contains) && !mixesDigits
        && [.rightToLeft, .arabicLetter, .europeanNumber, .arabicNumber].contains(end)
    case .leftToRight:
      return classes.allSatisfy { $0 == .leftToRight || neutral.contains($0) }
        && [.leftToRight, .europeanNumber].contains(end)
    default: return false
    }
  }
}
