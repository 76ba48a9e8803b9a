// A call as a line of code has it.
extension ArraySlice<UInt8> {
  /// What is called where a line of code waits for the result or keeps it: `tool` of `await tool`, `r = tool` and
  /// `const { id } = await tool`; the whole of it for anything else.
  var calledInStatement: ArraySlice<UInt8> {
    var call = self
    if let sign = lastIndex(of: UInt8(ascii: "=")), Self.isKept(self[..<sign]) { call = self[(sign + 1)...] }
    call = call.drop { $0 <= 0x20 }
    return call.starts(with: CodeWords.waiting) ? call.dropFirst(CodeWords.waiting.count) : call
  }

  /// Whether a result is kept under what stands before a `=`: a name, with its type perhaps, or several with commas between them. Words
  /// of a sentence are none.
  private static func isKept(_ text: ArraySlice<UInt8>) -> Bool {
    var words = text.split { $0 <= 0x20 }
    if let first = words.first, CodeWords.declarations.contains(Array(first)) { words.removeFirst() }
    // `result: dict[str, int] | None`.
    if let colon = words.first?.firstIndex(of: UInt8(ascii: ":")) {
      let type = ([words[0][(colon + 1)...]] + words.dropFirst()).filter { !$0.isEmpty }
      return words[0][..<colon].isWord && !type.isEmpty
        && zip(type, type.dropFirst()).allSatisfy { ",|[".utf8.contains($0.last ?? 0) || $1.elementsEqual("|".utf8) }
    }
    let names = Array(words.joined())
    guard names.contains(where: \.isOfName), names.allSatisfy({ $0.isOfName || "{}[],$*".utf8.contains($0) }) else {
      return false
    }
    // `{ id }` is one thing.
    return names.first == UInt8(ascii: "{") || words.dropLast().allSatisfy { ",[".utf8.contains($0.last ?? 0) }
  }

  private var isWord: Bool { !isEmpty && allSatisfy(\.isOfName) }

  // MARK: Brackets

  /// The names that are called between the bracket that a text begins with and its end: `str` and `tool` of `(str(tool(7)))`, and what a
  /// text puts in (`f"{tool(7)}"`, `${tool(7)}`); with where it was looked for to. One that stands far behind is no part of a line that
  /// anybody writes.
  var calledWithin: (names: [ArraySlice<UInt8>], end: Int) {
    var names: [ArraySlice<UInt8>] = []
    var depth = 0
    let near = prefix(2000)
    var end = near.endIndex
    near.visitCode(knowingTexts: true) { place in
      if self[place] == UInt8(ascii: "(") {
        names.append(name(before: place))
        depth += 1
      }
      if self[place] == UInt8(ascii: ")") { depth -= 1 }
      if depth == 0 { end = place }
      return depth > 0
    } text: { range in
      guard self[range.lowerBound] == UInt8(ascii: "`") || "fF".utf8.contains(self[range.lowerBound - 1]) else {
        return
      }
      for brace in range where self[brace] == UInt8(ascii: "{") {
        let value = self[(brace + 1)..<range.upperBound].drop { $0 <= 0x20 }
        let call = value.starts(with: CodeWords.waiting) ? value.dropFirst(CodeWords.waiting.count) : value
        let name = call.prefix(200).prefix(while: \.isOfName)
        if call[name.endIndex...].first == UInt8(ascii: "(") { names.append(name) }
      }
    }
    return (names.filter { !$0.isEmpty }, end)
  }

  private func name(before place: Int) -> ArraySlice<UInt8> {
    let start = self[..<place].suffix(200).lastIndex { !$0.isOfName }.map { $0 + 1 }
    return self[(start ?? Swift.max(startIndex, place - 200))..<place]
  }

  /// Where the line ends on which the arguments in brackets end that a text begins with; nil where more than members of the result
  /// (`.id`, `["id"]`, `.get("id")`), another call or a comment comes after them there. Brackets in texts and comments are none, unless a
  /// quote is an apostrophe: then all of them count.
  var endOfCall: Int? { endOfCall(knowingTexts: true) ?? endOfCall(knowingTexts: false) }

  private func endOfCall(knowingTexts: Bool) -> Int? {
    guard var end = endOfBrackets(knowingTexts: knowingTexts) else { return nil }
    while end < endIndex {
      if "[(".utf8.contains(self[end]) {
        guard let next = self[end...].endOfBrackets(knowingTexts: knowingTexts) else { break }
        end = next
      } else {
        let dot = self[end] == UInt8(ascii: "?") ? end + 1 : end
        let member = self[dot...].dropFirst().prefix(while: \.isOfName)
        guard self[dot...].first == UInt8(ascii: "."), let letter = member.first, !".:-".utf8.contains(letter) else {
          break
        }
        end = member.endIndex
      }
    }
    let line = self[end...].prefix { $0 != 0x0A }
    let rest = line.drop { $0 <= 0x20 }
    return rest.first.map { "],;".utf8.contains($0) || rest.isComment } ?? true ? line.endIndex : nil
  }

  /// After the bracket that closes the one that a text begins with.
  private func endOfBrackets(knowingTexts: Bool) -> Int? {
    let opening = self[startIndex]
    let closing = opening == UInt8(ascii: "(") ? UInt8(ascii: ")") : UInt8(ascii: "]")
    var depth = 0
    var end: Int?
    visitCode(knowingTexts: knowingTexts) { place in
      if self[place] == opening { depth += 1 }
      if self[place] == closing { depth -= 1 }
      if depth == 0 { end = place + 1 }
      return depth > 0
    } text: { _ in
    }
    return end
  }

  /// Goes through what stands in no text and in no comment, until `visit` wants no more.
  private func visitCode(knowingTexts: Bool, _ visit: (Int) -> Bool, text: (Range<Int>) -> Void) {
    var place = startIndex
    // Looked for once.
    var unclosed: Set<UInt8> = []
    while place < endIndex {
      let mayBeText = knowingTexts && self[place].isQuote && !unclosed.contains(self[place])
      if mayBeText, let end = endOfText(at: place) {
        text(place..<end)
        place = end
      } else if knowingTexts, !mayBeText, let end = endOfComment(at: place) {
        place = end
      } else {
        if mayBeText { unclosed.insert(self[place]) }
        guard visit(place) else { return }
        place += 1
      }
    }
  }
}

private enum CodeWords {
  static let waiting = Array("await ".utf8)
  static let declarations = Set(["const", "let", "var"].map { Array($0.utf8) })
}
