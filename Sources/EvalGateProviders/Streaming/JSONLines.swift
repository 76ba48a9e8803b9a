/// Splits `application/x-ndjson` into its lines (https://github.com/ndjson/ndjson-spec): each ends with LF, and blank ones are
/// read over. A last line without its LF is taken too, since half a JSON object can never pass for a whole one.
struct JSONLines: StreamFraming {
  private var line: [UInt8] = []

  mutating func parts(in bytes: [UInt8]) -> [[UInt8]] {
    var lines: [[UInt8]] = []
    var rest = bytes[...]
    while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
      line.append(contentsOf: rest[..<end])
      if let whole = lastPart() { lines.append(whole) }
      rest = rest[(end + 1)...]
    }
    line.append(contentsOf: rest)
    return lines
  }

  mutating func lastPart() -> [UInt8]? {
    defer { line = [] }
    return line.allSatisfy(Self.isBlank) ? nil : line
  }

  var isPending: Bool { !line.allSatisfy(Self.isBlank) }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }
}
