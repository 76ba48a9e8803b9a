/// The extent of a number in a JSON text.
struct NumberScan {
  /// The offset just after its last character.
  let end: Int
  /// Whether it is an integer of at most 15 digits, which a double holds exactly.
  let isPlain: Bool

  /// Reads the number that starts with the digit or minus sign at `start` (RFC 8259 section 6).
  init(_ source: Span<UInt8>, from start: Int) throws(Fault) {
    var place = start
    if place < source.count, source[place] == Byte.minus { place += 1 }
    let firstDigit = place
    guard place < source.count else { throw Fault(.truncated, at: place, other: start) }
    guard Byte.isDigit(source[place]) else {
      throw Fault(Self.startsNonFinite(source[place]) ? .nonFiniteNumber : .malformedNumber, at: start)
    }
    let leadingZero = source[place] == Byte.zero
    place += 1
    if leadingZero {
      if place < source.count, Byte.isDigit(source[place]) { throw Fault(.malformedNumber, at: start) }
    } else {
      Self.skipDigits(source, &place)
    }
    var isPlain = place - firstDigit <= 15
    if place < source.count, source[place] == Byte.point {
      isPlain = false
      place += 1
      try Self.requireDigits(source, &place, start)
    }
    if place < source.count, source[place] | 0x20 == Byte.e {
      isPlain = false
      place += 1
      if place < source.count, source[place] == Byte.plus || source[place] == Byte.minus { place += 1 }
      try Self.requireDigits(source, &place, start)
    }
    if place < source.count, Self.continuesNumber(source[place]) { throw Fault(.malformedNumber, at: start) }
    end = place
    self.isPlain = isPlain
  }

  @inline(__always)
  private static func skipDigits(_ source: Span<UInt8>, _ place: inout Int) {
    while place < source.count, Byte.isDigit(source[place]) { place += 1 }
  }

  private static func requireDigits(_ source: Span<UInt8>, _ place: inout Int, _ start: Int) throws(Fault) {
    guard place < source.count else { throw Fault(.truncated, at: place, other: start) }
    guard Byte.isDigit(source[place]) else { throw Fault(.malformedNumber, at: start) }
    skipDigits(source, &place)
  }

  /// `1.2.3`, `0x1F`, `1_000` and `12abc` are one malformed number rather than a number and something else.
  @inline(__always)
  private static func continuesNumber(_ byte: UInt8) -> Bool {
    Byte.isLetter(byte) || Byte.isDigit(byte) || byte == Byte.point || byte == Byte.plus || byte == Byte.minus
      || byte == Byte.underscore
  }

  /// Whether a byte after a minus sign begins `Infinity`, `inf` or `NaN`.
  private static func startsNonFinite(_ byte: UInt8) -> Bool { byte | 0x20 == 0x69 || byte | 0x20 == 0x6E }
}
