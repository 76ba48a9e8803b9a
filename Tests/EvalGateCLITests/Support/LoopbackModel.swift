import Synchronization
import Testing

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A server on this machine that speaks as much of OpenAI's chat completions as a test needs, one connection at a time.
final class LoopbackModel: Sendable {
  /// Makes the answer's text from the last message of a request.
  typealias Answering = @Sendable (_ prompt: String) -> Reply

  enum Reply: Sendable, CustomTestStringConvertible {
    /// A chat completion with this text.
    case text(String)
    /// These bytes as a whole response, after which the connection is closed.
    case raw(String)

    fileprivate var bytes: [UInt8] {
      switch self {
      case .raw(let text): return Array(text.utf8)
      case .text(let text):
        let body = """
          {"id":"x","model":"loopback-1","choices":[{"index":0,"message":{"role":"assistant","content":"\(text)"},\
          "finish_reason":"stop"}],"usage":{"prompt_tokens":7,"completion_tokens":2,"total_tokens":9}}
          """
        return Array(Self.http(200, body).utf8)
      }
    }

    /// The beginning, since some replies are huge on purpose.
    var testDescription: String {
      switch self {
      case .text(let text): String(text.prefix(60))
      case .raw(let text): String((text.split(separator: "\r\n\r\n").last ?? "nothing").prefix(60))
      }
    }

    static func status(_ status: Int, _ body: String, headers: String = "") -> Reply {
      .raw(http(status, body, headers: headers))
    }

    private static func http(_ status: Int, _ body: String, headers: String = "") -> String {
      "HTTP/1.1 \(status) X\r\nContent-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n"
        + "Connection: close\r\n\(headers)\r\n\(body)"
    }
  }

  /// Runs `body` with a server that is gone afterwards.
  static func serving<Value>(
    _ answer: @escaping Answering, _ body: (LoopbackModel) async throws -> Value
  ) async throws -> Value {
    try await serving(requests: { answer(lastMessage($0)) }, body)
  }

  /// The same, for another service: the answer is made from the whole request, head and body.
  static func serving<Value>(
    requests answer: @escaping @Sendable (_ request: String) -> Reply, _ body: (LoopbackModel) async throws -> Value
  ) async throws -> Value {
    let model = try LoopbackModel(answer)
    model.start()
    defer { model.stop() }
    return try await body(model)
  }

  var url: String { root + "/v1" }
  var root: String { "http://127.0.0.1:\(port)" }
  /// How many requests came in.
  var requests: Int { count.load(ordering: .acquiring) }

  private let port: UInt16
  private let listener: Int32
  private let answer: @Sendable (_ request: String) -> Reply
  private let count = Atomic(0)
  private let stopped = Atomic(false)

  private init(_ answer: @escaping @Sendable (_ request: String) -> Reply) throws {
    self.answer = answer
    listener = try Self.socket()
    var address = Self.address(port: 0)
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let listener = listener
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        bind(listener, address, size) == 0 && listen(listener, 64) == 0 && getsockname(listener, address, &size) == 0
      }
    }
    guard isBound else { throw TemporaryProject.Failure("no loopback server") }
    port = UInt16(bigEndian: address.sin_port)
  }

  private static func socket() throws -> Int32 {
    #if canImport(Darwin)
      let descriptor = Darwin.socket(AF_INET, SOCK_STREAM, 0)
    #else
      let descriptor = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #endif
    guard descriptor >= 0 else { throw TemporaryProject.Failure("no socket") }
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    return descriptor
  }

  private static func address(port: UInt16) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return address
  }

  /// Serves on a thread of its own: waiting for a connection would block one of the few threads of Swift's tasks.
  private func start() {
    let context = Unmanaged.passRetained(self).toOpaque()
    #if canImport(Darwin)
      var thread: pthread_t?
      pthread_create(&thread, nil, { serve($0) }, context)
      if let thread { pthread_detach(thread) }
    #else
      var thread = pthread_t()
      if pthread_create(&thread, nil, { serve($0) }, context) == 0 { pthread_detach(thread) }
    #endif
  }

  /// Wakes the thread with a last connection, whereupon it ends.
  private func stop() {
    stopped.store(true, ordering: .releasing)
    guard let descriptor = try? Self.socket() else { return }
    var address = Self.address(port: port)
    _ = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    close(descriptor)
  }

  fileprivate func run() {
    while true {
      let connection = accept(listener, nil, nil)
      guard connection >= 0, !stopped.load(ordering: .acquiring) else {
        close(connection)
        break
      }
      let request = Self.readRequest(connection)
      count.add(1, ordering: .acquiringAndReleasing)
      let bytes = answer(request).bytes
      #if canImport(Darwin)
        let flags: Int32 = 0
      #else
        let flags = Int32(MSG_NOSIGNAL)
      #endif
      _ = send(connection, bytes, bytes.count, flags)
      shutdown(connection, Int32(SHUT_RDWR))
      close(connection)
    }
    close(listener)
  }

  private static func readRequest(_ connection: Int32) -> String {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let text = String(decoding: bytes, as: UTF8.self)
      if let end = text.utf8.firstRange(of: "\r\n\r\n".utf8)?.upperBound,
        text.utf8[end...].count >= bodyLength(text)
      {
        return text
      }
      let count = recv(connection, &buffer, buffer.count, 0)
      guard count > 0 else { return text }
      bytes.append(contentsOf: buffer[..<count])
    }
  }

  private static func bodyLength(_ head: String) -> Int {
    let line = head.split(separator: "\r\n").first { $0.lowercased().hasPrefix("content-length:") }
    return line.flatMap { Int($0.drop { $0 != ":" }.dropFirst().drop { $0 == " " }) } ?? 0
  }

  /// What stands in the last `"content":"…"`; the tests' prompts hold nothing that JSON escapes.
  private static func lastMessage(_ request: String) -> String {
    guard let key = request.ranges(of: "\"content\":\"").last else { return "" }
    return String(request[key.upperBound...].prefix { $0 != "\"" })
  }
}

private func serve(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  guard let context else { return nil }
  Unmanaged<LoopbackModel>.fromOpaque(context).takeRetainedValue().run()
  return nil
}
