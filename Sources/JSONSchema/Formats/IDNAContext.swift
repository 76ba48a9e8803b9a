import UnicodeText

/// A character that only some surroundings allow (RFC 5892, appendix A).
struct IDNAContext {
  let label: [Unicode.Scalar]
  let index: Int

  private var before: Unicode.Scalar? { index > 0 ? label[index - 1] : nil }
  private var after: Unicode.Scalar? { index + 1 < label.count ? label[index + 1] : nil }

  var isAllowed: Bool {
    switch label[index].value {
    // A.1 zero width non-joiner, A.2 zero width joiner.
    case 0x200C: followsVirama || isBetweenJoiningLetters
    case 0x200D: followsVirama
    // A.3 middle dot, between two l.
    case 0xB7: before == "l" && after == "l"
    // A.4 Greek keraia, A.5 and A.6 Hebrew geresh and gershayim.
    case 0x375: after.map(Self.isGreek) ?? false
    case 0x5F3, 0x5F4: before.map(Self.isHebrew) ?? false
    // A.7 Katakana middle dot.
    case 0x30FB: label.contains(where: Self.isJapanese)
    // A.8 and A.9: the two sets of Arabic digits do not mix.
    case 0x660...0x669: !label.contains { (0x6F0...0x6F9).contains($0.value) }
    case 0x6F0...0x6F9: !label.contains { (0x660...0x669).contains($0.value) }
    default: false
    }
  }

  private var followsVirama: Bool { before?.canonicalCombiningClass == 9 }

  /// Whether the letters around, marks skipped, would join here if nothing stood between them.
  private var isBetweenJoiningLetters: Bool {
    let left = label[..<index].last { !$0.isMark }
    let right = label[(index + 1)...].first { !$0.isMark }
    guard let left, let right else { return false }
    return Joining(left).joinsAfter && Joining(right).joinsBefore
  }

  private static func isGreek(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x37E, 0x385, 0x387, 0x3E2...0x3EF: false
    case 0x370...0x3FF, 0x1D26...0x1D2A, 0x1F00...0x1FFE: true
    default: false
    }
  }

  private static func isHebrew(_ scalar: Unicode.Scalar) -> Bool {
    (0x591...0x5F4).contains(scalar.value) || (0xFB1D...0xFB4F).contains(scalar.value)
  }

  /// Hiragana, Katakana or Han.
  private static func isJapanese(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x3041...0x3096, 0x309D...0x309F, 0x30A1...0x30FA, 0x30FD...0x30FF, 0x31F0...0x31FF: true
    case 0x2E80...0x2FD5, 0x3005, 0x3007, 0x3021...0x3029, 0x3038...0x303B, 0x3400...0x4DBF, 0x4E00...0x9FFF: true
    case 0xF900...0xFAD9, 0x20000...0x323AF: true
    default: false
    }
  }
}

/// How a letter joins its neighbours (Joining_Type of the Unicode Character Database, ArabicShaping.txt), for Arabic,
/// Syriac and N'Ko; letters of other scripts count as not joining.
struct Joining {
  let joinsBefore: Bool
  let joinsAfter: Bool

  init(_ scalar: Unicode.Scalar) {
    let isLetter = Self.isJoiningLetter(scalar.value)
    joinsBefore = isLetter
    joinsAfter = isLetter && !Self.joinsOnlyBefore(scalar.value)
  }

  private static func isJoiningLetter(_ value: UInt32) -> Bool {
    switch value {
    case 0x621, 0x640, 0x674, 0x6D4: false
    case 0x620...0x64A, 0x66E...0x66F, 0x671...0x6D3, 0x6D5, 0x6EE...0x6EF, 0x6FA...0x6FC, 0x6FF: true
    case 0x710, 0x712...0x72F, 0x74D...0x77F, 0x7CA...0x7EA, 0x8A0...0x8AC, 0x8AE...0x8B4, 0x8B6...0x8C8: true
    default: false
    }
  }

  /// Joining type R.
  private static func joinsOnlyBefore(_ value: UInt32) -> Bool {
    switch value {
    case 0x622...0x625, 0x627, 0x629, 0x62F...0x632, 0x648, 0x671...0x673, 0x675...0x677, 0x688...0x699, 0x6C0: true
    case 0x6C3...0x6CB, 0x6CD, 0x6CF, 0x6D2...0x6D3, 0x6D5, 0x6EE...0x6EF: true
    case 0x710, 0x715...0x719, 0x71E, 0x728, 0x72A, 0x72C, 0x72F, 0x74D: true
    case 0x759...0x75B, 0x76B...0x76C, 0x771, 0x773...0x774, 0x778...0x779: true
    case 0x8AA...0x8AC, 0x8AE, 0x8B1...0x8B2, 0x8B9: true
    default: false
    }
  }
}
