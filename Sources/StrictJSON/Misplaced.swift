/// Finds the most telling reason for a byte that cannot stand where it does.
enum Misplaced {
  /// A value should begin here.
  static func insteadOfValue(_ source: Span<UInt8>, at place: Int) -> Fault {
    let byte = source[place]
    switch byte {
    case Byte.plus, Byte.point:
      let isNumber = place + 1 < source.count && (Byte.isDigit(source[place + 1]) || source[place + 1] == Byte.point)
      if isNumber { return Fault(.malformedNumber, at: place) }
      let sign = byte == Byte.plus ? 1 : 0
      if isNonFinite(source, at: place + sign) { return Fault(.nonFiniteNumber, at: place) }
      return general(source, at: place)
    case _ where Byte.isLetter(byte):
      return Fault(isNonFinite(source, at: place) ? .nonFiniteNumber : .unknownWord, at: place)
    default: return general(source, at: place)
    }
  }

  /// A key should begin here.
  static func insteadOfKey(_ source: Span<UInt8>, at place: Int) -> Fault {
    let byte = source[place]
    let isName =
      Byte.isLetter(byte) || Byte.isDigit(byte) || byte == Byte.underscore || byte == 0x24
      || isLetter(source, at: place)
    return isName ? Fault(.unquotedKey, at: place) : general(source, at: place)
  }

  /// Whether a character beyond ASCII is one that words are made of.
  private static func isLetter(_ source: Span<UInt8>, at place: Int) -> Bool {
    guard source[place] >= 0x80, case .whole(let count) = UTF8Sequence(source, at: place) else { return false }
    var bytes: [UInt8] = []
    for index in place..<place + count { bytes.append(source[index]) }
    return String(decoding: bytes, as: UTF8.self).unicodeScalars.first?.properties.isAlphabetic ?? false
  }

  /// A colon should stand here.
  static func insteadOfColon(_ source: Span<UInt8>, at place: Int) -> Fault {
    let fault = general(source, at: place)
    return fault.reason == .unexpectedCharacter ? Fault(.missingColon, at: place) : fault
  }

  /// A comma or a closing bracket should stand here.
  static func afterElement(_ source: Span<UInt8>, at place: Int) -> Fault {
    let byte = source[place]
    let beginsValue =
      Byte.isLetter(byte) || Byte.isDigit(byte) || byte == Byte.quote || byte == Byte.minus || byte == Byte.openBrace
      || byte == Byte.openBracket
    return beginsValue ? Fault(.missingComma, at: place) : general(source, at: place)
  }

  /// The text should end here.
  static func afterValue(_ source: Span<UInt8>, at place: Int) -> Fault {
    let fault = general(source, at: place)
    switch fault.reason {
    case .comment, .controlCharacter, .invalidUTF8: return fault
    default: return Fault(isProse(source, from: place) ? .proseAfter : .trailingText, at: place)
    }
  }

  /// Reasons that do not depend on what was expected.
  static func general(_ source: Span<UInt8>, at place: Int) -> Fault {
    let byte = source[place]
    let next = place + 1 < source.count ? source[place + 1] : 0
    switch byte {
    case Byte.apostrophe: return Fault(.singleQuotes, at: place)
    case Byte.hash: return Fault(.comment, at: place)
    case Byte.slash where next == Byte.slash || next == Byte.asterisk: return Fault(.comment, at: place)
    case ..<Byte.space, 0x7F: return Fault(.controlCharacter, at: place)
    case 0x80...:
      switch UTF8Sequence(source, at: place) {
      case .whole: return Fault(.unexpectedCharacter, at: place)
      case .cutOff: return Fault(.truncated, at: source.count)
      case .invalid: return Fault(.invalidUTF8, at: place)
      }
    default: return Fault(.unexpectedCharacter, at: place)
    }
  }

  private static func isNonFinite(_ source: Span<UInt8>, at place: Int) -> Bool {
    ["nan", "inf", "infinity"].contains(word(source, at: place, limit: 9))
  }

  /// The letters at `place` in lower case, at most `limit` of them.
  private static func word(_ source: Span<UInt8>, at place: Int, limit: Int) -> String {
    var end = place
    while end < source.count, end - place < limit, Byte.isLetter(source[end]) { end += 1 }
    var letters: [UInt8] = []
    for index in place..<end { letters.append(source[index] | 0x20) }
    return String(decoding: letters, as: UTF8.self)
  }

  /// Whether what follows the value reads as words: it has letters, and it begins neither like another value nor like a
  /// leftover of one.
  private static func isProse(_ source: Span<UInt8>, from start: Int) -> Bool {
    switch source[start] {
    case Byte.openBrace, Byte.openBracket, Byte.closeBrace, Byte.closeBracket: return false
    case Byte.comma, Byte.colon, Byte.quote, Byte.backtick, Byte.apostrophe: return false
    case Byte.zero...Byte.nine: return false
    default: break
    }
    if ["true", "false", "null"].contains(word(source, at: start, limit: 6)) { return false }
    for place in start..<source.count where Byte.isLetter(source[place]) || source[place] >= 0x80 { return true }
    return false
  }
}
