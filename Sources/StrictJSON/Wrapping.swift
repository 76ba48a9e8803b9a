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
      let prose = proseFault(source, from: end, beginningAt: start, depthLimit: depthLimit)
      return prose?.reason == .proseBefore ? prose : nil
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
    return Fault(inner.reason, at: inner.offset, other: inner.other, fence: fence)
  }

  /// Words before valid JSON, which may have words after it too, or before JSON that was cut off.
  ///
  /// Tries what begins with a brace and then what begins with a bracket, each from where the one before it failed and a few
  /// only, so that the cost stays linear.
  private static func proseFault(
    _ source: Span<UInt8>, from start: Int, beginningAt beginning: Int, depthLimit: Int
  ) -> Fault? {
    var cut: Fault?
    for opener in [Byte.openBrace, Byte.openBracket] {
      var place = start
      for _ in 0..<triedOpeners {
        while place < source.count, source[place] != opener { place += 1 }
        guard place < source.count else { break }
        let inner = faultOfPart(source, place..<source.count, depthLimit: depthLimit)
        switch inner?.reason {
        case nil, .proseAfter, .trailingText: return Fault(.proseBefore, at: beginning, other: place)
        case .truncated: cut = cut ?? inner
        default: break
        }
        place = max(place + 1, inner?.offset ?? 0)
      }
    }
    return cut
  }

  private static let triedOpeners = 16

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
