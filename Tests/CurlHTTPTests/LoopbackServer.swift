import Synchronization
import Testing

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A server on a port of 127.0.0.1 that does to each connection what a test says, on a thread of its own.
final class LoopbackServer: Sendable {
  let port: UInt16
  private let listener: Int32
  private let state: SharedState

  private final class SharedState: Sendable {
    let accepted = Mutex(0)
  }

  /// The address of a path on this server.
  func url(_ path: String = "/") -> String { "http://127.0.0.1:\(port)\(path)" }

  /// How many connections were accepted so far.
  var connectionCount: Int { state.accepted.withLock { $0 } }

  init(_ serve: @escaping @Sendable (Connection) -> Void) throws {
    let (listener, port) = try listeningSocket()
    self.listener = listener
    self.port = port
    state = SharedState()
    startThread { [state] in
      while true {
        let socket = accept(listener, nil, nil)
        guard socket >= 0 else { break }
        state.accepted.withLock { $0 += 1 }
        startThread {
          let connection = Connection(socket)
          serve(connection)
          connection.finish()
        }
      }
      close(listener)
    }
  }

  /// Answers each request of each connection, kept alive, with what `answer` makes of it.
  static func answering(_ answer: @escaping @Sendable (ServedRequest) -> String) throws -> LoopbackServer {
    try LoopbackServer { connection in
      while let request = connection.nextRequest() { connection.write(answer(request)) }
    }
  }

  deinit {
    // Makes the accepting thread return, which then closes it.
    shutdown(listener, Int32(SHUT_RDWR))
  }
}

/// What a client sent, as far as a test needs it.
struct ServedRequest: Sendable {
  let line: String
  let headerLines: [String]
  let body: [UInt8]

  /// The value of the first field of this name, compared without regard to case.
  func header(_ name: String) -> String? {
    headerLines.first { $0.lowercased().hasPrefix(name.lowercased() + ":") }
      .map { String($0.dropFirst(name.count + 1)).trimmed }
  }
}

extension String {
  fileprivate var trimmed: String { String(drop { $0 == " " }) }
}

/// One accepted connection, read and written without any library.
final class Connection {
  private let socket: Int32
  private var unread: [UInt8] = []
  private var isOpen = true

  init(_ socket: Int32) {
    self.socket = socket
    // What is written is sent, whether or not what was written before has been acknowledged.
    var isOn: Int32 = 1
    setsockopt(socket, Int32(IPPROTO_TCP), TCP_NODELAY, &isOn, socklen_t(MemoryLayout<Int32>.size))
  }

  /// The next request, or nil when the client has closed the connection.
  func nextRequest() -> ServedRequest? {
    guard let head = read(until: [13, 10, 13, 10]) else { return nil }
    let lines = String(decoding: head, as: UTF8.self).split(separator: "\r\n").map(String.init)
    let request = ServedRequest(line: lines[0], headerLines: Array(lines.dropFirst()), body: [])
    let length = Int(request.header("content-length") ?? "0") ?? 0
    guard let body = read(count: length) else { return nil }
    return ServedRequest(line: request.line, headerLines: request.headerLines, body: body)
  }

  /// True once the client has closed the connection.
  func waitsForClose() -> Bool {
    while fill() {}
    return true
  }

  /// Writes all of it; false when the client is gone.
  @discardableResult
  func write(_ bytes: [UInt8]) -> Bool {
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes { send(socket, $0.baseAddress, $0.count, noSignal) }
      guard count > 0 else { return false }
      sent += count
    }
    return true
  }

  @discardableResult
  func write(_ text: String) -> Bool { write([UInt8](text.utf8)) }

  /// Closes with a reset instead of an orderly end.
  func reset() {
    var option = linger(l_onoff: 1, l_linger: 0)
    setsockopt(socket, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
    finish()
  }

  func finish() {
    guard isOpen else { return }
    isOpen = false
    close(socket)
  }

  private func read(until end: [UInt8]) -> [UInt8]? {
    while true {
      if let start = unread.indices.first(where: { unread[$0...].starts(with: end) }) {
        defer { unread.removeFirst(start + end.count) }
        return Array(unread[..<start])
      }
      guard fill() else { return nil }
    }
  }

  private func read(count: Int) -> [UInt8]? {
    while unread.count < count { guard fill() else { return nil } }
    defer { unread.removeFirst(count) }
    return Array(unread[..<count])
  }

  private func fill() -> Bool {
    var buffer = [UInt8](repeating: 0, count: 65536)
    let count = recv(socket, &buffer, buffer.count, 0)
    guard count > 0 else { return false }
    unread.append(contentsOf: buffer[..<count])
    return true
  }
}

/// A port on which nothing listens.
func closedPort() throws -> UInt16 {
  let (listener, port) = try listeningSocket()
  close(listener)
  return port
}

private func listeningSocket() throws -> (Int32, UInt16) {
  #if canImport(Darwin)
    let listener = socket(AF_INET, SOCK_STREAM, 0)
  #else
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
  #endif
  try #require(listener >= 0)
  var address = sockaddr_in()
  address.sin_family = sa_family_t(AF_INET)
  address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
  var size = socklen_t(MemoryLayout<sockaddr_in>.size)
  let isListening = withUnsafeMutablePointer(to: &address) { pointer in
    pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
      bind(listener, $0, size) == 0 && listen(listener, 1024) == 0 && getsockname(listener, $0, &size) == 0
    }
  }
  try #require(isListening)
  return (listener, UInt16(bigEndian: address.sin_port))
}

/// Without it a client that is gone would end the tests; Darwin has no such flag, and there the client ignores SIGPIPE.
#if canImport(Darwin)
  private let noSignal: Int32 = 0
#else
  private let noSignal = Int32(MSG_NOSIGNAL)
#endif

private final class ThreadWork: Sendable {
  let run: @Sendable () -> Void

  init(_ run: @escaping @Sendable () -> Void) { self.run = run }
}

func startThread(_ work: @escaping @Sendable () -> Void) {
  let context = Unmanaged.passRetained(ThreadWork(work)).toOpaque()
  #if canImport(Darwin)
    var thread: pthread_t?
  #else
    var thread = pthread_t()
  #endif
  pthread_create(&thread, nil, threadMain, context)
  #if canImport(Darwin)
    if let thread { pthread_detach(thread) }
  #else
    pthread_detach(thread)
  #endif
}

#if canImport(Darwin)
  private func threadMain(_ context: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
    Unmanaged<ThreadWork>.fromOpaque(context).takeRetainedValue().run()
    return nil
  }
#else
  private func threadMain(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    if let context { Unmanaged<ThreadWork>.fromOpaque(context).takeRetainedValue().run() }
    return nil
  }
#endif
