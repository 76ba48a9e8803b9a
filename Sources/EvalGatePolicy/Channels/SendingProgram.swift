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
    /// `Invoke-RestMethod -Method Post -Body …` of PowerShell, by its whole names and by short ones, which may be other words.
    case powershell, shortPowershell
    /// `dig $(cat file).host.example`
    case lookup
    /// `http POST host.example < file`
    case httpie
    /// `mail -s subject to@host.example < file`
    case mailer
    /// `openssl s_client -connect host.example:443 < file`
    case tls

    /// How it is told a machine; nil where its program says which.
    var telling: NetworkProgram.Telling? {
      switch self {
      case .curl, .wget, .netcat, .shell, .powershell, .shortPowershell, .lookup, .httpie, .tls: .words
      case .copier, .pusher: .remote
      case .device, .interpreter, .mailer: nil
      }
    }

    /// Whether the program is meant wherever its name stands; other names are words and parts of what other commands are told.
    fileprivate var isUnmistakable: Bool {
      switch self {
      case .curl, .wget, .netcat, .device, .powershell: true
      case .copier, .shell, .pusher, .interpreter, .shortPowershell, .lookup, .httpie, .mailer, .tls: false
      }
    }
  }

  let kind: Kind
  let start: Int
  /// Whether the output of another command goes into it.
  let isPiped: Bool

  /// What each is called.
  static let names: [(StaticString, Kind)] = [
    ("curl", .curl), ("wget", .wget), ("ncat", .netcat), ("netcat", .netcat), ("nc.openbsd", .netcat),
    ("nc.traditional", .netcat), ("nc", .netcat), ("socat", .netcat), ("scp", .copier), ("pscp", .copier),
    ("rsync", .copier),
    ("ssh", .shell), ("git", .pusher), ("python", .interpreter), ("pypy", .interpreter), ("perl", .interpreter),
    ("ruby", .interpreter), ("node", .interpreter), ("php", .interpreter), ("deno", .interpreter),
    ("bun", .interpreter), ("invoke-webrequest", .powershell), ("invoke-restmethod", .powershell),
    ("iwr", .shortPowershell), ("irm", .shortPowershell), ("dig", .lookup), ("kdig", .lookup), ("nslookup", .lookup),
    ("ping6", .lookup), ("ping", .lookup), ("resolve-dnsname", .lookup), ("http", .httpie), ("https", .httpie),
    ("xh", .httpie), ("mailx", .mailer), ("mail", .mailer), ("mutt", .mailer), ("openssl", .tls), ("telnet", .netcat),
  ]

  /// The names by their first letters, in both cases.
  private static let byLetter: [[(StaticString, Kind)]] = (0..<256).map { byte in
    names.filter { $0.0.utf8Start[0] == UInt8(byte) | 0x20 && ByteClass.isLetter(UInt8(byte)) }
  }
  /// The first letters, and that of a device.
  private static let beginnings: [Bool] = byLetter.indices.map { $0 == 0x2F || !byLetter[$0].isEmpty }

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
      let name = byLetter[Int(bytes[index])].first { name, _ in
        bytes.holdsLetters(name, at: index) && !isLetter(bytes, at: index + name.utf8CodeUnitCount)
      }
      guard let (name, kind) = name else { continue }
      var end = index + name.utf8CodeUnitCount
      // `python3.12`
      if kind == .interpreter { end = bytes.end(from: end) { ByteClass.isDigit($0) || $0 == 0x2E } }
      if bytes.holdsLetters(".exe", at: end) { end += 4 }
      guard ShellWords.blank(bytes, at: end) > 0, kind.isUnmistakable || beginsCommand(bytes, at: index) else {
        continue
      }
      programs.append(SendingProgram(kind: kind, start: index, isPiped: isPiped(bytes, before: index)))
    }
    return programs
  }

  private static func isLetter(_ bytes: [UInt8], at index: Int) -> Bool {
    index < bytes.count && ByteClass.isLetter(bytes[index])
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
