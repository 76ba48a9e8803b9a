/// A command of a shell that fetches or sends: `curl`, `wget`, `nc` and their like, with what it is told, or a device that stands
/// for a connection.
struct ShellCommand {
  let range: Range<Int>
  /// Whether it sends more than a request for an address.
  let sends: Bool
  /// What it may turn to: words that may be addresses, and that belong to no other option.
  let targets: [String]

  /// All commands of a text, in order. Linear: no byte belongs to two of them.
  static func find(in bytes: [UInt8]) -> [ShellCommand] {
    let programs = Program.find(in: bytes)
    return programs.indices.compactMap { place in
      let program = programs[place]
      let limit = place + 1 < programs.count ? programs[place + 1].start : bytes.count
      let (words, end) = ShellWords.read(bytes, from: program.start, limit: limit)
      switch program.kind {
      case .curl, .wget:
        let isCurl = program.kind == .curl
        let targets = CommandTargets.all(in: words, valued: isCurl ? CommandTargets.curl : CommandTargets.wget)
        // A name of an option in a sentence sends nothing anywhere.
        let sends = !targets.isEmpty && words.contains(where: isCurl ? curlSends : wgetSends)
        return ShellCommand(range: program.start..<end, sends: sends, targets: targets)
      case .netcat:
        // What is piped or read into it goes to a host that it is told, or a program talks to that host.
        let isFed = Self.isFed(bytes[program.start..<end]) || words.contains(where: runsProgram)
        let hasTarget = words.dropFirst().contains { $0.first.map(ByteClass.isAlphanumeric) ?? false }
        let isPiped = program.isPiped
        return hasTarget && (isPiped || isFed)
          ? ShellCommand(range: program.start..<end, sends: true, targets: CommandTargets.netcat(words)) : nil
      case .device:
        guard let (host, end) = SocketHosts.device(bytes, at: program.start) else { return nil }
        return ShellCommand(
          range: program.start..<end, sends: isWritten(bytes, before: program.start), targets: [host])
      }
    }
  }

  /// Options of curl with data, in clusters too (`-sd`), written together with it (`-T/file`) or long.
  private static func curlSends(_ word: [UInt8]) -> Bool {
    if word.holds("--", at: 0) {
      return ["data", "json", "form", "upload-file", "url-query"].contains { word.dropFirst(2).starts(with: $0.utf8) }
    }
    if word.first == UInt8(ascii: "-") {
      for letter in word.dropFirst() {
        if "dFT".utf8.contains(letter) { return true }
        if "AbcCDeEhHKmoPQrtuUwxXyYz".utf8.contains(letter) || !ByteClass.isAlphanumeric(letter) { break }
      }
    }
    return isFilled(word)
  }

  private static func wgetSends(_ word: [UInt8]) -> Bool {
    word.holds("--post-", at: 0) || word.holds("--body-", at: 0) || isFilled(word)
  }

  /// Whether the shell puts something in: the output of a command, or a variable in what is asked of a server.
  private static func isFilled(_ word: [UInt8]) -> Bool {
    var isQuery = false
    for (index, byte) in word.enumerated() where index + 1 < word.count {
      let next = word[index + 1]
      switch byte {
      case UInt8(ascii: "?"): isQuery = true
      case UInt8(ascii: "$"):
        if next == UInt8(ascii: "(") || isQuery && (ByteClass.isLetter(next) || next == 0x5F || next == 0x7B) {
          return true
        }
      case UInt8(ascii: "`") where index > 0 && ByteClass.isLetter(next): return true
      default: break
      }
    }
    return false
  }

  /// Whether the shell writes to a file: `>`, `>&`, `<>`, and awk's `|&`.
  private static func isWritten(_ bytes: [UInt8], before start: Int) -> Bool {
    let sign = bytes[..<start].last { !ByteClass.isSpace($0) && $0 != 0x22 && $0 != 0x27 }
    return sign == UInt8(ascii: ">") || sign == UInt8(ascii: "&")
  }

  /// `nc -e /bin/sh host port`
  private static func runsProgram(_ word: [UInt8]) -> Bool {
    ["-e", "-c", "--exec", "--sh-exec"].contains { Array($0.utf8) == word }
  }

  /// Whether a file or a text is read in: `< file`, `<<< "$text"`, but not the `<host>` of a manual.
  private static func isFed(_ line: ArraySlice<UInt8>) -> Bool {
    var index = line.startIndex
    while index < line.endIndex {
      if line[index] == UInt8(ascii: "<") {
        let end = line[index...].firstIndex(where: ByteClass.isSpace) ?? line.endIndex
        if !line[index..<end].contains(UInt8(ascii: ">")) { return true }
        index = end
      } else {
        index += 1
      }
    }
    return false
  }
}

/// The name of a program that talks to other machines, where a shell would run it.
private struct Program {
  enum Kind { case curl, wget, netcat, device }

  let kind: Kind
  let start: Int
  /// Whether the output of another command goes into it.
  let isPiped: Bool

  private static let names: [(StaticString, Kind)] = [
    ("curl", .curl), ("wget", .wget), ("ncat", .netcat), ("netcat", .netcat), ("nc.openbsd", .netcat),
    ("nc.traditional", .netcat), ("nc", .netcat), ("socat", .netcat),
  ]

  static func find(in bytes: [UInt8]) -> [Program] {
    var programs: [Program] = []
    for index in bytes.indices where "/cwnsCWNS".utf8.contains(bytes[index]) {
      if bytes[index] == UInt8(ascii: "/") {
        if SocketHosts.device(bytes, at: index) != nil {
          programs.append(Program(kind: .device, start: index, isPiped: false))
        }
        continue
      }
      guard index == 0 || !ByteClass.isAlphanumeric(bytes[index - 1]) && bytes[index - 1] != 0x5F else { continue }
      guard let (name, kind) = names.first(where: { bytes.holdsLetters($0.0, at: index) }) else { continue }
      var end = index + name.utf8CodeUnitCount
      if bytes.holdsLetters(".exe", at: end) { end += 4 }
      guard ShellWords.blank(bytes, at: end) > 0 else { continue }
      programs.append(Program(kind: kind, start: index, isPiped: isPiped(bytes, before: index)))
    }
    return programs
  }

  /// Programs that run another one.
  private static let wrappers: Set = ["busybox", "command", "env", "exec", "nohup", "sudo", "time", "timeout", "xargs"]

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

/// Words of a command as a shell takes them apart (POSIX.1-2017, Shell Command Language, section 2.3), more tolerantly.
enum ShellWords {
  /// - Returns: the words without their quotes, and where the command ends.
  static func read(_ bytes: [UInt8], from start: Int, limit: Int) -> (words: [[UInt8]], end: Int) {
    var words: [[UInt8]] = []
    var word: [UInt8] = []
    var quote: UInt8?
    /// Quotes that nothing closes are signs like any other.
    var open: Set<UInt8> = [0x22, 0x27]
    let isInCode = start > 0 && bytes[start - 1] == UInt8(ascii: "`")
    var index = start
    func finish() {
      if !word.isEmpty { words.append(word) }
      word.removeAll(keepingCapacity: true)
    }
    while index < limit {
      let byte = bytes[index]
      if byte == quote {
        quote = nil
      } else if quote != nil {
        word.append(byte)
      } else if open.contains(byte), index == start || !ByteClass.isAlphanumeric(bytes[index - 1]) {
        if bytes[(index + 1)..<limit].contains(byte) { quote = byte } else { open.remove(byte) }
      } else if case let length = blank(bytes, at: index), length > 0 {
        finish()
        index += length
        continue
      } else if endsCommand(bytes, at: index) || isInCode && byte == UInt8(ascii: "`") {
        break
      } else {
        word.append(byte)
      }
      index += 1
    }
    finish()
    return (words, index)
  }

  /// How many bytes stand between words here: spaces, a line that goes on, `$IFS`.
  static func blank(_ bytes: [UInt8], at index: Int) -> Int {
    guard index < bytes.count else { return 0 }
    switch bytes[index] {
    case 0x20, 0x09: return 1
    case UInt8(ascii: "\\"):
      return bytes.holds("\n", at: index + 1) ? 2 : bytes.holds("\r\n", at: index + 1) ? 3 : 0
    case UInt8(ascii: "$"): return bytes.holds("${IFS}", at: index) ? 6 : bytes.holds("$IFS", at: index) ? 4 : 0
    default: return 0
    }
  }

  private static func endsCommand(_ bytes: [UInt8], at index: Int) -> Bool {
    [0x0A, 0x0D, UInt8(ascii: "|"), UInt8(ascii: ";")].contains(bytes[index]) || bytes.holds("&&", at: index)
  }
}

extension [UInt8] {
  /// Whether these ASCII letters stand at an index, in either case.
  func holdsLetters(_ text: StaticString, at index: Int) -> Bool {
    guard index >= 0, index + text.utf8CodeUnitCount <= count else { return false }
    for offset in 0..<text.utf8CodeUnitCount {
      let byte = self[index + offset]
      let lower = byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte
      if lower != text.utf8Start[offset] { return false }
    }
    return true
  }
}
