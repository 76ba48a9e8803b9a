import Synchronization

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A server on this machine that breaks in a chosen way, the same for every connection.
final class FaultServer: Sendable {
  /// What is done once a request is in.
  enum Fault: Sendable, Hashable {
    /// Sends this and closes the connection properly.
    case close([UInt8])
    /// Sends this and then resets the connection.
    case reset([UInt8])
    /// Sends this and then nothing, for as long as the client waits.
    case stall([UInt8])
    /// Sends this, and then this one byte again and again, slowly, for as long as the client reads.
    case drip([UInt8], UInt8)
    /// Sends this, and then this block as fast as the client reads.
    case flood([UInt8], [UInt8])
  }

  let port: UInt16
  private let listener: Int32
  private let fault: Fault
  private let count = Mutex(0)

  struct Failure: Error {}

  init(_ fault: Fault) throws {
    self.fault = fault
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
    start()
  }

  var url: String { "http://127.0.0.1:\(port)" }
  /// Connections that were served.
  var connections: Int { count.withLock { $0 } }

  /// Ends the thread at its next connection, which this makes itself.
  func stop() {
    count.withLock { $0 = .min }
    #if canImport(Darwin)
      let descriptor = socket(AF_INET, SOCK_STREAM, 0)
    #else
      let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #endif
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    address.sin_port = port.bigEndian
    withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        _ = connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    close(descriptor)
  }

  private func start() {
    let context = Unmanaged.passRetained(self).toOpaque()
    #if canImport(Darwin)
      var thread = pthread_t?.none
      pthread_create(&thread, nil, { serveFaults($0) }, context)
      if let thread { pthread_detach(thread) }
    #else
      var thread = pthread_t()
      pthread_create(&thread, nil, { serveFaults($0) }, context)
      pthread_detach(thread)
    #endif
  }

  fileprivate func run() {
    while true {
      let connection = accept(listener, nil, nil)
      let isOpen = count.withLock { count in
        if count >= 0 { count += 1 }
        return count >= 0
      }
      guard connection >= 0, isOpen else {
        if connection >= 0 { close(connection) }
        break
      }
      serve(connection)
    }
    close(listener)
  }

  private func serve(_ connection: Int32) {
    readRequest(connection)
    switch fault {
    case .close(let bytes):
      _ = send(connection, bytes)
      shutdown(connection, Int32(SHUT_RDWR))
    case .reset(let bytes):
      _ = send(connection, bytes)
      // Closing with nothing lingering sends a reset instead of an end.
      var option = linger(l_onoff: 1, l_linger: 0)
      setsockopt(connection, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
    case .stall(let bytes):
      _ = send(connection, bytes)
      var byte: UInt8 = 0
      while recv(connection, &byte, 1, 0) > 0 {}
    case .drip(let bytes, let byte):
      var isOpen = send(connection, bytes)
      while isOpen, !isClosed(connection, within: 5) { isOpen = send(connection, [byte]) }
    case .flood(let bytes, let block):
      var isOpen = send(connection, bytes)
      while isOpen { isOpen = send(connection, block) }
    }
    close(connection)
  }

  private func send(_ connection: Int32, _ bytes: [UInt8]) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      #if canImport(Darwin)
        let flags: Int32 = 0
      #else
        let flags = Int32(MSG_NOSIGNAL)
      #endif
      let count = rest.withUnsafeBytes { writeSome(connection, $0, flags) }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }

  /// Whether the client has gone; waits so many milliseconds for it.
  private func isClosed(_ connection: Int32, within milliseconds: Int32) -> Bool {
    var event = pollfd(fd: connection, events: Int16(POLLIN), revents: 0)
    guard poll(&event, 1, milliseconds) > 0 else { return false }
    var byte: UInt8 = 0
    return recv(connection, &byte, 1, 0) <= 0
  }

  /// The whole request, so that a reset cuts the answer rather than the question.
  private func readRequest(_ connection: Int32) {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      if let end = bytes.firstRange(of: Array("\r\n\r\n".utf8))?.upperBound {
        let head = String(decoding: bytes[..<end], as: UTF8.self).lowercased()
        let line = head.split(separator: "\r\n").first { $0.hasPrefix("content-length:") }
        let length = line.flatMap { Int($0.dropFirst(15).drop { $0 == " " }) } ?? 0
        if bytes.count >= end + length { return }
      }
      let count = recv(connection, &buffer, buffer.count, 0)
      guard count > 0 else { return }
      bytes.append(contentsOf: buffer[..<count])
    }
  }
}

private func writeSome(_ connection: Int32, _ bytes: UnsafeRawBufferPointer, _ flags: Int32) -> Int {
  send(connection, bytes.baseAddress, bytes.count, flags)
}

private func serveFaults(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  guard let context else { return nil }
  Unmanaged<FaultServer>.fromOpaque(context).takeRetainedValue().run()
  return nil
}
