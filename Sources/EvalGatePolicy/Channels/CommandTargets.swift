/// Which words of a command that sends may be what it turns to.
enum CommandTargets {
  /// Options of curl that take the next word, which is no address. Those whose word is one are not among them.
  static let curl: Set<String> = [
    "-d", "-F", "-T", "-H", "-X", "-A", "-e", "-b", "-c", "-u", "-o", "-m", "-w", "--data", "--data-raw",
    "--data-binary",
    "--data-urlencode", "--data-ascii", "--json", "--form", "--form-string", "--upload-file", "--header", "--request",
    "--user-agent",
    "--referer", "--cookie", "--cookie-jar", "--user", "--output", "--max-time", "--connect-timeout", "--retry",
    "--write-out",
    "--cacert", "--cert", "--key", ">", ">>", "2>",
  ]
  static let wget: Set<String> = ["-O", "-o", "-a", "-t", "-T", "-U", ">", ">>", "2>"]

  /// In small letters.
  static let powershell: Set<String> = [
    "-method", "-infile", "-outfile", "-body", "-form", "-headers", "-contenttype", "-useragent", "-credential",
    "-token", "-sessionvariable", "-websession", "-timeoutsec", ">", ">>", "2>",
  ]

  static let ssh: Set<String> = [
    "-B", "-b", "-c", "-D", "-E", "-e", "-F", "-I", "-i", "-J", "-L", "-l", "-m", "-O", "-o", "-P", "-p", "-Q", "-R",
    "-S", "-W", "-w", "<", ">", ">>", "2>",
  ]
  static let gitPush: Set<String> = ["-o", "--push-option", "--receive-pack", "--exec", ">", ">>", "2>"]

  /// Where the words stand that are neither options nor belong to one, and are not read from or written to.
  static func plain(in words: ArraySlice<String>, valued: Set<String>) -> [Int] {
    words.indices.filter { place in
      guard let first = words[place].utf8.first, !"-<>".utf8.contains(first) else { return false }
      return place == words.startIndex || !(valued.contains(words[place - 1]) || isCluster(words[place - 1], valued))
    }
  }

  /// All words but the program, options and what belongs to them, that have a sign of an address or are filled in by the shell.
  ///
  /// - Parameter valued: options whose next word is theirs.
  static func all(in words: [[UInt8]], valued: Set<String>) -> [String] {
    var targets: [String] = []
    var belongsToOption = false
    for word in words.dropFirst() {
      let text = String(decoding: word, as: UTF8.self)
      defer { belongsToOption = valued.contains(text) || isCluster(text, valued) }
      if text.hasPrefix("-") {
        if let value = text.firstIndex(of: "="), text.hasPrefix("--url=") || text.hasPrefix("--proxy=") {
          targets.append(String(text[text.index(after: value)...]))
        }
        continue
      }
      guard !belongsToOption, !text.hasPrefix("@") else { continue }
      // The full stop of a sentence is no sign of an address.
      let inner = word[..<((word.lastIndex { !".,:;!?)".utf8.contains($0) } ?? -1) + 1)]
      if text == "localhost" || inner.contains(where: { "./:$`".utf8.contains($0) }) { targets.append(text) }
    }
    return targets
  }

  /// All words up to what is read in that are neither options nor ports.
  static func netcat(_ words: [[UInt8]]) -> [String] {
    words.dropFirst().prefix { $0.first != UInt8(ascii: "<") }
      .filter { $0.first != UInt8(ascii: "-") && !$0.allSatisfy(ByteClass.isDigit) }
      .map { String(decoding: $0, as: UTF8.self) }
  }

  /// Short options in one word, the last of which takes the next: `-sd`.
  private static func isCluster(_ word: String, _ valued: Set<String>) -> Bool {
    guard word.hasPrefix("-"), !word.hasPrefix("--"), word.utf8.count > 2, let last = word.last else { return false }
    let inner = word.dropFirst().dropLast()
    return valued.contains("-\(last)") && !inner.contains { valued.contains("-\($0)") || !$0.isLetter }
  }
}
