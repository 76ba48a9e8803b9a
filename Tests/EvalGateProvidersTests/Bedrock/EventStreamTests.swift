import EvalGateProviders
import GateStatistics
import Testing

private func decode(_ bytes: [UInt8], pieces: Int? = nil) throws -> [EventStreamMessage] {
  var decoder = EventStreamDecoder()
  var messages: [EventStreamMessage] = []
  var rest = bytes[...]
  while !rest.isEmpty {
    messages += try decoder.feed(rest.prefix(pieces ?? bytes.count))
    rest = rest.dropFirst(pieces ?? bytes.count)
  }
  try decoder.finish()
  return messages
}

private let two =
  EventStreamWriting.event("messageStart", #"{"role":"assistant"}"#)
  + EventStreamWriting.event("contentBlockDelta", #"{"delta":{"text":"ü"},"contentBlockIndex":0}"#)

@Suite("Event streams")
struct EventStreamTests {
  // The empty message as other implementations publish it (zlib.crc32 gives the same two checksums).
  @Test("the smallest message is read")
  func smallest() throws {
    let bytes: [UInt8] = [0, 0, 0, 0x10, 0, 0, 0, 0, 0x05, 0xC2, 0x48, 0xEB, 0x7D, 0x98, 0xC8, 0xFF]
    #expect(try decode(bytes).map(\.payload) == [[]])
  }

  @Test("messages come out the same wherever the line cuts them", arguments: 1...40)
  func cuts(size: Int) throws {
    #expect(try decode(two, pieces: size).map(\.type) == ["messageStart", "contentBlockDelta"])
  }

  @Test("headers of every type are stepped over")
  func types() throws {
    let name: [UInt8] = [1, UInt8(ascii: "x")]
    let headers: [UInt8] =
      name + [0] + name + [1] + name + [2, 9] + name + [3, 9, 9] + name + [4, 9, 9, 9, 9] + name
      + [5] + Array(repeating: 9, count: 8) + name + [6, 0, 2, 9, 9] + name + [8] + Array(repeating: 9, count: 8)
      + name + [9] + Array(repeating: 9, count: 16) + EventStreamWriting.header(":event-type", "last")
    let message = try decode(EventStreamWriting.message(headers: headers, payload: [1, 2])).first
    #expect(message?.headers == [":event-type": "last"] && message?.payload == [1, 2])
  }

  @Test("any flipped bit is noticed", arguments: 0..<two.count)
  func flipped(index: Int) {
    for bit in 0..<8 {
      var bytes = two
      bytes[index] ^= 1 << bit
      #expect(throws: EventStreamError.self) { try decode(bytes) }
    }
  }

  @Test("an end within a message is noticed", arguments: 1..<two.count)
  func truncated(count: Int) throws {
    let first = EventStreamWriting.event("messageStart", #"{"role":"assistant"}"#).count
    guard count != first else { return }
    #expect(throws: EventStreamError.truncated(count < first ? count : count - first)) {
      try decode(Array(two.prefix(count)))
    }
  }

  @Test("a length over the limit is refused before anything is waited for")
  func huge() {
    let lengths = EventStreamWriting.word(0xFFFF_FFF0) + EventStreamWriting.word(0)
    let prelude = lengths + EventStreamWriting.word(EventStreamWriting.checksum(lengths))
    #expect(throws: EventStreamError.length(0xFFFF_FFF0)) { try decode(prelude) }
  }

  @Test(
    "headers that are cut short or of an unknown type are refused",
    arguments: [[5], [1, 120], [1, 120, 10], [1, 120, 7, 0, 9, 1], [1, 120, 4, 1]] as [[UInt8]])
  func badHeaders(headers: [UInt8]) {
    #expect(throws: EventStreamError.header) {
      try decode(EventStreamWriting.message(headers: headers, payload: []))
    }
  }

  @Test("after damage nothing more is believed")
  func sticky() {
    var decoder = EventStreamDecoder()
    #expect(throws: EventStreamError.preludeChecksum) { try decoder.feed(Array(repeating: 1, count: 12)) }
    #expect(throws: EventStreamError.preludeChecksum) { try decoder.feed(two) }
  }

  @Test("no bytes make it crash", arguments: 0..<200)
  func noise(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var bytes = two
    for _ in 0..<8 { bytes[Int(random.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: random.next()) }
    let size = Int(random.next() % 50) + 1
    #expect(throws: EventStreamError.self) { try decode(bytes, pieces: size) }
  }
}
