import EvalGateCore

/// A table with a header row by RFC 4180: quoted fields may hold commas, doubled quotes and line breaks; CR LF or LF ends a row.
struct CSVTable {
  struct Row {
    let place: SourceLocation
    let fields: [Node]
  }

  let header: [Node]
  let rows: [Row]

  /// - Throws: every row that is wrong, with its line.
  init(_ text: SourceText) throws(Problems) {
    var problems = Problems()
    // Read with commas, every row of such a file would be wrong in another way.
    if let separator = Self.otherSeparator(of: text) {
      problems.add(
        Diagnostic(
          .csvSyntax, "the columns are separated by \(separator), not by commas",
          at: SourceLocation(path: text.path),
          help: "save it with commas: spreadsheets of some languages write semicolons unless told otherwise"))
      throw problems
    }
    var scanner = CSVScanner(text)
    var rows: [Row] = []
    do throws(Diagnostic) {
      while let row = try scanner.row() { rows.append(row) }
    } catch {
      problems.add(error)
    }
    let header = rows.isEmpty ? nil : rows.removeFirst()
    if header == nil, !problems.hasErrors {
      problems.add(
        Diagnostic(
          .csvSyntax, "no header row", at: SourceLocation(path: text.path), help: "name the columns in the first row"))
    }
    self.header = header?.fields ?? []
    self.rows = rows
    Self.check(self.header, &problems)
    for row in rows where row.fields.count != self.header.count {
      problems.add(
        Diagnostic(
          .csvSyntax, "row has \(row.fields.count) fields, the header \(self.header.count)", at: row.place,
          help: "put fields that hold commas, quotes or line breaks into double quotes"))
    }
    if problems.hasErrors { throw problems }
  }

  /// What separates the names of the first row where no comma does, in words; nil where it is one column, or commas do.
  private static func otherSeparator(of text: SourceText) -> String? {
    var isQuoted = false
    var found: String?
    for byte in text.bytes {
      switch byte {
      case UInt8(ascii: "\""): isQuoted.toggle()
      case _ where isQuoted: break
      case UInt8(ascii: ","): return nil
      case UInt8(ascii: ";"): found = found ?? "semicolons"
      case UInt8(ascii: "\t"): found = found ?? "tabs"
      case UInt8(ascii: "\n"), UInt8(ascii: "\r"): return found
      default: break
      }
    }
    return found
  }

  private static func check(_ header: [Node], _ problems: inout Problems) {
    var keys = KeySet()
    for (position, name) in header.enumerated() {
      let text = name.source ?? ""
      if text.isEmpty {
        problems.add(
          Diagnostic(
            .csvSyntax, "column \(position + 1) has no name", at: name.location,
            help: "name every column in the first row"))
      } else if keys.insert(text, at: name.location.line) != nil {
        problems.add(
          Diagnostic(.duplicateKey, "duplicate column `\(text)`", at: name.location, help: "remove one of the two"))
      }
    }
  }
}

/// Reads rows one after another; every byte is looked at once.
private struct CSVScanner {
  private let text: SourceText
  private var offset = 0
  private var cursor: PlaceCursor

  init(_ text: SourceText) {
    self.text = text
    cursor = PlaceCursor(path: text.path)
  }

  /// The next row that is not an empty line, or nil at the end.
  mutating func row() throws(Diagnostic) -> CSVTable.Row? {
    while skipLineEnd() {}
    guard offset < text.bytes.count else { return nil }
    let place = location(of: offset)
    var fields: [Node] = []
    while true {
      fields.append(try field())
      if offset < text.bytes.count, text.bytes[offset] == UInt8(ascii: ",") {
        offset += 1
        continue
      }
      _ = skipLineEnd()
      return CSVTable.Row(place: place, fields: fields)
    }
  }

  private mutating func field() throws(Diagnostic) -> Node {
    let place = location(of: offset)
    guard offset < text.bytes.count, text.bytes[offset] == UInt8(ascii: "\"") else {
      let start = offset
      while offset < text.bytes.count, !isEnd(text.bytes[offset]) {
        if text.bytes[offset] == UInt8(ascii: "\"") {
          throw Diagnostic(
            .csvSyntax, "quote inside a field without quotes", at: location(of: offset),
            help: "put the whole field into double quotes and double the quotes in it")
        }
        offset += 1
      }
      return Self.node(text.bytes[start..<offset], at: place)
    }
    return try quoted(from: place)
  }

  private mutating func quoted(from place: SourceLocation) throws(Diagnostic) -> Node {
    var content: [UInt8] = []
    offset += 1
    while offset < text.bytes.count {
      let byte = text.bytes[offset]
      offset += 1
      guard byte == UInt8(ascii: "\"") else {
        content.append(byte)
        continue
      }
      if offset < text.bytes.count, text.bytes[offset] == UInt8(ascii: "\"") {
        content.append(byte)
        offset += 1
        continue
      }
      guard offset == text.bytes.count || isEnd(text.bytes[offset]) else {
        throw Diagnostic(
          .csvSyntax, "text after a quoted field", at: location(of: offset),
          help: "double the quotes that belong to the field")
      }
      return Self.node(content[...], at: place)
    }
    throw Diagnostic(.csvSyntax, "quote is not closed", at: place, help: "close the field with a double quote")
  }

  private static func node(_ bytes: ArraySlice<UInt8>, at place: SourceLocation) -> Node {
    let text = String(decoding: bytes, as: UTF8.self)
    return Node(.string(text), at: place, source: text)
  }

  private func isEnd(_ byte: UInt8) -> Bool { byte == UInt8(ascii: ",") || byte == 0x0A || byte == 0x0D }

  private mutating func skipLineEnd() -> Bool {
    guard offset < text.bytes.count, text.bytes[offset] == 0x0A || text.bytes[offset] == 0x0D else { return false }
    offset += 1
    return true
  }

  private mutating func location(of offset: Int) -> SourceLocation {
    text.bytes.withUnsafeBufferPointer { cursor.place(of: offset, in: $0) }
  }
}
