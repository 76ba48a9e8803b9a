/// Whether an address carries something out: text of the conversation, what is encoded, or what only people have.
struct CarriedData {
  /// The first thing in it that was recognized; nil where nothing was.
  private(set) var first: String?
  /// Something in it is as dense as what is encrypted: grounds enough where it is fetched without a click.
  private(set) var isDense = false

  /// How many parts were looked at, and whether there were more.
  private(set) var looked = 0
  private(set) var isExceeded = false

  private let said: Conversation
  private let loads: Bool
  private static let shortest = 8
  /// So many letters and digits are more than a word.
  private static let telling = 16

  /// - Parameters:
  ///   - loads: whether the address is fetched without a click, so that less is needed.
  ///   - limit: how many parts of it are looked at.
  init(of address: WebAddress, loads: Bool = false, limit: Int, _ said: Conversation) {
    self.said = said
    self.loads = loads
    let (parts, isExceeded) = AddressPart.all(of: address, limit: limit)
    self.isExceeded = isExceeded
    looked = parts.count
    for part in parts { look(at: part) }
    // What no part says by itself all of them may: `?a=harbour&b=light`, `harbour.light.evil.example`.
    for place in [AddressPart.Place.query, .host] where first == nil {
      let values = parts.filter { $0.place == place }.map(\.value)
      if values.count > 1, tellsTogether(values) { first = values.joined(separator: " ") }
    }
    let steps = parts.filter { $0.place == .path || $0.place == .query }
    if first == nil, !said.isEmpty { first = SaidSteps(steps.map(\.value)).told(by: said) }
  }

  private func tellsTogether(_ values: [String]) -> Bool {
    let letters = ViewedText(values.joined(separator: " ")).letters.bytes
    return letters.count >= Self.telling && said.tells(letters)
  }

  private mutating func look(at part: AddressPart) {
    let value = part.value
    if part.isDisguised || isPlaceholder(part) { first = first ?? value }
    let views = ViewedText(value)
    guard views.letters.bytes.count >= Self.shortest || value.utf8.contains(0x40) else { return }
    if Self.isIdentifier(value.utf8) { return }
    if hidesText(views) || isPersonal(part) || isSaid(views, part) || isSentence(value, part) { first = first ?? value }
    // An ending makes a file of anything.
    if part.place == .path, let dot = value.lastIndex(of: "."), value[dot...].utf8.count <= 6 {
      if isSaid(ViewedText(String(value[..<dot])), part) { first = first ?? value }
    }
    // Ids of clicks look like that, and are what such a field is for.
    if !Self.isCampaign(part), Self.isDense(value) { isDense = true }
  }

  /// At least 3.5 bits over 16 characters without spaces, of letters and digits both.
  private static func isDense(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard bytes.count >= 16, !bytes.contains(0x20), bytes.contains(where: ByteClass.isDigit),
      bytes.contains(where: ByteClass.isLetter)
    else { return false }
    // Words joined by hyphens are titles of pages.
    let words = bytes.split { $0 == 0x2D || $0 == 0x5F || $0 == 0x2E }
    guard words.contains(where: { $0.count >= 16 }) || words.count == 1 else { return false }
    return ByteEntropy.bits(bytes[...]) >= 3.5
  }

  /// Whether it says where a visitor came from, in words and ids of its own.
  private static func isCampaign(_ part: AddressPart) -> Bool {
    part.place == .query && (CampaignWords.names.contains(part.name) || part.name.hasPrefix("utm_"))
  }

  /// `{{secret}}`, `[DATA]`, `<token>`: written to be filled. `fields[]` is the name of a field, and a name in braces, `/users/{id}`, is
  /// how a step of a path is described (RFC 6570, section 1.2).
  private func isPlaceholder(_ part: AddressPart) -> Bool {
    let bytes = Array(part.value.utf8)
    guard part.place != .name, let first = bytes.first, let last = bytes.last, bytes.count > 3 else { return false }
    if first == UInt8(ascii: "{"), last == UInt8(ascii: "}") {
      let isDescribed = part.place == .path && !loads && bytes.dropFirst().dropLast().allSatisfy(\.isWord)
      return !isDescribed
    }
    return first == UInt8(ascii: "[") && last == UInt8(ascii: "]")
      || first == UInt8(ascii: "<") && last == UInt8(ascii: ">") || bytes.holds("${", at: 0)
  }

  /// UUIDs, digests of commits and plain numbers name things and tell nothing.
  static func isIdentifier(_ value: some Sequence<UInt8>) -> Bool {
    let bytes = Array(value)
    let hex = bytes.filter { $0 != 0x2D }
    if hex.allSatisfy({ ByteClass.hex($0) != nil }), [32, 40, 64].contains(hex.count) {
      var sink = FragmentSink()
      HexDecoder.decode(hex, into: &sink)
      return sink.accepted.isEmpty
    }
    return bytes.allSatisfy(ByteClass.isDigit) && bytes.count < 12
  }

  /// Whether it is another text in disguise.
  private func hidesText(_ views: ViewedText) -> Bool {
    let decoders: [any Decoder.Type] = [Base64Decoder.self, HexDecoder.self, Base32Decoder.self]
    return decoders.contains { decoder in
      var sink = FragmentSink()
      decoder.decode(views.bytes, into: &sink)
      return sink.accepted.contains { piece in
        piece.bytes.count >= 6 && piece.range.count * 10 >= views.bytes.count * 8
          && piece.bytes.count(where: { ByteClass.isAlphanumeric($0) || ByteClass.isSpace($0) }) * 4 >= piece.bytes
            .count * 3
      }
    }
  }

  /// Addresses, and what detectors of personal data and credentials know. Where nobody has to click, a number as long as those of cards
  /// and accounts is enough; elsewhere pages, posts and times have as many digits.
  private func isPersonal(_ part: AddressPart) -> Bool {
    let value = part.value
    // `react@18.2.0` is a package with its version.
    if let mail = MailAddress(value), mail.domain.address == nil { return true }
    // A password in front of a host is read by whoever has the host.
    if part.place == .user, let colon = value.firstIndex(of: ":"), value[colon...].utf8.count > Self.shortest {
      return !URLCredentialsScanner.isGeneric(Array(value.utf8)[(value[...colon].utf8.count)...])
    }
    // The name of a field is the context that its value has.
    let named = Array("\(part.name): \(value)".utf8)
    let isKnown = { (match: EntityMatch) in match.confidence > .weak && !Self.ordinary.contains(match.entity) }
    if part.place == .path {
      let isPayment = { (match: EntityMatch) in match.confidence == .certain && Self.payment.contains(match.entity) }
      if PIIScanner.matches(in: Array(value.utf8)).contains(where: isPayment) { return true }
    } else if PIIScanner.matches(in: named).contains(where: isKnown) {
      return true
    }
    if SecretScanner.matches(in: named).contains(where: isKnown) { return true }
    // Campaigns are numbered as long as cards are.
    return loads && !part.name.hasPrefix("utm_") && Self.longNumber(in: value) != nil
  }

  /// The first twelve digits or more in a row, blanks and hyphens aside.
  private static func longNumber(in value: String) -> String? {
    var digits: [UInt8] = []
    for byte in value.utf8 where byte != 0x20 && byte != 0x2D {
      if ByteClass.isDigit(byte) {
        digits.append(byte)
      } else if digits.count >= 12 {
        break
      } else {
        digits = []
      }
    }
    return digits.count >= 12 ? String(decoding: digits, as: UTF8.self) : nil
  }

  /// What a step of a path may hold as well as a field.
  private static let payment: Set = ["CREDIT_CARD", "IBAN_CODE"]

  /// What addresses hold without telling of anybody.
  private static let ordinary: Set = ["IP_ADDRESS", "MAC_ADDRESS", "URL_CREDENTIALS", "US_ZIP4"]

  /// Whether it was said in the conversation: by tools or in the instructions, and not as part of this very address.
  private func isSaid(_ views: ViewedText, _ part: AddressPart) -> Bool {
    let letters = views.letters.bytes
    guard letters.count >= Self.shortest else { return false }
    if let number = Self.longNumber(in: part.value), said.tellsNumber(ViewedText(number).letters.bytes) { return true }
    // One word is everybody's, and so are a few in the name of a page.
    let isOfPage = part.place == .path || part.place == .fragment
    if isOfPage, Self.isPageName(views.bytes, isPlace: part.place == .fragment) { return false }
    let joins: [UInt8] = isOfPage ? [0x20] : Array(" -_.".utf8)
    let isTelling =
      letters.count >= Self.telling || views.bytes.contains { ByteClass.isDigit($0) || joins.contains($0) }
    if isTelling, said.tells(letters) { return true }
    guard said.hasTools else { return false }
    let parts = SaidParts(views)
    return parts.holdID(saidBy: said) || !isOfPage && parts.areTold(by: said)
  }

  /// A few words of letters alone with hyphens or underscores between them, `harbour-light-logistics`: what a page is called is said
  /// in other places too.
  ///
  /// - Parameter isPlace: whether it is a place on the page, which members of programs and numbered parts are called as well:
  ///   `asyncio.TaskGroup`, `section-4-2-refunds`.
  private static func isPageName(_ bytes: [UInt8], isPlace: Bool) -> Bool {
    guard bytes.count <= 48 else { return false }
    let words = bytes.split(omittingEmptySubsequences: false) {
      $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") || isPlace && $0 == UInt8(ascii: ".")
    }
    func isWord(_ word: ArraySlice<UInt8>) -> Bool {
      (2...16).contains(word.count) && word.allSatisfy { ByteClass.isLetter($0) || $0 >= 0x80 }
    }
    return (2...5).contains(words.count) && isWord(words[0])
      && words.dropFirst().allSatisfy { isWord($0) || isPlace && $0.count == 1 && $0.allSatisfy(ByteClass.isDigit) }
  }

  /// Several words where a page would have a name. Pictures are not searched for.
  private func isSentence(_ value: String, _ part: AddressPart) -> Bool {
    guard part.place != .path, !Self.isCampaign(part), loads || !CampaignWords.searches.contains(part.name) else {
      return false
    }
    return value.split(separator: " ").count >= (loads ? 2 : 3)
  }
}

/// Names of fields that say where a visitor came from, or what or which place is searched for.
enum CampaignWords {
  static let names: Set<String> = [
    "ref", "gclid", "fbclid", "page", "lang", "locale", "sort", "order", "width", "height", "w", "h",
  ]
  static let searches: Set<String> = [
    "q", "query", "search", "s", "text", "title", "name", "subject", "keyword", "keywords", "tab", "term", "terms", "k",
    "kw", "wd", "phrase", "topic", "find", "search_query", "searchterm", "search_term", "searchtext", "field-keywords",
    "_nkw", "category", "tags", "origin", "destination", "location", "place", "address", "near", "city", "saddr",
    "daddr", "find_loc", "find_desc",
  ]
}
