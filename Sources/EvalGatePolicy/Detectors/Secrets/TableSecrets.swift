/// Secrets in tables of Markdown: under a head that is a name for one, or in the cell after such a name.
struct TableSecrets {
  private typealias Kind = AssignedSecrets.Kind

  private let bytes: [UInt8]
  /// Of the columns of the table that is being read, from its first row.
  private var heads: [Kind] = []
  private var found: [EntityMatch] = []

  static func append(to matches: inout [EntityMatch], _ bytes: [UInt8]) {
    guard bytes.withUnsafeBufferPointer({ mayHold($0) }) else { return }
    var tables = TableSecrets(bytes: bytes)
    tables.run()
    matches += tables.found
  }

  /// Whether there may be a table, so that a closer look is worth it.
  static func mayHold(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool { bytes.contains(UInt8(ascii: "|")) }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private mutating func run() {
    var start = 0
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
      var first = start
      while first < end, bytes[first].isBlank { first += 1 }
      if first < end, bytes[first] == UInt8(ascii: "|") {
        row(first + 1..<end)
      } else {
        heads = []
      }
      start = end + 1
    }
  }

  private mutating func row(_ range: Range<Int>) {
    let isFirst = heads.isEmpty
    var before = Kind.none
    var column = 0
    var start = range.lowerBound
    while start < range.upperBound {
      let end = bytes[start..<range.upperBound].firstIndex(of: UInt8(ascii: "|")) ?? range.upperBound
      let cell = trimmed(start..<end)
      let head = column < heads.count ? heads[column] : .none
      if let kind = [head, before].first(where: { $0 != .none }),
        let match = AssignedSecrets.match(cell, in: bytes, kind)
      {
        found.append(match)
      }
      before = Self.kind(of: bytes[cell])
      if isFirst { heads.append(before) }
      start = end + 1
      column += 1
    }
  }

  /// A cell without the blanks and the signs of emphasis and code around its text.
  private func trimmed(_ cell: Range<Int>) -> Range<Int> {
    var (start, end) = (cell.lowerBound, cell.upperBound)
    while start < end, Self.surrounds(bytes[start]) { start += 1 }
    while end > start, Self.surrounds(bytes[end - 1]) { end -= 1 }
    return start..<end
  }

  private static func surrounds(_ byte: UInt8) -> Bool {
    byte.isSpace || byte == UInt8(ascii: "`") || byte == UInt8(ascii: "*")
  }

  /// A word that heads the columns of any table, `Key` and `Value`, says nothing.
  private static func kind(of cell: ArraySlice<UInt8>) -> Kind {
    guard (2...40).contains(cell.count), !ordinary.contains(PackedWord(lowering: cell)) else { return .none }
    return AssignedSecrets.kind(of: cell)
  }

  private static let ordinary = Set(["key", "keys", "login", "auth", "signature", "pass"].map { PackedWord($0) })
}
