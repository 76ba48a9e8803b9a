/// What programs, settings and addresses say where a secret could stand: names, types, calls, paths, patterns. It varies as much as
/// a key does, and none of it is drawn at random.
enum ProgramText {
  /// - Parameters:
  ///   - value: what is assigned.
  ///   - isQuoted: whether it is a literal. What is not may be an expression, and more of it is taken for one.
  ///   - next: the byte after it.
  static func isOne(_ value: ArraySlice<UInt8>, isQuoted: Bool, before next: UInt8 = 0) -> Bool {
    if value.contains(UInt8(ascii: "(")) || value.starts(with: "http".utf8) || value.starts(with: "./".utf8) {
      return true
    }
    if !isQuoted, next == UInt8(ascii: "(") || next == UInt8(ascii: "["), isName(value) { return true }
    if isQuoted, isPattern(value) { return true }
    if isJoined(value) { return true }
    // `e.key+210059276`
    if !isQuoted, let sign = value.firstIndex(of: UInt8(ascii: "+")), value[..<sign].contains(UInt8(ascii: ".")),
      isName(value[..<sign])
    {
      return true
    }
    // The numbers in the name of a member say which one it is: `ed25519.Ed25519PrivateKey`.
    if !isQuoted, value.contains(UInt8(ascii: ".")), isName(value) {
      return WordShare.of(value, withDigits: false) >= 0.55
    }
    return WordShare.of(value) >= (isQuoted ? 0.75 : 0.55)
  }

  /// An identifier, or several with dots or colons between them: what can be called or looked up.
  private static func isName(_ value: ArraySlice<UInt8>) -> Bool {
    guard let first = value.first, first.isLetter || first == UInt8(ascii: "_") else { return false }
    return value.allSatisfy { $0.isWord || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ":") }
  }

  /// A regular expression: a class of characters with a range in it, a group that is not kept, or one of the short classes.
  private static func isPattern(_ value: ArraySlice<UInt8>) -> Bool {
    for place in value.indices.dropLast(3) {
      switch value[place] {
      case UInt8(ascii: "["):
        let isRange = value[place + 2] == UInt8(ascii: "-") && value[place + 1].isAlphanumeric
        if isRange || value[place + 1] == UInt8(ascii: "^") { return value[place...].contains(UInt8(ascii: "]")) }
      case UInt8(ascii: "\\"):
        if "dws".utf8.contains(value[place + 1] | 0x20), "+*{".utf8.contains(value[place + 2]) { return true }
      default: break
      }
    }
    return false
  }

  /// Words with dots or slashes between them, however they are made: members, packages, files, keys of records. Two of them may be
  /// numbers: `invoice:2026:4711`.
  private static func isJoined(_ value: ArraySlice<UInt8>) -> Bool {
    let separates = { (byte: UInt8) in "./_-:".utf8.contains(byte) }
    guard !value.contains(UInt8(ascii: "=")), value.contains(where: separates) else { return false }
    var (parts, numbers, hasWord) = (0, 0, false)
    for part in value.split(whereSeparator: separates) {
      if isDrawn(part) { return false }
      let digits = part.lazy.filter(\.isDigit).count
      parts += 1
      if digits == part.count && digits <= 8 || part.count <= 3 && digits > 0 {
        numbers += 1
      } else if part.count > 12 || digits * 3 > part.count, !isNumbered(part) {
        return false
      }
      // `OAuth2` is a word with its number.
      hasWord = hasWord || WordShare.of(part, withDigits: false) >= 0.75
    }
    return numbers == 0 ? parts > 1 : hasWord && numbers <= max(2, parts / 2)
  }

  /// Whether a part looks drawn at random, so that the sign beside it is one of a password: capitals, small letters and digits, or a
  /// long run of letters and digits, with digits among the letters and hardly a word in it.
  static func isDrawn(_ part: ArraySlice<UInt8>) -> Bool {
    guard part.count >= 6, part.allSatisfy(\.isAlphanumeric), let letter = part.lastIndex(where: \.isLetter),
      part[..<letter].contains(where: \.isDigit)
    else { return false }
    let isMixed = part.contains(where: \.isUpper) && part.contains(where: \.isLower)
    return (isMixed || part.count >= 8) && WordShare.of(part, withDigits: false) < 0.3
  }

  /// A word with a number, as algorithms and standards are called: `sha256`, `secp256r1`.
  private static func isNumbered(_ part: ArraySlice<UInt8>) -> Bool {
    let name = part.prefix(while: \.isLetter)
    return (3...8).contains(name.count) && part.count - name.count <= 5
      && (name.allSatisfy(\.isLower) || name.allSatisfy(\.isUpper))
  }

  /// Where a secret is kept, and no secret: `arn:aws:secretsmanager:…`, `op://vault/item`.
  static func isReference(_ value: ArraySlice<UInt8>) -> Bool {
    ["arn:", "op://", "vault:", "ref+", "ssm:", "s3://", "gs://", "file:", "keyring:", "secretsmanager:"].contains {
      value.starts(with: $0.utf8)
    }
  }

  /// The number of a record, as tickets and orders have them: groups in capitals or in digits, all of one kind, `TND-2026-00417`.
  static func isRecord(_ value: ArraySlice<UInt8>) -> Bool {
    let groups = value.split(whereSeparator: { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "/") })
    return (2...4).contains(groups.count) && value.count <= 24
      && groups.allSatisfy { $0.allSatisfy(\.isDigit) || $0.count <= 8 && $0.allSatisfy(\.isUpper) }
  }

  /// The name of an object that keeps a secret, as clusters name theirs: small words with hyphens, and behind them what tells it from
  /// others of the name, `my-release-postgresql-0a1b2c`.
  static func isObjectName(_ value: ArraySlice<UInt8>) -> Bool {
    let groups = value.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    guard (3...8).contains(groups.count), let last = groups.last, (1...10).contains(last.count),
      value.allSatisfy({ $0.isDigit || $0.isLower || $0 == UInt8(ascii: "-") })
    else { return false }
    let words = groups.dropLast()
    return words.allSatisfy { !$0.isEmpty && ($0.allSatisfy(\.isLower) || $0.count <= 3) }
      && words.contains { $0.count > 3 && WordShare.of($0) >= 0.75 }
  }

  /// Keys that are pressed together: `Shift+Alt+F2`.
  static func isShortcut(_ value: ArraySlice<UInt8>) -> Bool {
    let keys = value.split(separator: UInt8(ascii: "+"), omittingEmptySubsequences: false)
    guard let last = keys.last, keys.count > 1, (1...3).contains(last.count), last.allSatisfy(\.isAlphanumeric) else {
      return false
    }
    return keys.dropLast().allSatisfy { modifiers.contains(PackedWord(lowering: $0)) }
  }

  private static let modifiers = SecretName.words("ctrl control shift alt option meta cmd command super win fn")

  /// Numbers with their names: `in=1200/out=350/cached=80`.
  static func isCounts(_ value: ArraySlice<UInt8>) -> Bool {
    let pairs = value.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    return pairs.count > 1
      && pairs.allSatisfy { pair in
        let name = pair.prefix(while: \.isLower)
        let number = pair.dropFirst(name.count + 1)
        return !name.isEmpty && pair.dropFirst(name.count).first == UInt8(ascii: "=") && (1...9).contains(number.count)
          && number.allSatisfy(\.isDigit)
      }
  }

  /// A file's path from the root, or below a folder to a file's ending: `/etc/ssl/server1.key`, `reports/2026-02-10/a1b2c3.csv`.
  static func isPath(_ value: ArraySlice<UInt8>) -> Bool {
    if let dot = value.lastIndex(of: UInt8(ascii: ".")), value[..<dot].contains(UInt8(ascii: "/")),
      (2...5).contains(value.endIndex - dot - 1), value[(dot + 1)...].allSatisfy(\.isLower)
    {
      return true
    }
    // Below these a name may be made as it likes: `~/.ssh/id_ed25519`.
    if roots.contains(where: { value.starts(with: $0.utf8) }) { return true }
    return value.first == UInt8(ascii: "/") && value.dropFirst().contains(UInt8(ascii: "/"))
      && (isJoined(value) || WordShare.of(value) >= 0.55)
  }

  private static let roots = ["~/.", "/home/", "/Users/", "/root/.", "/etc/", "/var/"]
}

/// How much of a value is made of words, told by which letters follow one another in words and in names of programs.
enum WordShare {
  /// Of its letters and digits, or of its letters alone, the share that stands in words; `hash_password_sha256` is words for the
  /// most part.
  static func of(_ value: ArraySlice<UInt8>, withDigits: Bool = true) -> Double {
    var (inWords, all) = (0, 0)
    var place = value.startIndex
    while place < value.endIndex {
      guard value[place].isLetter else {
        if withDigits, value[place].isDigit { all += 1 }
        place += 1
        continue
      }
      let end = hump(value, from: place)
      all += end - place
      if isWord(value[place..<end]) { inWords += end - place }
      place = end
    }
    return all > 0 ? Double(inWords) / Double(all) : 0
  }

  /// Where a word ends that begins at a place: `ASN1BitString` is `ASN`, `Bit` and `String`.
  private static func hump(_ value: ArraySlice<UInt8>, from start: Int) -> Int {
    var end = start
    while end < value.endIndex, value[end].isUpper { end += 1 }
    // The last of several capitals begins the next word.
    if end - start > 1 { return end < value.endIndex && value[end].isLower ? end - 1 : end }
    while end < value.endIndex, value[end].isLower { end += 1 }
    return end
  }

  private static func isWord(_ word: ArraySlice<UInt8>) -> Bool {
    if word.count <= 4, known.contains(PackedWord(lowering: word)) { return true }
    guard word.count > 3, word.contains(where: { "aeiouy".utf8.contains($0.lowered) }) else { return false }
    return zip(word, word.dropFirst()).allSatisfy { first, second in
      followers[Int(first.lowered &- 0x61)] >> UInt32(second.lowered &- 0x61) & 1 == 1
    }
  }

  /// For each letter those that follow it: pairs that make up less than three of ten thousand in the words of documentation and in
  /// names of programs are left out. Of random runs of six letters one in eight has no other pair.
  private static let followers: [UInt32] = [
    "abcdefghiklmnprstuvwxyz", "abcdeijlnoprstuy", "acdefhiklmoprstuvy", "abcdefghilmnoprstuvy",
    "abcdefghijklmnopqrstuvwxyz", "acdefilmorstuy", "aeghilmnorstu", "aeilmnorstuy", "abcdefgijklmnoprstvxz", "aeiosu",
    "aehilnorstuy", "abcdefgiklmnoprstuvy", "abcdeilmopstu", "abcdefghijklmnoprstuvwyz", "abcdefghiklmnoprstuvwxy",
    "acdefhilmoprstuy", "u", "abcdefghiklmnoprstuvwy", "acdefghiklmnopqrstuvwy", "abcdefghiklmnoprstuwxyz",
    "abcdefghiklmnoprst", "aefgimors", "aehilnors", "aceipstx", "aceilmnoprstuy", "aeio",
  ].map { (letters: StaticString) in
    UnsafeBufferPointer(start: letters.utf8Start, count: letters.utf8CodeUnitCount).reduce(into: 0) { bits, letter in
      bits |= 1 << UInt32(letter &- 0x61)
    }
  }

  /// Short words that names of programs are made of; of all others too many could be chance.
  private static let known: Set<PackedWord> = Set(
    """
    key api app url uri aes cbc ecb gcm sha rsa dsa env get set new old req res ctx arg src dst tmp buf len max min raw pub pat pem
    ptr str int bit lib pkg asn ctrl sys cfg log not for and the db dev out end obj map run use dir int row tag day doc utf xml sub mod pin
    """.listed.map { PackedWord(String($0)) })
}

extension PackedWord {
  /// A word with its capitals in lower case.
  init(lowering word: ArraySlice<UInt8>) {
    self.init()
    for byte in word { append(byte.lowered) }
  }
}
