/// The values of one name that occurs again and again, one after the other: of the rows of a list of objects, of settings, of records in
/// YAML. Whoever reads such a text aloud reads one of its columns.
enum Columns {
  /// Fewer values of a name are no column.
  private static let fewest = 3
  private static let longestName = 24
  private static let longestValue = 256
  /// Names of one text.
  private static let most = 64

  static func texts(of bytes: [UInt8]) -> [[UInt8]] {
    var places: [[UInt8]: Int] = [:]
    var columns: [(count: Int, text: [UInt8])] = []
    var index = 0
    while index < bytes.count {
      guard ByteClass.isLetter(bytes[index]) else {
        index += 1
        continue
      }
      let end = bytes.end(from: index) { ByteClass.isAlphanumeric($0) || $0 == 0x5F || $0 == 0x2D }
      defer { index = max(index, end) }
      guard end - index <= longestName, let value = value(after: end, in: bytes) else { continue }
      let name = Array(bytes[index..<end])
      let place = places[name] ?? columns.count
      if place == columns.count {
        guard place < most else { continue }
        places[name] = place
        columns.append((0, []))
      }
      columns[place].count += 1
      columns[place].text += bytes[value] + [0x20]
      index = value.upperBound
    }
    return columns.filter { $0.count >= fewest }.map(\.text)
  }

  /// What a name is given: in quotation marks, or up to the end of the line or the next sign between members.
  private static func value(after name: Int, in bytes: [UInt8]) -> Range<Int>? {
    var place = bytes.end(from: name, limit: name + 3) { $0 == 0x22 || $0 == 0x27 || $0 == 0x20 }
    guard place < bytes.count, bytes[place] == UInt8(ascii: ":") || bytes[place] == UInt8(ascii: "=") else {
      return nil
    }
    place = bytes.end(from: place + 1, limit: place + 4) { $0 == 0x20 }
    guard place < bytes.count else { return nil }
    let quote = bytes[place]
    let isQuoted = quote == 0x22 || quote == 0x27
    let start = isQuoted ? place + 1 : place
    let end = bytes.end(from: start, limit: start + longestValue) {
      isQuoted ? $0 != quote && $0 != 0x0A : $0 != 0x0A && !",;|{}[]".utf8.contains($0)
    }
    return end > start ? start..<end : nil
  }
}
