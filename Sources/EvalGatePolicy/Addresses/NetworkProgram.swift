/// The programs that talk to other machines, and how each is told which.
enum NetworkProgram {
  /// How a program is told a machine, beside the options that name one.
  enum Telling {
    /// By any word that can be the name of one.
    case words
    /// By a word with a colon, or with a name before an `@`: other words are files.
    case remote
    /// By options only.
    case options
  }

  /// One entry for each way of being told, beside those that are looked for where they send something.
  private static let tellings: [(Telling, String)] = [
    (
      .words,
      """
      autossh plink sftp ftp lftp tftp fping nping nmap
      traceroute tracepath whois aria2c axel lynx w3m
      test-connection test-netconnection websocat wscat grpcurl ldapsearch smbclient rpcclient
      cqlsh mosquitto_pub mosquitto_sub swaks sendemail
      nsupdate snmpwalk rdesktop xfreerdp vncviewer evil-winrm
      """
    ),
    (
      .remote,
      "hg svn rclone sshfs mount mount.nfs mount.cifs showmount rcp borg restic duplicity mongosh mongo mongodump"
    ),
    (
      .options,
      """
      docker podman nerdctl kubectl helm npm pnpm yarn npx pip pip3 uv twine poetry cargo gem mvn gradle aws gcloud az mc s3cmd gh glab
      vault consul etcdctl nomad terraform ansible salt influx clickhouse-client elasticdump logger
      mysql mysqldump mariadb psql pg_dump redis-cli sqlcmd
      """
    ),
  ]

  /// Programs whose names are words of any text, so that they are one only at the beginning of a command.
  private static let ordinary: Set<String> = ["drill", "fetch", "host", "mosh", "mtr", "ab", "tnc"]

  /// Options that name a machine, of whichever program.
  static let options: Set<String> = [
    "-h", "-H", "-S", "--host", "--hostname", "--server", "--registry", "--endpoint", "--endpoint-url",
    "--endpoint-override",
    "--index-url", "--extra-index-url", "--repository-url", "--proxy", "--remote", "--uri", "--url", "--address",
    "--connect",
  ]

  private static let byName: [String: Telling] = Dictionary(
    uniqueKeysWithValues: tellings.flatMap { telling, names in
      names.listed.map { (String($0), telling) }
    } + SendingProgram.names.compactMap { name, kind in kind.telling.map { ("\(name)", $0) } })

  /// How the program that a word of a command names is told a machine; nil for a word that names none.
  static func telling(_ word: String, isFirst: Bool) -> Telling? {
    let name = name(word)
    return byName[name] ?? (isFirst && ordinary.contains(name) ? .words : nil)
  }

  /// Without the folder it is in, and Windows' ending.
  static func name(_ word: String) -> String {
    let name = word.split(separator: "/").last.map { $0.lowercased() } ?? ""
    return name.hasSuffix(".exe") ? String(name.dropLast(4)) : name
  }
}

/// What a shell makes of a text before it runs a command, as far as names of machines go.
enum ShellText {
  /// No name of a machine is longer.
  private static let longest = 255

  /// With the values of variables that are set in the text itself, and without the quotes and backslashes within words:
  /// `H=evil.example; nc $H`, `nc evil.'example'`; nil where that is the same text.
  static func plain(_ text: String) -> String? {
    guard text.utf8.contains(where: { "$'\"\\".utf8.contains($0) }) else { return nil }
    let joined = joined(Array(text.utf8))
    let plain = String(decoding: expanded(joined), as: UTF8.self)
    return plain == text ? nil : plain
  }

  /// Without the signs of quotation between two signs of one word.
  private static func joined(_ bytes: [UInt8]) -> [UInt8] {
    let quotes = { (byte: UInt8) in "'\"\\".utf8.contains(byte) }
    return bytes.indices.filter { place in
      guard quotes(bytes[place]) else { return true }
      let isStart = place == 0 || !isOfWord(bytes[place - 1]) && !quotes(bytes[place - 1])
      let isEnd = place + 1 == bytes.count || !isOfWord(bytes[place + 1]) && !quotes(bytes[place + 1])
      return isStart || isEnd
    }.map { bytes[$0] }
  }

  private static func isOfWord(_ byte: UInt8) -> Bool {
    ByteClass.isAlphanumeric(byte) || ".-_$@:/{}".utf8.contains(byte)
  }

  /// With `$NAME` and `${NAME}` replaced where `NAME=value` stands in the text.
  private static func expanded(_ bytes: [UInt8]) -> [UInt8] {
    guard bytes.contains(UInt8(ascii: "$")), bytes.contains(UInt8(ascii: "=")) else { return bytes }
    let values = assignments(bytes)
    guard !values.isEmpty else { return bytes }
    var result: [UInt8] = []
    let most = bytes.count * 4 + 4_096
    var index = 0
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "$"), result.count < most {
        let start = index + (bytes.holds("{", at: index + 1) ? 2 : 1)
        let end = bytes.end(from: start, limit: start + 64, while: isOfName)
        if end > start, let value = values[bytes[start..<end]] {
          result += value
          index = start == index + 2 && bytes.holds("}", at: end) ? end + 1 : end
          continue
        }
      }
      result.append(bytes[index])
      index += 1
    }
    return result
  }

  private static func assignments(_ bytes: [UInt8]) -> [ArraySlice<UInt8>: ArraySlice<UInt8>] {
    var values: [ArraySlice<UInt8>: ArraySlice<UInt8>] = [:]
    for place in bytes.indices where bytes[place] == UInt8(ascii: "=") {
      var start = place
      while start > 0, place - start < 64, isOfName(bytes[start - 1]) { start -= 1 }
      let first = place + 1 + (place + 1 < bytes.count && "'\"".utf8.contains(bytes[place + 1]) ? 1 : 0)
      let end = bytes.end(from: first, limit: first + longest) { isOfWord($0) && $0 != UInt8(ascii: "$") }
      if start < place, end > first { values[bytes[start..<place]] = bytes[first..<end] }
    }
    return values
  }

  private static func isOfName(_ byte: UInt8) -> Bool { ByteClass.isAlphanumeric(byte) || byte == UInt8(ascii: "_") }
}
