/// Reads a strict JSON text into a tape, without recursion.
struct TapeParser: ~Copyable {
  private var tape: PlainList<TapeEntry>
  /// The containers that are open, the innermost last.
  private var open = PlainList<OpenContainer>(capacity: 16)
  private var keys = KeyLedger()
  private let depthLimit: Int

  /// - Parameter byteCount: how long the text is, for a first guess of how much there is in it.
  init(depthLimit: Int, byteCount: Int) {
    self.depthLimit = depthLimit
    tape = PlainList(capacity: byteCount / 12 + 8)
  }

  /// Reads the one value of `source` and refuses anything after it but white space.
  mutating func parse(_ source: Span<UInt8>) throws(Fault) {
    var place = Self.skipSpace(source, 0)
    if place == source.count { throw Fault(.empty, at: place) }
    while true {
      if try beginValue(source, &place) { continue }
      if try finishContainers(source, &place) { break }
    }
    place = Self.skipSpace(source, place)
    if place < source.count { throw Misplaced.afterValue(source, at: place) }
  }

  /// What was read.
  consuming func finished() -> PlainList<TapeEntry> { tape }

  /// Reads a scalar or an empty container (false), or enters a container up to its first value (true).
  private mutating func beginValue(_ source: Span<UInt8>, _ place: inout Int) throws(Fault) -> Bool {
    guard place < source.count else { throw cutOff(source) }
    switch source[place] {
    case Byte.quote: try appendString(source, &place)
    case Byte.minus, Byte.zero...Byte.nine: try appendNumber(source, &place)
    case Byte.openBrace: return try enterObject(source, &place)
    case Byte.openBracket: return try enterArray(source, &place)
    case 0x74: try appendWord("true", kind: .bool, flag: true, source, &place)
    case 0x66: try appendWord("false", kind: .bool, flag: false, source, &place)
    case 0x6E: try appendWord("null", kind: .null, flag: false, source, &place)
    default: throw Misplaced.insteadOfValue(source, at: place)
    }
    return false
  }

  /// After a value: closes what ends here. False when another value of an open container follows at `place`, true at
  /// the end of the outermost value.
  private mutating func finishContainers(_ source: Span<UInt8>, _ place: inout Int) throws(Fault) -> Bool {
    while var container = open.last {
      place = Self.skipSpace(source, place)
      guard place < source.count else { throw cutOff(source) }
      let closer = container.isObject ? Byte.closeBrace : Byte.closeBracket
      if source[place] == Byte.comma {
        let comma = place
        place = Self.skipSpace(source, place + 1)
        guard place < source.count else { throw cutOff(source) }
        if source[place] == closer { throw Fault(.trailingComma, at: comma) }
        if container.isObject { try appendKey(source, &place) }
        container.count &+= 1
        open[open.count - 1] = container
        return false
      }
      guard source[place] == closer else { throw Misplaced.afterElement(source, at: place) }
      place += 1
      leave(count: container.count &+ 1)
    }
    return true
  }

  @inline(__always)
  private mutating func enterArray(_ source: Span<UInt8>, _ place: inout Int) throws(Fault) -> Bool {
    try enter(.array, source, &place)
    if source[place] == Byte.closeBracket {
      place += 1
      leave(count: 0)
      return false
    }
    return true
  }

  @inline(__always)
  private mutating func enterObject(_ source: Span<UInt8>, _ place: inout Int) throws(Fault) -> Bool {
    try enter(.object, source, &place)
    keys.enterObject()
    if source[place] == Byte.closeBrace {
      place += 1
      leave(count: 0)
      return false
    }
    try appendKey(source, &place)
    return true
  }

  /// Opens a container and goes on to the first byte that matters in it.
  @inline(__always)
  private mutating func enter(_ kind: TapeEntry.Kind, _ source: Span<UInt8>, _ place: inout Int) throws(Fault) {
    guard open.count < depthLimit else { throw Fault(.depthLimit, at: place) }
    open.append(OpenContainer(entry: tape.count, isObject: kind == .object))
    append(kind, flag: false, offset: place, count: 0)
    place = Self.skipSpace(source, place + 1)
    guard place < source.count else { throw cutOff(source) }
  }

  /// Closes the innermost container, which has this many elements or members.
  @inline(__always)
  private mutating func leave(count: UInt32) {
    guard let container = open.last else { return }
    if container.isObject { keys.leaveObject() }
    tape[container.entry].count = count
    tape[container.entry].next = UInt32(truncatingIfNeeded: tape.count)
    open.shorten(to: open.count - 1)
  }

  @inline(__always)
  private mutating func appendKey(_ source: Span<UInt8>, _ place: inout Int) throws(Fault) {
    guard source[place] == Byte.quote else { throw Misplaced.insteadOfKey(source, at: place) }
    let start = place + 1
    try appendString(source, &place)
    let entry = tape[tape.count - 1]
    if let earlier = keys.add(source, offset: start, count: Int(entry.count), hasEscapes: entry.flag) {
      throw Fault(.duplicateKey, at: start - 1, other: earlier - 1)
    }
    place = Self.skipSpace(source, place)
    guard place < source.count else { throw cutOff(source) }
    guard source[place] == Byte.colon else { throw Misplaced.insteadOfColon(source, at: place) }
    place = Self.skipSpace(source, place + 1)
  }

  @inline(__always)
  private mutating func appendString(_ source: Span<UInt8>, _ place: inout Int) throws(Fault) {
    let scan = try StringScan(source, from: place)
    append(.string, flag: scan.hasEscapes, offset: place + 1, count: scan.end - place - 1)
    place = scan.end + 1
  }

  @inline(__always)
  private mutating func appendNumber(_ source: Span<UInt8>, _ place: inout Int) throws(Fault) {
    let scan = try NumberScan(source, from: place)
    append(.number, flag: !scan.isPlain, offset: place, count: scan.end - place)
    place = scan.end
  }

  private mutating func appendWord(
    _ word: StaticString, kind: TapeEntry.Kind, flag: Bool, _ source: Span<UInt8>, _ place: inout Int
  ) throws(Fault) {
    for index in 0..<word.utf8CodeUnitCount {
      guard place + index < source.count else { throw Fault(.truncated, at: source.count, other: place) }
      if source[place + index] != word.utf8Start[index] { throw Misplaced.insteadOfValue(source, at: place) }
    }
    let end = place + word.utf8CodeUnitCount
    if end < source.count, Byte.isLetter(source[end]) || Byte.isDigit(source[end]) || source[end] == Byte.underscore {
      throw Fault(.unknownWord, at: place)
    }
    append(kind, flag: flag, offset: place, count: word.utf8CodeUnitCount)
    place = end
  }

  @inline(__always)
  private mutating func append(_ kind: TapeEntry.Kind, flag: Bool, offset: Int, count: Int) {
    tape.append(
      TapeEntry(
        kind: kind, flag: flag, offset: UInt32(truncatingIfNeeded: offset), count: UInt32(truncatingIfNeeded: count),
        next: UInt32(truncatingIfNeeded: tape.count + 1)))
  }

  /// The text ends although something is still open.
  private func cutOff(_ source: Span<UInt8>) -> Fault {
    Fault(.truncated, at: source.count, other: open.last.map { Int(tape[$0.entry].offset) })
  }

  @inline(__always)
  static func skipSpace(_ source: Span<UInt8>, _ start: Int) -> Int {
    var place = start
    while place < source.count, source[place] <= Byte.space, Byte.isSpace(source[place]) { place += 1 }
    return place
  }
}
