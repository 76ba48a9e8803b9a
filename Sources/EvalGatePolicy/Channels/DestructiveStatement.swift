import EvalGateCore

/// What is no value but a whole statement or command that changes or destroys, or a second statement after a value: where a value is
/// meant it has no business, and a sink that runs what it is given runs it.
enum DestructiveStatement {
  /// The first one in a folded text. One begins with the text, a line or a block of code, and after what ends another statement or
  /// opens a part of one.
  static func first(in bytes: [UInt8], for sink: OutputSink) -> Range<Int>? {
    let forms = sink == .sql ? statements : sink == .shell ? commands : []
    guard !forms.isEmpty else { return nil }
    var isStart = true
    // After `1;` and `x';` anything is a second statement.
    var (last, isSecond): (UInt8, Bool) = (0, false)
    var titles = (sink == .sql ? SQLTitles.ranges(in: bytes) : [])[...]
    for (place, byte) in bytes.enumerated() {
      defer { if !ByteClass.isSpace(byte) { last = byte } }
      if byte == UInt8(ascii: ";") { isSecond = ByteClass.isDigit(last) || "'\")`".utf8.contains(last) }
      if let title = titles.first, title.upperBound <= place { titles.removeFirst() }
      let isTitle = titles.first?.contains(place) ?? false
      if isStart, !isTitle, ByteClass.isLetter(byte) {
        for form in forms + (isSecond && sink == .sql ? seconds : []) {
          var reader = Reader(bytes: bytes, place: place)
          if form.allSatisfy({ reader.takes($0) }) { return place..<reader.place }
        }
      }
      if ";(\n\r".utf8.contains(byte) {
        isStart = true
      } else if !ByteClass.isSpace(byte), !"`'\"".utf8.contains(byte) {
        isStart = false
      }
    }
    return nil
  }

  private enum Piece: Sendable {
    /// The next word is one of these.
    case word([String])
    /// Any word.
    case any
    /// A word that begins with a digit or a sign.
    case number
    /// A later word of the statement is one of these, or holds one that has a sign in it.
    case later([String])
    /// The statement is over.
    case end
    /// It is over, its line is, or a comment follows.
    case endOfLine
  }

  private static let things = [
    "table", "database", "schema", "view", "materialized", "index", "user", "role", "function", "procedure", "trigger",
    "column", "sequence", "type", "extension", "policy", "login",
  ]
  private static let privileges = [
    "all", "select", "insert", "update", "delete", "truncate", "execute", "usage", "create", "connect", "references",
  ]

  private static let statements: [[Piece]] = [
    [.word(["drop"]), .word(things)], [.word(["alter"]), .word(things), .any, .any],
    [.word(["create"]), .word(["user", "role", "login", "trigger"]), .any],
    [.word(["delete"]), .word(["from"]), .any, .endOfLine],
    [.word(["delete"]), .word(["from"]), .word(["only"]), .any],
    [
      .word(["delete"]), .word(["from"]), .any,
      .later(["where", "using", "returning", "limit", "--", "#", "\"", "`", "]"]),
    ],
    [.word(["truncate"]), .word(["table"]), .any], [.word(["truncate"]), .any, .end],
    [
      .word(["insert", "replace", "merge"]), .word(["into"]),
      .later(["(", "values", "select", "default", "set", "using", "table"]),
    ],
    [.word(["update"]), .any, .later(["set"]), .later(["="])], [.word(["grant"]), .word(privileges), .later(["to"])],
    [.word(["revoke"]), .word(privileges), .later(["from"])],
    [.word(["copy"]), .any, .later(["to", "from"]), .later(["'"])],
  ]

  /// Statements that read or set something, with more of their form than the words of a sentence have.
  private static let seconds: [[Piece]] = [
    [.word(["select", "with"]), .later(["from", "("])], [.word(["select"]), .number],
    [.word(["call", "exec"]), .later(["("])],
    [.word(["set"]), .word(["role", "session", "global", "local", "password", "names", "transaction"])],
    [.word(["declare"]), .later(["@"])], [.word(["execute"]), .later(["immediate", "'"])],
    [.word(["create"]), .word(things + ["or", "temp"])],
    [.word(["vacuum", "checkpoint"]), .end], [.word(["vacuum"]), .word(["full", "analyze", "freeze", "verbose"])],
    [.word(["optimize", "analyze", "repair", "lock", "rename", "reindex"]), .word(["table", "tables"]), .any],
    [.word(["reset"]), .word(["all", "role", "session"])],
    [.word(["discard"]), .word(["all", "plans", "temp"]), .end],
    [.word(["flush"]), .word(["tables", "privileges", "hosts", "logs", "status"])],
    [.word(["load"]), .word(["data"]), .later(["infile", "into"])], [.word(["attach"]), .word(["database"])],
  ]

  private static let commands: [[Piece]] = [
    [.word(["rm", "rmdir", "shred", "mkfs", "chmod", "chown", "kill", "pkill", "killall", "sudo"]), .any],
    [.word(["find"]), .later(["-delete", "-exec", "-ok"])], [.word(["dd"]), .later(["of="])],
  ]

  /// Goes over a statement word by word; comments are white space.
  private struct Reader {
    let bytes: [UInt8]
    var place: Int

    /// How far one is followed.
    private static let mostWords = 64
    private static let longestWord = 256

    mutating func takes(_ piece: Piece) -> Bool {
      switch piece {
      case .any: return !next().isEmpty
      case .number: return next().first.map { !ByteClass.isLetter($0) } ?? false
      case .end: return next().isEmpty
      case .endOfLine:
        let rest = bytes[place...].first { !ByteClass.isSpace($0) || $0 == 0x0A || $0 == 0x0D }
        return rest.map { ";/\n\r".utf8.contains($0) } ?? true
      case .word(let words):
        let word = next()
        return words.contains { word.elementsEqual($0.utf8) }
      case .later(let words):
        for _ in 0..<Self.mostWords {
          let word = next()
          if word.isEmpty { return false }
          let isOne = words.contains { wanted in
            let hasSign = wanted.utf8.contains { !ByteClass.isLetter($0) }
            return hasSign
              ? ByteSearch.first(Array(wanted.utf8), in: word) != nil : word.elementsEqual(wanted.utf8)
          }
          if isOne { return true }
        }
        return false
      }
    }

    /// Empty at the end of a statement, and where a comment goes on for long.
    private mutating func next() -> ArraySlice<UInt8> {
      while place < bytes.count, ByteClass.isSpace(bytes[place]) || bytes.holds("/*", at: place) {
        guard bytes[place] == UInt8(ascii: "/") else {
          place += 1
          continue
        }
        let comment = bytes[place..<min(place + Self.longestWord, bytes.count)]
        guard let length = ByteSearch.first(Array("*/".utf8), in: comment) else { return [] }
        place += length + 2
      }
      let start = place
      while place < min(start + Self.longestWord, bytes.count), !ByteClass.isSpace(bytes[place]),
        bytes[place] != UInt8(ascii: ";"), !bytes.holds("/*", at: place)
      { place += 1 }
      return bytes[start..<place]
    }
  }
}
