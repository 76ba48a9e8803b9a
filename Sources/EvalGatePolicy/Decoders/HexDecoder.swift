/// Hexadecimal pairs: plain, or with spaces, commas, colons, hyphens, `0x` or `\x` between them.
struct HexDecoder: Decoder {
  static let name = "hex"
  private static let shortest = 4

  static func decode(_ bytes: [UInt8], into sink: inout FragmentSink) {
    plain(bytes, &sink)
    separated(bytes, &sink)
    grouped(bytes, &sink)
  }

  /// Groups of several pairs, as dumps and UUIDs have them: `4845 4154 4845`. All that they say has to be text, since groups of digits
  /// are numbers more often than not.
  private static func grouped(_ bytes: [UInt8], _ sink: inout FragmentSink) {
    var decoded: [UInt8] = []
    var (first, last) = (0, 0)
    func finish(_ sink: inout FragmentSink) {
      if decoded.count >= fewestInGroups { sink.accept(decoded, from: first..<last, share: 1) }
      decoded.removeAll(keepingCapacity: true)
    }
    bytes.forEachWord { word in
      let isNext = word.lowerBound == last + 1 && " -:\n".utf8.contains(bytes[last])
      if !isNext { finish(&sink) }
      guard word.count % 2 == 0, (4...32).contains(word.count), bytes[word].allSatisfy({ ByteClass.hex($0) != nil })
      else {
        return finish(&sink)
      }
      if decoded.isEmpty { first = word.lowerBound }
      decoded += stride(from: word.lowerBound, to: word.upperBound, by: 2).map { pair(bytes, at: $0) ?? 0 }
      last = word.upperBound
    }
    finish(&sink)
  }

  private static let fewestInGroups = 6

  /// Runs of digits without anything between them, in both phases.
  private static func plain(_ bytes: [UInt8], _ sink: inout FragmentSink) {
    var index = 0
    while index < bytes.count {
      let start = index
      index = bytes.end(from: start) { ByteClass.hex($0) != nil }
      if index - start >= shortest * 2 {
        for phase in 0..<2 {
          let decoded = stride(from: start + phase, to: index - 1, by: 2).map { pair(bytes, at: $0) ?? 0 }
          if sink.accept(decoded, from: start..<index) { break }
        }
      }
      index = max(index, start + 1)
    }
  }

  /// Pairs that stand by themselves, one after the other.
  private static func separated(_ bytes: [UInt8], _ sink: inout FragmentSink) {
    var run = DecodedRun(shortest: shortest)
    var index = 0
    while index < bytes.count {
      if run.isEmpty { index = bytes.end(from: index) { !mayBegin[Int($0)] } }
      guard index < bytes.count else { break }
      let start = prefix(bytes, at: index)
      if let value = pair(bytes, at: start), start + 2 == bytes.count || ByteClass.hex(bytes[start + 2]) == nil,
        start > index || index == 0 || !ByteClass.isAlphanumeric(bytes[index - 1])
      {
        run.append(value, from: index..<start + 2)
        index = start + 2
        // At most two signs between pairs, and no letters.
        let end = bytes.end(from: index) { ByteClass.parts($0) || $0 == 0x3A }
        if end - index <= 2 { index = end } else { run.finish(into: &sink) }
      } else {
        run.finish(into: &sink)
        index += 1
      }
    }
    run.finish(into: &sink)
  }

  /// What a pair, or the sign before it, can begin with.
  private static let mayBegin: [Bool] = (UInt8.min...UInt8.max).map { ByteClass.hex($0) != nil || $0 == 0x5C }

  private static func prefix(_ bytes: [UInt8], at index: Int) -> Int {
    bytes.holds("0x", at: index) || bytes.holds("\\x", at: index) || bytes.holds("0X", at: index) ? index + 2 : index
  }

  private static func pair(_ bytes: [UInt8], at index: Int) -> UInt8? {
    guard index + 1 < bytes.count, let high = ByteClass.hex(bytes[index]), let low = ByteClass.hex(bytes[index + 1])
    else { return nil }
    return high << 4 | low
  }
}

/// Numbers that are codes of characters, one after the other: decimal (`69 77 80`) or octal (`105 115 120`).
struct CodeDecoder: Decoder {
  static let name = "codes"
  private static let shortest = 5

  static func decode(_ bytes: [UInt8], into sink: inout FragmentSink) {
    var decimal: [UInt8] = []
    var octal: [UInt8] = []
    var isOctal = true
    var (first, last) = (0, 0)
    func finish(_ sink: inout FragmentSink) {
      if decimal.count >= shortest { sink.accept(decimal, from: first..<last, share: 1) }
      if isOctal, octal.count >= shortest { sink.accept(octal, from: first..<last, share: 1) }
      decimal.removeAll(keepingCapacity: true)
      octal.removeAll(keepingCapacity: true)
      isOctal = true
    }
    var index = 0
    while index < bytes.count {
      guard ByteClass.isDigit(bytes[index]) else {
        finish(&sink)
        index = bytes.end(from: index + 1) { !ByteClass.isDigit($0) }
        continue
      }
      let start = index
      index = bytes.end(from: start, while: ByteClass.isDigit)
      let digits = bytes[start..<index]
      guard digits.count <= 3, start == 0 || !ByteClass.isLetter(bytes[start - 1]) else {
        finish(&sink)
        continue
      }
      if decimal.isEmpty { first = start }
      last = index
      decimal.append(UInt8(clamping: digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }))
      isOctal = isOctal && digits.count >= 2 && digits.allSatisfy { $0 <= 0x37 }
      octal.append(UInt8(truncatingIfNeeded: digits.reduce(0) { $0 * 8 + Int($1 & 7) }))
      if let next = nextCall(bytes, at: index) {
        index = next
        continue
      }
      let end = bytes.end(from: index) { ByteClass.parts($0) || $0 == 0x7C }
      if end == index || end - index > 2 { finish(&sink) }
      index = end
    }
    finish(&sink)
  }
}

extension CodeDecoder {
  /// Where the next code stands in a program that puts a text together of single characters: `chr(72)+chr(69)`, `Chr(72) & Chr(69)`,
  /// `CHAR(72),CHAR(69)`; nil where no such call follows.
  private static func nextCall(_ bytes: [UInt8], at end: Int) -> Int? {
    guard end < bytes.count, bytes[end] == UInt8(ascii: ")") else { return nil }
    let start = bytes.end(from: end + 1, limit: end + 8) { " +&,.|_\n".utf8.contains($0) }
    let open = bytes.end(from: start, limit: start + 8, while: ByteClass.isLetter)
    guard open > start, open + 1 < bytes.count, bytes[open] == UInt8(ascii: "("), ByteClass.isDigit(bytes[open + 1])
    else {
      return nil
    }
    return calls.contains(bytes[start..<open].map { $0 | 0x20 }) ? open + 1 : nil
  }

  private static let calls: Set<[UInt8]> = Set(
    ["chr", "char", "chrw", "nchar", "unichr", "unichar"].map { Array($0.utf8) })
}

/// Zeros and ones in groups of eight, or of seven with something between them.
struct BinaryDecoder: Decoder {
  static let name = "binary"
  private static let shortest = 4

  static func decode(_ bytes: [UInt8], into sink: inout FragmentSink) {
    var run = DecodedRun(shortest: shortest)
    var index = 0
    while index < bytes.count {
      if run.isEmpty { index = bytes.end(from: index) { $0 & 0xFE != 0x30 } }
      guard index < bytes.count else { break }
      guard bytes[index] & 0xFE == 0x30 else {
        if !ByteClass.isSpace(bytes[index]), bytes[index] != UInt8(ascii: ",") { run.finish(into: &sink) }
        index += 1
        continue
      }
      let start = index
      index = bytes.end(from: start) { $0 & 0xFE == 0x30 }
      let digits = bytes[start..<index]
      guard digits.count % 8 == 0 || digits.count == 7 else {
        run.finish(into: &sink)
        continue
      }
      let width = digits.count == 7 ? 7 : 8
      for group in stride(from: start, to: index, by: width) {
        let place = group..<group + width
        run.append(bytes[place].reduce(0) { $0 << 1 | $1 & 1 }, from: place)
      }
    }
    run.finish(into: &sink)
  }
}
