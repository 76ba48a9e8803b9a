import CurlHTTP
import Synchronization
import Testing

@Suite("A client and its connections", .timeLimit(.minutes(10)))
struct ClientTests {
  @Test("the second request goes over the first one's connection")
  func keptAlive() async throws {
    let client = testClient()
    let server = try LoopbackServer.answering { _ in answer() }
    #expect(try await client.send(HTTPRequest(url: server.url())).reusedConnection == false)
    let second = try await client.send(HTTPRequest(url: server.url()))
    #expect(second.reusedConnection)
    #expect(second.timing.connect == .zero)
    #expect(server.connectionCount == 1)
  }

  /// A server that closes a kept connection when it has the second request of it, and how many requests it has had.
  private func closingServer() throws -> (LoopbackServer, asked: @Sendable () -> Int) {
    let asked = Asked()
    let server = try LoopbackServer { connection in
      while connection.nextRequest() != nil {
        guard asked.add() % 2 == 1 else { return }
        connection.write(answer(body: "first"))
      }
    }
    return (server, { asked.count })
  }

  @Test("a request that a kept connection took and left unanswered is sent once, and whoever sent it is told")
  func unanswered() async throws {
    let (server, asked) = try closingServer()
    let client = testClient(maxConnections: 1)
    _ = try await client.send(HTTPRequest(method: "POST", url: server.url(), body: bytes("a")))
    let failure = await expectFailure(.interrupted) {
      try await client.send(HTTPRequest(method: "POST", url: server.url(), body: bytes("b")))
    }
    #expect(failure?.message.contains("after it was sent the request") == true)
    #expect(asked() == 2)
  }

  @Test("one that only asks is sent again, since it can be sent any number of times")
  func askedAgain() async throws {
    let (server, asked) = try closingServer()
    let client = testClient(maxConnections: 1)
    for _ in 1...2 { #expect(try await client.send(HTTPRequest(url: server.url())).status == 200) }
    #expect(asked() == 3)
  }

  @Test("a connection that the server closed while nobody used it costs nothing")
  func closedMeanwhile() async throws {
    let asked = Asked()
    let closed = Signal()
    let server = try LoopbackServer { connection in
      guard connection.nextRequest() != nil else { return }
      _ = asked.add()
      connection.write(answer(body: "x"))
      connection.finish()
      closed.raise()
    }
    let client = testClient(maxConnections: 1)
    _ = try await client.send(HTTPRequest(method: "POST", url: server.url(), body: bytes("a")))
    await closed.wait()
    let second = try await client.send(HTTPRequest(method: "POST", url: server.url(), body: bytes("b")))
    #expect(second.status == 200 && asked.count == 2)
  }

  @Test("requests in flight have a connection each, and the next ones use the same")
  func oneConnectionEach() async throws {
    let client = testClient()
    let gatherings = (0..<3).map { _ in Gathering(of: 8) }
    let server = try LoopbackServer { connection in
      while let request = connection.nextRequest() {
        let round = request.line.utf8.compactMap { $0 >= 0x30 && $0 <= 0x39 ? Int($0 - 0x30) : nil }[0]
        gatherings[round].comeAndWait()
        connection.write(answer())
      }
    }
    for round in 0..<3 {
      try await sendAtOnce(8, to: server.url("/\(round)"), by: client)
      #expect(server.connectionCount == 8)
    }
  }

  @Test("requests over the limit wait for their turn")
  func limitedConnections() async throws {
    let client = testClient(maxConnections: 3)
    let server = try LoopbackServer.answering { _ in answer(body: "x") }
    try await sendAtOnce(50, to: server.url(), by: client)
    #expect(server.connectionCount <= 3)
  }

  @Test("tasks run on the client's thread before anything is sent, and what they send then is answered")
  func tasksBeforeRequests() async throws {
    let client = testClient()
    let server = try LoopbackServer.answering { answer(body: $0.line) }
    for index in 0..<20 {
      let sum = await withTaskExecutorPreference(client) {
        await Task.yield()
        return index + 1
      }
      #expect(sum == index + 1)
    }
    #expect(server.connectionCount == 0)
    #expect(try await text(client.send(HTTPRequest(url: server.url("/late"))).body) == "GET /late HTTP/1.1")
    let late = await withTaskExecutorPreference(client) { 7 }
    #expect(late == 7)
  }

  @Test("a client that was never asked to send anything ends, and refuses what comes then")
  func endsUnused() async throws {
    let client = testClient()
    client.shutdown()
    let error = try await #require(throws: HTTPError.self) {
      try await client.send(HTTPRequest(url: "http://127.0.0.1:9/"))
    }
    #expect(error.kind == .cancelled)
  }

  @Test("tasks that prefer the client as their executor run there and get their answers")
  func executorPreference() async throws {
    let client = testClient()
    let server = try LoopbackServer.answering { answer(body: $0.line) }
    let bodies = try await withTaskExecutorPreference(client) {
      try await withThrowingTaskGroup(of: String.self) { group in
        for index in 0..<200 {
          group.addTask {
            let response = try await client.send(HTTPRequest(url: server.url("/\(index)")))
            await Task.yield()
            return text(response.body)
          }
        }
        return try await group.reduce(into: Set()) { $0.insert($1) }
      }
    }
    #expect(bodies == Set((0..<200).map { "GET /\($0) HTTP/1.1" }))
  }

  @Test("a cancelled request ends at once and its connection is closed")
  func cancelled() async throws {
    let client = testClient()
    let asked = Signal()
    let closed = Signal()
    let server = try LoopbackServer { connection in
      _ = connection.nextRequest()
      asked.raise()
      _ = connection.waitsForClose()
      closed.raise()
    }
    let task = Task { try await client.send(HTTPRequest(url: server.url(), timeout: .seconds(600))) }
    await asked.wait()
    task.cancel()
    await expectFailure(.cancelled) { try await task.value }
    await closed.wait()
  }

  @Test("a cancel that overtakes its request is remembered")
  func cancelFirst() async throws {
    let client = testClient()
    let server = try LoopbackServer { _ = $0.waitsForClose() }
    let tasks = (0..<300).map { _ in
      let task = Task { try await client.send(HTTPRequest(url: server.url(), timeout: .seconds(600))) }
      task.cancel()
      return task
    }
    for task in tasks { await expectFailure(.cancelled) { try await task.value } }
  }

  @Test("a request that is cancelled while it waits for its turn ends at once")
  func cancelledInQueue() async throws {
    let client = testClient(maxConnections: 1)
    let asked = Signal()
    let server = try LoopbackServer { connection in
      _ = connection.nextRequest()
      asked.raise()
      _ = connection.waitsForClose()
    }
    let first = Task { try await client.send(HTTPRequest(url: server.url(), timeout: .seconds(600))) }
    await asked.wait()
    let second = Task { try await client.send(HTTPRequest(url: server.url(), timeout: .seconds(600))) }
    second.cancel()
    await expectFailure(.cancelled) { try await second.value }
    first.cancel()
    await expectFailure(.cancelled) { try await first.value }
  }

  @Test("a connection is usable for others after a cancelled request")
  func usableAfterCancel() async throws {
    let client = testClient(maxConnections: 2)
    let server = try LoopbackServer { connection in
      while let request = connection.nextRequest() {
        if request.line.hasPrefix("GET /never") { return _ = connection.waitsForClose() }
        connection.write(answer(body: "ok"))
      }
    }
    for _ in 0..<20 {
      let task = Task { try await client.send(HTTPRequest(url: server.url("/never"), timeout: .seconds(600))) }
      task.cancel()
      await expectFailure(.cancelled) { try await task.value }
      #expect(text(try await client.send(HTTPRequest(url: server.url())).body) == "ok")
    }
  }

  @Test("shutting down ends what is in flight and refuses what comes later")
  func shutDown() async throws {
    let client = testClient(maxConnections: 1)
    let asked = Signal()
    let server = try LoopbackServer { connection in
      _ = connection.nextRequest()
      asked.raise()
      _ = connection.waitsForClose()
    }
    let inFlight = Task { try await client.send(HTTPRequest(url: server.url(), timeout: .seconds(600))) }
    await asked.wait()
    let waiting = Task { try await client.send(HTTPRequest(url: server.url(), timeout: .seconds(600))) }
    client.shutdown()
    await expectFailure(.cancelled) { try await inFlight.value }
    await expectFailure(.cancelled) { try await waiting.value }
    await expectFailure(.cancelled) { try await client.send(HTTPRequest(url: server.url())) }
  }

  @Test("a task that shuts down the client it runs on goes on")
  func shutDownFromInside() async {
    let client = testClient()
    let sum = await withTaskExecutorPreference(client) {
      client.shutdown()
      await Task.yield()
      return await withTaskGroup(of: Int.self) { group in
        for number in 1...10 { group.addTask { number } }
        return await group.reduce(0, +)
      }
    }
    #expect(sum == 55)
  }

  @Test("a client that is dropped ends its thread and connections")
  func dropped() async throws {
    let closed = Signal()
    let server = try LoopbackServer { connection in
      while connection.nextRequest() != nil { connection.write(answer()) }
      closed.raise()
    }
    var client: HTTPClient? = testClient()
    _ = try await client?.send(HTTPRequest(url: server.url()))
    client = nil
    await closed.wait()
  }

  private func sendAtOnce(_ count: Int, to url: String, by client: HTTPClient) async throws {
    try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<count { group.addTask { try await client.send(HTTPRequest(url: url)).status } }
      for try await status in group { #expect(status == 200) }
    }
  }
}

/// Counts requests, on any thread.
private final class Asked: Sendable {
  private let all = Mutex(0)

  var count: Int { all.withLock { $0 } }

  func add() -> Int {
    all.withLock { all in
      all += 1
      return all
    }
  }
}
