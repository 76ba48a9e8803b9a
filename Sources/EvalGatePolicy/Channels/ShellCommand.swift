/// A command of a shell that fetches or sends: one of `SendingProgram`, with what it is told, or a device that stands for a
/// connection.
struct ShellCommand {
  let range: Range<Int>
  /// Whether it sends more than a request for an address.
  let sends: Bool
  /// What it may turn to: words that may be addresses, and that belong to no other option.
  let targets: [String]

  /// All commands of a text, in order. Linear: no byte belongs to two of them.
  ///
  /// - Parameter prose: where a sentence may stand that begins with the name of a program; nil where all is meant for a shell.
  static func find(in bytes: [UInt8], prose: ShellProse?) -> [ShellCommand] {
    let programs = SendingProgram.find(in: bytes)
    var prose = prose
    var remotes: [String: String] = [:]
    return programs.indices.compactMap { place in
      let program = programs[place]
      let limit = place + 1 < programs.count ? programs[place + 1].start : bytes.count
      let (words, end) = ShellWords.read(bytes, from: program.start, limit: limit)
      if prose?.isSentence(at: program.start, words, program.kind) == true { return nil }
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
      case .powershell, .shortPowershell:
        let small = words.map { $0.map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 } }
        let targets = CommandTargets.all(in: small, valued: CommandTargets.powershell)
        let sends =
          !targets.isEmpty && (program.isPiped || SentTo.powershellSends(small) || words.contains(where: isFilled))
        return ShellCommand(range: program.start..<end, sends: sends, targets: targets)
      case .lookup:
        // What a shell puts in may have blanks and bars in it.
        let line = bytes[program.start...].prefix { $0 != 0x0A && $0 != 0x0D }
        let names = SentTo.filledNames(line)
        return names.isEmpty ? nil : ShellCommand(range: program.start..<end, sends: true, targets: names)
      case .copier, .shell, .pusher, .interpreter, .httpie, .mailer, .tls:
        if program.kind == .pusher, let remote = SentTo.remote(addedBy: words) { remotes[remote.name] = remote.address }
        let isFed = Self.isFed(bytes[program.start..<end])
        let code = program.kind == .interpreter ? String(decoding: bytes[program.start..<end], as: UTF8.self) : ""
        let targets = SentTo.targets(
          of: program.kind, words, isFed: program.isPiped || isFed, code: code, remotes: remotes)
        return targets.isEmpty ? nil : ShellCommand(range: program.start..<end, sends: true, targets: targets)
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
