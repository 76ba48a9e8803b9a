/// Keys, tokens and passwords: by the structure and checksums that their issuers gave them, or by a name that says so together with
/// a value drawn at random. Values that only stand for a secret are not reported, and neither is a random value without a name.
///
/// A pure function over bytes, whose time grows with their number and no faster.
package enum SecretScanner {
  /// Raised whenever the same text could be judged differently.
  package static let version = 12

  /// What a text holds, in order of place, without overlaps but for different readings of the same bytes. The entity of a match is the id of the rule that made it.
  ///
  /// - Parameter name: what the text is called where it stands, such as the key of the JSON value it was.
  package static func matches(in bytes: [UInt8], named name: [UInt8] = []) -> [EntityMatch] {
    matches(in: bytes, named: name, forms: .shipped)
  }

  /// - Parameter forms: the tokens that are told by a prefix.
  static func matches(in bytes: [UInt8], named name: [UInt8], forms: TokenForms) -> [EntityMatch] {
    typed(bytes, name, forms).and(inPlainFormOf: bytes) { typed($0, name, forms) }
  }

  /// What a text holds as its bytes stand.
  private static func typed(_ bytes: [UInt8], _ name: [UInt8], _ forms: TokenForms) -> [EntityMatch] {
    var matches: [EntityMatch] = []
    let structured = StructuredSecrets(bytes)
    var assigned = AssignedSecrets(bytes, named: name)
    let commands = CommandSecrets(bytes)
    let files = FileSecrets(bytes)
    var place = 0
    while let next = bytes.withUnsafeBufferPointer({ forms.marks.next(in: $0, from: place) }) {
      place = next
      let byte = bytes[place]
      var match: EntityMatch?
      switch byte {
      case UInt8(ascii: "="), UInt8(ascii: ":"), UInt8(ascii: ">"), UInt8(ascii: ","):
        // Of `:=` and `=>` only the last sign counts.
        if !isOperator(bytes.at(place + 1)), let value = assigned.match(operatorEnd: place) {
          // A value that has a structure of its own is told by that.
          match = token(bytes, value.range.lowerBound, forms, structured) ?? value
        }
        if byte == UInt8(ascii: ":") {
          match =
            match ?? structured.telegramToken(colon: place) ?? files.passwordHash(colon: place)
            ?? files.databasePassword(colon: place)
        }
      case UInt8(ascii: "|"): match = structured.facebookToken(bar: place)
      case UInt8(ascii: "."): match = structured.terraformToken(dot: place)
      case UInt8(ascii: "-"):
        match = structured.privateKey(at: place) ?? commands.match(at: place) ?? structured.suffixed(at: place)
      default:
        if byte == UInt8(ascii: "_") { match = structured.suffixed(at: place) }
        if byte == UInt8(ascii: "Q") { match = structured.azureSecret(at: place) }
        if byte == UInt8(ascii: "P") { match = match ?? files.puttyKey(at: place) }
        if match == nil, isTokenStart(bytes, place) { match = token(bytes, place, forms, structured) }
      }
      if let match { matches.append(match) }
      place = max(place + 1, match?.range.upperBound ?? 0)
    }
    URLCredentialsScanner.append(to: &matches, bytes)
    TableSecrets.append(to: &matches, bytes)
    InsertedSecrets.append(to: &matches, bytes)
    SaidSecrets.append(to: &matches, bytes, forms.marks)
    // A text that is a token of a known form is told by that.
    if !name.isEmpty, matches.isEmpty, let value = AssignedSecrets.match(bytes, named: name) { matches.append(value) }
    return matches.withoutOverlaps(byteCount: bytes.count)
  }

  /// Whether a closer look at a text is worth it.
  ///
  /// - Parameter marks: where its tokens may begin.
  static func mayHold(_ bytes: [UInt8], _ marks: SecretMarks) -> Bool {
    bytes.withUnsafeBufferPointer {
      marks.next(in: $0, from: 0) != nil || URLCredentialsScanner.mayHold($0) || $0.contains(UInt8(ascii: "|"))
    } || SaidSecrets.mayHold(bytes, marks)
  }

  /// What a text holds, in order of place, as above.
  package static func matches(in span: Span<UInt8>) -> [EntityMatch] { matches(in: [UInt8](copying: span)) }

  /// What a text holds, in order of place, as above.
  package static func matches(in text: String) -> [EntityMatch] { matches(in: Array(text.utf8)) }

  /// What is told by more than a prefix, under the ids that findings have.
  enum Kind: String, CaseIterable, Sendable {
    case webToken = "jwt"
    case wrappedWebToken = "jwt-base64"
    case privateKey = "private-key"
    case azure = "azure-client-secret"
    case telegram = "telegram-token"
    case facebook = "facebook-token"
    case terraform = "terraform-token"
    case mailchimp = "mailchimp-key"
    case maxmind = "maxmind-key"
    case bundler = "bundler-credentials"
    case sharedAccess = "azure-shared-access-signature"
    case databasePassword = "pgpass-password"
    case passwordHash = "password-hash"
    case puttyKey = "putty-private-key"
    case command = "command-credentials"
    case assigned = "assigned-secret"
    case url = "URL_CREDENTIALS"
  }

  private static func isOperator(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "=") || byte == UInt8(ascii: ":") || byte == UInt8(ascii: ">")
  }

  /// The token that begins at a place.
  private static func token(
    _ bytes: [UInt8], _ place: Int, _ forms: TokenForms, _ structured: StructuredSecrets
  ) -> EntityMatch? {
    for form in forms.byFirstByte[Int(bytes[place])] {
      if let match = form.match(bytes, at: place) { return match }
    }
    return structured.webToken(at: place) ?? structured.wrappedWebToken(at: place)
      ?? SharedAccess.match(bytes, at: place)
  }

  /// Whether a place is not within a longer run of letters, digits and the signs of base64.
  private static func isTokenStart(_ bytes: [UInt8], _ place: Int) -> Bool {
    let before = bytes.at(place - 1)
    if before.isAlphanumeric || before == UInt8(ascii: "_") { return false }
    return !(before == UInt8(ascii: "-") || before == UInt8(ascii: "+")) || !bytes.at(place - 2).isAlphanumeric
  }
}

extension EntityMatch {
  init(_ kind: SecretScanner.Kind, _ range: Range<Int>, _ confidence: Confidence, validator: String) {
    self.init(kind.rawValue, range, confidence, validator: validator)
  }
}
