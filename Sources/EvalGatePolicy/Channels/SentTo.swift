/// Where a command sends to that is no request for an address.
enum SentTo {
  /// What a command turns to with something it sends; nothing where it sends nothing, or to a machine that is not named in full.
  ///
  /// - Parameters:
  ///   - isFed: whether something is piped or read into it.
  ///   - code: of an interpreter, what the command says.
  ///   - remotes: repositories that were given names before.
  static func targets(
    of kind: SendingProgram.Kind, _ words: [[UInt8]], isFed: Bool, code: String, remotes: [String: String]
  ) -> [String] {
    let texts = words.dropFirst().map { String(decoding: $0, as: UTF8.self) }
    switch kind {
    case .copier:
      // The last word is where the others go.
      let plain = texts.filter { !$0.hasPrefix("-") }
      return plain.count > 1 ? plain.last.flatMap(remote).map { [$0] } ?? [] : []
    case .shell:
      // What stands after the machine is told to it.
      guard let place = CommandTargets.plain(in: texts[...], valued: CommandTargets.ssh).first,
        let host = host(texts[place])
      else { return [] }
      let writes = texts[(place + 1)...].contains { text in [">", "tee ", "dd of="].contains { text.contains($0) } }
      return isFed || writes ? [host] : []
    case .pusher:
      guard let place = texts.firstIndex(of: "push"),
        texts[..<place].allSatisfy({ $0.hasPrefix("-") || $0.contains("/") || $0 == "." })
      else { return [] }
      let rest = texts[(place + 1)...]
      if let named = rest.first(where: { $0.hasPrefix("--repo=") }) { return address(String(named.dropFirst(7))) }
      return CommandTargets.plain(in: rest, valued: CommandTargets.gitPush).first.map {
        address(remotes[texts[$0]] ?? texts[$0])
      } ?? []
    case .interpreter:
      guard texts.contains(where: givesCode) else { return [] }
      let opened = SocketHosts.names(in: code).lazy.compactMap(host).first.map { [$0] } ?? []
      return opened + ProgramRequest.targets(in: code)
    case .httpie:
      let plain = texts.filter { !$0.hasPrefix("-") && !$0.hasPrefix("<") }
      let methods = plain.prefix { ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"].contains($0) }
      guard let target = plain.dropFirst(methods.count).first, let host = webHost(target) else { return [] }
      let items = plain.dropFirst(methods.count + 1)
      let sends = isFed || items.contains { $0.contains("=") && !$0.contains("==") || $0.contains("@") }
      return sends ? [host] : []
    case .mailer:
      guard isFed || texts.contains(where: { ["-a", "-A"].contains($0) }) else { return [] }
      return texts.lazy.flatMap { AddressMention.mails(in: $0) }.first.map { [$0.host.name] } ?? []
    case .tls:
      guard isFed, texts.first == "s_client", let place = texts.firstIndex(of: "-connect"), place + 1 < texts.count
      else { return [] }
      return remote(texts[place + 1]).map { [$0] } ?? []
    case .curl, .wget, .netcat, .device, .powershell, .shortPowershell, .lookup: return []
    }
  }

  /// Whether PowerShell sends something with a request.
  ///
  /// - Parameter words: in small letters.
  static func powershellSends(_ words: [[UInt8]]) -> Bool {
    words.contains { word in
      ["-infile", "-body", "-form"].contains { word.elementsEqual($0.utf8) }
    }
  }

  /// A repository that `git remote add` or `set-url` gives a name.
  static func remote(addedBy words: [[UInt8]]) -> (name: String, address: String)? {
    let texts = words.dropFirst().map { String(decoding: $0, as: UTF8.self) }
    guard let place = texts.firstIndex(of: "remote"), place + 1 < texts.count,
      ["add", "set-url"].contains(texts[place + 1])
    else { return nil }
    let plain = texts[(place + 2)...].filter { !$0.hasPrefix("-") }
    return plain.count > 1 && !address(plain[1]).isEmpty ? (plain[0], plain[1]) : nil
  }

  /// The hosts in a line of which a shell fills in a part: `$(cat file | base64).host.example`.
  static func filledNames(_ line: ArraySlice<UInt8>) -> [String] {
    var names: [String] = []
    var depth = 0
    var isQuoted = false
    for (place, byte) in zip(line.indices, line) {
      switch byte {
      case UInt8(ascii: "("): depth += 1
      case UInt8(ascii: ")") where depth > 0: depth -= 1
      case UInt8(ascii: "`"): isQuoted.toggle()
      case UInt8(ascii: "}"): break
      default:
        // Only of commands at the top a bar ends one.
        if depth == 0, !isQuoted, ";|&".utf8.contains(byte) { return names }
        continue
      }
      guard depth == 0, !isQuoted, byte != UInt8(ascii: "("), line.index(after: place) < line.endIndex,
        line[place + 1] == UInt8(ascii: ".")
      else { continue }
      let name = line[(place + 2)...].prefix { ByteClass.isAlphanumeric($0) || $0 == 0x2D || $0 == 0x2E }
      if let host = host(String(decoding: name, as: UTF8.self)) { names.append(host) }
    }
    return names
  }

  /// The machine of an address with a scheme, or without one.
  private static func webHost(_ word: String) -> String? {
    let name = word.firstRange(of: "://").map { word[$0.upperBound...] } ?? word[...]
    return host(String(name.prefix { !"/:?#".contains($0) }))
  }

  /// Whether an option is followed by a line of a program: `-c`, `-e`, `-lne`, `--eval`, and `eval` of Deno.
  private static func givesCode(_ option: String) -> Bool {
    if ["--eval", "--print", "--run", "eval"].contains(option) { return true }
    let letters = option.utf8.dropFirst()
    return option.hasPrefix("-") && (1...4).contains(letters.count) && letters.allSatisfy(ByteClass.isLetter)
      && "cerEp".utf8.contains(letters.last ?? 0)
  }

  /// A repository on another machine.
  private static func address(_ word: String) -> [String] {
    word.contains("://") ? [word] : remote(word).map { [$0] } ?? []
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
