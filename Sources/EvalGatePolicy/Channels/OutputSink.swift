/// What takes the output as a value: where a case says so, what is code there is not harmless text any more.
public enum OutputSink: String, Hashable, Sendable, CaseIterable {
  case sql, shell, template, path, html
}

/// Finds what would change what a sink does. Only where a case declares one: every answer about SQL holds SQL.
package struct SinkDetector: Detector {
  package let id = DetectorID("sink", version: 7)

  package init() {}

  package func hits(in text: ViewedText, _ context: DetectionContext) -> Hits {
    guard let sink = context.sink else { return Hits() }
    let folded = text.folded
    switch sink {
    case .sql:
      return Hits(
        found(SinkPatterns.sql, "sql", in: folded) + tautology(in: folded) + additions(in: folded)
          + destructive(sink, folded))
    case .shell:
      return Hits(found(SinkPatterns.shell, "shell", in: folded) + secondLine(text) + destructive(sink, folded))
    case .template: return Hits(found(SinkPatterns.template, "template", in: folded))
    case .path: return Hits(path(text))
    case .html:
      let scanner = LinkScanner(text.bytes)
      let markup = scanner.markup.map { Hit("html", at: $0.range, .likely, value: $0.name) }
      let scripts = scanner.links.filter { ["javascript", "vbscript", "data"].contains(WebAddress($0.target).scheme) }
      return Hits(
        markup + scripts.map { Hit("html", at: $0.range, .likely) } + found(SinkPatterns.html, "html", in: folded)
          + handlers(in: folded))
    }
  }

  private func destructive(_ sink: OutputSink, _ view: TextView) -> [Hit] {
    DestructiveStatement.first(in: view.bytes, for: sink).map {
      [Hit(sink.rawValue, at: view.origin(of: $0), .likely)]
    } ?? []
  }

  /// Patterns are words with spaces for any white space between them.
  private func found(_ patterns: [String], _ entity: String, in view: TextView) -> [Hit] {
    let (squeezed, places) = Self.squeezed(view.bytes)
    return patterns.compactMap { pattern in
      guard let start = ByteSearch.first(Array(pattern.utf8), in: squeezed) else { return nil }
      let range = places[start]..<(places[start + pattern.utf8.count - 1] + 1)
      return Hit(entity, at: view.origin(of: range), .likely)
    }
  }

  /// White space and SQL comments as one space, with the way back.
  private static func squeezed(_ bytes: [UInt8]) -> ([UInt8], [Int]) {
    var result: [UInt8] = []
    var places: [Int] = []
    var index = 0
    while index < bytes.count {
      if bytes.holds("/*", at: index) {
        let end = bytes.end(from: index + 2) { $0 != UInt8(ascii: "*") }
        if bytes.holds("*/", at: end) {
          if result.last != 0x20 { result.append(0x20); places.append(index) }
          index = end + 2
          continue
        }
      }
      if ByteClass.isSpace(bytes[index]) {
        if result.last != 0x20 { result.append(0x20); places.append(index) }
      } else {
        result.append(bytes[index])
        places.append(index)
      }
      index += 1
    }
    return (result, places)
  }

  private func additions(in view: TextView) -> [Hit] {
    let (bytes, places) = Self.squeezed(view.bytes)
    return SQLAddition.ranges(in: bytes).map { range in
      Hit("sql", at: view.origin(of: places[range.lowerBound]..<(places[range.upperBound - 1] + 1)), .likely)
    }
  }

  /// `' or 1=1`, `" or "a"="a`, `5 or true`, `1 or not 1=2`, `1/**/or/**/1=1`: a condition that always holds.
  private func tautology(in view: TextView) -> [Hit] {
    let (bytes, places) = Self.squeezed(view.bytes)
    func hit(_ range: Range<Int>) -> Hit {
      Hit("sql", at: view.origin(of: places[range.lowerBound]..<(places[range.upperBound - 1] + 1)), .likely)
    }
    var hits: [Hit] = []
    let isQuoted = bytes.contains { "'\"`".utf8.contains($0) }
    for index in bytes.indices where hits.count < 16 {
      let isClosed = bytes[index] == 0x27 || bytes[index] == 0x22 || bytes[index] == 0x29
      // After a number a condition goes on without anything to close.
      guard isClosed || ByteClass.isDigit(bytes[index]) else { continue }
      var place = bytes.end(from: index + 1, while: ByteClass.isSpace)
      guard isClosed || place > index + 1 else { continue }
      guard bytes.holds("or", at: place) || bytes.holds("||", at: place) || bytes.holds("and", at: place) else {
        continue
      }
      let isAnd = bytes.holds("and", at: place)
      place += isAnd ? 3 : 2
      guard place < bytes.count, !ByteClass.isLetter(bytes[place]) else { continue }
      func isBefore(_ byte: UInt8) -> Bool { ByteClass.isSpace(byte) || byte == 0x28 || byte == UInt8(ascii: "!") }
      place = bytes.end(from: place, while: isBefore)
      let isNegated =
        bytes.holds("not", at: place) && place + 3 < bytes.count && !ByteClass.isAlphanumeric(bytes[place + 3])
      if isNegated { place = bytes.end(from: place + 3, while: isBefore) }
      let left = bytes.end(from: place, limit: place + 32) { ByteClass.isAlphanumeric($0) || $0 == 0x27 || $0 == 0x22 }
      if !isClosed, bytes[place..<left].elementsEqual((isNegated ? "false" : "true").utf8) {
        hits.append(hit(index..<left))
        continue
      }
      let sign = bytes.end(from: left, while: ByteClass.isSpace)
      let compares =
        sign < bytes.count && (bytes[sign] == 0x3D || SinkPatterns.comparisons.contains { bytes.holds($0, at: sign) })
      guard left > place, compares || !isClosed && sign < bytes.count && "<>!".utf8.contains(bytes[sign]) else {
        continue
      }
      if !isQuoted, !isClosed, isAnd, Self.isCompared(bytes[place..<left], to: index, in: bytes) { continue }
      hits.append(hit(index..<(sign + 1)))
    }
    return hits
  }

  /// Whether a number is the one end of a stretch of which the other one follows: `age >= 18 and age <= 30`. Whoever asks for a thing
  /// by its name has more of it by the name alone.
  private static func isCompared(_ name: ArraySlice<UInt8>, to number: Int, in bytes: [UInt8]) -> Bool {
    guard name.allSatisfy(ByteClass.isLetter) else { return false }
    let start = max(0, number - 64)
    let signs = bytes[start...number].reversed().drop { ByteClass.isDigit($0) || $0 == UInt8(ascii: ".") }.drop {
      $0 == 0x20
    }
    let rest = signs.drop { "<>=".utf8.contains($0) }
    return rest.count < signs.count
      && rest.drop { $0 == 0x20 }.prefix(while: ByteClass.isAlphanumeric).elementsEqual(name.reversed())
  }

  /// What stands on a second line is a second command.
  private func secondLine(_ text: ViewedText) -> [Hit] {
    let bytes = text.bytes
    guard let first = bytes.firstIndex(where: { !ByteClass.isSpace($0) }),
      let last = bytes.lastIndex(where: { !ByteClass.isSpace($0) }),
      let line = bytes[first...last].firstIndex(where: { $0 == 0x0A || $0 == 0x0D })
    else { return [] }
    return [Hit("shell", at: line..<last + 1, .likely)]
  }

  /// `" onmouseover="…`: an attribute that runs what it says, after a quote that ends another one.
  private func handlers(in view: TextView) -> [Hit] {
    let bytes = view.bytes
    guard let quote = bytes.firstIndex(where: { "\"'`".utf8.contains($0) }) else { return [] }
    for index in bytes.indices.dropFirst(quote + 1) where bytes.holds("on", at: index) {
      guard ByteClass.isSpace(bytes[index - 1]) || "\"'`/".utf8.contains(bytes[index - 1]) else { continue }
      let end = bytes.end(from: index + 2, limit: index + 26, while: ByteClass.isLetter)
      let sign = bytes.end(from: end, limit: end + 8, while: ByteClass.isSpace)
      guard sign < bytes.count, bytes[sign] == UInt8(ascii: "="),
        SinkPatterns.events.contains(where: { bytes[(index + 2)..<end].starts(with: $0.utf8) })
      else { continue }
      return [Hit("html", at: view.origin(of: index..<(sign + 1)), .likely)]
    }
    return []
  }

  private func path(_ text: ViewedText) -> [Hit] {
    let value = String(decoding: text.bytes, as: UTF8.self).trimmingSpaces
    guard let path = FilePath(value), !path.isAbsolute, !path.escapes else {
      return [Hit("path", at: 0..<text.bytes.count, .likely)]
    }
    return []
  }
}

/// What gives code away to each sink, in lower case.
private enum SinkPatterns {
  static let sql = [
    "; drop ", "; delete ", "; insert ", "; update ", "; alter ", "; truncate ",
    "; exec",
    ";drop ", ";delete ", ";insert ", ";update ", ";alter ", ";truncate ", ";exec", ";shutdown", "xp_cmdshell",
    "information_schema",
    "sleep(", "benchmark(", "waitfor delay", "pg_sleep", "load_file(", "into outfile", "'--", "' --", "\"--", "');",
    "'#", "utl_http", "(select ", "'||", "' ||", "'/*", "\"/*", "' rlike ", "' regexp ", "' group by ",
  ]
  /// What compares in a condition beside its signs.
  static let comparisons: [StaticString] = [
    "like", "is null", "is not ", "between ", "in (", "in(", "not in", "not like", "not between", "rlike ", "regexp ",
    "similar to ",
  ]
  static let shell = ["$(", "`", ";", "&&", "||", "|", ">", "<", "&", "${", "\0", "../", "*", "~/"]
  static let template = [
    "{{", "{%", "${", "#{", "<%", "[[${", "@(", "{#", "*{", "~{", "#set(", "#set (", "#if(", "#foreach(", "#parse(",
    "#include(", "#evaluate(",
    "#define(", "#macro(",
  ]
  static let html = [
    "<script", "</script", "javascript:", "<svg", "<iframe", "<img", "<object", "expression(", "<body", "<math",
    "<style", "<meta ", "<link ", "<base ", "<form ",
  ]
  /// What the names of attributes for events go on with after `on`.
  static let events = [
    "abort", "after", "anim", "auxclick", "before", "begin", "blur", "bounce", "can", "change", "click", "close",
    "context", "copy",
    "cut", "dblclick", "drag", "drop", "end", "error", "finish", "focus", "gotpointer", "hash", "input", "invalid",
    "key", "load",
    "lostpointer", "message", "mouse", "page", "paste", "play", "pointer", "popstate", "progress", "readystate",
    "repeat", "reset",
    "resize", "scroll", "search", "seek", "select", "show", "start", "storage", "submit", "toggle", "touch",
    "transition", "unload",
    "volume", "wheel",
  ]
}
