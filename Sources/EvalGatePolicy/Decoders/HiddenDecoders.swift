/// Tag characters (U+E0020 to U+E007E), which are shown as nothing and spell ASCII.
struct TagDecoder: Decoder {
  static let name = "tags"

  static func decode(_ bytes: [UInt8], into sink: inout FragmentSink) {
    var decoded: [UInt8] = []
    var (first, last) = (0, 0)
    var index = 0
    // All of them are F3 A0 80 A0 to F3 A0 81 BE.
    while let start = bytes[index...].firstIndex(of: 0xF3) {
      let (scalar, length) = UTF8Reading.scalar(in: bytes, at: start)
      index = start + length
      guard let scalar, (0xE0020...0xE007E).contains(scalar.value) else { continue }
      if decoded.isEmpty { first = start }
      decoded.append(UInt8(scalar.value - 0xE0000))
      last = index
    }
    if !decoded.isEmpty { sink.accept(decoded, from: first..<last) }
  }
}

/// Bytes spelled by variation selectors: VS1 to VS256 for 0 to 255.
struct SelectorDecoder: Decoder {
  static let name = "variation_selectors"

  static func decode(_ bytes: [UInt8], into sink: inout FragmentSink) {
    var decoded: [UInt8] = []
    var (first, last) = (0, 0)
    var index = 0
    while let start = bytes[index...].firstIndex(where: { $0 == 0xEF || $0 == 0xF3 }) {
      let (scalar, length) = UTF8Reading.scalar(in: bytes, at: start)
      index = start + length
      let value: UInt32
      switch scalar?.value {
      case let code? where (0xFE00...0xFE0F).contains(code): value = code - 0xFE00
      case let code? where (0xE0100...0xE01EF).contains(code): value = code - 0xE0100 + 16
      default: continue
      }
      if decoded.isEmpty { first = start }
      decoded.append(UInt8(value))
      last = index
    }
    if decoded.count >= 4 { sink.accept(decoded, from: first..<last) }
  }
}

/// ASCII85 (as Adobe writes it, with or without `<~ ~>`): five characters for four bytes.
struct ASCII85Decoder: Decoder {
  static let name = "ascii85"
  private static let shortest = 8

  static func decode(_ bytes: [UInt8], into sink: inout FragmentSink) {
    var index = 0
    while index < bytes.count {
      let start = index
      index = bytes.end(from: start) { $0 >= 0x21 && $0 <= 0x75 || $0 == UInt8(ascii: "z") }
      if index - start >= shortest {
        let open = bytes.holds("<", at: start) && bytes.holds("~", at: start + 1) ? 2 : 0
        sink.accept(decode(bytes[(start + open)..<index]), from: start..<index, share: 0.97)
      } else if bytes.holds("<~", at: start) || (index < bytes.count && bytes.holds("<", at: index - 1)) {
        // `~` is no digit, so the opening sign ends the run before it.
        let body = (index < bytes.count && bytes[index] == UInt8(ascii: "~") ? index + 1 : index)
        let end = bytes.end(from: body) { $0 >= 0x21 && $0 <= 0x75 || $0 == UInt8(ascii: "z") }
        if end - body >= 5 { sink.accept(decode(bytes[body..<end]), from: body..<end, share: 0.97) }
        index = max(end, index)
      }
      index = max(index, start + 1)
    }
  }

  private static func decode(_ symbols: ArraySlice<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(symbols.count / 5 * 4 + 4)
    var (group, held): (UInt64, Int) = (0, 0)
    func append(_ count: Int) {
      // What a last group is short of counts as the highest digit.
      for _ in held..<5 { group = group * 85 + 84 }
      let value = UInt32(truncatingIfNeeded: group)
      for place in 0..<count { result.append(UInt8(truncatingIfNeeded: value >> UInt32(24 - 8 * place))) }
      (group, held) = (0, 0)
    }
    for symbol in symbols {
      if symbol == UInt8(ascii: "z"), held == 0 {
        for _ in 0..<4 { result.append(0) }
      } else {
        group = group * 85 + UInt64(symbol &- 0x21) % 85
        held += 1
        if held == 5 { append(4) }
      }
    }
    if held > 1 { append(held - 1) }
    return result
  }
}
