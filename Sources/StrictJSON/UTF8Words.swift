/// Checks UTF-8 eight bytes at a time as long as its characters take one byte or two (RFC 3629 section 4), without a branch that
/// text can mislead.
struct UTF8Words {
  /// How far it has come.
  private(set) var place: Int
  /// Whether the last byte before `place` begins a character of two bytes.
  private(set) var isWithinCharacter = false
  private(set) var isBroken = false

  init(from place: Int) { self.place = place }

  /// Goes on until a longer character, the last few bytes before `end`, or a fault.
  @inline(__always)
  mutating func advance(_ bytes: RawSpan, to end: Int) {
    var carried: UInt64 = isWithinCharacter ? 0x80 : 0
    var faults: UInt64 = 0
    while place &+ 8 <= end {
      let word = UInt64(littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: place, as: UInt64.self))
      // The highest bit of each byte says of it what the name says.
      let beyondASCII = word & Self.high
      let begins = beyondASCII & word << 1
      let continues = beyondASCII & ~(word << 1)
      if begins & word << 2 != 0 { break }
      // C0 and C1 would begin a second way of writing ASCII.
      let overlong = begins & ~((word & 0x1E1E_1E1E_1E1E_1E1E) &+ 0x7F7F_7F7F_7F7F_7F7F)
      faults |= continues ^ (begins << 8 | carried) | overlong
      carried = begins >> 56
      place &+= 8
    }
    isWithinCharacter = carried != 0
    isBroken = faults != 0
  }

  private static var high: UInt64 { 0x8080_8080_8080_8080 }
}
