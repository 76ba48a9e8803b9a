/// Whether an address carries something out: text of the conversation, what is encoded, or what only people have.
struct CarriedData {
  /// Something in it was recognized.
  private(set) var isCarrying = false
  /// Something in it is as dense as what is encrypted: grounds enough where it is fetched without a click.
  private(set) var isDense = false

  private let context: DetectionContext
  private let loads: Bool
  private static let shortest = 8

  /// - Parameter loads: whether the address is fetched without a click, so that less is needed.
  init(of address: WebAddress, loads: Bool = false, _ context: DetectionContext) {
    self.context = context
    self.loads = loads
    for part in Self.parts(of: address) { look(at: part) }
  }

  /// Where in an address a part stands; paths name pages, so more is needed there.
  private enum Place { case path, query, fragment, host, user }

  private struct Part {
    let place: Place
    let name: String
    let value: String
    /// Letters and digits in it were written as percent signs and numbers, which nothing but hiding them asks for.
    var isDisguised = false
  }

  /// The parts in which data fits, decoded.
  private static func parts(of address: WebAddress) -> [Part] {
    var parts: [Part] = []
    // Who gets a mail is no news to them; what it says is.
    let isMail = address.scheme == "mailto"
    for field in address.query.split(whereSeparator: { $0 == "&" || $0 == ";" }).prefix(64) {
      let pair = field.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map { decoded(String($0)) }
      let name = pair.count > 1 ? pair[0].lowercased() : ""
      if isMail, recipients.contains(name) { continue }
      parts.append(Part(place: .query, name: name, value: pair.last ?? "", isDisguised: isDisguised(field)))
    }
    for step in isMail ? [] : address.path.split(separator: "/").prefix(64) {
      parts.append(Part(place: .path, name: "", value: decoded(String(step)), isDisguised: isDisguised(step)))
    }
    if !address.fragment.isEmpty { parts.append(Part(place: .fragment, name: "", value: decoded(address.fragment))) }
    if !address.userinfo.isEmpty { parts.append(Part(place: .user, name: "", value: decoded(address.userinfo))) }
    if let host = address.host, host.address == nil {
      for label in host.name.split(separator: ".").dropLast(2) {
        parts.append(Part(place: .host, name: "", value: String(label)))
      }
    }
    return parts
  }

  /// Fields of a mail that name who gets it (RFC 6068, section 2).
  private static let recipients: Set = ["to", "cc", "bcc"]

  private static func decoded(_ text: String) -> String {
    Host.percentDecoded(String(String.UnicodeScalarView(text.unicodeScalars.map { $0 == "+" ? " " : $0 })))
  }

  /// Whether four letters or digits stand percent-encoded, which no address needs (RFC 3986, section 2.3).
  private static func isDisguised(_ raw: Substring) -> Bool {
    let bytes = Array(raw.utf8)
    var count = 0
    for (index, byte) in bytes.enumerated() where byte == UInt8(ascii: "%") && index + 2 < bytes.count {
      guard let high = ByteClass.hex(bytes[index + 1]), let low = ByteClass.hex(bytes[index + 2]) else { continue }
      if ByteClass.isAlphanumeric(high << 4 | low) { count += 1 }
    }
    return count >= 4
  }

  private mutating func look(at part: Part) {
    let value = part.value
    if part.isDisguised { isCarrying = true }
    if part.place == .query, CampaignWords.names.contains(part.name) || part.name.hasPrefix("utm_") { return }
    if Self.isPlaceholder(value) { isCarrying = true }
    let views = ViewedText(value)
    guard views.letters.bytes.count >= Self.shortest || value.utf8.contains(0x40) else { return }
    if Self.isIdentifier(value) { return }
    if hidesText(views) || isPersonal(part) || isSaid(views, part) || isSentence(value, part) { isCarrying = true }
    if Entropy.isDense(value) { isDense = true }
  }

  /// `{{secret}}`, `[DATA]`, `<token>`: written to be filled.
  private static func isPlaceholder(_ value: String) -> Bool {
    let bytes = Array(value.utf8)
    guard let first = bytes.first, let last = bytes.last, bytes.count > 3 else { return false }
    return first == UInt8(ascii: "{") && last == UInt8(ascii: "}")
      || first == UInt8(ascii: "[") && last == UInt8(ascii: "]")
      || first == UInt8(ascii: "<") && last == UInt8(ascii: ">") || bytes.holds("${", at: 0)
  }

  /// UUIDs, digests of commits and plain numbers name things and tell nothing.
  private static func isIdentifier(_ value: String) -> Bool {
    let bytes = Array(value.utf8)
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

  /// Addresses, numbers as long as those of cards and accounts, and what detectors of personal data and credentials know.
  private func isPersonal(_ part: Part) -> Bool {
    let value = part.value
    if MailAddress(value) != nil { return true }
    // A password in front of a host is read by whoever has the host.
    if part.place == .user, let colon = value.firstIndex(of: ":"), value[colon...].utf8.count > Self.shortest {
      return true
    }
    // The name of a field is the context that its value has.
    let named = Array("\(part.name): \(value)".utf8)
    let isKnown = { (match: EntityMatch) in match.confidence > .weak && !Self.ordinary.contains(match.entity) }
    if part.place != .path, PIIScanner.matches(in: named).contains(where: isKnown) { return true }
    if SecretScanner.matches(in: named).contains(where: isKnown) { return true }
    var digits = 0
    for byte in value.utf8 {
      if ByteClass.isDigit(byte) { digits += 1 } else if byte != 0x20 && byte != 0x2D { digits = 0 }
      if digits >= 12 { return true }
    }
    return false
  }

  /// What addresses hold without telling of anybody.
  private static let ordinary: Set = ["IP_ADDRESS", "MAC_ADDRESS", "URL_CREDENTIALS", "US_ZIP4"]

  /// Whether it was said in the conversation: by tools or in the instructions, and not as part of this very address.
  private func isSaid(_ views: ViewedText, _ part: Part) -> Bool {
    let letters = views.letters.bytes
    let isTelling = letters.count >= 16 || views.bytes.contains(where: ByteClass.isDigit) || views.bytes.contains(0x20)
    guard letters.count >= (part.place == .path ? 12 : Self.shortest), isTelling else { return false }
    let prompt = context.systemPrompt.map { [ViewedText($0)] } ?? []
    return (context.toolTexts + prompt).contains { said in
      guard ByteSearch.contains(letters, in: said.letters.bytes) else { return false }
      return !LinkScanner(said.bytes).links.contains { link in
        ByteSearch.contains(letters, in: ViewedText(link.target).letters.bytes)
      }
    }
  }

  /// Several words where a page would have a name. Pictures are not searched for.
  private func isSentence(_ value: String, _ part: Part) -> Bool {
    guard part.place != .path, loads || !CampaignWords.searches.contains(part.name) else { return false }
    return value.split(separator: " ").count >= (loads ? 2 : 3)
  }
}

/// Names of fields that say where a visitor came from or what is searched for.
enum CampaignWords {
  static let names: Set<String> = [
    "ref", "gclid", "fbclid", "page", "lang", "locale", "sort", "order", "width", "height", "w", "h",
  ]
  static let searches: Set<String> = [
    "q", "query", "search", "s", "text", "title", "name", "subject", "keywords", "tab",
  ]
}

/// How many bits a character of a text carries (Shannon, Bell System Technical Journal 27, 1948).
enum Entropy {
  static func bits(_ bytes: some Collection<UInt8>) -> Double {
    guard !bytes.isEmpty else { return 0 }
    var counts = [Int](repeating: 0, count: 256)
    for byte in bytes { counts[Int(byte)] += 1 }
    let total = Double(bytes.count)
    return counts.reduce(0) { sum, count in
      guard count > 0 else { return sum }
      let share = Double(count) / total
      return sum - share * logarithm(share)
    }
  }

  /// At least 3.5 bits over 16 characters without spaces, of letters and digits both.
  static func isDense(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard bytes.count >= 16, !bytes.contains(0x20), bytes.contains(where: ByteClass.isDigit),
      bytes.contains(where: ByteClass.isLetter)
    else { return false }
    // Words joined by hyphens are titles of pages.
    let words = bytes.split { $0 == 0x2D || $0 == 0x5F || $0 == 0x2E }
    guard words.contains(where: { $0.count >= 16 }) || words.count == 1 else { return false }
    return bits(bytes) >= 3.5
  }

  /// To base 2, without a library for it: the exponent, and a series for the rest.
  private static func logarithm(_ value: Double) -> Double {
    guard value > 0 else { return 0 }
    let exponent = Double(value.exponent)
    let ratio = (value.significand - 1) / (value.significand + 1)
    var (sum, power) = (0.0, ratio)
    for place in stride(from: 1.0, to: 60.0, by: 2.0) {
      sum += power / place
      power *= ratio * ratio
    }
    return exponent + 2 * sum * 1.442_695_040_888_963_4
  }
}
