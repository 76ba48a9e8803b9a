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

  /// Whether a result is kept under what stands before a `=`: a name, or several with commas between them. Words of a sentence are none.
  private static func isKept(_ text: ArraySlice<UInt8>) -> Bool {
    var words = text.split { $0 <= 0x20 }
    if let first = words.first, CodeWords.declarations.contains(Array(first)) { words.removeFirst() }
    let names = Array(words.joined())
    guard names.contains(where: \.isOfName), names.allSatisfy({ $0.isOfName || "{}[],$*".utf8.contains($0) }) else {
      return false
    }
    // `{ id }` is one thing.
    return names.first == UInt8(ascii: "{") || words.dropLast().allSatisfy { ",[".utf8.contains($0.last ?? 0) }
  }

  /// The name before the next bracket, where the one at a place is that of `print(`, which shows the result of a call.
  func printed(at bracket: Int) -> ArraySlice<UInt8>? {
    let word = self[..<bracket].drop { $0 <= 0x20 }
    guard word.elementsEqual(CodeWords.printing) else { return nil }
    let shown = self[(bracket + 1)...].drop { $0 <= 0x20 }
    let call = shown.starts(with: CodeWords.waiting) ? shown.dropFirst(CodeWords.waiting.count) : shown
    let name = call.prefix(200).prefix(while: \.isOfName)
    return call[name.endIndex...].first == UInt8(ascii: "(") ? name : nil
  }

  /// Where the line ends on which the arguments in brackets end that a text begins with; nil where more than another call or a comment
  /// comes after them there. Brackets in texts and comments are none, unless a quote is an apostrophe: then all of them count.
  var endOfCall: Int? { endOfCall(knowingTexts: true) ?? endOfCall(knowingTexts: false) }

  private func endOfCall(knowingTexts: Bool) -> Int? {
    var depth = 0
    var place = startIndex
    // Looked for once.
    var unclosed: Set<UInt8> = []
    while place < endIndex {
      let mayBeText = knowingTexts && self[place].isQuote && !unclosed.contains(self[place])
      if let end = mayBeText ? endOfText(at: place) : knowingTexts ? endOfComment(at: place) : nil {
        place = end
        continue
      }
      if mayBeText { unclosed.insert(self[place]) }
      if self[place] == UInt8(ascii: "(") { depth += 1 }
      if self[place] == UInt8(ascii: ")") { depth -= 1 }
      place += 1
      guard depth == 0 else { continue }
      let line = self[place...].prefix { $0 != 0x0A }
      let rest = line.drop { $0 <= 0x20 }
      return rest.first.map { "],;".utf8.contains($0) || rest.isComment } ?? true ? line.endIndex : nil
    }
    return nil
  }
}

private enum CodeWords {
  static let waiting = Array("await ".utf8)
  static let printing = Array("print".utf8)
  static let declarations = Set(["const", "let", "var"].map { Array($0.utf8) })
}
