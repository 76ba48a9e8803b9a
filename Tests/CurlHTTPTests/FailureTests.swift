import CurlHTTP
import Testing

@Suite("When no complete answer comes", .timeLimit(.minutes(10)))
struct FailureTests {
  let client = testClient()

  private func expectFailure(
    _ kind: HTTPError.Kind, _ location: SourceLocation = #_sourceLocation, limit: Int = 1 << 20,
    serving serve: @escaping @Sendable (Connection) -> Void
  ) async throws {
    let server = try LoopbackServer { connection in
      while connection.nextRequest() != nil {
        serve(connection)
        return
      }
    }
    await CurlHTTPTests.expectFailure(kind, location) {
      try await client.send(HTTPRequest(url: server.url(), maxResponseBytes: limit))
    }
  }

  @Test("a body cut short is interrupted")
  func cutBody() async throws {
    try await expectFailure(.interrupted) { $0.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf") }
  }

  @Test("a chunked body cut short is interrupted")
  func cutChunks() async throws {
    try await expectFailure(.interrupted) { $0.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhal") }
  }

  @Test("a reset is interrupted")
  func reset() async throws {
    try await expectFailure(.interrupted) { $0.reset() }
  }

  @Test("a reset in the middle of a body is interrupted")
  func resetInBody() async throws {
    try await expectFailure(.interrupted) {
      $0.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
      $0.reset()
    }
  }

  @Test("an empty reply is interrupted")
  func emptyReply() async throws {
    try await expectFailure(.interrupted) { $0.finish() }
  }

  @Test("a broken gzip body is interrupted")
  func brokenGzip() async throws {
    try await expectFailure(.interrupted) {
      $0.write("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nnope")
    }
  }

  @Test(
    "what is not HTTP is an error", arguments: ["\u{0}\u{1}garbage\r\n\r\n", "<html>hello</html>", "SSH-2.0-x\r\n"])
  func garbage(reply: String) async throws {
    try await expectFailure(.other) { $0.write(reply) }
  }

  @Test("a body announced over the limit is too large")
  func announcedTooLarge() async throws {
    try await expectFailure(.tooLarge, limit: 10) { $0.write(answer(body: "01234567890")) }
  }

  @Test("a body that never ends is too large")
  func endlessBody() async throws {
    try await expectFailure(.tooLarge, limit: 100_000) { connection in
      connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
      let chunk = "3e8\r\n" + String(repeating: "x", count: 1000) + "\r\n"
      while connection.write(chunk) {}
    }
  }

  @Test("a body of exactly the limit is taken")
  func exactlyTheLimit() async throws {
    let server = try LoopbackServer.answering { _ in answer(body: "0123456789") }
    #expect(try await client.send(HTTPRequest(url: server.url(), maxResponseBytes: 10)).body.count == 10)
  }

  @Test("a small body that decodes to a large one is too large")
  func gzipBomb() async throws {
    try await expectFailure(.tooLarge) { connection in
      let bomb = Gzip.bomb(compressedBytes: 20_000)
      connection.write("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: \(bomb.count)\r\n\r\n")
      connection.write(bomb)
    }
  }

  @Test("a header block that never ends is too large")
  func endlessHeaders() async throws {
    try await expectFailure(.tooLarge) { connection in
      connection.write("HTTP/1.1 200 OK\r\n")
      while connection.write("X-Filler: \(String(repeating: "x", count: 1000))\r\n") {}
    }
  }

  @Test(
    "a line of the header block that never ends is too large",
    arguments: ["HTTP/1.1 200 OK\r\nX-Trace: ", "HTTP/1.1 200 "])
  func endlessLine(start: String) async throws {
    try await expectFailure(.tooLarge) { connection in
      connection.write(start)
      while connection.write(String(repeating: "x", count: 1000)) {}
    }
  }

  @Test("interim answers that never end are too large")
  func endlessInterim() async throws {
    try await expectFailure(.tooLarge) { connection in
      while connection.write("HTTP/1.1 103 Early Hints\r\nX: \(String(repeating: "x", count: 500))\r\n\r\n") {}
    }
  }

  @Test("a server that never answers runs into the timeout")
  func neverAnswers() async throws {
    let server = try LoopbackServer { _ = $0.waitsForClose() }
    await CurlHTTPTests.expectFailure(.timeout) {
      try await client.send(HTTPRequest(url: server.url(), timeout: .milliseconds(50)))
    }
  }

  @Test("a server that stops in the middle runs into the timeout")
  func stopsInTheMiddle() async throws {
    let server = try LoopbackServer { connection in
      connection.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
      _ = connection.waitsForClose()
    }
    await CurlHTTPTests.expectFailure(.timeout) {
      try await client.send(HTTPRequest(url: server.url(), timeout: .milliseconds(50)))
    }
  }

  @Test("a port where nothing listens cannot be connected to")
  func connectionRefused() async throws {
    let port = try closedPort()
    await CurlHTTPTests.expectFailure(.connect) { try await client.send(HTTPRequest(url: "http://127.0.0.1:\(port)/")) }
  }

  @Test("a name that can have no address is not resolved")
  func unresolvable() async {
    // A label over 63 bytes fails before any question is sent.
    let host = String(repeating: "a", count: 64) + ".invalid"
    await CurlHTTPTests.expectFailure(.resolve) { try await client.send(HTTPRequest(url: "http://\(host)/")) }
  }

  @Test("a server that does not speak TLS fails the handshake")
  func noTLS() async throws {
    let server = try LoopbackServer.answering { _ in answer() }
    let plain = try LoopbackServer { $0.write("HTTP/1.1 400 Bad Request\r\n\r\n") }
    #expect(try await client.send(HTTPRequest(url: server.url())).status == 200)
    await CurlHTTPTests.expectFailure(.tls) {
      try await client.send(HTTPRequest(url: "https://127.0.0.1:\(plain.port)/"))
    }
  }

  @Test(
    "an address that is none is refused",
    arguments: [
      "", "/", "example.com", "ftp://127.0.0.1/", "file:///etc/passwd", "gopher://127.0.0.1/", "http:127.0.0.1",
      "http://",
      "http://127.0.0.1:99999/", "http://127.0.0.1/a b", "http://127.0.0.1/\r\nX: y", "http://127.0.0.1/\u{0}",
      "http://[::1",
    ])
  func badAddress(url: String) async {
    await CurlHTTPTests.expectFailure(.badURL) { try await client.send(HTTPRequest(url: url)) }
  }

  @Test(
    "a value that would begin another field is refused without being shown", arguments: ["\r", "\n", "\0", "\u{7f}"])
  func headerInjection(character: String) async {
    let error = await CurlHTTPTests.expectFailure(.badRequest) {
      try await client.send(HTTPRequest(url: "http://127.0.0.1/", headers: ["X-Key": "sk-secret\(character)X-B: 1"]))
    }
    #expect(error?.message.contains("sk-secret") == false)
  }

  @Test("a name or a method that is not a word is refused", arguments: ["", "a b", "a:b", "a\r\nb", "é"])
  func notAToken(word: String) async {
    await CurlHTTPTests.expectFailure(.badRequest) {
      try await client.send(HTTPRequest(url: "http://127.0.0.1/", headers: [word: "x"]))
    }
    await CurlHTTPTests.expectFailure(.badRequest) {
      try await client.send(HTTPRequest(method: word, url: "http://127.0.0.1/"))
    }
  }
}
