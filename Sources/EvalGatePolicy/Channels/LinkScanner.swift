/// Finds links and images in text that may be Markdown, HTML or plain, as tolerantly as renderers are. One pass.
struct LinkScanner {
  private(set) var links: [Link] = []
  private(set) var markup: [ActiveMarkup] = []
  private let bytes: [UInt8]
  private var code: [Range<Int>] = []
  private var brackets: [(start: Int, isImage: Bool)] = []
  /// Labels that an image names, in lower case.
  private var imageLabels: Set<String> = []
  private var definitions: [(label: String, target: String, range: Range<Int>)] = []
  private var labels: [Range<Int>] = []

  /// Deeper brackets and longer targets are nobody's Markdown.
  private static let depth = 64
  private static let longest = 8_192

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    code = CodeSpans.find(in: bytes)
    scan()
    for (label, target, range) in definitions {
      add(imageLabels.contains(label) ? .image : .reference, target, range, loads: imageLabels.contains(label))
    }
    links.sort { ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound) }
  }

  private mutating func scan() {
    var index = 0
    var codeIndex = 0
    while index < bytes.count {
      while codeIndex < code.count, code[codeIndex].upperBound <= index { codeIndex += 1 }
      let isCode = codeIndex < code.count && code[codeIndex].contains(index)
      switch bytes[index] {
      case UInt8(ascii: "\\") where !isCode && index + 1 < bytes.count && "[]()!<".utf8.contains(bytes[index + 1]):
        index += 2
      case UInt8(ascii: "[") where !isCode: open(&index)
      case UInt8(ascii: "]") where !isCode: close(&index)
      case UInt8(ascii: "<") where !isCode: angle(&index)
      case 0x1B: terminal(&index)
      case UInt8(ascii: ":") where bytes.holds("://", at: index): address(&index, isCode: isCode)
      case UInt8(ascii: "w"), UInt8(ascii: "W"): plain(&index, isCode: isCode)
      case UInt8(ascii: "m") where bytes.holds("mailto:", at: index),
        UInt8(ascii: "j") where bytes.holds("javascript:", at: index),
        UInt8(ascii: "d") where bytes.holds("data:", at: index):
        opaque(&index, isCode: isCode)
      case UInt8(ascii: "c") where bytes.holds("curl ", at: index): command(&index)
      case UInt8(ascii: "n") where bytes.holds("nc ", at: index): netcat(&index)
      case 0x0A:
        brackets.removeAll { bytes[$0.start..<index].contains(0x0A) }
        index += 1
      default: index += 1
      }
    }
  }

  private mutating func open(_ index: inout Int) {
    let isImage = index > 0 && bytes[index - 1] == UInt8(ascii: "!")
    if brackets.count < Self.depth { brackets.append((index, isImage)) }
    index += 1
  }

  private mutating func close(_ index: inout Int) {
    defer { index += 1 }
    guard let bracket = brackets.popLast() else { return }
    let next = index + 1
    let label = bracket.start + 1..<index
    if bytes.holds("(", at: next), let (target, range, end) = destination(at: next + 1) {
      add(bracket.isImage ? .image : .link, target, range, loads: bracket.isImage)
      index = end
    } else if bytes.holds(":", at: next), isLineStart(bracket.start),
      let (target, range, end) = definition(at: next + 1)
    {
      definitions.append((name(label), target, range))
      index = end - 1
    } else if bracket.isImage {
      imageLabels.insert(name(label))
    } else if let last = labels.last, last.upperBound == bracket.start {
      imageLabels.insert(name(label))
    }
    // `![alt][label]`: the label that follows names the image's address.
    if bracket.isImage, bytes.holds("[", at: next) { labels.append(bracket.start..<next) }
  }

  private func name(_ range: Range<Int>) -> String {
    String(decoding: bytes[range].prefix(999).map { $0 < 0x80 ? Folding.lowercased[Int($0)] : $0 }, as: UTF8.self)
      .trimmingSpaces
  }

  private func isLineStart(_ index: Int) -> Bool {
    var before = index
    while before > 0, index - before < 4, bytes[before - 1] == 0x20 { before -= 1 }
    return before == 0 || bytes[before - 1] == 0x0A
  }

  /// What stands in the parentheses of a link (CommonMark 0.31, section 6.3), more tolerantly: spaces in a target end it only
  /// where a title or the end follows.
  private func destination(at start: Int) -> (String, Range<Int>, Int)? {
    let begin = bytes.end(from: start, while: ByteClass.isSpace)
    let limit = min(bytes.count, begin + Self.longest)
    if bytes.holds("<", at: begin) {
      let end = bytes.end(from: begin + 1, limit: limit) { $0 != UInt8(ascii: ">") && $0 != 0x0A }
      guard end < limit, bytes[end] == UInt8(ascii: ">") else { return nil }
      let close = bytes.end(from: end + 1, limit: limit) { $0 != UInt8(ascii: ")") && $0 != 0x0A }
      return (text(begin + 1..<end), begin + 1..<end, close)
    }
    var depth = 0
    var index = begin
    var end: Int?
    while index < limit, bytes[index] != 0x0A {
      if bytes[index] == UInt8(ascii: "\\") {
        index += 2
        continue
      }
      if bytes[index] == UInt8(ascii: "(") { depth += 1 }
      // As many as CommonMark asks for; without a limit every opening one would be read to the end.
      guard depth <= 32 else { return nil }
      if bytes[index] == UInt8(ascii: ")") {
        if depth == 0 { break }
        depth -= 1
      }
      if end == nil, ByteClass.isSpace(bytes[index]), isTitle(at: index) { end = index }
      index += 1
    }
    guard index < limit, bytes[index] == UInt8(ascii: ")") else { return nil }
    let range = begin..<max(begin, min(end ?? index, index))
    return (text(range), range, index)
  }

  private func isTitle(at index: Int) -> Bool {
    let next = bytes.end(from: index, while: ByteClass.isSpace)
    return next < bytes.count && (bytes[next] == 0x22 || bytes[next] == 0x27)
  }

  private func definition(at start: Int) -> (String, Range<Int>, Int)? {
    var begin = bytes.end(from: start, while: ByteClass.isSpace)
    if bytes.holds("<", at: begin) { begin += 1 }
    let end = bytes.end(from: begin, limit: begin + Self.longest) { !ByteClass.isSpace($0) && $0 != UInt8(ascii: ">") }
    return end > begin ? (text(begin..<end), begin..<end, end) : nil
  }

  private mutating func angle(_ index: inout Int) {
    let start = index + 1
    let end = bytes.end(from: start, limit: start + Self.longest) {
      !ByteClass.isSpace($0) && $0 != UInt8(ascii: ">") && $0 != UInt8(ascii: "<")
    }
    if end < bytes.count, bytes[end] == UInt8(ascii: ">"), beginsWithScheme(start..<end) {
      add(.autolink, text(start..<end), start..<end)
      index = end + 1
      return
    }
    guard let tag = HTMLTag(bytes, at: index) else {
      index += 1
      return
    }
    links += tag.links
    markup += tag.markup
    index = tag.end
  }

  /// Whether it can be an autolink (CommonMark 0.31, section 6.5): `<img/src=https://…>` holds a colon and is a tag.
  private func beginsWithScheme(_ range: Range<Int>) -> Bool {
    let end = bytes.end(from: range.lowerBound, limit: range.upperBound) {
      ByteClass.isAlphanumeric($0) || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-")
    }
    return end > range.lowerBound && end < range.upperBound && bytes[end] == UInt8(ascii: ":")
  }

  /// OSC 8, by which terminals show links: `ESC ] 8 ; ; target ST`.
  private mutating func terminal(_ index: inout Int) {
    guard bytes.holds("]8;", at: index + 1) else {
      index += 1
      return
    }
    let parameters = bytes.end(from: index + 4, limit: index + 260) { $0 != UInt8(ascii: ";") }
    let start = min(bytes.count, parameters + 1)
    let end = bytes.end(from: start, limit: start + Self.longest) { $0 != 0x1B && $0 != 0x07 && $0 != 0x0A }
    if end > start { add(.terminal, text(start..<end), start..<end) }
    index = max(end, index + 1)
  }

  /// A URL that stands by itself; `index` is at its `://`.
  private mutating func address(_ index: inout Int, isCode: Bool) {
    var start = index
    while start > 0, index - start < 12, ByteClass.isAlphanumeric(bytes[start - 1]) { start -= 1 }
    let end = urlEnd(from: index + 3)
    let begin = start
    defer { index = max(end, index + 3) }
    guard start < index, end > index + 3, links.last.map({ $0.range.upperBound <= begin }) ?? true else { return }
    // What a command is told to fetch is fetched, code or not.
    add(.bare, text(start..<end), start..<end, isCode: isCode && !followsCommand(start))
  }

  /// Whether a program that sends stands before an address on its line.
  private func followsCommand(_ index: Int) -> Bool {
    var start = index
    while start > 0, index - start < 256, bytes[start - 1] != 0x0A { start -= 1 }
    let line = bytes[start..<index]
    return ["curl ", "wget "].contains { ByteSearch.contains(Array($0.utf8), in: line) }
  }

  private mutating func plain(_ index: inout Int, isCode: Bool) {
    let start = index
    if bytes.holds("wget ", at: index) { return command(&index) }
    let isStart =
      start == 0 || !ByteClass.isAlphanumeric(bytes[start - 1]) && bytes[start - 1] != 0x2F && bytes[start - 1] != 0x2E
    guard isStart, bytes.holds("www.", at: start) || bytes.holds("WWW.", at: start) else {
      index += 1
      return
    }
    let end = urlEnd(from: start + 4)
    if end > start + 4 { add(.bare, text(start..<end), start..<end, isCode: isCode) }
    index = max(end, start + 1)
  }

  private mutating func opaque(_ index: inout Int, isCode: Bool) {
    let start = index
    let end = urlEnd(from: start)
    let isStart = start == 0 || !ByteClass.isAlphanumeric(bytes[start - 1])
    if isStart, end - start > 8 { add(.bare, text(start..<end), start..<end, isCode: isCode) }
    index = max(isStart ? end : start + 1, start + 1)
  }

  /// The line of a program that sends: its addresses are looked at by themselves, what it sends is told here.
  private mutating func command(_ index: inout Int) {
    let start = index
    let end = bytes.end(from: start, limit: start + Self.longest) { $0 != 0x0A }
    let line = String(decoding: bytes[start..<end], as: UTF8.self)
    let sends = [
      " -d ", " --data", " -F ", " --form", " -T ", " --upload-file", "--post-data", "--post-file", " -d@", " -d'",
      " -d\"",
    ]
    let isStart = start == 0 || !ByteClass.isAlphanumeric(bytes[start - 1])
    if isStart, sends.contains(where: line.contains) || line.contains("$(") || line.contains("`cat") {
      links.append(Link(kind: .command, target: line, range: start..<end, loads: true, isCode: false))
    }
    index = start + 5
  }

  /// `… | nc host port` and `nc host port < file`.
  private mutating func netcat(_ index: inout Int) {
    let start = index
    index += 3
    var before = start
    while before > 0, start - before < 8, ByteClass.isSpace(bytes[before - 1]) { before -= 1 }
    let end = bytes.end(from: start, limit: start + 512) { $0 != 0x0A }
    let isPiped = before > 0 && bytes[before - 1] == UInt8(ascii: "|")
    let isFed =
      bytes[start..<end].contains(UInt8(ascii: "<")) && (start == 0 || !ByteClass.isAlphanumeric(bytes[start - 1]))
    guard isPiped || isFed else { return }
    let line = String(decoding: bytes[start..<end], as: UTF8.self)
    links.append(Link(kind: .command, target: line, range: start..<end, loads: true, isCode: false))
  }

  private func urlEnd(from start: Int) -> Int {
    var end = bytes.end(from: start, limit: start + Self.longest) { $0 > 0x20 && !Self.endsAddress[Int($0)] }
    // Punctuation at the end belongs to the sentence, and so does a parenthesis that was not opened.
    while end > start, ".,;:!?'*_~)]}".utf8.contains(bytes[end - 1]) {
      let opening: UInt8? =
        bytes[end - 1] == UInt8(ascii: ")") ? 0x28 : bytes[end - 1] == UInt8(ascii: "}") ? 0x7B : nil
      if let opening, bytes[start..<end].contains(opening) { break }
      end -= 1
    }
    return end
  }

  private static let endsAddress: [Bool] = (0..<256).map { "<>\"`|^\u{7F}".utf8.contains(UInt8($0)) }

  private func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  private mutating func add(
    _ kind: Link.Kind, _ target: String, _ range: Range<Int>, loads: Bool = false, isCode: Bool = false
  ) {
    links.append(Link(kind: kind, target: target.decodingEntities, range: range, loads: loads, isCode: isCode))
  }
}

/// Where Markdown shows text as it is: fenced blocks and code between backticks.
enum CodeSpans {
  static func find(in bytes: [UInt8]) -> [Range<Int>] {
    var spans: [Range<Int>] = []
    var fence: (mark: UInt8, length: Int, start: Int)?
    var ticks: [Int: Int] = [:]
    var index = 0
    while index < bytes.count {
      let lineStart = index == 0 || bytes[index - 1] == 0x0A
      let begin = lineStart ? bytes.end(from: index, limit: index + 3) { $0 == 0x20 } : index
      if lineStart, begin < bytes.count, bytes[begin] == 0x60 || bytes[begin] == 0x7E {
        let end = bytes.end(from: begin) { $0 == bytes[begin] }
        if let open = fence {
          if open.mark == bytes[begin], end - begin >= open.length {
            spans.append(open.start..<begin)
            fence = nil
          }
        } else if end - begin >= 3 {
          fence = (bytes[begin], end - begin, end)
          ticks.removeAll()
        }
        if end - begin >= 3 || fence != nil {
          index = bytes.end(from: end) { $0 != 0x0A } + 1
          continue
        }
      }
      if fence == nil, bytes[index] == 0x60 {
        let end = bytes.end(from: index) { $0 == 0x60 }
        if let start = ticks.removeValue(forKey: end - index) {
          spans.append(start..<index)
        } else {
          ticks[end - index] = end
        }
        index = end
      } else if fence != nil {
        index = bytes.end(from: index) { $0 != 0x0A } + 1
      } else {
        if bytes[index] == 0x0A, bytes.holds("\n", at: index + 1) { ticks.removeAll() }
        index += 1
      }
    }
    // An open fence goes on to the end (CommonMark 0.31, section 4.5).
    if let fence, fence.start < bytes.count { spans.append(fence.start..<bytes.count) }
    return spans.sorted { $0.lowerBound < $1.lowerBound }
  }
}

extension String {
  /// With character references of HTML decoded.
  var decodingEntities: String {
    guard utf8.contains(UInt8(ascii: "&")) else { return self }
    var sink = FragmentSink()
    EntityDecoder.decode(Array(utf8), into: &sink)
    // A target is shorter than the margins of a stretch, or its ends are plain.
    guard sink.accepted.count == 1, let (bytes, range) = sink.accepted.first else { return self }
    let own = Array(utf8)
    return String(decoding: own[..<range.lowerBound] + bytes + own[range.upperBound...], as: UTF8.self)
  }
}
