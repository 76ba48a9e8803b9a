/// Where Markdown shows text as it is: fenced blocks and code between backticks.
///
/// Renderers do not agree: some let HTML pass and some do not, some let code go on over lines, some draw the blocks of languages for
/// diagrams. Code is what is code to all of them, so that nothing is taken for it that one of them renders.
enum CodeSpans {
  static func find(in bytes: [UInt8]) -> [Range<Int>] {
    guard bytes.contains(0x60) || bytes.contains(0x7E) else { return [] }
    let readings = [(true, false), (false, false), (false, true)].map { passesHTML, endsAtLines in
      var blocks = BlockReading(bytes, passesHTML: passesHTML, endsAtLines: endsAtLines)
      return blocks.code()
    }
    return readings.dropFirst().reduce(readings[0], common)
  }

  /// What lies in both of two sorted lists.
  private static func common(_ left: [Range<Int>], _ right: [Range<Int>]) -> [Range<Int>] {
    var result: [Range<Int>] = []
    var (first, second) = (0, 0)
    while first < left.count, second < right.count {
      let range = left[first].clamped(to: right[second])
      if !range.isEmpty { result.append(range) }
      if left[first].upperBound < right[second].upperBound { first += 1 } else { second += 1 }
    }
    return result
  }
}

/// One reading of a text into blocks, line by line (CommonMark 0.31, section 4 and 5), as far as code depends on it.
private struct BlockReading {
  private let bytes: [UInt8]
  private let passesHTML: Bool
  private let endsAtLines: Bool
  private var spans: [Range<Int>] = []
  /// Where the text began that code between backticks can stand in.
  private var block: Int?
  private var fence: Fence?
  private var html: HTMLEnd?
  /// The column at which the innermost item of a list goes on.
  private var item = 0
  private var quotes = 0

  private struct Fence {
    let mark: UInt8
    let length: Int
    let start: Int
    /// How many `>` stand before it, and the column of its item.
    let quotes: Int
    let item: Int
    /// Whether pages and chats draw what is in it, with the images and links of its labels.
    let isDrawn: Bool
  }

  /// Names of languages for diagrams, as the first word behind a fence.
  private static let drawn = ["mermaid", "plantuml", "puml"]

  private enum HTMLEnd {
    case blank
    case text([UInt8])
  }

  /// A line without the marks of quotes and lists before it.
  private struct Line {
    let start: Int
    let end: Int
    var quotes = 0
    var indent = 0
    /// The column of the item of a list that begins here.
    var item: Int?
    var text: Int
  }

  init(_ bytes: [UInt8], passesHTML: Bool, endsAtLines: Bool) {
    self.bytes = bytes
    self.passesHTML = passesHTML
    self.endsAtLines = endsAtLines
  }

  mutating func code() -> [Range<Int>] {
    var start = 0
    while start < bytes.count {
      let end = bytes.end(from: start) { $0 != 0x0A }
      read(start, end)
      start = end + 1
    }
    endBlock(at: bytes.count)
    // An open fence goes on to the end (section 4.5).
    if let fence, fence.start < bytes.count { add(fence, to: bytes.count) }
    return spans
  }

  private mutating func read(_ start: Int, _ end: Int) {
    if let open = fence {
      switch continues(open, start, end) {
      case .inside: return
      case .closes(let place):
        add(open, to: place)
        fence = nil
        return
      case .leaves:
        add(open, to: start)
        fence = nil
      }
    }
    let line = marks(start, end)
    let isBlank = line.text >= end
    if let open = html {
      switch open {
      case .blank: if isBlank { html = nil }
      case .text(let text): if ByteSearch.contains(text, in: lowered(start..<end)) { html = nil }
      }
      return
    }
    if isBlank { return endBlock(at: start) }
    if line.item != nil || line.quotes != quotes || endsAtLines { endBlock(at: start) }
    if let column = line.item { item = column } else if line.indent < item, block == nil { item = 0 }
    quotes = line.quotes
    if let opening = opening(of: line) {
      endBlock(at: start)
      fence = opening
      return
    }
    if passesHTML, let ending = htmlEnd(of: line) {
      endBlock(at: start)
      if case .text(let text) = ending, ByteSearch.contains(text, in: lowered(line.text..<end)) { return }
      html = ending
      return
    }
    let isHeading = bytes[line.text] == UInt8(ascii: "#")
    if isHeading || isRule(line.text..<end) || bytes[line.text] == UInt8(ascii: "|") { endBlock(at: start) }
    if block == nil { block = line.text }
    if isHeading { endBlock(at: end) }
  }

  private mutating func add(_ fence: Fence, to end: Int) {
    if !fence.isDrawn { spans.append(fence.start..<max(fence.start, end)) }
  }

  private func lowered(_ range: Range<Int>) -> [UInt8] {
    bytes[range].map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 }
  }

  /// Takes the marks of quotes and lists from the start of a line.
  private func marks(_ start: Int, _ end: Int) -> Line {
    var line = Line(start: start, end: end, text: start)
    while line.text < end {
      let text = bytes.end(from: line.text, limit: end) { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
      line.indent = text - start
      line.text = text
      guard text < end else { break }
      if bytes[text] == UInt8(ascii: ">") {
        line.quotes += 1
        line.text = text + 1
        continue
      }
      var mark = text
      if "-*+".utf8.contains(bytes[text]) {
        mark += 1
      } else if ByteClass.isDigit(bytes[text]) {
        mark = bytes.end(from: text, limit: min(end, text + 9), while: ByteClass.isDigit)
        mark += bytes.holds(".", at: mark) || bytes.holds(")", at: mark) ? 1 : text - mark
      }
      guard mark > text, mark < end, bytes[mark] == 0x20 || bytes[mark] == 0x09 else { break }
      line.text = mark + 1
      let content = bytes.end(from: mark, limit: end) { $0 == 0x20 }
      line.item = (content - mark <= 4 && content < end ? content : mark + 1) - start
    }
    return line
  }

  private enum Continuation {
    case inside, leaves
    case closes(Int)
  }

  private func continues(_ fence: Fence, _ start: Int, _ end: Int) -> Continuation {
    var index = start
    for _ in 0..<fence.quotes {
      let mark = bytes.end(from: index, limit: end) { $0 == 0x20 }
      guard mark < end, bytes[mark] == UInt8(ascii: ">") else { return .leaves }
      index = mark + 1
    }
    let text = bytes.end(from: index, limit: end) { $0 == 0x20 || $0 == 0x09 }
    guard text < end, bytes[text] != 0x0D else { return .inside }
    let close = bytes.end(from: text, limit: end) { $0 == fence.mark }
    if text - start < fence.item { return .leaves }
    guard close - text >= fence.length, text - start - fence.item <= 4 + fence.quotes * 2 else { return .inside }
    let rest = bytes.end(from: close, limit: end) { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
    return rest == end ? .closes(text) : .inside
  }

  private func opening(of line: Line) -> Fence? {
    let mark = bytes[line.text]
    let indent = line.item ?? (line.indent >= item ? item : 0)
    guard mark == 0x60 || mark == 0x7E, line.item != nil || line.quotes > 0 || line.indent - indent <= 3 else {
      return nil
    }
    let end = bytes.end(from: line.text, limit: line.end) { $0 == mark }
    guard end - line.text >= 3, mark == 0x7E || !bytes[end..<line.end].contains(0x60) else { return nil }
    let word = bytes.end(from: end, limit: line.end) { ByteClass.isSpace($0) || $0 == UInt8(ascii: "{") }
    let language = lowered(word..<bytes.end(from: word, limit: line.end, while: ByteClass.isAlphanumeric))
    let isDrawn = Self.drawn.contains { $0.utf8.elementsEqual(language) }
    return Fence(
      mark: mark, length: end - line.text, start: end, quotes: line.quotes, item: indent, isDrawn: isDrawn)
  }

  private func htmlEnd(of line: Line) -> HTMLEnd? {
    let start = line.text
    guard bytes[start] == UInt8(ascii: "<") else { return nil }
    if bytes.holds("<!--", at: start) { return .text(Array("-->".utf8)) }
    if bytes.holds("<?", at: start) { return .text(Array("?>".utf8)) }
    if bytes.holds("<!", at: start) { return .text([0x3E]) }
    let name = start + (bytes.holds("/", at: start + 1) ? 2 : 1)
    let end = bytes.end(from: name, limit: name + 16, while: ByteClass.isAlphanumeric)
    let element = String(decoding: lowered(name..<max(name, min(end, bytes.count))), as: UTF8.self)
    if name == start + 1, HTMLSyntax.verbatim.contains(element) { return .text(Array("</\(element)>".utf8)) }
    if HTMLSyntax.blocks.contains(element) { return .blank }
    guard block == nil, let close = HTMLSyntax.tagEnd(bytes, at: start), close <= line.end else { return nil }
    return bytes[close..<line.end].allSatisfy(ByteClass.isSpace) ? .blank : nil
  }

  /// Lines that end a paragraph or make a heading of it.
  private func isRule(_ range: Range<Int>) -> Bool {
    bytes[range].allSatisfy { "-=*_ \t\r".utf8.contains($0) }
  }

  private mutating func endBlock(at end: Int) {
    guard let start = block else { return }
    block = nil
    inline(start, end)
  }

  /// Code between runs of backticks of one length (section 6.1), from left to right.
  private mutating func inline(_ start: Int, _ end: Int) {
    var closing = BacktickRuns(bytes, start, end)
    guard closing.isAny else { return }
    var hasCommentEnd = true
    var index = start
    while index < end {
      switch bytes[index] {
      case UInt8(ascii: "\\"): index += 2
      case 0x60:
        let open = bytes.end(from: index, limit: end) { $0 == 0x60 }
        guard let close = closing.next(length: open - index, from: open) else {
          index = open
          continue
        }
        spans.append(open..<close)
        index = close + open - index
      case UInt8(ascii: "<") where passesHTML:
        if hasCommentEnd, bytes.holds("<!--", at: index) {
          let close = ByteSearch.first(Array("-->".utf8), in: bytes[index..<end])
          hasCommentEnd = close != nil
          index += (close ?? -2) + 3
        } else {
          let close = HTMLSyntax.tagEnd(bytes, at: index) ?? HTMLSyntax.autolinkEnd(bytes, at: index)
          index = min(close ?? index + 1, end)
        }
      default: index += 1
      }
    }
  }
}

/// Runs of backticks by their length, so that the one that closes another is found without looking for it.
private struct BacktickRuns {
  private var places: [Int: (starts: [Int], next: Int)] = [:]

  var isAny: Bool { !places.isEmpty }

  init(_ bytes: [UInt8], _ start: Int, _ end: Int) {
    var index = start
    while index < end {
      if bytes[index] == 0x60 {
        let close = bytes.end(from: index, limit: end) { $0 == 0x60 }
        places[close - index, default: ([], 0)].starts.append(index)
        index = close
      } else {
        index += 1
      }
    }
  }

  /// Where the next run of a length begins; asked for from left to right.
  mutating func next(length: Int, from index: Int) -> Int? {
    guard var runs = places[length] else { return nil }
    defer { places[length] = runs }
    while runs.next < runs.starts.count, runs.starts[runs.next] < index { runs.next += 1 }
    return runs.next < runs.starts.count ? runs.starts[runs.next] : nil
  }
}
