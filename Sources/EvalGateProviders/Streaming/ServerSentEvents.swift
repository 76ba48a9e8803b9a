/// Splits `text/event-stream` into the data of its events.
///
/// WHATWG HTML, sections 9.2.5 and 9.2.6: lines end with CRLF, LF or CR; a blank line dispatches; a line that begins with a
/// colon is a comment; the lines of one event's data are joined by LF; an event that the body's end cuts off is discarded.
/// The fields `event`, `id` and `retry` are read over: the services say in the data itself what an event is.
struct ServerSentEvents: StreamFraming {
  private var line: [UInt8] = []
  private var data: [UInt8] = []
  private var hasData = false
  private var isFirstLine = true
  /// The last byte was a CR, so that an LF now belongs to the same end of line.
  private var isAfterReturn = false

  mutating func parts(in bytes: [UInt8]) -> [[UInt8]] {
    var events: [[UInt8]] = []
    var start = bytes.startIndex
    var place = start
    while place < bytes.endIndex {
      let byte = bytes[place]
      guard byte == Self.lineFeed || byte == Self.carriageReturn else {
        isAfterReturn = false
        place += 1
        continue
      }
      if byte == Self.lineFeed, isAfterReturn {
        isAfterReturn = false
      } else {
        isAfterReturn = byte == Self.carriageReturn
        line.append(contentsOf: bytes[start..<place])
        if let event = endLine() { events.append(event) }
      }
      place += 1
      start = place
    }
    line.append(contentsOf: bytes[start...])
    return events
  }

  /// The closing word that some servers send without the blank line after it. Anything else that the end cuts off is discarded.
  mutating func lastPart() -> [UInt8]? {
    if !line.isEmpty { _ = endLine() }
    return data.elementsEqual("[DONE]".utf8) ? data : nil
  }

  var isPending: Bool { hasData || !line.isEmpty }

  /// The event's data where the line was blank and there is some.
  private mutating func endLine() -> [UInt8]? {
    defer { line.removeAll(keepingCapacity: true) }
    if isFirstLine {
      isFirstLine = false
      if line.starts(with: Self.byteOrderMark) { line.removeFirst(Self.byteOrderMark.count) }
    }
    guard !line.isEmpty else {
      defer { (data, hasData) = ([], false) }
      return hasData ? data : nil
    }
    let name = line.prefix { $0 != UInt8(ascii: ":") }
    guard name.elementsEqual("data".utf8) else { return nil }
    var value = line[name.endIndex...].dropFirst()
    if value.first == UInt8(ascii: " ") { value = value.dropFirst() }
    if hasData { data.append(Self.lineFeed) }
    data.append(contentsOf: value)
    hasData = true
    return nil
  }

  private static let lineFeed = UInt8(ascii: "\n")
  private static let carriageReturn = UInt8(ascii: "\r")
  private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
}
