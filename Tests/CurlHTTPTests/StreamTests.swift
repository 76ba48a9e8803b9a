import CurlHTTP
import Testing

@Suite("An answer taken as it comes", .timeLimit(.minutes(2)))
struct StreamTests {
  let client = testClient()

  @Test("the head comes first, then the chunks, then the end")
  func order() async throws {
    let server = try LoopbackServer.answering { _ in answer("200 OK", ["X: 1"], body: "hello") }
    var log: [String] = []
    for try await event in client.stream(HTTPRequest(url: server.url())) {
      switch event {
      case .head(let status, let headers): log.append("\(status) \(headers["x"] ?? "")")
      case .chunk(let bytes): log.append(text(bytes))
      case .end(_, let reused): log.append("end \(reused)")
      }
    }
    #expect(log == ["200 1", "hello", "end false"])
  }

  @Test("a chunk is there before the next one is sent")
  func oneByOne() async throws {
    let taken = Gathering(of: 2)
    let server = try LoopbackServer { connection in
      _ = connection.nextRequest()
      connection.write("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n")
      connection.write("one")
      taken.comeAndWait()
      connection.write("two")
      _ = connection.waitsForClose()
    }
    var chunks: [String] = []
    for try await event in client.stream(HTTPRequest(url: server.url())) {
      guard case .chunk(let bytes) = event else { continue }
      chunks.append(text(bytes))
      if chunks == ["one"] { taken.comeAndWait() }
    }
    #expect(chunks == ["one", "two"])
  }

  @Test("the head is there before any body")
  func headAlone() async throws {
    let server = try LoopbackServer { connection in
      _ = connection.nextRequest()
      connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
      _ = connection.waitsForClose()
    }
    for try await event in client.stream(HTTPRequest(url: server.url(), timeout: .seconds(600))) {
      guard case .head(let status, _) = event else { continue }
      #expect(status == 200)
      break
    }
  }

  @Test("a stream that is left ends its exchange")
  func left() async throws {
    let closed = Signal()
    let server = try LoopbackServer { connection in
      _ = connection.nextRequest()
      connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n")
      _ = connection.waitsForClose()
      closed.raise()
    }
    for try await event in client.stream(HTTPRequest(url: server.url(), timeout: .seconds(600))) {
      if case .chunk = event { break }
    }
    await closed.wait()
  }

  @Test("a stream cut short gives what came and then the error")
  func cutShort() async throws {
    let server = try LoopbackServer { connection in
      _ = connection.nextRequest()
      connection.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
    }
    var got: [UInt8] = []
    await expectFailure(.interrupted) {
      for try await event in client.stream(HTTPRequest(url: server.url())) {
        if case .chunk(let bytes) = event { got += bytes }
      }
    }
    #expect(text(got) == "half")
  }

  @Test("a stream over its limit is too large")
  func tooLarge() async throws {
    let server = try LoopbackServer.answering { _ in answer(body: String(repeating: "x", count: 100_000)) }
    await expectFailure(.tooLarge) {
      for try await _ in client.stream(HTTPRequest(url: server.url(), maxResponseBytes: 5000)) {}
    }
  }
}
