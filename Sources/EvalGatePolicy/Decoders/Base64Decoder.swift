/// Base64 of both alphabets (RFC 4648, sections 4 and 5), padded or not, wrapped over lines, and within longer runs.
struct Base64Decoder: Decoder {
  static let name = "base64"
  private static let shortest = 8

  private static let values: [UInt8] = {
    var values = [UInt8](repeating: 0xFF, count: 256)
    for (value, byte) in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8.enumerated() {
      values[Int(byte)] = UInt8(value)
    }
    values[Int(UInt8(ascii: "-"))] = 62
    values[Int(UInt8(ascii: "_"))] = 63
    return values
  }()

  static func decode(_ bytes: [UInt8], into sink: inout FragmentSink) {
    var index = 0
    /// A run that ends a line, and all the lines after it that are nothing but a run.
    var wrapped: (start: Int, symbols: [UInt8], whole: Int?)?
    while index < bytes.count {
      guard values[Int(bytes[index])] != 0xFF else {
        index += 1
        continue
      }
      let start = index
      index = bytes.end(from: start) { values[Int($0)] != 0xFF }
      let run = start..<index
      if run.count >= shortest { emit(Array(bytes[run]), run, &sink) }
      // Lines that continue one another are read as one.
      let beginsLine = start == 0 || bytes[start - 1] == 0x0A
      if let before = wrapped, beginsLine {
        wrapped = (before.start, before.symbols + bytes[run], before.whole ?? before.symbols.count)
      } else {
        wrapped = (start, Array(bytes[run]), beginsLine ? 0 : nil)
      }
      let end = bytes.end(from: index) { $0 == UInt8(ascii: "=") || $0 == 0x0D }
      if end < bytes.count, bytes[end] == 0x0A, let current = wrapped, current.symbols.count < FragmentSink.bytes * 2 {
        index = end + 1
        if index < bytes.count, values[Int(bytes[index])] != 0xFF { continue }
      }
      finish(wrapped, end: min(end, bytes.count), &sink)
      wrapped = nil
    }
    finish(wrapped, end: bytes.count, &sink)
    grouped(bytes, &sink)
  }

  /// Groups of four, eight or more symbols, all of a length but the last one, with blanks or hyphens between them. Words of four letters
  /// stand beside one another too, so that all that they say has to be text.
  private static func grouped(_ bytes: [UInt8], _ sink: inout FragmentSink) {
    var symbols: [UInt8] = []
    var (first, last, length, groups) = (0, 0, 0, 0)
    func finish(_ sink: inout FragmentSink) {
      if groups >= fewestGroups { sink.accept(decode(symbols[...]), from: first..<last, share: 1) }
      symbols.removeAll(keepingCapacity: true)
      groups = 0
    }
    var index = 0
    while index < bytes.count {
      guard isGrouped(bytes[index]) else {
        index += 1
        continue
      }
      let start = index
      index = bytes.end(from: start, while: isGrouped)
      let isNext = groups > 0 && start == last + 1 && (bytes[last] == 0x20 || bytes[last] == 0x2D)
      if !isNext || index - start > length { finish(&sink) }
      if groups == 0 {
        guard (index - start) % 4 == 0 else { continue }
        (first, length) = (start, index - start)
      }
      symbols += bytes[start..<index]
      groups += 1
      last = index
      // A shorter one is the last.
      if index - start < length { finish(&sink) }
    }
    finish(&sink)
  }

  private static let fewestGroups = 3
  private static func isGrouped(_ byte: UInt8) -> Bool { values[Int(byte)] != 0xFF && byte != 0x2D }

  private static func finish(
    _ wrapped: (start: Int, symbols: [UInt8], whole: Int?)?, end: Int, _ sink: inout FragmentSink
  ) {
    guard let wrapped, let whole = wrapped.whole, wrapped.symbols.count >= shortest, end > wrapped.start else { return }
    emit(wrapped.symbols, wrapped.start..<end, &sink)
    // A word of prose may stand before the first line that belongs to it.
    if whole > 0 { emit(Array(wrapped.symbols[whole...]), wrapped.start..<end, &sink) }
  }

  /// Tries the four phases: a run may have grown together with what stands before it.
  private static func emit(_ symbols: [UInt8], _ range: Range<Int>, _ sink: inout FragmentSink) {
    for phase in 0..<4 where symbols.count - phase >= shortest {
      let decoded = decode(symbols[phase...])
      if sink.accept(decoded, from: range) { return }
    }
  }

  /// Whole bytes only; what is left over of the last group is dropped, as decoders of unpadded text do.
  private static func decode(_ symbols: ArraySlice<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(symbols.count / 4 * 3 + 3)
    var buffer: UInt32 = 0
    var bits = 0
    for symbol in symbols {
      buffer = buffer << 6 | UInt32(values[Int(symbol)])
      bits += 6
      if bits >= 8 {
        bits -= 8
        result.append(UInt8(truncatingIfNeeded: buffer >> UInt32(bits)))
      }
    }
    return result
  }
}

/// Base32 (RFC 4648, section 6), padded or not, in either case.
struct Base32Decoder: Decoder {
  static let name = "base32"
  private static let shortest = 8
  /// Shorter runs are words more often than not: all of what they say has to be text, and they are in one case.
  private static let sure = 16

  private static func value(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x41...0x5A: byte - 0x41
    case 0x61...0x7A: byte - 0x61
    case 0x32...0x37: byte - 0x32 + 26
    default: nil
    }
  }

  static func decode(_ bytes: [UInt8], into sink: inout FragmentSink) {
    var index = 0
    while index < bytes.count {
      let start = index
      index = bytes.end(from: start) { value($0) != nil }
      if index - start >= sure || index - start >= shortest && isOneCase(bytes[start..<index]) {
        var decoded: [UInt8] = []
        var (buffer, bits): (UInt32, UInt32) = (0, 0)
        for symbol in bytes[start..<index] {
          buffer = buffer << 5 | UInt32(value(symbol) ?? 0)
          bits += 5
          if bits >= 8 {
            bits -= 8
            decoded.append(UInt8(truncatingIfNeeded: buffer >> bits))
          }
        }
        sink.accept(decoded, from: start..<index, share: index - start >= sure ? 0.9 : 1)
      }
      index = max(index, start + 1)
    }
  }

  private static func isOneCase(_ symbols: ArraySlice<UInt8>) -> Bool {
    symbols.allSatisfy { $0 < 0x61 } || symbols.allSatisfy { $0 > 0x5A || $0 < 0x41 }
  }
}
