/// What stands at a byte of 0x80 and above.
enum UTF8Sequence: Equatable {
  /// A scalar of this many bytes, 2 to 4.
  case whole(Int)
  /// The beginning of a scalar, ended by the end of the text.
  case cutOff
  /// No UTF-8: an overlong form, a surrogate, beyond U+10FFFF, or a stray byte.
  case invalid

  /// Goes by the table of well-formed sequences in RFC 3629 section 4.
  @inline(__always)
  init(_ source: Span<UInt8>, at place: Int) {
    let lead = source[place]
    let second: ClosedRange<UInt8>
    let count: Int
    switch lead {
    case 0xC2...0xDF: (count, second) = (2, 0x80...0xBF)
    case 0xE0: (count, second) = (3, 0xA0...0xBF)
    case 0xED: (count, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: (count, second) = (3, 0x80...0xBF)
    case 0xF0: (count, second) = (4, 0x90...0xBF)
    case 0xF1...0xF3: (count, second) = (4, 0x80...0xBF)
    case 0xF4: (count, second) = (4, 0x80...0x8F)
    default:
      self = .invalid
      return
    }
    guard place + 1 < source.count else {
      self = .cutOff
      return
    }
    guard second.contains(source[place + 1]) else {
      self = .invalid
      return
    }
    for next in place + 2..<max(place + count, place + 2) {
      guard next < source.count else {
        self = .cutOff
        return
      }
      guard source[next] & 0xC0 == 0x80 else {
        self = .invalid
        return
      }
    }
    self = .whole(count)
  }
}
