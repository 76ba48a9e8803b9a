/// The literals of a statement of SQL that are values of its rows or of its conditions, such as the title in
/// `INSERT INTO films VALUES ('Drop Table Lamp')`, which the statement keeps and does not run.
///
/// Only where all of it is one statement: quotes and brackets come in pairs, and there is no comment, no variable and no second
/// statement. What a function is called with may be run by it. What follows a `;` or a new line in one may be a statement where the
/// text is put into quotes of another one. And a database runs some rows later, or a program does: there are no titles in a statement
/// that names a column or a table for such, as `INSERT INTO cron.job (schedule, command)` does.
package enum SQLTitles {
  /// What stands between the quotes of each.
  package static func ranges(in text: some Collection<UInt8>) -> [Range<Int>] {
    let bytes = text.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0 }
    guard bytes.contains(quote), let first = words(bytes.prefix(longestWord)).first, verbs.contains(first) else {
      return []
    }
    let last = bytes.lastIndex { $0 > 0x20 && $0 != UInt8(ascii: ";") } ?? 0
    var found: [Range<Int>] = []
    // Of each bracket that is open, whether values stand in it, and how many are of functions.
    var brackets: [Bool] = []
    var functions = 0
    // What is no literal.
    var names: [UInt8] = []
    var place = 0
    while place <= last {
      switch bytes[place] {
      case quote:
        guard let end = end(of: bytes, from: place), !bytes[place..<end].contains(UInt8(ascii: "\\")) else { return [] }
        let isOneLine = !bytes[place..<end].contains { ";\n\r".utf8.contains($0) }
        if functions == 0, isOneLine, isValue(bytes, place, end) {
          found.append(place + 1..<end)
        }
        place = end
      case UInt8(ascii: "("):
        brackets.append(holdsValues(bytes[..<place]))
        if brackets.last == false { functions += 1 }
      case UInt8(ascii: ")"):
        guard let hadValues = brackets.popLast() else { return [] }
        if !hadValues { functions -= 1 }
      case UInt8(ascii: "-") where bytes[place...].starts(with: "--".utf8): return []
      case UInt8(ascii: "/") where bytes[place...].starts(with: "/*".utf8): return []
      // A second statement, other quotes, comments and variables.
      case let sign where ";\"`#$\\@".utf8.contains(sign): return []
      default: break
      }
      names.append(bytes[place])
      place += 1
    }
    return brackets.isEmpty && !found.isEmpty && !nameWhatIsRun(names) ? found : []
  }

  /// A text without what they say; nil where it has none.
  package static func removed(from text: String) -> String? {
    let bytes = Array(text.utf8)
    let ranges = ranges(in: bytes)
    guard !ranges.isEmpty else { return nil }
    let ends = [0] + ranges.map(\.upperBound)
    let left = zip(ends, ranges.map(\.lowerBound) + [bytes.count]).flatMap { bytes[$0..<$1] }
    return String(decoding: left, as: UTF8.self)
  }

  private static let quote = UInt8(ascii: "'")
  private static let verbs: Set = ["select", "insert", "update", "delete", "replace"]
  /// Before a bracket with values in it. Any other word is the name of a function.
  private static let lists: Set = ["values", "in", "where", "and", "or", "not", "on"]

  /// The quote that ends a literal; one that is doubled is a sign of it.
  private static func end(of bytes: [UInt8], from start: Int) -> Int? {
    var place = start + 1
    while place < bytes.count {
      if bytes[place] == quote {
        guard place + 1 < bytes.count, bytes[place + 1] == quote else { return place }
        place += 1
      }
      place += 1
    }
    return nil
  }

  /// Whether a literal is compared with, given or listed, and nothing is written right behind it.
  private static func isValue(_ bytes: [UInt8], _ start: Int, _ end: Int) -> Bool {
    let next = end + 1 < bytes.count ? bytes[end + 1] : 0x20
    guard next <= 0x20 || ",);".utf8.contains(next) else { return false }
    let before = bytes[..<start]
    guard let last = before.last(where: { $0 > 0x20 }) else { return false }
    return "(,=<>".utf8.contains(last) || lastWord(before)?.hasSuffix("like") ?? false
  }

  private static func holdsValues(_ before: ArraySlice<UInt8>) -> Bool {
    guard let last = before.last(where: { $0 > 0x20 }) else { return false }
    return "(,=<>".utf8.contains(last) || lastWord(before).map(lists.contains) ?? false
  }

  /// Whether one of the names is of what a database or a program runs: `command`, `job_commands`.
  private static func nameWhatIsRun(_ names: [UInt8]) -> Bool {
    words(names[...]).contains { word in
      word.split(separator: "_").contains { run.contains($0) || $0.last == "s" && run.contains($0.dropLast()) }
    }
  }

  private static let run: Set<Substring> = [
    "command", "cmd", "query", "queries", "sql", "statement", "job", "cron", "trigger", "body", "bodies", "code",
    "script", "procedure", "routine",
  ]

  private static let longestWord = 64

  /// The last word of a text, where the text ends with it.
  private static func lastWord(_ text: ArraySlice<UInt8>) -> String? {
    guard let last = text.lastIndex(where: { $0 > 0x20 }), isOfWord(text[last]) else { return nil }
    return words(text[...last].suffix(longestWord)).last
  }

  private static func words(_ text: ArraySlice<UInt8>) -> [String] {
    text.split { !isOfWord($0) }.map { String(decoding: $0, as: UTF8.self) }
  }

  private static func isOfWord(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      || byte == UInt8(ascii: "_") || byte >= 0x80
  }
}
