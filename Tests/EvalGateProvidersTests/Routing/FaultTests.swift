import CurlHTTP
import EvalGateCore
import EvalGateProviders
import StrictJSON
import Testing

/// A service that speaks, and how its answer begins and goes on when all is well.
private struct Service: Sendable, CustomTestStringConvertible {
  let name: String
  let options: JSONObject
  let type: String
  let body: [UInt8]

  var testDescription: String { name }

  static let all = [
    Service(
      name: "openai", options: ["provider": "openai", "model": "m"], type: "application/json",
      body: completion("billing").body),
    Service(
      name: "anthropic", options: ["provider": "anthropic", "model": "m"], type: "application/json",
      body: Array(
        #"{"content":[{"type":"text","text":"billing"}],"stop_reason":"end_turn","model":"m","usage":{"input_tokens":1,"output_tokens":1}}"#
          .utf8)),
    Service(
      name: "bedrock", options: ["provider": "bedrock", "model": "m"], type: "application/json",
      body: Array(
        #"{"output":{"message":{"content":[{"text":"billing"}]}},"stopReason":"end_turn","usage":{"inputTokens":1,"outputTokens":1}}"#
          .utf8)),
    Service(
      name: "bedrock in pieces", options: ["provider": "bedrock", "model": "m", "stream": true],
      type: "application/vnd.amazon.eventstream",
      body: EventStreamWriting.event("contentBlockDelta", #"{"contentBlockIndex":0,"delta":{"text":"billing"}}"#)
        + EventStreamWriting.event("messageStop", #"{"stopReason":"end_turn"}"#)),
  ]

  /// Those whose answers come as lines of text, in which anything is a line.
  static let lines = [
    Service(
      name: "openai in pieces", options: ["provider": "openai", "model": "m", "stream": true],
      type: "text/event-stream",
      body: Array(
        (#"data: {"choices":[{"index":0,"delta":{"content":"bill"}}]}"# + "\n\n"
          + #"data: {"choices":[{"index":0,"delta":{"content":"ing"},"finish_reason":"stop"}]}"# + "\n\n"
          + "data: [DONE]\n\n").utf8)),
    Service(
      name: "anthropic in pieces", options: ["provider": "anthropic", "model": "m", "stream": true],
      type: "text/event-stream",
      body: Array(
        [
          #"{"type":"message_start","message":{"model":"m","usage":{"input_tokens":1}}}"#,
          #"{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}"#,
          #"{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"billing"}}"#,
          #"{"type":"content_block_stop","index":0}"#,
          #"{"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":1}}"#,
          #"{"type":"message_stop"}"#,
        ].map { "data: \($0)\n\n" }.joined().utf8)),
  ]

  func head(length: Int? = nil, status: Int = 200) -> [UInt8] {
    let size = length.map { "Content-Length: \($0)\r\n" } ?? ""
    return Array("HTTP/1.1 \(status) X\r\nContent-Type: \(type)\r\n\(size)Connection: close\r\n\r\n".utf8)
  }

  /// Asks a server that breaks, with one try of a second and a deadline that comes before it.
  func ask(_ fault: FaultServer.Fault, timeout: Double = 60_000, deadline: Double? = nil) async throws -> Candidate {
    let server = try FaultServer(fault)
    defer { server.stop() }
    var options = options
    options["base_url"] = .string(server.url)
    let route = Route(
      name: "r", targets: [try Parts.target(node(.object(options)))], retry: Retry(attempts: 1), timeout: timeout,
      delivery: Delivery(deadline: deadline))
    let client = HTTPClient(configuration: HTTPClientConfiguration(noProxy: "*"))
    defer { client.shutdown() }
    let generator = try await generator(route, client, clock: SystemClock())
    return await generator.generate(question(), trial: 1)
  }
}

@Suite("Services that break", .timeLimit(.minutes(10)))
struct FaultTests {
  @Test("a whole answer is an answer, so that what follows shows the faults", arguments: Service.all + Service.lines)
  fileprivate func whole(service: Service) async throws {
    let candidate = try await service.ask(.close(service.head(length: service.body.count) + service.body))
    #expect(candidate.text == "billing" && candidate.failure == nil)
  }

  @Test("a body that is cut anywhere is no answer", arguments: Service.all + Service.lines)
  fileprivate func cut(service: Service) async throws {
    for count in stride(from: 0, to: service.body.count, by: max(1, service.body.count / 7)) {
      let bytes = service.head(length: service.body.count) + service.body.prefix(count)
      #expect(try await service.ask(.close(bytes)).failure?.reason == .connection)
    }
  }

  @Test("a body without a length that is cut anywhere is no answer either", arguments: Service.all + Service.lines)
  fileprivate func cutWithoutLength(service: Service) async throws {
    // The closing word of a stream is whole without the ends of line after it, and a stream that said why it stopped without that word:
    // which begins between two of these places.
    let end = service.body.count - service.body.reversed().prefix { $0 == UInt8(ascii: "\n") }.count
    for count in stride(from: 0, to: end, by: max(1, service.body.count / 7)) {
      let candidate = try await service.ask(.close(service.head() + service.body.prefix(count)))
      #expect(candidate.isError && candidate.answer == Answer())
    }
  }

  @Test("a connection that is reset is the line's failure", arguments: Service.all)
  fileprivate func reset(service: Service) async throws {
    for bytes in [
      [], Array("HTTP/1.1 200".utf8), service.head(length: 9999), service.head(length: 9999) + service.body,
    ] {
      #expect(try await service.ask(.reset(bytes)).failure?.reason == .connection)
    }
  }

  @Test("a service that stalls anywhere is a timeout", arguments: Service.all)
  fileprivate func stall(service: Service) async throws {
    for bytes in [[], service.head(length: 9999), service.head(length: 9999) + service.body] {
      let candidate = try await service.ask(.stall(bytes), timeout: 60)
      #expect(candidate.failure?.reason == .timeout && candidate.latency == .infinity)
    }
  }

  @Test("a service that drips does not outlast the deadline", arguments: Service.all + Service.lines)
  fileprivate func drip(service: Service) async throws {
    let candidate = try await service.ask(.drip(service.head(length: 1 << 20), UInt8(ascii: " ")), deadline: 100)
    // An event stream is checked as it comes: twelve such bytes are damage, where they come before the deadline does.
    let isChecked = service.type == "application/vnd.amazon.eventstream"
    let reasons: [GenerationFailure.Reason] = isChecked ? [.deadline, .unreadable] : [.deadline]
    #expect(candidate.isError && candidate.failure.map { reasons.contains($0.reason) } == true)
  }

  @Test("a service that floods is cut off at a size", arguments: Service.all + Service.lines)
  fileprivate func flood(service: Service) async throws {
    let block = [UInt8](repeating: UInt8(ascii: " "), count: 1 << 20)
    let candidate = try await service.ask(.flood(service.head(), block))
    #expect(candidate.failure?.reason == .unreadable && candidate.isError)
  }

  @Test(
    "garbage, HTML and nothing are the infrastructure's failures, never the model's", arguments: Service.all)
  fileprivate func garbage(service: Service) async throws {
    let noise = (0..<500).map { UInt8(truncatingIfNeeded: $0 &* 167 &+ 13) }
    for body in [[], noise, Array("<html><body>502 Bad Gateway</body></html>".utf8), Array("null".utf8), [0]] {
      let candidate = try await service.ask(.close(service.head(length: body.count) + body))
      #expect(candidate.failure?.kind == .infrastructure && candidate.failure?.reason == .unreadable)
    }
    #expect(try await service.ask(.close(noise)).failure?.kind == .infrastructure)
  }

  @Test("in a stream of lines garbage, HTML and nothing never become an answer", arguments: Service.lines)
  fileprivate func garbageInLines(service: Service) async throws {
    for body in [
      "", "<html><body>502 Bad Gateway</body></html>", "null", "data: null\n\n", "data: {}\n\n", "data: [DONE]",
    ] {
      let candidate = try await service.ask(.close(service.head(length: body.utf8.count) + Array(body.utf8)))
      #expect(candidate.failure?.kind == .infrastructure && candidate.answer == Answer(), "\(body): \(candidate)")
    }
  }

  @Test("a status of failure is one, whatever stands in the body", arguments: [429, 500, 502, 503, 529])
  func status(code: Int) async throws {
    for service in Service.all {
      let candidate = try await service.ask(
        .close(service.head(length: service.body.count, status: code) + service.body))
      #expect(candidate.failure?.status == code && candidate.isError)
    }
  }
}
