import CurlHTTP
import Synchronization
import Testing

/// Writes down what it is handed, and says when it has had enough.
private final class Log: HTTPReceiver {
  private let entries = Mutex<[String]>([])
  private let whenPiece: @Sendable (_ pieces: [String]) -> Bool
  /// The piece with which all has come.
  private let last: String?

  /// - Parameter whenPiece: is told all pieces so far, and says whether more is wanted.
  init(last: String? = nil, whenPiece: @escaping @Sendable (_ pieces: [String]) -> Bool = { _ in true }) {
    self.last = last
    self.whenPiece = whenPiece
  }

  var hasAll: Bool { last != nil && pieces.last == last }

  var all: [String] { entries.withLock { $0 } }
  var pieces: [String] { Array(all.dropFirst()) }

  func receive(status: Int, headers: HTTPHeaders) {
    entries.withLock { $0.append("\(status) \(headers["x"] ?? "")") }
  }

  func receive(_ bytes: UnsafeRawBufferPointer) -> Bool {
    entries.withLock { $0.append(text(Array(bytes))) }
    return whenPiece(pieces)
  }
}

@Suite("An answer taken as it comes", .timeLimit(.minutes(10)))
struct StreamTests {
  let client = testClient()

  @Test("the head comes first, then the body, and the answer that is returned has none")
  func order() async throws {
    let server = try LoopbackServer.answering { _ in answer("200 OK", ["X: 1"], body: "hello") }
    let log = Log()
    let response = try await client.send(HTTPRequest(url: server.url()), to: log)
    #expect(log.all == ["200 1", "hello"])
    #expect(response.status == 200 && response.headers["x"] == "1" && response.body.isEmpty)
    #expect(response.timing.total > .zero && !response.reusedConnection)
  }

  @Test("a piece is there before the next one is sent")
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
    let log = Log { pieces in
      if pieces == ["one"] { taken.comeAndWait() }
      return true
    }
    _ = try await client.send(HTTPRequest(url: server.url()), to: log)
    #expect(log.pieces == ["one", "two"])
  }

  @Test("a receiver that wants no more ends its exchange")
  func left() async throws {
    let closed = Signal()
    let server = try LoopbackServer { connection in
      _ = connection.nextRequest()
      connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n")
      _ = connection.waitsForClose()
      closed.raise()
    }
    let log = Log { _ in false }
    await expectFailure(.cancelled) {
      _ = try await client.send(HTTPRequest(url: server.url(), timeout: .seconds(600)), to: log)
    }
    await closed.wait()
    #expect(log.pieces == ["first"])
  }

  @Test("a task that is cancelled ends its exchange, and the head was there before any body")
  func cancelled() async throws {
    let closed = Signal()
    let started = Signal()
    let server = try LoopbackServer { connection in
      _ = connection.nextRequest()
      connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n")
      _ = connection.waitsForClose()
      closed.raise()
    }
    let log = Log { _ in
      started.raise()
      return true
    }
    let request = HTTPRequest(url: server.url(), timeout: .seconds(600))
    let task = Task { try await client.send(request, to: log) }
    await started.wait()
    task.cancel()
    await expectFailure(.cancelled) { _ = try await task.value }
    await closed.wait()
    #expect(log.all == ["200 ", "first"])
  }

  @Test("an answer that is whole is not waited for while its server keeps the line open")
  func whole() async throws {
    let taken = Gathering(of: 2)
    let server = try LoopbackServer { connection in
      _ = connection.nextRequest()
      connection.write("HTTP/1.1 200 OK\r\nX: 1\r\nTransfer-Encoding: chunked\r\n\r\n4\r\ndone\r\n")
      taken.comeAndWait()
      connection.write("4\r\nmore\r\n0\r\n\r\n")
      _ = connection.waitsForClose()
    }
    let log = Log(last: "done")
    let response = try await client.send(HTTPRequest(url: server.url(), timeout: .seconds(600)), to: log)
    #expect(response.status == 200 && response.headers["x"] == "1" && response.timing.total > .zero)
    taken.comeAndWait()
    #expect(log.all == ["200 1", "done"])
  }

  @Test("a connection that only its server keeps open makes room for the next request")
  func room() async throws {
    let server = try LoopbackServer { connection in
      _ = connection.nextRequest()
      connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\ndone\r\n")
      _ = connection.waitsForClose()
    }
    let client = testClient(maxConnections: 1)
    for _ in 0..<3 {
      let log = Log(last: "done")
      _ = try await client.send(HTTPRequest(url: server.url(), timeout: .seconds(600)), to: log)
      #expect(log.pieces == ["done"])
    }
  }

  @Test("a connection whose answer ends after it was whole is used again")
  func reused() async throws {
    let server = try LoopbackServer.answering { _ in answer("200 OK", body: "done") }
    for number in 0..<3 {
      let response = try await client.send(HTTPRequest(url: server.url()), to: Log(last: "done"))
      #expect(response.reusedConnection == (number > 0))
    }
  }

  @Test("a connection whose answer has ended meanwhile is not given up for the next request")
  func endIsThere() async throws {
    let steps = (0..<3).map { _ in (taken: Gathering(of: 2), ended: Gathering(of: 2)) }
    let served = Mutex(0)
    let server = try LoopbackServer { connection in
      while connection.nextRequest() != nil {
        let step = served.withLock { served in
          defer { served += 1 }
          return steps[served]
        }
        connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\ndone\r\n")
        step.taken.comeAndWait()
        connection.write("0\r\n\r\n")
        step.ended.comeAndWait()
      }
    }
    let client = testClient(maxConnections: 1)
    // On the client's own thread the next request is there before it has looked at what came since.
    try await withTaskExecutorPreference(client) {
      for (number, step) in steps.enumerated() {
        let log = Log(last: "done") { _ in
          step.taken.comeAndWait()
          step.ended.comeAndWait()
          return true
        }
        let response = try await client.send(HTTPRequest(url: server.url(), timeout: .seconds(600)), to: log)
        #expect(response.reusedConnection == (number > 0))
      }
    }
    #expect(server.connectionCount == 1)
  }

  @Test("an answer cut short gives what came and then the error")
  func cutShort() async throws {
    let server = try LoopbackServer { connection in
      _ = connection.nextRequest()
      connection.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
    }
    let log = Log()
    await expectFailure(.interrupted) { _ = try await client.send(HTTPRequest(url: server.url()), to: log) }
    #expect(log.pieces.joined() == "half")
  }

  @Test("an answer over its limit is too large")
  func tooLarge() async throws {
    let server = try LoopbackServer.answering { _ in answer(body: String(repeating: "x", count: 100_000)) }
    await expectFailure(.tooLarge) {
      _ = try await client.send(HTTPRequest(url: server.url(), maxResponseBytes: 5000), to: Log())
    }
  }
}
