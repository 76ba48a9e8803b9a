/// Keys, tokens and passwords: by the structure and checksums that their issuers gave them, or by a name that says so together with
/// a value drawn at random. Values that only stand for a secret are not reported, and neither is a random value without a name.
///
/// A pure function over bytes, whose time grows with their number and no faster.
package enum SecretScanner {
  /// Raised whenever the same text could be judged differently.
  package static let version = 1

  /// What a text holds, in order of place, without overlaps. The entity of a match is the id of the rule that made it.
  package static func matches(in bytes: [UInt8]) -> [EntityMatch] { matches(in: bytes, forms: .shipped) }

  /// - Parameter forms: the tokens that are told by a prefix.
  static func matches(in bytes: [UInt8], forms: TokenForms) -> [EntityMatch] {
    var matches: [EntityMatch] = []
    let structured = StructuredSecrets(bytes)
    var assigned = AssignedSecrets(bytes)
    let commands = CommandSecrets(bytes)
    let signs = signs
    var place = 0
    while place < bytes.count {
      let byte = bytes[place]
      var match: EntityMatch?
      switch signs[Int(byte)] {
      case .nothing: break
      case .token: if isTokenStart(bytes, place) { match = token(bytes, place, forms, structured) }
      case .middle:
        match = byte == UInt8(ascii: "_") ? structured.suffixed(at: place) : structured.azureSecret(at: place)
        if match == nil, isTokenStart(bytes, place) { match = token(bytes, place, forms, structured) }
      case .assignment:
        // Of `:=` and `=>` only the last sign counts.
        if !isOperator(bytes.at(place + 1)), let value = assigned.match(operatorEnd: place) {
          // A value that has a structure of its own is told by that.
          match = token(bytes, value.range.lowerBound, forms, structured) ?? value
        }
        if byte == UInt8(ascii: ":") { match = match ?? structured.telegramToken(colon: place) }
      case .bar: match = structured.facebookToken(bar: place)
      case .dot: match = structured.terraformToken(dot: place)
      case .hyphen:
        match = structured.privateKey(at: place) ?? commands.match(at: place) ?? structured.suffixed(at: place)
      }
      if let match { matches.append(match) }
      place = max(place + 1, match?.range.upperBound ?? 0)
    }
    URLCredentialsScanner.append(to: &matches, bytes)
    return matches.withoutOverlaps(byteCount: bytes.count)
  }

  /// What a text holds, in order of place, without overlaps.
  package static func matches(in span: Span<UInt8>) -> [EntityMatch] { matches(in: [UInt8](copying: span)) }

  /// What a text holds, in order of place, without overlaps.
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
    case command = "command-credentials"
    case assigned = "assigned-secret"
    case url = "URL_CREDENTIALS"
  }

  private enum Sign { case nothing, token, middle, assignment, bar, dot, hyphen }

  /// What can begin at a byte, or be told by it.
  private static let signs: [Sign] = {
    var signs = [Sign](repeating: .nothing, count: 256)
    for (byte, forms) in TokenForms.shipped.byFirstByte.enumerated() where !forms.isEmpty { signs[byte] = .token }
    signs[Int(UInt8(ascii: "e"))] = .token
    signs[Int(UInt8(ascii: "Z"))] = .token
    for byte in "Q_".utf8 { signs[Int(byte)] = .middle }
    for byte in "=:>,".utf8 { signs[Int(byte)] = .assignment }
    signs[Int(UInt8(ascii: "|"))] = .bar
    signs[Int(UInt8(ascii: "."))] = .dot
    signs[Int(UInt8(ascii: "-"))] = .hyphen
    return signs
  }()

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
