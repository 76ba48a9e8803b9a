/// Well-formed UTF-8 by the table of RFC 3629 section 4: where characters are long, one table look-up and one shift a byte.
///
/// A state is a shift. The row of a byte holds the next state of each state at that state's bits, so that the row shifted by the
/// state is the next one.
enum UTF8Automaton {
  /// Whether the bytes are whole and well-formed. Characters of up to two bytes are looked at in words, longer ones one byte after
  /// the other.
  static func accepts(_ source: Span<UInt8>, _ range: Range<Int>) -> Bool {
    let bytes = source.bytes
    var words = UTF8Words(from: range.lowerBound)
    return rows.withUnsafeBufferPointer { rows in
      while true {
        words.advance(bytes, to: range.upperBound)
        if words.isBroken { return false }
        var state = words.isWithinCharacter ? State.lastByte.rawValue : State.whole.rawValue
        var place = words.place
        // Where one long character is, others are near.
        let least = min(place &+ longRun, range.upperBound)
        while place < least || (place < range.upperBound && state & 63 != State.whole.rawValue) {
          state = rows[Int(source[unchecked: place])] &>> (state & 63)
          place &+= 1
        }
        if place == range.upperBound { return state & 63 == State.whole.rawValue }
        words = UTF8Words(from: place)
      }
    }
  }

  private static let longRun = 32

  /// What may come next, as the shift of its bits; six for each.
  private enum State: UInt64, CaseIterable {
    case broken = 0
    case whole = 6
    case lastByte = 12
    case twoBytes = 18
    case threeBytes = 24
    /// After E0, ED, F0 and F4, whose second byte has bounds of its own.
    case afterE0 = 30
    case afterED = 36
    case afterF0 = 42
    case afterF4 = 48

    func next(_ byte: UInt8) -> State {
      switch (self, byte) {
      case (.whole, 0x00...0x7F): .whole
      case (.whole, 0xC2...0xDF): .lastByte
      case (.whole, 0xE0): .afterE0
      case (.whole, 0xED): .afterED
      case (.whole, 0xE1...0xEF): .twoBytes
      case (.whole, 0xF0): .afterF0
      case (.whole, 0xF1...0xF3): .threeBytes
      case (.whole, 0xF4): .afterF4
      case (.lastByte, 0x80...0xBF): .whole
      case (.twoBytes, 0x80...0xBF), (.afterE0, 0xA0...0xBF), (.afterED, 0x80...0x9F): .lastByte
      case (.threeBytes, 0x80...0xBF), (.afterF0, 0x90...0xBF), (.afterF4, 0x80...0x8F): .twoBytes
      default: .broken
      }
    }
  }

  private static let rows: [UInt64] = (UInt8.min...UInt8.max).map { byte in
    State.allCases.reduce(0) { $0 | $1.next(byte).rawValue << $1.rawValue }
  }
}
