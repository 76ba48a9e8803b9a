/// The machines that a text turns to without a program's help: the devices of a shell (`/dev/tcp/evil.example/443`, and `/inet/tcp/…`
/// of awk) and the calls by which programs open a connection or ask for a name (`connect(("evil.example", 443))`).
enum SocketHosts {
  /// Devices that stand for a connection, with how many parts stand before the host.
  private static let devices: [(name: StaticString, before: Int)] = [
    ("/dev/tcp/", 0), ("/dev/udp/", 0), ("/inet/tcp/", 1), ("/inet/udp/", 1), ("/inet4/tcp/", 1), ("/inet6/tcp/", 1),
    ("/inet4/udp/", 1), ("/inet6/udp/", 1),
  ]

  /// Calls whose texts are names of machines where they can be, in lower case.
  private static let calls: Set<String> = [
    "connect", "connect_ex", "create_connection", "createconnection", "open_connection", "sendto", "dial", "fsockopen",
    "pfsockopen", "tcpclient", "udpclient", "tcpsocket", "udpsocket", "inet", "gethostbyname", "gethostbyname_ex",
    "getaddrinfo", "gethostaddresses", "gethostentry", "httpconnection", "httpsconnection", "smtp", "smtp_ssl", "ftp",
    "ftp_tls",
  ]

  private static let longestCall = 24

  /// How many bytes after a call its texts are looked for in.
  private static let reach = 160

  /// As they were written, in order.
  static func names(in text: String) -> [String] {
    let bytes = Array(text.utf8)
    var names: [String] = []
    var index = 0
    while index < bytes.count {
      if let (name, end) = device(bytes, at: index) {
        names.append(name)
        index = end
      } else if ByteClass.isLetter(bytes[index]) {
        let end = bytes.end(from: index, while: isOfName)
        if end - index <= longestCall, let bracket = bracket(bytes, after: end),
          calls.contains(String(decoding: bytes[index..<end], as: UTF8.self).lowercased())
        {
          names += literals(bytes, from: bracket)
        }
        index = end
      } else {
        index += 1
      }
    }
    return names
  }

  /// The host of a device that stands at a place; nil where none does.
  static func device(_ bytes: [UInt8], at start: Int) -> (name: String, end: Int)? {
    guard start < bytes.count, bytes[start] == UInt8(ascii: "/"),
      let (device, before) = devices.first(where: { bytes.holdsLetters($0.name, at: start) })
    else { return nil }
    var place = start + device.utf8CodeUnitCount
    for _ in 0..<before { place = bytes.end(from: place, while: isOfPart) + 1 }
    let end = bytes.end(from: place, while: isOfPart)
    guard place < end else { return nil }
    return (String(decoding: bytes[place..<end], as: UTF8.self), end)
  }

  private static func isOfName(_ byte: UInt8) -> Bool { ByteClass.isAlphanumeric(byte) || byte == 0x5F }

  /// Where what a call is given begins: after its name, or after that of a member, as in `TCPSocket.open(…)`.
  private static func bracket(_ bytes: [UInt8], after end: Int) -> Int? {
    var place = bytes.end(from: end, limit: end + 2) { ".:->".utf8.contains($0) }
    if place > end { place = bytes.end(from: place, limit: place + longestCall, while: isOfName) }
    return place < bytes.count && bytes[place] == UInt8(ascii: "(") ? place : nil
  }

  private static func isOfPart(_ byte: UInt8) -> Bool {
    !ByteClass.isSpace(byte) && !"/\"'`;|&<>()".utf8.contains(byte)
  }

  /// What stands in quotation marks in what a call is given, on the same line.
  private static func literals(_ bytes: [UInt8], from start: Int) -> [String] {
    var literals: [String] = []
    var open: Int?
    for index in start..<min(bytes.count, start + reach) {
      let byte = bytes[index]
      if byte == 0x0A || byte == UInt8(ascii: ";") { break }
      if open == nil, byte == UInt8(ascii: ")") { break }
      guard byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") else { continue }
      if let first = open {
        if bytes[first - 1] == byte {
          literals.append(String(decoding: bytes[first..<index], as: UTF8.self))
          open = nil
        }
      } else {
        open = index + 1
      }
    }
    return literals
  }
}
