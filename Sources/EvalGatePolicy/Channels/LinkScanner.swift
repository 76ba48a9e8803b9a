import UnicodeText

/// Finds links and images in text that may be Markdown, HTML or plain, as tolerantly as renderers are. One pass.
struct LinkScanner {
  private(set) var links: [Link] = []
  private(set) var markup: [ActiveMarkup] = []
  private let bytes: [UInt8]
  private var code: [Range<Int>] = []
  private let commands: [ShellCommand]
  private var brackets: [Bracket] = []
  /// A tag that is read now, and the brackets that were open before it.
  private var tag: (end: Int, outer: [Bracket])?
  /// Labels that an image names, folded.
  private var imageLabels: Set<String> = []
  private var definitions: [(label: String, range: Range<Int>)] = []
  private var labels: [Range<Int>] = []
  /// The next parenthesis that closes something, from where it was last looked for.
  private var closing = 0
  /// How many bytes of tags that are no HTML may still be read: browsers go on to the next `>`, wherever that is.
  private var room: Int
  /// The last `>`: tags after it are not closed.
  private let lastClose: Int
  /// Whether there was more than that: not all of the text was looked at.
  private(set) var isExceeded = false

  private typealias Bracket = (start: Int, isImage: Bool)

  /// Of brackets that are open only the innermost count, and what is longer between parentheses is nobody's link.
  private static let depth = 64
  private static let longest = 8_192

  /// - Parameter isProse: whether it may hold sentences about commands; what an argument of a tool holds is carried out.
  init(_ bytes: [UInt8], isProse: Bool = true) {
    self.bytes = bytes
    room = bytes.count * 8 + 65_536
    lastClose = bytes.lastIndex(of: UInt8(ascii: ">")) ?? -1
    code = CodeSpans.find(in: bytes)
    commands = ShellCommand.find(in: bytes, prose: isProse ? ShellProse(bytes, code: code) : nil)
    scan()
    for (label, range) in definitions {
      let isImage = imageLabels.contains(label)
      target(isImage ? .image : .reference, range, loads: isImage)
    }
    for command in commands where command.sends {
      let shown = command.range.prefix(Self.longest)
      links.append(
        Link(
          kind: .command, target: text(shown.lowerBound..<shown.upperBound), range: command.range, loads: true,
          isCode: false, goesTo: command.range.count == shown.count ? command.targets : nil))
    }
    links = links.distinct
  }

  private mutating func scan() {
    var index = 0
    var codeIndex = 0
    var commandIndex = 0
    while index < bytes.count {
      while codeIndex < code.count, code[codeIndex].upperBound <= index { codeIndex += 1 }
      let isCode = codeIndex < code.count && code[codeIndex].contains(index)
      if let tag, index >= tag.end {
        brackets = tag.outer
        self.tag = nil
      }
      switch bytes[index] {
      case UInt8(ascii: "\\") where !isCode && index + 1 < bytes.count && Self.isPunctuation(bytes[index + 1]):
        index += 2
      case UInt8(ascii: "[") where !isCode: open(&index)
      case UInt8(ascii: "]") where !isCode: close(&index)
      case UInt8(ascii: "<") where !isCode: angle(&index)
      case 0x1B: terminal(&index)
      case UInt8(ascii: ":") where bytes.holds("://", at: index):
        while commandIndex < commands.count, commands[commandIndex].range.upperBound <= index { commandIndex += 1 }
        // What a command is told to fetch is fetched, code or not.
        let isTold = commandIndex < commands.count && commands[commandIndex].range.contains(index)
        pass(BareAddress(in: bytes, aroundScheme: index), &index, isCode: isCode && !isTold)
      case UInt8(ascii: "w"), UInt8(ascii: "W"): pass(BareAddress(in: bytes, at: index), &index, isCode: isCode)
      case UInt8(ascii: "m") where bytes.holds("mailto:", at: index),
        UInt8(ascii: "j") where bytes.holds("javascript:", at: index),
        UInt8(ascii: "d") where bytes.holds("data:", at: index):
        pass(BareAddress(in: bytes, atOpaque: index), &index, isCode: isCode)
      case 0x0A:
        if HTMLSyntax.isBlankLine(bytes, at: index + 1) { brackets.removeAll(keepingCapacity: true) }
        index += 1
      default: index += 1
      }
    }
  }

  /// What a backslash takes its meaning from (CommonMark 0.31, section 2.4).
  private static func isPunctuation(_ byte: UInt8) -> Bool {
    byte > 0x20 && byte < 0x7F && !ByteClass.isAlphanumeric(byte)
  }

  private mutating func open(_ index: inout Int) {
    let isImage = index > 0 && bytes[index - 1] == UInt8(ascii: "!")
    if brackets.count >= Self.depth { brackets.removeFirst() }
    brackets.append((index, isImage))
    index += 1
  }

  private mutating func close(_ index: inout Int) {
    defer { index += 1 }
    guard let bracket = brackets.popLast() else { return }
    let next = index + 1
    let label = bracket.start + 1..<index
    if bytes.holds("(", at: next), let (range, end) = destination(at: next + 1) {
      target(bracket.isImage ? .image : .link, range, loads: bracket.isImage)
      index = end
    } else if bytes.holds(":", at: next), beginsDefinition(bracket.start), let (range, end) = definition(at: next + 1) {
      definitions.append((name(label), range))
      // A footnote holds text and no target, and what looks like a target may be an image to a renderer that finds more after it.
      let isText = bytes.holds("^", at: label.lowerBound) || bytes[range].contains(UInt8(ascii: "["))
      if !isText { index = end - 1 }
    } else if bracket.isImage {
      imageLabels.insert(name(label))
    } else if let last = labels.last, last.upperBound == bracket.start {
      imageLabels.insert(name(label))
    }
    // `![alt][label]`: the label that follows names the image's address.
    if bracket.isImage, bytes.holds("[", at: next) { labels.append(bracket.start..<next) }
  }

  /// A label as labels are compared: case folded, white space as one space (CommonMark 0.31, section 4.7).
  private func name(_ range: Range<Int>) -> String {
    let words = bytes[range].prefix(999).split(whereSeparator: ByteClass.isSpace)
    let label = Array(words.joined(separator: [0x20]))
    guard label.contains(where: { $0 >= 0x80 }) else {
      return String(decoding: label.map { Folding.lowercased[Int($0)] }, as: UTF8.self)
    }
    return String(decoding: label, as: UTF8.self).nfkcCaseFolded
  }

  /// Whether only marks of quotes and lists stand before it on its line.
  private func beginsDefinition(_ index: Int) -> Bool {
    var before = index
    while before > 0, index - before < 64, Self.isContainerMark(bytes[before - 1]) { before -= 1 }
    return before == 0 || bytes[before - 1] == 0x0A
  }

  private static func isContainerMark(_ byte: UInt8) -> Bool {
    ByteClass.isDigit(byte) || " \t>-*+.)".utf8.contains(byte)
  }

  /// What stands in the parentheses of a link (CommonMark 0.31, section 6.3), more tolerantly: spaces in a target end it only
  /// where a title or the end follows.
  /// - Returns: where the target stands, and the parenthesis after it.
  private mutating func destination(at start: Int) -> (Range<Int>, Int)? {
    guard let begin = HTMLSyntax.space(bytes, from: start), isClosed(after: begin) else { return nil }
    let limit = min(bytes.count, begin + Self.longest)
    if bytes.holds("<", at: begin) {
      guard let end = angled(from: begin + 1), isClosed(after: end + 1) else { return nil }
      return (begin + 1..<end, closing)
    }
    var depth = 0
    var index = begin
    var end: Int?
    while index < limit {
      switch bytes[index] {
      case UInt8(ascii: "\\"): index += 1
      case UInt8(ascii: "("):
        depth += 1
        // As many as CommonMark asks for; without a limit every opening one would be read to the end.
        guard depth <= 32 else { return nil }
      case UInt8(ascii: ")"):
        if depth == 0 { return (begin..<max(begin, min(end ?? index, index)), index) }
        depth -= 1
      case 0x09...0x0D, 0x20:
        guard let next = HTMLSyntax.space(bytes, from: index), next < bytes.count else { return nil }
        let endsTarget = bytes[next] == 0x22 || bytes[next] == 0x27 || bytes[next] == 0x28 || bytes[next] == 0x29
        guard endsTarget || end != nil || !bytes[index..<next].contains(0x0A) else { return nil }
        if endsTarget, end == nil { end = index }
        index = next - 1
      default: break
      }
      index += 1
    }
    // Nobody looked whether it is closed further on.
    isExceeded = isExceeded || limit < bytes.count
    return nil
  }

  /// Whether anything closes a parenthesis at all; looked for once from left to right.
  private mutating func isClosed(after index: Int) -> Bool {
    closing = max(closing, index)
    while closing < bytes.count, bytes[closing] != UInt8(ascii: ")") {
      closing += bytes[closing] == UInt8(ascii: "\\") ? 2 : 1
    }
    return closing < bytes.count
  }

  /// Where a target in angle brackets ends.
  private func angled(from start: Int) -> Int? {
    var index = start
    while index < bytes.count, bytes[index] != UInt8(ascii: "<"), bytes[index] != 0x0A {
      if bytes[index] == UInt8(ascii: ">") { return index }
      index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
    }
    return nil
  }

  private func definition(at start: Int) -> (Range<Int>, Int)? {
    guard let begin = HTMLSyntax.space(bytes, from: start) else { return nil }
    if bytes.holds("<", at: begin), let end = angled(from: begin + 1) {
      return (begin + 1..<end, end)
    }
    let end = bytes.end(from: begin) { !ByteClass.isSpace($0) }
    return end > begin ? (begin..<end, end) : nil
  }

  /// Adds the target of a link. Some programs undo its backslashes and some do not: both addresses are looked at.
  private mutating func target(_ kind: Link.Kind, _ range: Range<Int>, loads: Bool) {
    add(kind, text(range), range, loads: loads)
    guard bytes[range].contains(UInt8(ascii: "\\")) else { return }
    var plain: [UInt8] = []
    var index = range.lowerBound
    while index < range.upperBound {
      let isEscape = bytes[index] == UInt8(ascii: "\\") && index + 1 < range.upperBound
      if isEscape, Self.isPunctuation(bytes[index + 1]) { index += 1 }
      plain.append(bytes[index])
      index += 1
    }
    add(kind, String(decoding: plain, as: UTF8.self), range, loads: loads)
  }

  private mutating func angle(_ index: inout Int) {
    let start = index + 1
    let end = bytes.end(from: start) {
      !ByteClass.isSpace($0) && $0 != UInt8(ascii: ">") && $0 != UInt8(ascii: "<")
    }
    // `<address|words>`, as chats write their links.
    if let bar = bytes[start..<end].firstIndex(of: UInt8(ascii: "|")), beginsWithScheme(start..<bar) {
      add(.autolink, text(start..<bar), start..<bar)
      index = bar + 1
      return
    }
    if end < bytes.count, bytes[end] == UInt8(ascii: ">"), beginsWithScheme(start..<end) {
      add(.autolink, text(start..<end), start..<end)
      index = end + 1
      return
    }
    // Within a tag, `<` is part of what an attribute says.
    let limit = index < lastClose ? index + room : bytes.end(from: index + 1) { $0 != UInt8(ascii: "<") }
    guard tag == nil, let read = HTMLTag(bytes, at: index, limit: limit) else {
      index += 1
      return
    }
    links += read.links
    markup += read.markup
    // Where HTML is shown as text, Markdown in it is not, so what is in a tag is looked at as well.
    index = read.nameEnd
    if let end = HTMLSyntax.tagEnd(bytes, at: start - 1) {
      tag = (end, brackets)
      brackets.removeAll(keepingCapacity: true)
    } else {
      room -= read.end - index
      isExceeded = isExceeded || room <= 0
    }
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
    let end = bytes.end(from: start) { $0 != 0x1B && $0 != 0x07 && $0 != 0x0A }
    if end > start { add(.terminal, text(start..<end), start..<end) }
    index = max(end, index + 1)
  }

  /// Goes past an address that stands by itself, and takes it for a link.
  private mutating func pass(_ address: BareAddress, _ index: inout Int, isCode: Bool) {
    if let range = address.range { add(.bare, text(range), range, isCode: isCode) }
    index = address.next
  }

  private func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  private mutating func add(
    _ kind: Link.Kind, _ target: String, _ range: Range<Int>, loads: Bool = false, isCode: Bool = false
  ) {
    links.append(Link(kind: kind, target: target.decodingEntities, range: range, loads: loads, isCode: isCode))
  }
}
