/// Whether a value only stands for one: examples, templates, masks.
enum Placeholder {
  /// Words that say so themselves, variables that something else fills in, masks, and repeated or counted-up characters.
  static func isPlaceholder(_ value: ArraySlice<UInt8>) -> Bool {
    guard let first = value.first, let last = value.last else { return true }
    if isTemplate(value, first, last) || isRepetitive(value) { return true }
    return holdsWord(value)
  }

  /// `${VAR}`, `$VAR`, `$(command)`, `{{ x }}`, `<your key>`, `%VAR%`, `[PASSWORD]`, backquotes.
  private static func isTemplate(_ value: ArraySlice<UInt8>, _ first: UInt8, _ last: UInt8) -> Bool {
    if first == UInt8(ascii: "$") || first == UInt8(ascii: "`") { return true }
    if first == UInt8(ascii: "<"), last == UInt8(ascii: ">") { return true }
    if first == UInt8(ascii: "["), last == UInt8(ascii: "]") { return true }
    if first == UInt8(ascii: "%"), last == UInt8(ascii: "%") { return true }
    if first == UInt8(ascii: "{"), last == UInt8(ascii: "}") { return true }
    return opensVariable(value)
  }

  /// `${`, `$(`, `{{`, `#{`, and Swift's `\(`, anywhere; `{name}` as Python has it.
  private static func opensVariable(_ value: ArraySlice<UInt8>) -> Bool {
    for place in value.indices.dropLast() {
      let next = value[place + 1]
      switch value[place] {
      case UInt8(ascii: "$"): if next == UInt8(ascii: "{") || next == UInt8(ascii: "(") { return true }
      case UInt8(ascii: "#"): if next == UInt8(ascii: "{") { return true }
      case UInt8(ascii: "\\"): if next == UInt8(ascii: "(") { return true }
      case UInt8(ascii: "{"): if next == UInt8(ascii: "{") || isNameInBraces(value[place...]) { return true }
      default: break
      }
    }
    return false
  }

  private static func isNameInBraces(_ value: ArraySlice<UInt8>) -> Bool {
    let name = value.dropFirst().prefix { $0.isWord || $0 == UInt8(ascii: ".") }
    return name.count > 2 && name.first?.isLetter == true && name.endIndex < value.endIndex
      && value[name.endIndex] == UInt8(ascii: "}")
  }

  /// Whether one character fills a third of a value in one run (and at least five places), or a run that counts up or down half.
  static func isRepetitive(_ value: ArraySlice<UInt8>) -> Bool {
    var (same, longestSame, steps, longestSteps) = (1, 1, 1, 1)
    var previous: UInt8?
    for byte in value {
      if let previous {
        same = byte.lowered == previous.lowered ? same + 1 : 1
        steps = byte &- previous == 1 || previous &- byte == 1 ? steps + 1 : 1
        longestSame = max(longestSame, same)
        longestSteps = max(longestSteps, steps)
      }
      previous = byte
    }
    return longestSame >= 5 && longestSame * 3 >= value.count || longestSame >= 8 && longestSame * 4 >= value.count
      || longestSteps >= 6 && longestSteps * 2 >= value.count || longestSteps >= 20
  }

  private static func begins(_ value: ArraySlice<UInt8>, at start: Int, _ word: [UInt8]) -> Bool {
    guard value.endIndex - start >= word.count else { return false }
    for index in word.indices where value[start + index].lowered != word[index] { return false }
    return true
  }

  private static func holdsWord(_ value: ArraySlice<UInt8>) -> Bool {
    for place in value.indices {
      guard let candidates = wordsByFirstByte[Int(value[place].lowered)] else { continue }
      if candidates.contains(where: { begins(value, at: place, $0) }) { return true }
    }
    return false
  }

  private static let wordsByFirstByte: [[[UInt8]]?] = {
    var table = [[[UInt8]]?](repeating: nil, count: 256)
    for word in words { table[Int(word[0])] = (table[Int(word[0])] ?? []) + [word] }
    return table
  }()

  private static let words = [
    "example", "placeholder", "changeme", "change_me", "change-me", "your_", "your-", "yourkey", "yourtoken",
    "yourpass", "dummy",
    "xxxx", "redacted", "insert", "replace", "sample", "tokenhere", "keyhere", "secrethere", "my-bot-token",
    "stringhere", "****", "....", "####", "notreal", "not-real",
  ].map { Array($0.utf8) }
}
