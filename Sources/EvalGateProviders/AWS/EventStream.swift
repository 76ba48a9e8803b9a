/// A message of `application/vnd.amazon.eventstream`.
///
/// https://docs.aws.amazon.com/AmazonS3/latest/API/RESTSelectObjectAppendix.html and
/// https://smithy.io/2.0/aws/amazon-eventstream.html
package struct EventStreamMessage: Sendable, Hashable {
  /// The headers that are strings, which are all that AWS services send; others are checked and dropped.
  package let headers: [String: String]
  /// The bytes that the headers describe.
  package let payload: [UInt8]

  /// `event`, `exception` or `error`.
  package var kind: String { headers[":message-type"] ?? "" }
  /// Which event or exception it is.
  package var type: String {
    headers[":event-type"] ?? headers[":exception-type"] ?? headers[":error-code"] ?? ""
  }
}

/// Why bytes are not an event stream. Nothing after it can be trusted.
package enum EventStreamError: Error, Hashable, Sendable {
  /// The checksum over the first eight bytes does not fit.
  case preludeChecksum
  /// The checksum over the whole message does not fit.
  case messageChecksum
  /// The lengths contradict each other or are over the format's limits.
  case length(Int)
  /// A header that is cut short or of an unknown type.
  case header
  /// The stream ends in the middle of a message, with so many bytes of it.
  case truncated(Int)
}

/// Cuts a stream into messages, wherever the line cut it into pieces.
package struct EventStreamDecoder: Sendable {
  /// What is not a whole message yet begins at `start`.
  private var buffer: [UInt8] = []
  private var start = 0
  private var failure: EventStreamError?
  /// Whether the prelude of the message at `start` was checked, and how long the message is then.
  private var announced: (total: Int, headers: Int)?

  /// 16 MiB of payload, 128 KiB of headers, and what surrounds them.
  package static let longestMessage = (16 << 20) + (128 << 10) + 16
  private static let longestHeaders = 128 << 10
  /// Lengths and their checksum.
  private static let prelude = 12
  private static let frame = prelude + 4

  /// A decoder at the beginning of a stream.
  package init() {}

  /// Takes the next bytes and gives the messages they complete.
  /// - Throws: what makes the stream unreadable; from then on always the same.
  package mutating func feed(_ bytes: some Sequence<UInt8>) throws(EventStreamError) -> [EventStreamMessage] {
    if let failure { throw failure }
    buffer.append(contentsOf: bytes)
    var messages: [EventStreamMessage] = []
    do throws(EventStreamError) {
      while let message = try next() { messages.append(message) }
    } catch {
      failure = error
      throw error
    }
    // Moved only when at least half of it is done with, so that each byte is moved a bounded number of times.
    if start > 0, start >= buffer.count / 2 {
      buffer.removeFirst(start)
      start = 0
    }
    return messages
  }

  /// Says that there is no more.
  /// - Throws: `truncated` where a message is incomplete.
  package func finish() throws(EventStreamError) {
    if let failure { throw failure }
    guard start == buffer.count else { throw .truncated(buffer.count - start) }
  }

  private mutating func next() throws(EventStreamError) -> EventStreamMessage? {
    guard buffer.count - start >= Self.prelude else { return nil }
    let (total, headerLength) = if let announced { announced } else { try checkPrelude() }
    announced = (total, headerLength)
    guard buffer.count - start >= total else { return nil }
    let end = start + total
    guard CRC32.checksum(buffer[start..<end - 4]) == word(at: end - 4) else { throw .messageChecksum }
    let headerEnd = start + Self.prelude + headerLength
    let headers = try Self.headers(buffer[start + Self.prelude..<headerEnd])
    defer {
      start = end
      announced = nil
    }
    return EventStreamMessage(headers: headers, payload: Array(buffer[headerEnd..<end - 4]))
  }

  /// Checked before the length is believed: otherwise one flipped bit waits for gigabytes.
  private func checkPrelude() throws(EventStreamError) -> (total: Int, headers: Int) {
    guard CRC32.checksum(buffer[start..<start + 8]) == word(at: start + 8) else { throw .preludeChecksum }
    let total = Int(word(at: start))
    let headers = Int(word(at: start + 4))
    guard total <= Self.longestMessage, headers <= Self.longestHeaders, total >= Self.frame + headers else {
      throw .length(total)
    }
    return (total, headers)
  }

  private func word(at index: Int) -> UInt32 {
    buffer[index..<index + 4].reduce(0) { $0 << 8 | UInt32($1) }
  }

  /// Name length, name, type, value; a value's length comes from its type or stands before it in two bytes.
  private static func headers(_ bytes: ArraySlice<UInt8>) throws(EventStreamError) -> [String: String] {
    var headers: [String: String] = [:]
    var rest = bytes
    func take(_ count: Int) throws(EventStreamError) -> ArraySlice<UInt8> {
      guard rest.count >= count else { throw .header }
      defer { rest = rest.dropFirst(count) }
      return rest.prefix(count)
    }
    func number(_ bytes: ArraySlice<UInt8>) -> Int { bytes.reduce(0) { $0 << 8 | Int($1) } }
    while !rest.isEmpty {
      let name = try take(number(try take(1)))
      switch number(try take(1)) {
      case 0, 1: break
      case 2: _ = try take(1)
      case 3: _ = try take(2)
      case 4: _ = try take(4)
      case 5, 8: _ = try take(8)
      case 6: _ = try take(number(try take(2)))
      case 7:
        headers[String(decoding: name, as: UTF8.self)] = String(
          decoding: try take(number(try take(2))), as: UTF8.self)
      case 9: _ = try take(16)
      default: throw .header
      }
    }
    return headers
  }
}
