/// Values that are assigned to a name that says they are secret: `api_key = "…"`, `"clientSecret": "…"`, `X_TOKEN=…`.
///
/// Needs both: a name that ends in a word for a secret, and a value that looks drawn at random. A random value without such a name
/// does not count, because digests and ids look the same.
struct AssignedSecrets {
  private let bytes: [UInt8]

  /// Where the last value that was looked at and refused ends, and how many were looked at before that place.
  private var refused = (end: 0, count: 0)

  /// What the text is called where it stands, such as the key of the member that it was.
  private let textName: [UInt8]

  init(_ bytes: [UInt8], named textName: [UInt8] = []) { (self.bytes, self.textName) = (bytes, textName) }

  /// The value that an operator ending before a place assigns. - Parameter place: the last byte of `=`, `:`, `=>` and so on.
  mutating func match(operatorEnd place: Int) -> EntityMatch? {
    guard let name = name(before: place) else { return nil }
    if bytes[name].starts(with: "BUNDLE_".utf8) { return gemServerCredentials(after: place) }
    // In programs words before a name are none of it: `public key = …`.
    var kind =
      bytes[place] == UInt8(ascii: ":") ? SecretName.kind(of: name, in: bytes) : SecretName.kind(of: bytes[name])
    if kind == .none, bytes[place] == UInt8(ascii: "="),
      SessionCookie.isOne(name, in: bytes, named: textName)
    {
      kind = .key
    }
    guard kind != .none, !SecretName.saysInvalid(bytes[name]) else { return nil }
    var start = place + 1
    while start < bytes.count, bytes[start].isBlank { start += 1 }
    // The text of an element may stand on a line of its own.
    if bytes[place] == UInt8(ascii: ">") {
      while start < bytes.count, start < place + 80, bytes[start].isSpace { start += 1 }
    }
    var isLiteral = false
    if kind == .authorization {
      if let value = skipSchemeInQuotes(start) {
        (start, isLiteral) = (value, true)
      } else if let value = skipScheme(start) {
        start = value
      } else {
        return nil
      }
      kind = .header
    }
    var isEmphasized = false
    if bytes[place] == UInt8(ascii: ":") {
      // `**Password:** …` is emphasis about the name, `Password: **…**` about the value.
      if bytes.has("**", at: start) || bytes.has("__", at: start) { start += 2 }
      isEmphasized = bytes.at(start - 1) == UInt8(ascii: "_")
      while start < bytes.count, bytes[start].isBlank { start += 1 }
      if let text = blockScalar(start) { start = text }
    }
    start = SecretDefault.start(in: bytes, from: start, after: bytes[place]) ?? start
    // Within a string of another language quotes are escaped.
    while bytes.at(start) == UInt8(ascii: "\\"), start < place + 12 { start += 1 }
    let quote = bytes.at(start)
    let isQuoted = quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") || quote == UInt8(ascii: "`")
    // What follows a comma and a blank is the next argument: a literal, or a name of something.
    guard isQuoted || isLiteral || bytes[place] != UInt8(ascii: ",") || start == place + 1 else { return nil }
    if isQuoted { start += bytes.at(start + 1) == quote && bytes.at(start + 2) == quote ? 3 : 1 }
    if kind == .key, let value = skipScheme(start), value > start { start = value }
    // A value within refused values is looked at a few times only, or `key=key=key=…` would cost the square of its length.
    if start < refused.end, refused.count >= 4 { return nil }
    var end = valueEnd(start, quote: isQuoted ? quote : nil)
    if !isQuoted, kind == .password, let whole = DrawnPassword.end(in: bytes, from: start, past: end) { end = whole }
    if isEmphasized, bytes.has("__", at: end - 2) { end -= 2 }
    guard start < end, Self.isSecret(bytes[start..<end], kind, isQuoted: isQuoted, before: bytes.at(end)),
      !Self.isDigest(bytes[start..<end], under: bytes[name]),
      !(SecretName.namesObject(bytes[name]) && ProgramText.isObjectName(bytes[start..<end]))
    else {
      refused = start < refused.end ? (max(end, refused.end), refused.count + 1) : (end, 0)
      return nil
    }
    return EntityMatch(.assigned, start..<end, .likely, validator: "entropy")
  }

  /// A value that stands by itself, given to a name that is told elsewhere: the key of a member, the head of a column.
  ///
  /// - Parameter range: where it stands; there may be a scheme before it, and nothing else.
  static func match(_ range: Range<Int>, in bytes: [UInt8], _ kind: Kind) -> EntityMatch? {
    var (kind, start) = (kind, range.lowerBound)
    if kind == .authorization || kind == .key, let value = AssignedSecrets(bytes).skipScheme(start) {
      (kind, start) = (kind == .authorization ? .header : kind, value)
    }
    guard kind != .authorization, start < range.upperBound else { return nil }
    let value = bytes[start..<range.upperBound]
    guard value.count <= longest, value.allSatisfy({ $0 > 0x20 && $0 < 0x7F }),
      isSecret(value, kind, isQuoted: true, before: 0)
    else { return nil }
    return EntityMatch(.assigned, value.startIndex..<value.endIndex, .likely, validator: "entropy")
  }

  /// A text that is all that a name was given, as the value of a member is.
  static func match(_ bytes: [UInt8], named name: [UInt8]) -> EntityMatch? {
    let kind = SecretName.kind(of: name[...])
    guard kind != .none, let first = bytes.firstIndex(where: { !$0.isSpace }),
      let last = bytes.lastIndex(where: { !$0.isSpace }), !isDigest(bytes[first...last], under: name[...]),
      !(SecretName.namesObject(name[...]) && ProgramText.isObjectName(bytes[first...last]))
    else { return nil }
    return match(first..<last + 1, in: bytes, kind)
  }

  /// No secret has more bytes.
  private static let longest = 512

  /// The text of a block of YAML, which begins on the next line (YAML 1.2.2, section 8.1); nil where there is none.
  private func blockScalar(_ start: Int) -> Int? {
    guard bytes.at(start) == UInt8(ascii: "|") || bytes.at(start) == UInt8(ascii: ">") else { return nil }
    var next = start + 1
    while next < start + 4, bytes.at(next) != 0x0A, bytes.at(next) != 0x0D {
      guard "+-123456789".utf8.contains(bytes.at(next)) else { return nil }
      next += 1
    }
    guard bytes.at(next) == 0x0A || bytes.at(next) == 0x0D else { return nil }
    while next < bytes.count, next < start + 80, bytes[next].isSpace { next += 1 }
    return next
  }

  /// What Bundler keeps for a server of gems: `BUNDLE_HOST__EXAMPLE__COM=user:password`, both of eight hexadecimal digits.
  private func gemServerCredentials(after place: Int) -> EntityMatch? {
    var start = place + 1
    while start < place + 3, bytes.at(start).isBlank || bytes.at(start) == UInt8(ascii: "\"") { start += 1 }
    let end = start + 17
    guard end <= bytes.count, bytes[start + 8] == UInt8(ascii: ":"), bytes.isWordEnd(end),
      bytes[start..<start + 8].allSatisfy(\.isHexDigit), bytes[start + 9..<end].allSatisfy(\.isHexDigit)
    else { return nil }
    return EntityMatch(.bundler, start..<end, .likely, validator: "structure")
  }

  // MARK: The name

  typealias Kind = SecretName.Kind

  /// The identifier before an operator: past blanks, quotes and the operator's other signs, at most 64 bytes.
  private func name(before place: Int) -> Range<Int>? {
    var end = place
    let limit = max(0, place - Self.signsAfterName)
    while end > limit, Self.followsName[Int(bytes[end - 1])] { end -= 1 }
    guard end > 0, bytes[end - 1].isLetter || bytes[end - 1] >= 0x80 else { return nil }
    let name = SecretName.range(endingAt: end, in: bytes)
    if end < place, Self.types.contains(PackedWord(lowering: bytes[name])) { return declared(before: name.lowerBound) }
    return name
  }

  /// The name before its type: `var token string = …`, `token: &str = …`.
  private func declared(before type: Int) -> Range<Int>? {
    var end = type
    while end > max(0, type - 4), bytes[end - 1].isBlank || ":&*".utf8.contains(bytes[end - 1]) { end -= 1 }
    var start = end
    while start > max(0, end - 64), bytes[start - 1].isWord || bytes[start - 1] == UInt8(ascii: "-") { start -= 1 }
    return start < end && end < type ? start..<end : nil
  }

  private static let types = SecretName.words("string str")

  /// How many signs may stand between a name and the end of its operator.
  static let signsAfterName = 12
  /// The signs that may, by byte.
  static let followsName: [Bool] = {
    var table = [Bool](repeating: false, count: 256)
    for byte in " \t:=?+.|>\"'`)],\\*_".utf8 { table[Int(byte)] = true }
    return table
  }()

  // MARK: The value

  /// Whether a value is a digest or an id under a name that is `key` and nothing more, as caches and records are keyed: one of 160,
  /// 256, 384 or 512 bits in small hexadecimal digits, or a UUID. A name that says whose key it is makes it a secret all the same.
  private static func isDigest(_ value: ArraySlice<UInt8>, under name: ArraySlice<UInt8>) -> Bool {
    guard (3...4).contains(name.count), name.prefix(3).map(\.lowered) == Array("key".utf8) else { return false }
    if isUUID(value) { return true }
    return [40, 64, 96, 128].contains(value.count) && value.allSatisfy { $0.isHexDigit && !$0.isUpper }
  }

  /// Past `Bearer `, `Basic ` or another scheme of HTTP (RFC 9110 section 11.4); nil where there is none.
  private func skipScheme(_ start: Int) -> Int? {
    for scheme: StaticString in ["bearer ", "basic ", "token ", "api-token ", "apikey ", "bot "]
    where bytes.hasIgnoringCase(scheme, at: start) {
      return start + scheme.utf8CodeUnitCount
    }
    return nil
  }

  /// The same in quotation marks, as a header is written in programs and JSON: `"Authorization": "Bearer …"`. What is closed after the
  /// scheme is put together by the program.
  private func skipSchemeInQuotes(_ start: Int) -> Int? {
    var quote = start
    while bytes.at(quote) == UInt8(ascii: "\\"), quote < start + 8 { quote += 1 }
    guard "\"'`".utf8.contains(bytes.at(quote)), let value = skipScheme(quote + 1),
      !"\"'`\\".utf8.contains(bytes.at(value))
    else { return nil }
    return value
  }

  /// What looks drawn at random and begins at a place, after a name that is not told by an operator; nil where nothing does.
  ///
  /// - Parameter isWhole: whether nothing else may stand on its line.
  func value(at start: Int, _ kind: Kind, isWhole: Bool) -> EntityMatch? {
    let quote = bytes.at(start)
    let isQuoted = quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") || quote == UInt8(ascii: "`")
    let first = isQuoted ? start + 1 : start
    var end = valueEnd(first, quote: isQuoted ? quote : nil)
    if !isQuoted, kind == .password, let whole = DrawnPassword.end(in: bytes, from: first, past: end) { end = whole }
    while end > first, bytes[end - 1] == UInt8(ascii: "*") || bytes[end - 1] == UInt8(ascii: "_") { end -= 1 }
    if isWhole {
      var rest = end
      while rest < bytes.count, rest < end + 8, bytes[rest] != 0x0A {
        guard bytes[rest].isSpace || "\"'`*_.<".utf8.contains(bytes[rest]) else { return nil }
        if bytes[rest] == UInt8(ascii: "<") { break }
        rest += 1
      }
    } else if isQuoted, end < bytes.count, bytes[end] != quote, bytes[end] != UInt8(ascii: "*") {
      return nil
    }
    // Words beside one another are no assignment, so that more is asked of the value: `NAME_PASSPHRASE "id-it-revPassphrase"`.
    guard kind != .authorization, first < end, bytes[first..<end].contains(where: \.isDigit),
      Self.isSecret(bytes[first..<end], kind, isQuoted: isQuoted, before: bytes.at(end))
    else { return nil }
    return EntityMatch(.assigned, first..<end, .likely, validator: "entropy")
  }

  private func valueEnd(_ start: Int, quote: UInt8?) -> Int {
    var end = start
    let limit = min(bytes.count, start + Self.longest)
    while end < limit {
      let byte = bytes[end]
      if byte.isSpace || byte < 0x21 || byte >= 0x7F { break }
      if let quote {
        if byte == quote { break }
        if byte == UInt8(ascii: "\\"), bytes.at(end + 1) == quote || bytes.at(end + 1) == UInt8(ascii: "n") { break }
      } else if Self.endsUnquoted[Int(byte)] {
        break
      }
      end += 1
    }
    if quote == nil {
      while end > start, bytes[end - 1] == UInt8(ascii: ".") || bytes[end - 1] == UInt8(ascii: "*") { end -= 1 }
    }
    return end
  }

  private static let endsUnquoted: [Bool] = {
    var table = [Bool](repeating: false, count: 256)
    for byte in "\"'`,;<>()[]{}&|\\".utf8 { table[Int(byte)] = true }
    return table
  }()

  /// Whether a value looks drawn at random: letters and digits, varied, nothing that programs and paths are made of.
  private static func isSecret(
    _ value: ArraySlice<UInt8>, _ kind: Kind, isQuoted: Bool, before next: UInt8
  ) -> Bool {
    if isQuoted, DrawnPassword.isDjangoKey(value) { return true }
    guard value.count >= 8, !Placeholder.isPlaceholder(value), !ProgramText.isPath(value),
      !ProgramText.isReference(value), !ProgramText.isRule(value),
      kind == .header || !ProgramText.isTerms(value, ofPassword: kind == .password)
    else { return false }
    let digits = value.lazy.filter(\.isDigit).count
    let letters = value.lazy.filter(\.isLetter).count
    let isPlain = letters + digits == value.count
    if kind == .password {
      if DrawnPassword.isGenerated(value) { return true }
      let kinds = [digits > 0, value.contains(where: \.isUpper), value.contains(where: \.isLower), !isPlain].lazy
        .filter(\.self).count
      if kinds >= 3, isQuoted { return ByteEntropy.bits(value) >= 2.5 }
      if kinds >= 3, isPlain, value.count >= 10, !ProgramText.isOne(value, isQuoted: false, before: next) {
        return ByteEntropy.bits(value) >= 3
      }
    }
    if kind == .key,
      ProgramText.isRecord(value) || ProgramText.isShortcut(value) || ProgramText.isCounts(value)
        || ProgramText.isKeyID(value)
    {
      return false
    }
    if letters == 0 { return digits == value.count && digits >= 16 }
    guard digits > 0, value.contains(where: { !$0.isWord }) || value.count >= 12 || kind == .header else {
      return false
    }
    guard !ProgramText.isOne(value, isQuoted: isQuoted, before: next) else { return false }
    if isUUID(value) { return true }
    return ByteEntropy.bits(value) >= (value.count >= 16 ? 2.8 : value.count >= 12 || kind == .header ? 3 : 3.3)
  }

  private static func isUUID(_ value: ArraySlice<UInt8>) -> Bool {
    guard value.count == 36 else { return false }
    return value.enumerated().allSatisfy { [8, 13, 18, 23].contains($0) ? $1 == UInt8(ascii: "-") : $1.isHexDigit }
  }
}
