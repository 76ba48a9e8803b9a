import CurlHTTP
import Testing

@Suite("Sending a request", .timeLimit(.minutes(10)))
struct SendTests {
  let client = testClient()

  @Test("status, fields and body come back")
  func answerComesBack() async throws {
    let server = try LoopbackServer.answering { _ in answer("201 Created", ["X-One: 1"], body: "hello") }
    let response = try await client.send(HTTPRequest(url: server.url()))
    #expect(response.status == 201)
    #expect(response.headers["x-one"] == "1")
    #expect(text(response.body) == "hello")
  }

  @Test("a body arrives as it was given, whatever its bytes", arguments: [0, 1, 1000, 3_000_000])
  func bodyArrives(size: Int) async throws {
    let body = [UInt8]((0..<size).map { UInt8(truncatingIfNeeded: $0 &* 7) })
    let server = try LoopbackServer.answering { answer(body: "\($0.body == body)") }
    let response = try await client.send(HTTPRequest(method: "POST", url: server.url(), body: body))
    #expect(text(response.body) == "true")
  }

  @Test("each method goes out by its own name", arguments: ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
  func methods(method: String) async throws {
    let server = try LoopbackServer.answering { answer(body: $0.line) }
    let response = try await client.send(HTTPRequest(method: method, url: server.url("/x?y=1")))
    #expect(text(response.body) == "\(method) /x?y=1 HTTP/1.1")
  }

  @Test("the answer to HEAD has a length and no body")
  func head() async throws {
    let server = try LoopbackServer { connection in
      while connection.nextRequest() != nil { connection.write("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n") }
    }
    let response = try await client.send(HTTPRequest(method: "HEAD", url: server.url()))
    #expect(response.headers["content-length"] == "5000")
    #expect(response.body.isEmpty)
  }

  @Test("only what was asked for is sent besides the transport's own fields")
  func sentFields() async throws {
    let server = try LoopbackServer.answering { request in
      answer(body: request.headerLines.map { $0.prefix { $0 != ":" }.lowercased() }.sorted().joined(separator: " "))
    }
    let request = HTTPRequest(
      method: "POST", url: server.url(), headers: ["X-A": "1"], body: [UInt8](repeating: 0, count: 5_000_000))
    let names = text(try await client.send(request).body)
    #expect(names == "accept accept-encoding content-length host user-agent x-a")
  }

  @Test("an empty value is sent as an empty value")
  func emptyValue() async throws {
    let server = try LoopbackServer.answering { answer(body: $0.header("X-Empty") ?? "missing") }
    #expect(try await client.send(HTTPRequest(url: server.url(), headers: ["X-Empty": ""])).body.isEmpty)
  }

  @Test("each request is sent with its own fields, to its own address, whatever was sent before it on the connection")
  func ownFields() async throws {
    let server = try LoopbackServer.answering { request in
      let fields = request.headerLines.filter { $0.hasPrefix("X-") || $0.hasPrefix("Content-Type") }
      return answer(body: request.line + " " + fields.joined(separator: " "))
    }
    // The two accents are the same to Swift in either order, and other bytes.
    let steps: [(path: String, headers: HTTPHeaders, sent: String)] = [
      ("/a", ["X-One": "1"], "/a HTTP/1.1 X-One: 1"), ("/a", ["X-One": "1"], "/a HTTP/1.1 X-One: 1"),
      ("/b", ["X-One": "1"], "/b HTTP/1.1 X-One: 1"), ("/b", ["X-One": "2"], "/b HTTP/1.1 X-One: 2"),
      ("/b", [:], "/b HTTP/1.1 "), ("/b", ["X-One": "", "X-Two": "3"], "/b HTTP/1.1 X-One: X-Two: 3"),
      ("/b", ["X-one": "", "X-Two": "3"], "/b HTTP/1.1 X-one: X-Two: 3"),
      ("/b", ["X-One": "a\u{323}\u{307}"], "/b HTTP/1.1 X-One: a\u{323}\u{307}"),
      ("/b", ["X-One": "a\u{307}\u{323}"], "/b HTTP/1.1 X-One: a\u{307}\u{323}"),
      ("/b", ["Content-Type": "text/plain"], "/b HTTP/1.1 Content-Type: text/plain"),
    ]
    for step in steps {
      let request = HTTPRequest(method: "POST", url: server.url(step.path), headers: step.headers, body: [1])
      let sent = text(try await client.send(request).body)
      #expect(Array(sent.utf8) == Array(("POST " + step.sent).utf8))
    }
    await #expect(throws: HTTPError.self) {
      try await client.send(HTTPRequest(url: server.url(), headers: ["X-One": "a\r\nX-Two: b"]))
    }
    #expect(text(try await client.send(HTTPRequest(url: server.url("/c"))).body) == "GET /c HTTP/1.1 ")
  }

  @Test("repeated fields are all kept, in order")
  func repeatedFields() async throws {
    let server = try LoopbackServer.answering { _ in answer("200 OK", ["Via: a", "X: 1", "VIA: b"]) }
    let headers = try await client.send(HTTPRequest(url: server.url())).headers
    #expect(headers.values(of: "via") == ["a", "b"])
    #expect(headers["via"] == "a")
  }

  @Test("a status of failure is an answer", arguments: [400, 401, 404, 500, 502, 503])
  func failureStatus(status: Int) async throws {
    let server = try LoopbackServer.answering { _ in answer("\(status) No", body: "<html>no</html>") }
    let response = try await client.send(HTTPRequest(url: server.url()))
    #expect(response.status == status)
    #expect(text(response.body) == "<html>no</html>")
  }

  @Test("429 brings its Retry-After")
  func retryAfter() async throws {
    let server = try LoopbackServer.answering { _ in answer("429 Too Many Requests", ["Retry-After: 7"]) }
    #expect(try await client.send(HTTPRequest(url: server.url())).headers["retry-after"] == "7")
  }

  @Test("a redirect is an answer and is not followed")
  func redirect() async throws {
    let server = try LoopbackServer.answering { _ in answer("302 Found", ["Location: /elsewhere"]) }
    let response = try await client.send(HTTPRequest(url: server.url()))
    #expect(response.status == 302)
    #expect(server.connectionCount == 1)
  }

  @Test("a chunked body is put together, and its trailers do not pass for fields")
  func chunked() async throws {
    let server = try LoopbackServer { connection in
      while connection.nextRequest() != nil {
        connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        for part in ["5\r\nhello\r\n", "1\r\n \r\n", "5\r\nworld\r\n", "0\r\nRetry-After: 99\r\n\r\n"] {
          connection.write(part)
        }
      }
    }
    let response = try await client.send(HTTPRequest(url: server.url()))
    #expect(text(response.body) == "hello world")
    #expect(response.headers["retry-after"] == nil)
  }

  @Test("interim answers are passed over")
  func interimAnswers() async throws {
    let server = try LoopbackServer.answering { _ in
      "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + answer("200 OK", ["X: 1"], body: "real")
    }
    let response = try await client.send(HTTPRequest(url: server.url()))
    #expect(response.status == 200)
    #expect(response.headers["link"] == nil)
    #expect(text(response.body) == "real")
  }

  @Test("a gzip body is decoded")
  func gzip() async throws {
    let server = try LoopbackServer { connection in
      while connection.nextRequest() != nil {
        connection.write("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: \(Gzip.hello.count)\r\n\r\n")
        connection.write(Gzip.hello)
      }
    }
    #expect(text(try await client.send(HTTPRequest(url: server.url())).body) == "hello")
  }

  @Test("an answer that comes byte by byte is one answer")
  func byteByByte() async throws {
    let server = try LoopbackServer { connection in
      while connection.nextRequest() != nil {
        for byte in answer("200 OK", ["X: 1"], body: "slow").utf8 { connection.write([byte]) }
      }
    }
    #expect(text(try await client.send(HTTPRequest(url: server.url())).body) == "slow")
  }

  @Test("the parts of the time add up")
  func timing() async throws {
    let server = try LoopbackServer.answering { _ in answer(body: "x") }
    let timing = try await client.send(HTTPRequest(url: server.url())).timing
    #expect(timing.queued >= .zero)
    #expect(timing.connect > .zero)
    #expect(timing.connect <= timing.firstByte)
    #expect(timing.firstByte <= timing.total)
  }

  @Test("a description of fields never shows a value")
  func noValuesInDescriptions() {
    let request = HTTPRequest(url: "http://h/", headers: ["Authorization": "Bearer sk-secret"])
    var dumped = ""
    dump(request, to: &dumped)
    let shown = dumped + "\(request) \(request.headers) \(request.headers.fields)" + String(reflecting: request)
    #expect(!shown.contains("sk-secret"))
    #expect(shown.contains("Authorization"))
  }
}

enum Gzip {
  /// `gzip.compress(b"hello", mtime=0)` of Python.
  static let hello: [UInt8] = [
    0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0xcb, 0x48, 0xcd,
    0xc9, 0xc9, 0x07, 0x00, 0x86, 0xa6, 0x10, 0x36, 0x05, 0x00, 0x00, 0x00,
  ]

  /// A stream that grows to 258 bytes for every 13 bits, made by hand after RFC 1951: fixed codes, one zero, then "258 bytes as
  /// they were one before" (length code 285, `11000101`, distance code 0, `00000`) again and again. It never ends.
  static func bomb(compressedBytes: Int) -> [UInt8] {
    var output: [UInt8] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff]
    // Block header (final, fixed codes) and the literal 0, `00110000`.
    var pending: [UInt8] = [1, 1, 0] + [0, 0, 1, 1, 0, 0, 0, 0]
    while output.count < compressedBytes {
      pending += [1, 1, 0, 0, 0, 1, 0, 1] + [0, 0, 0, 0, 0]
      while pending.count >= 8 {
        output.append(pending[..<8].reversed().reduce(0) { $0 << 1 | $1 })
        pending.removeFirst(8)
      }
    }
    return output
  }
}
