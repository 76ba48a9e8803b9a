/// Secrets in what a statement of SQL puts into a column that is called by a name for one:
/// `INSERT INTO users (name, password) VALUES ('root', '…')`.
struct InsertedSecrets {
  private let bytes: [UInt8]
  private var found: [EntityMatch] = []

  static func append(to matches: inout [EntityMatch], _ bytes: [UInt8]) {
    var statements = InsertedSecrets(bytes: bytes)
    var place = 0
    while let close = bytes[place...].firstIndex(of: UInt8(ascii: ")")) {
      place = close + 1
      guard let values = Self.values(in: bytes, after: close) else { continue }
      place = statements.read(columnsBefore: close, rows: values)
    }
    matches += statements.found
  }

  /// Whether a name that ends at a place may be that of a column; one before a comma is one of a table too.
  static func mayHold(_ bytes: [UInt8], after name: Int) -> Bool {
    var close = name
    while close < name + 3, "`\"] ".utf8.contains(bytes.at(close)) { close += 1 }
    return bytes.at(close) == UInt8(ascii: ")") && values(in: bytes, after: close) != nil
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  /// Where the first row begins that follows a list of columns.
  private static func values(in bytes: [UInt8], after close: Int) -> Int? {
    var place = close + 1
    while place < close + 16, bytes.at(place).isSpace { place += 1 }
    guard bytes.hasIgnoringCase("values", at: place) else { return nil }
    place += 6
    while place < close + 32, bytes.at(place).isSpace { place += 1 }
    return bytes.at(place) == UInt8(ascii: "(") ? place : nil
  }

  /// - Returns: where the text goes on after the rows.
  private mutating func read(columnsBefore close: Int, rows: Int) -> Int {
    guard let open = bytes[max(0, close - 1_024)..<close].lastIndex(of: UInt8(ascii: "(")) else { return rows }
    let kinds = bytes[(open + 1)..<close].split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).map {
      column in
      let name = column.filter { $0.isWord || $0 >= 0x80 }
      return SecretName.kind(of: name[...])
    }
    var place = rows
    while bytes.at(place) == UInt8(ascii: "(") {
      var column = 0
      place += 1
      while place < bytes.count, bytes[place] != UInt8(ascii: ")") {
        if bytes[place] == UInt8(ascii: "'") || bytes[place] == UInt8(ascii: "\"") {
          let first = place + 1
          place = bytes[first...].firstIndex(of: bytes[place]) ?? bytes.count
          if column < kinds.count, kinds[column] != .none,
            let match = AssignedSecrets.match(first..<place, in: bytes, kinds[column])
          {
            found.append(match)
          }
        } else if bytes[place] == UInt8(ascii: ",") {
          column += 1
        }
        place += 1
      }
      place += 1
      while bytes.at(place).isSpace || bytes.at(place) == UInt8(ascii: ",") { place += 1 }
    }
    return min(place, bytes.count)
  }
}
