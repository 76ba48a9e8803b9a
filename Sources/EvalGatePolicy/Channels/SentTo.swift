/// Where a command sends to that is no request for an address.
enum SentTo {
  /// What a command turns to with something it sends; nothing where it sends nothing, or to a machine that is not named in full.
  ///
  /// - Parameters:
  ///   - isFed: whether something is piped or read into it.
  ///   - code: of an interpreter, what the command says.
  static func targets(of kind: SendingProgram.Kind, _ words: [[UInt8]], isFed: Bool, code: String) -> [String] {
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
      return CommandTargets.plain(in: rest, valued: CommandTargets.gitPush).first.map { address(texts[$0]) } ?? []
    case .interpreter:
      guard texts.contains(where: givesCode) else { return [] }
      let opened = SocketHosts.names(in: code).lazy.compactMap(host).first.map { [$0] } ?? []
      return opened + ProgramRequest.targets(in: code)
    case .curl, .wget, .netcat, .device: return []
    }
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
