/// Secrets as files of some programs hold them: PostgreSQL's `~/.pgpass`, Apache's `.htpasswd`, the keys of PuTTY.
struct FileSecrets {
  private let bytes: [UInt8]

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// What a file with a key of PuTTY begins with.
  static let puttyPrefix = Array("PuTTY-User-Key-File-".utf8)

  /// No field of a line and no name in a file has more bytes.
  private static let longestField = 128

  // MARK: Passwords of databases

  /// The password of a line `host:port:database:user:password`. - Parameter colon: the one after the port.
  func databasePassword(colon: Int) -> EntityMatch? {
    guard let port = Self.port(before: colon, in: bytes), let host = field(endingAt: port - 1), isHost(bytes[host]),
      host.lowerBound == 0 || !"/@:".utf8.contains(bytes[host.lowerBound - 1]),
      let database = field(from: colon + 1), let user = field(from: database.upperBound + 1)
    else { return nil }
    let start = user.upperBound + 1
    var end = start
    while end < bytes.count, end - start <= Self.longestField, (0x21..<0x7F).contains(bytes[end]),
      !"\"'`".utf8.contains(bytes[end])
    {
      // A colon within it has a backslash before it; without one there is a sixth field.
      if bytes[end] == UInt8(ascii: ":"), bytes[end - 1] != UInt8(ascii: "\\") { return nil }
      end += 1
    }
    guard !ProgramText.isOne(bytes[start..<end], isQuoted: false),
      let match = AssignedSecrets.match(start..<end, in: bytes, .password)
    else { return nil }
    return EntityMatch(.databasePassword, match.range, .likely, validator: "structure")
  }

  /// Where a port of up to five digits begins, or `*` for any, with a colon on both of its sides.
  private static func port(before colon: Int, in bytes: [UInt8]) -> Int? {
    var start = colon
    while start > max(0, colon - 5), bytes[start - 1].isDigit { start -= 1 }
    if start == colon, bytes.at(colon - 1) == UInt8(ascii: "*") { start -= 1 }
    return start < colon && bytes.at(start - 1) == UInt8(ascii: ":") ? start : nil
  }

  private func field(endingAt end: Int) -> Range<Int>? {
    var start = end
    while start > max(0, end - Self.longestField), isOfField(bytes[start - 1]) { start -= 1 }
    return start < end ? start..<end : nil
  }

  private func field(from start: Int) -> Range<Int>? {
    var end = start
    while end < min(bytes.count, start + Self.longestField), isOfField(bytes[end]) { end += 1 }
    return end > start && bytes.at(end) == UInt8(ascii: ":") ? start..<end : nil
  }

  private func isOfField(_ byte: UInt8) -> Bool { byte.isWord || "-.*".utf8.contains(byte) }

  /// A name, an address of four numbers, or `*` for any: what else begins with a digit is a time.
  private func isHost(_ host: ArraySlice<UInt8>) -> Bool {
    host.elementsEqual("*".utf8) || host.first?.isLetter ?? false
      || host.count(where: { $0 == UInt8(ascii: ".") }) == 3
  }

  // MARK: Hashes of passwords

  /// The hash after the name of a user, as `htpasswd` writes it: bcrypt, Apache's MD5, SHA-1, and those of crypt(3) with SHA-2.
  ///
  /// - Parameter colon: the one between the two.
  func passwordHash(colon: Int) -> EntityMatch? {
    let start = colon + 1
    guard bytes.at(colon - 1).isAlphanumeric, let end = hashEnd(start), !bytes.at(end).isAlphanumeric,
      !"/+=".utf8.contains(bytes.at(end)), !Placeholder.isRepetitive(bytes[start..<end])
    else { return nil }
    return EntityMatch(.passwordHash, start..<end, .likely, validator: "structure")
  }

  private func hashEnd(_ start: Int) -> Int? {
    if bytes.has("{SHA}", at: start) {
      let end = run(from: start + 5, upTo: 27) { TokenForm.Alphabet.base64.contains($0) }
      return end == start + 32 && bytes.at(end) == UInt8(ascii: "=") ? end + 1 : nil
    }
    if bytes.has("$2", at: start), "abxy".utf8.contains(bytes.at(start + 2)), bytes.at(start + 3) == UInt8(ascii: "$"),
      bytes.at(start + 4).isDigit, bytes.at(start + 5).isDigit, bytes.at(start + 6) == UInt8(ascii: "$")
    {
      return exactly(53, from: start + 7)
    }
    if bytes.has("$apr1$", at: start) { return salted(start + 6, salt: 8, hash: 22) }
    if bytes.has("$5$", at: start) { return salted(afterRounds(start + 3), salt: 16, hash: 43) }
    return bytes.has("$6$", at: start) ? salted(afterRounds(start + 3), salt: 16, hash: 86) : nil
  }

  private func afterRounds(_ start: Int) -> Int {
    guard bytes.has("rounds=", at: start) else { return start }
    let end = run(from: start + 7, upTo: 9, while: \.isDigit)
    return bytes.at(end) == UInt8(ascii: "$") ? end + 1 : start
  }

  private func salted(_ start: Int, salt: Int, hash: Int) -> Int? {
    let end = run(from: start, upTo: salt, while: isOfHash)
    return end > start && bytes.at(end) == UInt8(ascii: "$") ? exactly(hash, from: end + 1) : nil
  }

  private func exactly(_ count: Int, from start: Int) -> Int? {
    let end = run(from: start, upTo: count, while: isOfHash)
    return end - start == count ? end : nil
  }

  private func isOfHash(_ byte: UInt8) -> Bool {
    byte.isAlphanumeric || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "/")
  }

  private func run(from start: Int, upTo count: Int, while isOne: (UInt8) -> Bool) -> Int {
    var end = start
    while end < min(bytes.count, start + count), isOne(bytes[end]) { end += 1 }
    return end
  }

  // MARK: Keys of PuTTY

  private static let mostHeaders = 16
  private static let mostLines = 128

  /// From the first line of a file to the last one of its private part.
  func puttyKey(at start: Int) -> EntityMatch? {
    guard bytes[start...].starts(with: Self.puttyPrefix) else { return nil }
    var place = nextLine(after: start)
    for _ in 0..<Self.mostHeaders {
      guard let line = place else { return nil }
      if let count = count(of: "Private-Lines: ", at: line) {
        guard let end = linesEnd(count, after: line), end - line >= 40 else { return nil }
        return EntityMatch(.puttyKey, start..<end, .certain, validator: "ppk")
      }
      guard let count = count(of: "Public-Lines: ", at: line) else {
        place = isHeader(line) ? nextLine(after: line) : nil
        continue
      }
      place = linesEnd(count, after: line).flatMap { nextLine(after: $0) }
    }
    return nil
  }

  /// The first sign of the next line; nil where there is none, or it is far off.
  private func nextLine(after place: Int) -> Int? {
    guard let end = bytes[place...].prefix(2 * Self.longestField).firstIndex(of: 0x0A) else { return nil }
    return run(from: end + 1, upTo: Self.longestField, while: \.isBlank)
  }

  private func count(of header: StaticString, at line: Int) -> Int? {
    guard bytes.has(header, at: line) else { return nil }
    let start = line + header.utf8CodeUnitCount
    let end = run(from: start, upTo: 3, while: \.isDigit)
    return Int(String(decoding: bytes[start..<end], as: UTF8.self)).flatMap {
      (1...Self.mostLines).contains($0) ? $0 : nil
    }
  }

  /// Where so many lines of Base64 end that follow a header.
  private func linesEnd(_ count: Int, after header: Int) -> Int? {
    var end = header
    for _ in 0..<count {
      guard let line = nextLine(after: end) else { return nil }
      end = run(from: line, upTo: Self.longestField) { TokenForm.Alphabet.base64.contains($0) }
      guard end > line, end == bytes.count || bytes[end].isSpace else { return nil }
    }
    return end
  }

  private func isHeader(_ line: Int) -> Bool {
    let end = run(from: line, upTo: 32) { $0.isAlphanumeric || $0 == UInt8(ascii: "-") }
    return end > line && bytes.at(end) == UInt8(ascii: ":")
  }

  // MARK: Where to look

  /// Whether a colon may be one before a hash or one after a port.
  static func mayHold(_ bytes: UnsafeBufferPointer<UInt8>, colon: Int) -> Bool {
    func byte(_ place: Int) -> UInt8 { bytes.indices.contains(place) ? bytes[place] : 0 }
    switch byte(colon + 1) {
    case UInt8(ascii: "$"): return "a256".utf8.contains(byte(colon + 2))
    case UInt8(ascii: "{"): return byte(colon + 2) == UInt8(ascii: "S")
    default: break
    }
    var port = colon
    while port > colon - 5, byte(port - 1).isDigit { port -= 1 }
    if port == colon, byte(colon - 1) == UInt8(ascii: "*") { port -= 1 }
    return port < colon && byte(port - 1) == UInt8(ascii: ":")
  }
}
