/// Secrets in tables of Markdown, HTML and comma-separated values: under a head that is a name for one, or in the cell after such a
/// name.
struct TableSecrets {
  private typealias Kind = SecretName.Kind

  private let bytes: [UInt8]
  /// Of the columns of the table that is being read, from its first row.
  private var heads: [Kind] = []
  private var found: [EntityMatch] = []

  static func append(to matches: inout [EntityMatch], _ bytes: [UInt8]) {
    let signs = bytes.withUnsafeBufferPointer { Self.signs(of: $0) }
    guard !signs.isEmpty else { return }
    var tables = TableSecrets(bytes: bytes)
    if signs.contains(.bar) || signs.contains(.comma) { tables.readLines() }
    if signs.contains(.tag) { tables.readTags() }
    matches += tables.found
  }

  /// Whether a word that may be a name for a secret stands in a table without bars, by what follows it.
  static func mayHold(_ bytes: UnsafeBufferPointer<UInt8>, after name: Int) -> Bool {
    !sign(after: name, in: bytes).isEmpty
  }

  /// By which tables are told.
  private struct Signs: OptionSet {
    let rawValue: Int
    static let bar = Signs(rawValue: 1)
    static let comma = Signs(rawValue: 2)
    static let tag = Signs(rawValue: 4)
  }

  /// One pass: bars; cells of HTML; and a name for a secret that stands beside a comma in a line, or a tabulator.
  private static func signs(of bytes: UnsafeBufferPointer<UInt8>) -> Signs {
    var signs: Signs = bytes.contains(UInt8(ascii: "|")) ? .bar : []
    let marks = TokenForms.shipped.marks
    var place = 0
    while let end = marks.nextName(in: bytes, from: place) {
      place = end
      signs.formUnion(sign(after: end, in: bytes))
    }
    return signs
  }

  private static func sign(after name: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Signs {
    var next = name
    while next < bytes.count, next < name + 4, surrounds(bytes[next]), !separates(bytes[next]), !isLineEnd(bytes[next])
    {
      next += 1
    }
    guard next < bytes.count else { return [] }
    if bytes[next] == UInt8(ascii: "<") { return .tag }
    return isLineEnd(bytes[next]) || separates(bytes[next]) ? .comma : []
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  // MARK: Lines

  private mutating func readLines() {
    var start = 0
    /// Of the rows that follow a head without bars.
    var separator: UInt8?
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
      var first = start
      while first < end, bytes[first].isBlank { first += 1 }
      if first < end, bytes[first] == UInt8(ascii: "|") {
        if separator != nil { heads = [] }
        separator = nil
        row(cells(first + 1..<end, by: UInt8(ascii: "|")))
      } else if let sign = separator {
        let cells = cells(start..<end, by: sign)
        if cells.count == heads.count { row(cells) } else { (heads, separator) = ([], nil) }
      } else {
        heads = []
        separator = self.head(start..<end)
      }
      start = end + 1
    }
  }

  /// What separates the cells of a line that is the head of a table with a column for secrets; nil for any other line.
  private mutating func head(_ line: Range<Int>) -> UInt8? {
    guard line.count <= 512, let sign = bytes[line].first(where: Self.separates) else {
      return nil
    }
    let cells = cells(line, by: sign)
    guard cells.count > 1, cells.allSatisfy({ isName(bytes[$0]) }) else { return nil }
    let kinds = cells.map(kind)
    guard kinds.contains(where: { $0 != .none }) else { return nil }
    heads = kinds
    return sign
  }

  /// A word or a few, as columns are called.
  private func isName(_ cell: ArraySlice<UInt8>) -> Bool {
    (1...40).contains(cell.count)
      && cell.allSatisfy { $0.isWord || $0 == 0x20 || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".") || $0 >= 0x80 }
  }

  private func cells(_ line: Range<Int>, by separator: UInt8) -> [Range<Int>] {
    var cells: [Range<Int>] = []
    var start = line.lowerBound
    while start <= line.upperBound {
      let end = bytes[start..<line.upperBound].firstIndex(of: separator) ?? line.upperBound
      cells.append(trimmed(start..<end))
      start = end + 1
    }
    return cells
  }

  private static func separates(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ",") || byte == UInt8(ascii: ";") || byte == 0x09
  }

  // MARK: Tags

  /// Rows of `<tr>` and pairs of `<dt>` and `<dd>`, however their ends are told.
  private mutating func readTags() {
    heads = []
    var cells: [Range<Int>] = []
    var open: Int?
    var place = 0
    while let tag = bytes[place...].firstIndex(of: UInt8(ascii: "<")) {
      let isEnd = bytes.at(tag + 1) == UInt8(ascii: "/")
      let name = tag + (isEnd ? 2 : 1)
      place = tag + 1
      let isRow = Self.isTag("tr", bytes, at: name)
      guard isRow || ["td", "th", "dt", "dd"].contains(where: { Self.isTag($0, bytes, at: name) }) else {
        if Self.isTag("table", bytes, at: name) || Self.isTag("dl", bytes, at: name) {
          if let start = open { cells.append(trimmed(start..<tag)) }
          row(cells)
          (cells, open, heads) = ([], nil, [])
        }
        continue
      }
      if let start = open { cells.append(trimmed(start..<tag)) }
      open = nil
      if isRow {
        row(cells)
        cells = []
      } else if !isEnd {
        guard let end = bytes[name...].prefix(256).firstIndex(of: UInt8(ascii: ">")) else { continue }
        open = end + 1
        place = end + 1
      }
    }
    if let start = open { cells.append(trimmed(start..<bytes.count)) }
    row(cells)
  }

  private static func isTag(_ name: StaticString, _ bytes: [UInt8], at place: Int) -> Bool {
    bytes.hasIgnoringCase(name, at: place) && !bytes.at(place + name.utf8CodeUnitCount).isAlphanumeric
  }

  // MARK: Rows

  private mutating func row(_ cells: [Range<Int>]) {
    guard !cells.isEmpty else { return }
    let isFirst = heads.isEmpty
    var before = Kind.none
    for (column, cell) in cells.enumerated() {
      let head = column < heads.count ? heads[column] : .none
      if let kind = [head, before].first(where: { $0 != .none }),
        let match = AssignedSecrets.match(cell, in: bytes, kind)
      {
        found.append(match)
      }
      before = kind(of: cell)
      if isFirst { heads.append(before) }
    }
  }

  /// A cell without the blanks, the signs of emphasis, code and quotation, and the tags around its text.
  private func trimmed(_ cell: Range<Int>) -> Range<Int> {
    var (start, end) = (cell.lowerBound, cell.upperBound)
    for _ in 0..<3 {
      while start < end, Self.surrounds(bytes[start]) { start += 1 }
      while end > start, Self.surrounds(bytes[end - 1]) { end -= 1 }
      guard start < end, bytes[start] == UInt8(ascii: "<"),
        let close = bytes[start..<end].prefix(64).firstIndex(of: UInt8(ascii: ">"))
      else { break }
      start = close + 1
      if let last = bytes[start..<end].lastIndex(of: UInt8(ascii: "<")), bytes.at(last + 1) == UInt8(ascii: "/") {
        end = last
      }
    }
    return start..<end
  }

  private static func surrounds(_ byte: UInt8) -> Bool { byte.isSpace || "`*\"'".utf8.contains(byte) }
  private static func isLineEnd(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }

  /// A word that heads the columns of any table, `Key` and `Value`, says nothing.
  private func kind(of cell: Range<Int>) -> Kind {
    guard (2...40).contains(cell.count) else { return .none }
    return SecretName.kind(saidBy: SecretName.range(endingAt: cell.upperBound, in: bytes).clamped(to: cell), in: bytes)
  }
}
