/// The raw header lines of an answer, parsed when asked for.
///
/// Interim answers (`100`, `103`) are forgotten when the next block begins; lines after the final block are trailers and are
/// not kept, since they could otherwise pass for fields (RFC 9110 section 6.5.1).
struct HeaderBlock {
  private var bytes: [UInt8] = []
  private(set) var status = 0
  /// True when the blank line after the last block has come.
  private(set) var isFinal = false
  /// How much has come in all, interim answers and trailers included: the limit holds for their sum.
  private(set) var byteCount = 0

  mutating func append(_ line: UnsafeRawBufferPointer) {
    byteCount += line.count
    if isFinal { return }
    if let status = Self.status(of: line) {
      self.status = status
      bytes.removeAll(keepingCapacity: true)
      // What most answers need, in one allocation rather than five.
      bytes.reserveCapacity(512)
    } else if line.allSatisfy({ $0 == carriageReturn || $0 == lineFeed }) {
      isFinal = status >= 200 || status == 101
    } else {
      bytes.append(contentsOf: line)
    }
  }

  /// The fields in order; a folded line is joined to the one before by a space (RFC 9112 section 5.2).
  var headers: HTTPHeaders {
    var fields: [HTTPHeaders.Field] = []
    for line in bytes.split(whereSeparator: { $0 == lineFeed || $0 == carriageReturn }) {
      if let first = line.first, isBlank(first), let last = fields.popLast() {
        fields.append(HTTPHeaders.Field(name: last.name, value: last.value + " " + text(line)))
      } else if let colon = line.firstIndex(of: UInt8(ascii: ":")) {
        fields.append(HTTPHeaders.Field(name: text(line[..<colon]), value: text(line[(colon + 1)...])))
      }
    }
    return HTTPHeaders(fields)
  }

  /// The code of a status line such as `HTTP/1.1 200 OK` or `HTTP/2 200`.
  private static func status(of line: UnsafeRawBufferPointer) -> Int? {
    guard line.starts(with: "HTTP/".utf8), let space = line.firstIndex(of: UInt8(ascii: " ")) else { return nil }
    let digits = line[(space + 1)...].prefix(3)
    guard digits.count == 3, digits.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return nil }
    return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
  }
}

private let carriageReturn = UInt8(ascii: "\r")
private let lineFeed = UInt8(ascii: "\n")

private func isBlank(_ byte: UInt8) -> Bool {
  byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
}

/// The text between white space; bytes that are not UTF-8 become U+FFFD.
private func text(_ bytes: ArraySlice<UInt8>) -> String {
  var bytes = bytes
  while let first = bytes.first, isBlank(first) { bytes.removeFirst() }
  while let last = bytes.last, isBlank(last) { bytes.removeLast() }
  return String(decoding: bytes, as: UTF8.self)
}
