/// Names that say that what stands beside them is a secret: `api_key`, `clientSecret`, `Passwort`.
enum SecretName {
  /// What a name is one of. After a scheme of HTTP the credentials of a header are told by themselves.
  enum Kind { case none, key, password, authorization, header }

  /// What the last words of a name say. `accessKeyId`, `token_count` and `publicKey` name no secret.
  static func kind(of name: ArraySlice<UInt8>) -> Kind {
    if let last = name.last, last >= 0x80 { return isForeign(name) ? .password : .none }
    let last = lastWord(name)
    if last.count < name.count, name[last.startIndex - 1] >= 0x80, isForeign(name) { return .password }
    guard (2...24).contains(last.count) else { return .none }
    // Rails keeps its secret under `secret_key_base`.
    if ends(name, "key_base") || ends(name, "keybase") { return .key }
    let word = PackedWord(lowering: last)
    if authorizations.contains(word) { return .authorization }
    if passwords.contains(word) || ends(last, "password") || ends(last, "passwd") { return .password }
    guard keys.contains(word) || endings.contains(where: { ends(last, $0) }) else { return .none }
    var rest = name[..<last.startIndex]
    while let sign = rest.last, !sign.isAlphanumeric { rest = rest.dropLast() }
    return harmless.contains(PackedWord(lowering: lastWord(rest))) ? .none : .key
  }

  /// Whether a name may say which object keeps the secret, as settings of clusters do: `existingSecret`, `imagePullSecret`. The secret
  /// of a client or a webhook is the secret itself.
  static func namesObject(_ name: ArraySlice<UInt8>) -> Bool {
    let last = lastWord(name)
    guard last.map(\.lowered).elementsEqual("secret".utf8) else { return false }
    var rest = name[..<last.startIndex]
    while let sign = rest.last, !sign.isAlphanumeric { rest = rest.dropLast() }
    return keepers.contains(PackedWord(lowering: lastWord(rest)))
  }

  /// What a name in a text says, with the word before it where a blank stands between them: a partition key and a public key open
  /// nothing.
  static func kind(of name: Range<Int>, in bytes: [UInt8]) -> Kind {
    let kind = kind(of: bytes[name])
    guard kind == .key, let before = word(before: name, in: bytes) else { return kind }
    return harmless.contains(before) ? .none : kind
  }

  /// What a name in a sentence or in a cell says, where a word such as `key` alone says nothing.
  static func kind(saidBy name: Range<Int>, in bytes: [UInt8]) -> Kind {
    let kind = kind(of: bytes[name])
    guard kind == .key else { return kind }
    let before = word(before: name, in: bytes)
    if let before, harmless.contains(before) { return .none }
    return isOrdinary(bytes[name]) ? before.map(opening.contains) ?? false ? kind : .none : kind
  }

  /// The word before a name and one blank.
  private static func word(before name: Range<Int>, in bytes: [UInt8]) -> PackedWord? {
    guard name.lowerBound > 1, bytes[name.lowerBound - 1] == 0x20 else { return nil }
    var start = name.lowerBound - 1
    while start > 0, name.lowerBound - start < 24, bytes[start - 1].isWord || bytes[start - 1] == UInt8(ascii: "-") {
      start -= 1
    }
    let word = lastWord(bytes[start..<name.lowerBound - 1])
    return word.isEmpty ? nil : PackedWord(lowering: word)
  }

  /// The identifier that ends at a place, of at most 64 bytes.
  static func range(endingAt end: Int, in bytes: [UInt8]) -> Range<Int> {
    var start = end
    while start > max(0, end - 64),
      bytes[start - 1].isWord || bytes[start - 1] >= 0x80 || bytes[start - 1] == UInt8(ascii: "-")
        || bytes[start - 1] == UInt8(ascii: ".")
    { start -= 1 }
    return start..<end
  }

  /// Whether a name is a word that heads the columns of any table and stands in any sentence, `Key` or `login`, and says nothing there.
  static func isOrdinary(_ name: ArraySlice<UInt8>) -> Bool { ordinary.contains(PackedWord(lowering: name)) }

  /// Whether a name with its password is given to what is called so: `auth`, `HTTPBasicAuth`, `login`.
  static func takesPair(_ name: ArraySlice<UInt8>) -> Bool { pairs.contains(PackedWord(lowering: lastWord(name))) }

  /// The last word of a name: `clientSecret`, `client_secret` and `CLIENT-SECRET` all end in one for `secret`.
  private static func lastWord(_ name: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var start = name.endIndex
    while start > name.startIndex, name[start - 1].isAlphanumeric {
      start -= 1
      if name[start].isUpper, start > name.startIndex, name[start - 1].isLower || name[start - 1].isDigit { break }
    }
    return name[start...]
  }

  private static func ends(_ word: ArraySlice<UInt8>, _ text: StaticString) -> Bool {
    let count = text.utf8CodeUnitCount
    guard word.count > count else { return false }
    for index in 0..<count where word[word.endIndex - count + index].lowered != text.utf8Start[index] { return false }
    return true
  }

  private static func isForeign(_ name: ArraySlice<UInt8>) -> Bool {
    let name = name.map(\.lowered)
    return foreign.contains { name.count >= $0.count && name.suffix($0.count).elementsEqual($0) }
  }

  /// Whether a text ends with a word for a password after which the next word begins without a blank.
  static func isUnspaced(_ text: ArraySlice<UInt8>) -> Bool {
    unspaced.contains { text.count >= $0.count && text.suffix($0.count).elementsEqual($0) }
  }

  // MARK: The words

  private static let keyWords =
    "key keys apikey accesskey accessid secretkey token tokens secret secrets auth credential credentials creds login jwt bearer signature pat sas"
  private static let passwordWords =
    "password passwd pwd pass passphrase pw passcode passwort kennwort wachtwoord senha contrasena passe"
  private static let authorizationWords = "authorization authorisation"

  private static let keys = words(keyWords)
  private static let passwords = words(passwordWords)
  private static let authorizations = words(authorizationWords)
  /// What is written together with another word at times.
  private static let endings: [StaticString] = ["apikey", "token", "secret"]
  /// Words for a password with letters beyond ASCII, as far as case does not change those.
  private static let foreign = ["contraseña", "hasło", "пароль"].map { Array($0.utf8) } + unspaced
  /// Those of languages in which the next word begins without a blank.
  private static let unspaced = ["密码", "密碼", "パスワード", "비밀번호"].map { Array($0.utf8) }
  /// Words that make a key or a token after them no secret.
  private static let harmless = words(
    "public pub primary foreign sort partition cache csrf next page foo max min num total input output prompt completion sync row column object hash idempotency translation i18n locale lookup group unique index storage hot map dictionary json continuation pagination cancellation request digest sha1 sha256 sha512 md5 checksum fingerprint etag authenticity xsrf antiforgery verification publishable site recv send fetch"
  )
  private static let keepers = words(
    "existing pull token credentials credential tls cert certificate ca password auth registry database db config")
  private static let pairs = words("auth credential credentials creds login")
  private static let ordinary = words("key keys login auth signature pass pat sas bearer")
  /// Words that make a key after them and a blank one that opens something.
  private static let opening = words(
    "api access secret private encryption signing auth authentication master shared service license licence account admin root client consumer app application ssh gpg pgp aes hmac webhook project deploy deployment session recovery security activation registration bot server database db"
  )

  static func words(_ words: String) -> Set<PackedWord> {
    Set(words.listed.map { PackedWord(String($0)) })
  }

  /// The last four letters of every name that may be one of a secret, or all three; those of the types after a name are among them.
  static let nameEndings: [[UInt8]] =
    "\(keyWords) \(passwordWords) \(authorizationWords) \(SessionCookie.words) string str identified base".listed
    .map { Array($0.utf8.suffix(4)) }.filter { $0.count > 2 }
}
