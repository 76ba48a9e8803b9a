/// The name of a program that talks to other machines, where a shell would run it.
struct SendingProgram {
  /// What they send and how they are told where to.
  enum Kind {
    case curl, wget, netcat, device
    /// `scp file host:path`
    case copier
    /// `ssh host 'cat > file'`
    case shell
    /// `git push https://host/…`
    case pusher
    /// `python3 -c '…connect(("host", 443))…'`
    case interpreter

    /// Whether the program is meant wherever its name stands; other names are words and parts of what other commands are told.
    fileprivate var isUnmistakable: Bool {
      switch self {
      case .curl, .wget, .netcat, .device: true
      case .copier, .shell, .pusher, .interpreter: false
      }
    }
  }

  let kind: Kind
  let start: Int
  /// Whether the output of another command goes into it.
  let isPiped: Bool

  private static let names: [(StaticString, Kind)] = [
    ("curl", .curl), ("wget", .wget), ("ncat", .netcat), ("netcat", .netcat), ("nc.openbsd", .netcat),
    ("nc.traditional", .netcat), ("nc", .netcat), ("socat", .netcat), ("scp", .copier), ("pscp", .copier),
    ("rsync", .copier),
    ("ssh", .shell), ("git", .pusher), ("python3", .interpreter), ("python", .interpreter), ("perl", .interpreter),
    ("ruby", .interpreter), ("node", .interpreter), ("php", .interpreter),
  ]

  /// The first letters of these names, in both cases, and that of a device.
  private static let beginnings: [Bool] = (0..<256).map { byte in
    byte == 0x2F || names.contains { $0.0.utf8Start[0] == UInt8(byte) | 0x20 && ByteClass.isLetter(UInt8(byte)) }
  }

  /// All of a text, in order.
  static func find(in bytes: [UInt8]) -> [SendingProgram] {
    var programs: [SendingProgram] = []
    for index in bytes.indices where beginnings[Int(bytes[index])] {
      if bytes[index] == UInt8(ascii: "/") {
        if SocketHosts.device(bytes, at: index) != nil {
          programs.append(SendingProgram(kind: .device, start: index, isPiped: false))
        }
        continue
      }
      guard index == 0 || !ByteClass.isAlphanumeric(bytes[index - 1]) && bytes[index - 1] != 0x5F else { continue }
      guard let (name, kind) = names.first(where: { bytes.holdsLetters($0.0, at: index) }) else { continue }
      var end = index + name.utf8CodeUnitCount
      if bytes.holdsLetters(".exe", at: end) { end += 4 }
      guard ShellWords.blank(bytes, at: end) > 0, kind.isUnmistakable || beginsCommand(bytes, at: index) else {
        continue
      }
      programs.append(SendingProgram(kind: kind, start: index, isPiped: isPiped(bytes, before: index)))
    }
    return programs
  }

  /// Programs that run another one.
  private static let wrappers: Set = ["busybox", "command", "env", "exec", "nohup", "sudo", "time", "timeout", "xargs"]

  /// Whether a shell would run what stands at a place: at the beginning of a line, after the end of another command, or after a
  /// program that runs one.
  private static func beginsCommand(_ bytes: [UInt8], at place: Int) -> Bool {
    var start = place
    while start > 0, place - start < 64,
      ByteClass.isAlphanumeric(bytes[start - 1]) || "/._-".utf8.contains(bytes[start - 1])
    {
      start -= 1
    }
    guard start == place || bytes[place - 1] == UInt8(ascii: "/") else { return false }
    var before = start
    while before > 0, start - before < 16, bytes[before - 1] == 0x20 || bytes[before - 1] == 0x09 { before -= 1 }
    guard before > 0 else { return true }
    let sign = bytes[before - 1]
    if "\n\r;|&(`{$#%".utf8.contains(sign) { return true }
    if "\"'".utf8.contains(sign) { return bytes.holds("-c ", at: before - 4) }
    var word = before
    while word > 0, before - word < 10, ByteClass.isAlphanumeric(bytes[word - 1]) { word -= 1 }
    let name = String(decoding: bytes[word..<before], as: UTF8.self)
    // `timeout 5 scp …`
    return before < start
      && (wrappers.contains(name) || bytes[word..<before].allSatisfy(ByteClass.isDigit) && word < before)
  }

  private static func isPiped(_ bytes: [UInt8], before start: Int) -> Bool {
    let window = bytes[max(0, start - 64)..<start]
    guard let pipe = window.lastIndex(of: UInt8(ascii: "|")) else { return false }
    let path = window.lastIndex { !ByteClass.isAlphanumeric($0) && !"/._-".utf8.contains($0) }.map { $0 + 1 } ?? start
    let words = window[(pipe + 1)..<max(pipe + 1, path)].split { ByteClass.isSpace($0) || $0 == 0x26 || $0 == 0x5C }
    return words.allSatisfy { word in
      word.first == 0x2D || word.allSatisfy(ByteClass.isDigit)
        || wrappers.contains(String(decoding: word, as: UTF8.self))
    }
  }
}

/// Where a command sends to that is no request for an address.
enum SentTo {
  /// The machine that a command turns to with something it sends; nil where it sends nothing, or to a machine that is not named in
  /// full.
  ///
  /// - Parameters:
  ///   - isFed: whether something is piped or read into it.
  ///   - code: of an interpreter, what the command says.
  static func target(of kind: SendingProgram.Kind, _ words: [[UInt8]], isFed: Bool, code: String) -> String? {
    let texts = words.dropFirst().map { String(decoding: $0, as: UTF8.self) }
    switch kind {
    case .copier:
      // The last word is where the others go.
      let plain = texts.filter { !$0.hasPrefix("-") }
      return plain.count > 1 ? plain.last.flatMap(remote) : nil
    case .shell:
      guard let place = texts.firstIndex(where: { host($0) != nil }) else { return nil }
      let writes = texts[(place + 1)...].contains { text in [">", "tee ", "dd of="].contains { text.contains($0) } }
      return isFed || writes ? host(texts[place]) : nil
    case .pusher:
      guard let place = texts.firstIndex(of: "push"),
        texts[..<place].allSatisfy({ $0.hasPrefix("-") || $0.contains("/") || $0 == "." })
      else { return nil }
      return texts[(place + 1)...].lazy.compactMap { $0.contains("://") ? $0 : remote($0) }.first
    case .interpreter:
      guard texts.contains(where: { ["-c", "-e", "-r", "-E"].contains($0) }) else { return nil }
      return SocketHosts.names(in: code).lazy.compactMap(host).first
    case .curl, .wget, .netcat, .device: return nil
    }
  }

  /// The machine before a colon: `user@host.example:path`.
  private static func remote(_ word: String) -> String? {
    guard let colon = word.firstIndex(of: ":"), !word[..<colon].contains("/") else { return nil }
    return host(String(word[..<colon]))
  }

  /// A name with a dot, or an address: others are aliases, and words of a manual.
  private static func host(_ word: String) -> String? {
    guard !word.hasPrefix("-") else { return nil }
    let name = word.split(separator: "@").last.map { String($0) } ?? word
    guard let mention = AddressMention.link(name, isBare: true), !FileName.isOne(name) else { return nil }
    return mention.host.address == nil || name.split(separator: ".").count == 4 ? name : nil
  }
}
