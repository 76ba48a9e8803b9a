import CurlHTTP
import EvalGateCore
import EvalGateProviders
import StrictJSON
import Testing

private let hello = [
  #"{"choices":[{"delta":{"content":"Hel"}}]}"#, #"{"choices":[{"delta":{"content":"lo"},"finish_reason":"stop"}]}"#,
]

/// A stream of chat completions that says "Hello", with these ends of line.
private func stream(lineEnd: String) -> String {
  (hello + ["[DONE]"]).map { "data: \($0)\(lineEnd)\(lineEnd)" }.joined()
}

/// WHATWG HTML, section 9.2: seen from where it is used, since what a stream means is all that matters.
@Suite("Event streams")
struct EventStreamFramingTests {
  @Test("lines end with LF, CR or CRLF", arguments: ["\n", "\r", "\r\n"])
  func lineEnds(lineEnd: String) async throws {
    #expect(try await streaming(StreamTransport(stream(lineEnd: lineEnd)), by: "openai").text == "Hello")
  }

  @Test("pieces may be cut between CR and LF, and within a character", arguments: [1, 2, 3, 5])
  func cuts(length: Int) async throws {
    let text = events(
      [["choices": [["delta": ["content": "größer 😀"], "finish_reason": "stop"]]]], end: "data: [DONE]\n\n")
    let pieces = Array(text.utf8.flatMap { $0 == 10 ? [13, 10] : [$0] }).pieces(of: length)
    #expect(try await streaming(StreamTransport(pieces: pieces), by: "openai").text == "größer 😀")
  }

  @Test(
    "what says nothing is read over",
    arguments: [
      "\u{FEFF}", ": a comment\n", ":\n\n", "\n\n\n", "event: message\nid: 7\nretry: 10\n", "nonsense\n", "id\n\n",
    ])
  func readOver(start: String) async throws {
    #expect(try await streaming(StreamTransport(start + stream(lineEnd: "\n")), by: "openai").text == "Hello")
  }

  @Test("one space after the colon belongs to the form, a second one to the data")
  func spaces() async throws {
    let text = "data:\(hello[0])\n\ndata:  \(hello[1])\n\ndata: [DONE]\n\n"
    #expect(try await streaming(StreamTransport(text), by: "openai").text == "Hello")
  }

  @Test("several lines of data are one text with line breaks")
  func severalLines() async throws {
    let text =
      "data: {\"choices\":[\ndata: {\"delta\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n"
    #expect(try await streaming(StreamTransport(text), by: "openai").text == "Hi")
  }

  @Test("an event that the end cuts off is no event", arguments: ["", "data: [DON", "data: {}", "data", "id: [DONE]"])
  func cutOff(end: String) async throws {
    let text = "data: \(hello[0])\n\n" + end
    #expect(try await streaming(StreamTransport(text), by: "openai").failure?.reason == .connection)
  }

  @Test("what is begun after the reason to stop is not passed over", arguments: ["data: [DON", "data: {}", "data"])
  func cutOffAfterReason(end: String) async throws {
    let text = hello.map { "data: \($0)\n\n" }.joined() + end
    #expect(try await streaming(StreamTransport(text), by: "openai").failure?.reason == .connection)
  }

  @Test(
    "the closing word needs no blank line after it", arguments: ["data: [DONE]", "data:[DONE]\n", "data: [DONE]\r\n"])
  func closingWord(end: String) async throws {
    let text = hello.map { "data: \($0)\n\n" }.joined() + end
    #expect(try await streaming(StreamTransport(text), by: "openai").text == "Hello")
  }

  @Test(
    "an event that is not what it should be is unreadable and quoted",
    arguments: ["{", "7", "[]", "{\"choices\":7}", "{}", "\u{0}"])
  func unreadable(data: String) async throws {
    let failure = try await streaming(StreamTransport("data: \(data)\n\n" + stream(lineEnd: "\n")), by: "openai")
      .failure
    #expect(failure?.kind == .infrastructure && failure?.reason == .unreadable)
    #expect(failure?.message.unsafeText.contains("`\(data)`") == true)
  }

  @Test("bytes that are not UTF-8 are unreadable")
  func notUTF8() async throws {
    let transport = StreamTransport(pieces: [Array("data: {\"a\":\"".utf8), [0xFF], Array("\"}\n\n".utf8)])
    #expect(try await streaming(transport, by: "openai").failure?.reason == .unreadable)
  }
}
