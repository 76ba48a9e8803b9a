/// Recognises valid JSON in a wrapping that models like to add. It only names the error better; nothing is unwrapped.
enum Wrapping {
  /// The better reason for a text that does not begin with JSON, or nil when `fault` says it best.
  static func fault(insteadOf fault: Fault, in source: Span<UInt8>, depthLimit: Int) -> Fault? {
    let start = TapeParser.skipSpace(source, 0)
    switch fault.reason {
    case .unknownWord, .unexpectedCharacter, .comment, .singleQuotes, .malformedNumber, .proseAfter:
      guard start < source.count else { return nil }
    default: return nil
    }
    // Only a text whose first token is no bracket can be wrapped: a fault deep inside is a fault of its own.
    guard source[start] != Byte.openBrace, source[start] != Byte.openBracket else { return nil }
    if let body = fencedBody(source, at: start),
      let fault = fenceFault(source, fence: start, body: body, depthLimit: depthLimit)
    {
      return fault
    }
    return proseFault(source, from: start, depthLimit: depthLimit)
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

  /// A fence around valid JSON; around JSON that was cut off, the cut.
  private static func fenceFault(
    _ source: Span<UInt8>, fence: Int, body: Range<Int>, depthLimit: Int
  ) -> Fault? {
    let first = TapeParser.skipSpace(source, body.lowerBound)
    guard let inner = faultOfPart(source, body, depthLimit: depthLimit) else {
      return Fault(.markdownFence, at: fence, other: first)
    }
    return inner.reason == .truncated ? inner : nil
  }

  /// Words before valid JSON, which may have words after it too. Tries the first brace and the first bracket, no more,
  /// so that the cost stays linear.
  private static func proseFault(_ source: Span<UInt8>, from start: Int, depthLimit: Int) -> Fault? {
    for opener in [Byte.openBrace, Byte.openBracket] {
      var place = start
      while place < source.count, source[place] != opener { place += 1 }
      guard place < source.count else { continue }
      let inner = faultOfPart(source, place..<source.count, depthLimit: depthLimit)
      if inner.map({ $0.reason == .proseAfter || $0.reason == .trailingText }) ?? true {
        return Fault(.proseBefore, at: start, other: place)
      }
    }
    return nil
  }

  private static func faultOfPart(_ source: Span<UInt8>, _ part: Range<Int>, depthLimit: Int) -> Fault? {
    var parser = TapeParser(depthLimit: depthLimit)
    do throws(Fault) {
      try parser.parse(source.extracting(part))
      return nil
    } catch {
      return error.shifted(by: part.lowerBound)
    }
  }
}
