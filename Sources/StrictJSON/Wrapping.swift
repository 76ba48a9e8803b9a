/// Recognises JSON in a wrapping that models like to add. It only names the error better; nothing is unwrapped.
enum Wrapping {
  /// The better reason for a text that does not begin with JSON, or nil when `fault` says it best.
  static func fault(insteadOf fault: Fault, in source: Span<UInt8>, depthLimit: Int) -> Fault? {
    let start = TapeParser.skipSpace(source, 0)
    switch fault.reason {
    case .unknownWord, .unexpectedCharacter, .comment, .singleQuotes, .malformedNumber, .proseAfter, .unquotedKey:
      guard start < source.count else { return nil }
    default: return nil
    }
    // A text that begins like an object or a list is one with a fault of its own, unless it is a word in brackets before JSON.
    if source[start] == Byte.openBrace || source[start] == Byte.openBracket {
      guard fault.reason == .unknownWord || fault.reason == .unquotedKey, fault.offset == start + 1,
        let end = bracketEnd(source, from: start)
      else { return nil }
      return proseFault(source, from: end, beginningAt: start, depthLimit: depthLimit)
    }
    if fault.reason == .comment, source[start] == Byte.slash { return nil }
    if let body = fencedBody(source, at: start) { return fenceFault(source, fence: start, body, depthLimit) }
    return proseFault(source, from: start, beginningAt: start, depthLimit: depthLimit)
  }

  /// The offset after the bracket that closes the one at `start`, on the same line; nil when there is none.
  private static func bracketEnd(_ source: Span<UInt8>, from start: Int) -> Int? {
    var depth = 0
    for place in start..<source.count {
      switch source[place] {
      case Byte.openBrace, Byte.openBracket: depth += 1
      case Byte.closeBrace, Byte.closeBracket: depth -= 1
      case Byte.lineFeed: return nil
      default: break
      }
      if depth == 0 { return place + 1 }
    }
    return nil
  }

  /// The extent of what stands between the fence that begins at `start` and the next line with a fence, or the end of
  /// the text; nil when there is no fence. Valid JSON has no such line: its strings hold no line breaks.
  private static func fencedBody(_ source: Span<UInt8>, at start: Int) -> Range<Int>? {
    guard isFence(source, at: start), let body = lineEnd(source, from: start) else { return nil }
    var end = body
    while let next = lineEnd(source, from: end) {
      end = TapeParser.skipSpace(source, next)
      if isFence(source, at: end) { return body..<end }
    }
    return body..<source.count
  }

  /// The offset of the next line feed, nil when there is none.
  private static func lineEnd(_ source: Span<UInt8>, from start: Int) -> Int? {
    for place in start..<source.count where source[place] == Byte.lineFeed { return place }
    return nil
  }

  private static func isFence(_ source: Span<UInt8>, at place: Int) -> Bool {
    guard place + 2 < source.count, source[place] == Byte.backtick || source[place] == 0x7E else { return false }
    return source[place + 1] == source[place] && source[place + 2] == source[place]
  }

  /// A fence around valid JSON; around anything else, what is wrong with that, beside the fence.
  private static func fenceFault(
    _ source: Span<UInt8>, fence: Int, _ body: Range<Int>, _ depthLimit: Int
  ) -> Fault {
    let first = TapeParser.skipSpace(source, body.lowerBound)
    guard let inner = faultOfPart(source, body, depthLimit: depthLimit) else {
      return Fault(.markdownFence, at: fence, other: first)
    }
    var fault = inner
    fault.fence = fence
    return fault
  }

  /// Words before JSON, which may have words after it too. Where the JSON has a flaw that is told, with the prose beside it.
  ///
  /// What reads as JSON decides. Without such a thing it is a list of scalars, of which words may hold some (`[1]`, `[sic]`): the
  /// first valid one, or one that was cut off. A few are tried, each from where the one before it failed, so that the cost stays
  /// linear.
  private static func proseFault(
    _ source: Span<UInt8>, from start: Int, beginningAt beginning: Int, depthLimit: Int
  ) -> Fault? {
    let fence = firstFence(source, from: start)
    for place in start..<source.count where readsAsJSON(source, at: place) {
      let isFenced = fence.map { $0.body.contains(place) } ?? false
      let end = isFenced ? fence?.body.upperBound : nil
      let inner = faultOfPart(source, place..<(end ?? source.count), depthLimit: depthLimit)
      switch inner?.reason {
      case nil, .proseAfter, .trailingText: return Fault(.proseBefore, at: beginning, other: place)
      default: break
      }
      var fault = inner
      fault?.prose = beginning
      fault?.fence = isFenced ? fence?.offset : nil
      return fault
    }
    return listFault(source, from: start, beginningAt: beginning, depthLimit)
  }

  private static func listFault(
    _ source: Span<UInt8>, from start: Int, beginningAt beginning: Int, _ depthLimit: Int
  ) -> Fault? {
    var cut: Fault?
    var place = start
    for _ in 0..<triedLists {
      while place < source.count, source[place] != Byte.openBracket { place += 1 }
      guard place < source.count else { break }
      let inner = faultOfPart(source, place..<source.count, depthLimit: depthLimit)
      switch inner?.reason {
      case nil, .proseAfter, .trailingText: return Fault(.proseBefore, at: beginning, other: place)
      case .truncated: cut = cut ?? inner
      default: break
      }
      place = max(place + 1, inner?.offset ?? 0)
    }
    cut?.prose = beginning
    return cut
  }

  private static let triedLists = 16

  /// The first fence that begins a line, and what it is around.
  private static func firstFence(_ source: Span<UInt8>, from start: Int) -> (offset: Int, body: Range<Int>)? {
    var line = start
    while let next = lineEnd(source, from: line) {
      line = TapeParser.skipSpace(source, next + 1)
      if let body = fencedBody(source, at: line) { return (line, body) }
    }
    return nil
  }

  /// Whether an object begins here, empty, cut off or with a key and a colon, or a list of objects, lists or texts: no words do.
  private static func readsAsJSON(_ source: Span<UInt8>, at place: Int) -> Bool {
    if source[place] == Byte.openBrace { return readsAsObject(source, at: place) }
    guard source[place] == Byte.openBracket else { return false }
    let first = TapeParser.skipSpace(source, place + 1)
    guard first < source.count else { return false }
    if source[first] == Byte.openBrace { return readsAsObject(source, at: first) }
    return source[first] == Byte.openBracket || source[first] == Byte.quote
  }

  private static func readsAsObject(_ source: Span<UInt8>, at place: Int) -> Bool {
    let first = TapeParser.skipSpace(source, place + 1)
    guard first < source.count, source[first] != Byte.closeBrace else { return true }
    let end = TapeParser.skipSpace(source, keyEnd(source, from: first))
    guard end < source.count else { return source[first] == Byte.quote }
    return end > first && source[end] == Byte.colon
  }

  /// The offset after a key that begins at `start`, quoted in one way or another or not at all; `start` where none does.
  private static func keyEnd(_ source: Span<UInt8>, from start: Int) -> Int {
    var end = start
    guard source[start] == Byte.quote || source[start] == Byte.apostrophe else {
      while end < source.count, isNameByte(source[end]) { end += 1 }
      return end
    }
    end += 1
    while end < source.count, source[end] != source[start] {
      guard source[end] != Byte.lineFeed else { return start }
      end += source[end] == Byte.backslash ? 2 : 1
    }
    return min(end + 1, source.count)
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    Byte.isLetter(byte) || Byte.isDigit(byte) || byte == Byte.underscore || byte == 0x24 || byte >= 0x80
  }

  private static func faultOfPart(_ source: Span<UInt8>, _ part: Range<Int>, depthLimit: Int) -> Fault? {
    var parser = TapeParser(depthLimit: depthLimit, byteCount: part.count)
    do throws(Fault) {
      try parser.parse(source.extracting(part))
      return nil
    } catch {
      return error.shifted(by: part.lowerBound)
    }
  }
}
