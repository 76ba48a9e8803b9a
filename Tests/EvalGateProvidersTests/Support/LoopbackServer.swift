import Synchronization

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A server on this machine that answers one connection after the other with prepared bytes, whatever it is asked.
final class LoopbackServer: Sendable {
  /// What is done with one request.
  enum Reply: Sendable {
    /// Sends these bytes and closes the connection.
    case bytes(String)
    /// Reads the request and never answers.
    case silence

    /// A whole answer.
    static func http(_ status: Int, _ body: String, headers: String = "") -> Reply {
      .bytes("HTTP/1.1 \(status) X\r\nContent-Length: \(body.utf8.count)\r\nConnection: close\r\n\(headers)\r\n\(body)")
    }
  }

  let port: UInt16
  private let listener: Int32
  private let state: Mutex<(replies: [Reply], requests: [String])>

  init(_ replies: [Reply]) throws {
    state = Mutex((replies, []))
    #if canImport(Darwin)
      listener = socket(AF_INET, SOCK_STREAM, 0)
    #else
      listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #endif
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let listener = listener
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        bind(listener, address, size) == 0 && listen(listener, 64) == 0 && getsockname(listener, address, &size) == 0
      }
    }
    guard isBound else { throw Failure() }
    port = UInt16(bigEndian: address.sin_port)
  }

  struct Failure: Error {}

  /// What came in, whole, in order.
  var requests: [String] { state.withLock { $0.requests } }
  var url: String { "http://127.0.0.1:\(port)/v1" }

  /// Serves on a thread of its own until the replies are used up.
  func start() {
    var thread = pthread_t?.none
    let context = Unmanaged.passRetained(self).toOpaque()
    #if canImport(Darwin)
      pthread_create(&thread, nil, { serve($0) }, context)
    #else
      var started = pthread_t()
      pthread_create(&started, nil, { serve($0) }, context)
      thread = started
    #endif
    if let thread { pthread_detach(thread) }
  }

  fileprivate func run() {
    var silent: [Int32] = []
    while let reply = state.withLock({ $0.replies.isEmpty ? nil : $0.replies.removeFirst() }) {
      let connection = accept(listener, nil, nil)
      guard connection >= 0 else { break }
      let request = Self.readRequest(connection)
      state.withLock { $0.requests.append(request) }
      switch reply {
      case .silence: silent.append(connection)
      case .bytes(let text):
        let bytes = Array(text.utf8)
        _ = send(connection, bytes, bytes.count, 0)
        shutdown(connection, Int32(SHUT_RDWR))
        close(connection)
      }
    }
    // A client that was left without an answer goes first.
    for connection in silent {
      var byte: UInt8 = 0
      while recv(connection, &byte, 1, 0) > 0 {}
      close(connection)
    }
    close(listener)
  }

  private static func readRequest(_ connection: Int32) -> String {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let text = String(decoding: bytes, as: UTF8.self)
      if let end = text.range(of: "\r\n\r\n"), bytes.count >= end + bodyLength(text) { return text }
      let count = recv(connection, &buffer, buffer.count, 0)
      guard count > 0 else { return text }
      bytes.append(contentsOf: buffer[..<count])
    }
  }

  private static func bodyLength(_ head: String) -> Int {
    let line = head.split(separator: "\r\n").first { $0.lowercased().hasPrefix("content-length:") }
    return line.flatMap { Int($0.drop { $0 != ":" }.dropFirst().drop { $0 == " " }) } ?? 0
  }
}

private func serve(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  guard let context else { return nil }
  Unmanaged<LoopbackServer>.fromOpaque(context).takeRetainedValue().run()
  return nil
}

extension String {
  /// The byte after the first place of a text.
  fileprivate func range(of text: String) -> Int? {
    utf8.firstRange(of: text.utf8).map { utf8.distance(from: utf8.startIndex, to: $0.upperBound) }
  }
}
