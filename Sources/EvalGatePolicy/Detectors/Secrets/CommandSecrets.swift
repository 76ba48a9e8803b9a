/// Passwords on a command line: `curl -u name:password`, `--user name:password`, `mysql -ppassword`, `docker login -p password`.
struct CommandSecrets {
  private let bytes: [UInt8]

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The credentials after a flag that begins at a place.
  func match(at hyphen: Int) -> EntityMatch? { named(at: hyphen) ?? password(at: hyphen) }

  // MARK: A name with its password

  /// After `-u` or `--user`.
  private func named(at hyphen: Int) -> EntityMatch? {
    let flag: StaticString = bytes.has("--user", at: hyphen) ? "--user" : "-u"
    guard bytes.at(hyphen - 1).isBlank, bytes.has(flag, at: hyphen), followsCommand(hyphen) else { return nil }
    var start = hyphen + flag.utf8CodeUnitCount
    guard bytes.at(start).isBlank || bytes.at(start) == UInt8(ascii: "=") || flag.utf8CodeUnitCount == 2 else {
      return nil
    }
    while bytes.at(start).isBlank || bytes.at(start) == UInt8(ascii: "=") { start += 1 }
    let quote = bytes.at(start)
    let isQuoted = quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'")
    if isQuoted { start += 1 }
    var end = start
    var colon: Int?
    while end < min(bytes.count, start + 256), !bytes[end].isSpace, !isQuoted || bytes[end] != quote {
      if bytes[end] == UInt8(ascii: ":"), colon == nil { colon = end }
      end += 1
    }
    guard let colon, colon > start else { return nil }
    var secret = bytes[colon + 1..<end]
    if let first = secret.first, first == UInt8(ascii: "'") || first == UInt8(ascii: "\"") {
      secret = secret.dropFirst()
      if secret.last == first { secret = secret.dropLast() }
    }
    // An empty password leaves the user name as the secret, which is how keys are passed.
    if secret.isEmpty { secret = bytes[start..<colon] }
    guard secret.count >= 8, secret.contains(where: { $0.isDigit || $0.isUpper }), !Placeholder.isPlaceholder(secret),
      ByteEntropy.bits(secret) >= 2.5
    else { return nil }
    return EntityMatch(.command, secret.startIndex..<secret.endIndex, .likely, validator: "entropy")
  }

  /// Whether `curl` stands before the flag, within 512 bytes.
  private func followsCommand(_ hyphen: Int) -> Bool {
    var place = hyphen
    let limit = max(0, hyphen - 512)
    while place > limit {
      place -= 1
      if bytes[place] == UInt8(ascii: "c"), bytes.has("curl", at: place), bytes.isWordStart(place),
        bytes.at(place + 4).isBlank
      {
        return true
      }
    }
    return false
  }

  // MARK: A password alone

  /// The letters of flags that a password follows.
  static let flags = Array("pPaw".utf8)

  /// The letter of a program's flag, and a word that has to stand between the two. Where the password is written together with the flag
  /// only, a word after a blank is something else.
  private typealias Program = (flag: UInt8, isAttached: Bool, word: String?)

  private static let table: [(names: String, program: Program)] = [
    (
      "mysql mysqldump mysqladmin mysqlimport mysqlcheck mariadb mariadb-dump mariadb-admin 7z 7za",
      (UInt8(ascii: "p"), true, nil)
    ),
    ("sshpass mongo mongosh mongodump mongorestore mongoexport mongoimport cqlsh", (UInt8(ascii: "p"), false, nil)),
    ("docker podman nerdctl buildah skopeo helm oc cf az", (UInt8(ascii: "p"), false, "login")),
    ("redis-cli", (UInt8(ascii: "a"), false, nil)), ("sqlcmd bcp isql zip unzip", (UInt8(ascii: "P"), false, nil)),
    ("ldapsearch ldapadd ldapmodify ldapdelete ldapwhoami", (UInt8(ascii: "w"), false, nil)),
  ]

  /// By name.
  private static let programs: [String: Program] = table.reduce(into: [:]) { programs, row in
    for name in row.names.listed { programs[String(name)] = row.program }
  }

  /// After the flag of a program that takes one.
  private func password(at hyphen: Int) -> EntityMatch? {
    let flag = bytes.at(hyphen + 1)
    guard bytes.at(hyphen - 1).isBlank, Self.flags.contains(flag) else { return nil }
    var start = hyphen + 2
    while bytes.at(start).isBlank { start += 1 }
    let isAttached = start == hyphen + 2
    let quote = bytes.at(start)
    let isQuoted = quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'")
    if isQuoted { start += 1 }
    var end = start
    while end < min(bytes.count, start + 256), !bytes[end].isSpace,
      isQuoted ? bytes[end] != quote : !"`;|&".utf8.contains(bytes[end])
    {
      end += 1
    }
    let secret = bytes[start..<end]
    // Flags are common in some texts, and what is before one is read only where what follows it may be a password.
    guard secret.count >= 8, secret.contains(where: \.isDigit), secret.contains(where: \.isLetter),
      let program = program(before: hyphen, flag), isAttached || !program.isAttached,
      !Placeholder.isPlaceholder(secret), !ProgramText.isOne(secret, isQuoted: true), ByteEntropy.bits(secret) >= 2.5
    else { return nil }
    return EntityMatch(.command, start..<end, .likely, validator: "entropy")
  }

  /// The program of the command that a flag is one of.
  private func program(before hyphen: Int, _ flag: UInt8) -> Program? {
    var start = hyphen
    while start > max(0, hyphen - 256), !"\n\r;|&`(".utf8.contains(bytes[start - 1]) { start -= 1 }
    let words = bytes[start..<hyphen].split(whereSeparator: \.isBlank).map { word in
      String(decoding: word.split(separator: UInt8(ascii: "/")).last ?? word, as: UTF8.self)
    }
    return words.lazy.compactMap { Self.programs[$0] }
      .first { $0.flag == flag && ($0.word.map(words.contains) ?? true) }
  }
}
