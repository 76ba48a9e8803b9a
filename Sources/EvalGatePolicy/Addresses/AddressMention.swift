import UnicodeText

/// An address as it stands somewhere in a text, with the form in which two of them are compared.
///
/// Whole addresses only: `ines@corp.co` is not mentioned by a text that says `ines@corp.co.uk`.
struct AddressMention: Hashable, Sendable {
  /// As it was written, without what stands around it.
  let text: String
  /// Case, scheme, `www.`, a slash at the end, the name of a place on the page and a tag after `+` aside; the host in ASCII, other
  /// letters as they are read.
  let canonical: String
  let host: Host

  // MARK: Mail

  /// Every mail address in a text, whatever stands around it: `mailto:`, brackets, a list.
  static func mails(in text: String) -> [AddressMention] {
    let scalars = Array(text.unicodeScalars)
    return scalars.indices.filter { scalars[$0].isAt }.compactMap { mail(at: $0, in: scalars) }
  }

  /// How many signs in a text separate a name from its domain.
  static func atSigns(in text: String) -> Int { text.unicodeScalars.count { $0.isAt } }

  private static func mail(at sign: Int, in scalars: [Unicode.Scalar]) -> AddressMention? {
    var start = sign
    while start > 0, sign - start < 64, scalars[start - 1].isOfLocalPart { start -= 1 }
    var end = sign + 1
    while end < scalars.count, end - sign <= 255, scalars[end].isOfDomain { end += 1 }
    while end > sign + 1, !scalars[end - 1].isLetterOrDigit { end -= 1 }
    guard start < sign, let host = host(string(scalars[(sign + 1)..<end])) else { return nil }
    let name = string(scalars[start..<sign]).nfkcCaseFolded
    let local = name.withoutTag
    return AddressMention(text: string(scalars[start..<end]), canonical: "\(local)@\(host.name)", host: host)
  }

  /// A name without a dot may be that of a machine of one's own.
  private static func host(_ text: String) -> Host? {
    let host = Host(text)
    return host?.address == nil ? host : MailAddress.domain(text)
  }

  private static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    String(String.UnicodeScalarView(scalars))
  }

  // MARK: Web

  /// Every address of the web in a text: what has a scheme and a host, begins with `//` or `www.`, or has a path after a host; and
  /// the addresses within these.
  static func links(in text: String) -> [AddressMention] {
    text.words.flatMap { word in (link(word).map { [$0] } ?? []) + nested(in: word) }
  }

  /// The addresses within an address, to which it may send on: `https://corp.example/?next=https://evil.example/`, after `#` and in a
  /// path too.
  ///
  /// - Parameter isBare: whether a name alone is one where a field's value stands, as in `?host=evil.example`.
  static func nested(in word: String, isBare: Bool = false) -> [AddressMention] {
    let bytes = Array(word.utf8)
    var found: [AddressMention] = []
    func add(_ range: Range<Int>, isBare: Bool) {
      let text = String(decoding: bytes[range], as: UTF8.self)
      if let mention = link(text, isBare: isBare), !isBare || !FileName.isOne(text), mention.isName(text) {
        found.append(mention)
      }
    }
    for field in bytes.split(separator: UInt8(ascii: "&")).map(\.indices) {
      var sign: Int?
      for index in field {
        if bytes.holds("://", at: index) {
          var start = index
          while start > 0, index - start < 12, ByteClass.isAlphanumeric(bytes[start - 1]) { start -= 1 }
          if start > 0, start < index { add(start..<min(field.upperBound, index + longestNested), isBare: false) }
        } else if sign == nil, bytes[index] == UInt8(ascii: "="), index + 1 < field.upperBound {
          sign = index
          let value = index + 1..<min(field.upperBound, index + longestNested)
          let hasScheme = bytes[value].firstIndex(of: UInt8(ascii: ":")).map { !isPort(bytes, after: $0) } ?? false
          if bytes.holds("//", at: value.lowerBound) || isBare && !hasScheme { add(value, isBare: isBare) }
        }
        if found.count >= mostNested { return found }
      }
    }
    return found
  }

  /// `evil.example:443` has a port and no scheme.
  private static func isPort(_ bytes: [UInt8], after colon: Int) -> Bool {
    colon + 1 < bytes.count && ByteClass.isDigit(bytes[colon + 1])
  }

  private static let mostNested = 256
  private static let longestNested = 512

  /// `1.5` is an address of a machine to a resolver, and a number to everybody else.
  private func isName(_ text: String) -> Bool {
    host.address == nil || text.contains("//") || text.prefix { $0 != "/" }.split(separator: ".").count == 4
  }

  /// A word as such an address; nil where it is none.
  /// - Parameter isBare: whether a name alone, such as `corp.example`, is one.
  static func link(_ word: String, isBare: Bool = false) -> AddressMention? {
    let address = WebAddress(word)
    if let host = address.host { return AddressMention(word, address, host) }
    guard !word.unicodeScalars.contains(where: \.isAt), address.scheme == nil || hasPort(word) else { return nil }
    let name = word.prefix { !"/\\?#:".contains($0) }
    let isWeb = isBare || name.count < word.count || word.lowercased().hasPrefix("www.")
    guard isWeb, let host = Host(String(name)), host.address != nil || host.name.contains(".") else { return nil }
    guard host.address != nil || !name.hasPrefix("."), name.contains(where: { ".\u{3002}\u{FF0E}".contains($0) }) else {
      return nil
    }
    let whole = WebAddress("https://" + word)
    return whole.host.map { AddressMention(word, whole, $0) }
  }

  /// `corp.example:8080` reads like a scheme.
  private static func hasPort(_ word: String) -> Bool {
    guard let colon = word.firstIndex(of: ":") else { return false }
    return word[word.index(after: colon)...].utf8.first.map(ByteClass.isDigit) ?? false
  }

  private init(_ word: String, _ address: WebAddress, _ host: Host) {
    var name = host.name
    if name.hasPrefix("www.") { name = String(name.dropFirst(4)) }
    var rest = address.path
    let fragment = PlaceOnPage.isOne(address.fragment) ? "" : address.fragment
    if address.query.isEmpty, fragment.isEmpty, rest.hasSuffix("/") { rest = String(rest.dropLast()) }
    if !address.query.isEmpty { rest += "?" + address.query }
    if !fragment.isEmpty { rest += "#" + fragment }
    let user = address.userinfo.isEmpty ? "" : address.userinfo + "@"
    self.init(text: word, canonical: (user + name + rest.withReadableLetters).lowercased(), host: host)
  }

  private init(text: String, canonical: String, host: Host) {
    (self.text, self.canonical, self.host) = (text, canonical, host)
  }

  // MARK: Of a whole value

  /// A value that is one address and nothing else.
  static func whole(_ value: String) -> AddressMention? {
    let trimmed = value.trimmingSpaces
    if trimmed.unicodeScalars.contains(where: \.isAt) {
      let mails = mails(in: trimmed)
      if let mail = mails.first, mails.count == 1, mail.text == trimmed || MailAddress(trimmed) != nil { return mail }
    }
    return trimmed.unicodeScalars.contains { $0.properties.isWhitespace } ? nil : link(trimmed)
  }
}

extension Unicode.Scalar {
  /// `@`, also in the forms that are compatible with it.
  fileprivate var isAt: Bool { self == "@" || self == "\u{FF20}" || self == "\u{FE6B}" }

  fileprivate var setsOff: Bool { "「」『』【】《》〈〉（）［］“”„‟«»‹›、，；。！？：…".unicodeScalars.contains(self) }

  fileprivate var isOfLocalPart: Bool { isLetterOrDigit || "._+-'".unicodeScalars.contains(self) }

  fileprivate var isOfDomain: Bool {
    isLetterOrDigit || isMark || ".-_\u{3002}\u{FF0E}\u{FF61}".unicodeScalars.contains(self)
  }
}

extension String {
  /// The name before the `@` of an address without the tag after `+`, which changes nothing about who gets the mail.
  var withoutTag: String {
    let name = prefix { $0 != "+" }
    return name.isEmpty ? self : String(name)
  }

  /// What stands between white space, quotation marks, brackets and the signs of lists, without the punctuation of a sentence at
  /// its end.
  var words: [String] { wordSlices.map { String($0) } }

  /// The same, where each stands.
  var wordSlices: [Substring.UnicodeScalarView] {
    unicodeScalars.split { $0.properties.isWhitespace || "\"'<>(),;".unicodeScalars.contains($0) }.map { word in
      var word = word
      while let last = word.last, ".,:!?".unicodeScalars.contains(last) { word = word.dropLast() }
      return word
    }
  }

  /// A word as it stands, and what of it stands between the quotation marks, brackets and punctuation of other scripts, which as often set
  /// an address off (`「https://…」`) as they are a part of it (`/wiki/「鬼滅」の刃`).
  var readings: [String] {
    guard utf8.contains(where: { $0 >= 0x80 }) else { return [self] }
    let parts = unicodeScalars.split(whereSeparator: \.setsOff).map(String.init)
    return parts.count == 1 && parts[0] == self ? parts : [self] + parts
  }

  /// What stands between white space and may be an address, from its first letter or digit on, with the signs at its end and without:
  /// they may set it off (`**https://…**`) or be its own (`/wiki/Mercury_(planet)`). A name behind `@` is another thing.
  var marked: [String] {
    unicodeScalars.split { $0.properties.isWhitespace }.flatMap { word -> [String] in
      guard word.contains("/") || word.dropLast().contains(".") else { return [] }
      var word = word.drop { !$0.isLetterOrDigit && $0 != "@" }
      var ways = [String(word)]
      while ways.count < 8, let last = word.last, !last.isLetterOrDigit {
        word = word.dropLast()
        ways.append(String(word))
      }
      return ways
    }
  }

  /// The text and what is left of it when escapes are undone: percent signs, character references, backslashes.
  var unescaped: [String] {
    guard utf8.contains(where: { $0 == 0x25 || $0 == 0x26 || $0 == 0x5C }) else { return [self] }
    return [self] + decodedTexts([PercentDecoder.self, EntityDecoder.self, EscapeDecoder.self])
  }

  /// The same, and what it holds in Base64 and in hexadecimal digits, as addresses are handed on in others.
  var unwrapped: [String] {
    [self]
      + decodedTexts([PercentDecoder.self, EntityDecoder.self, EscapeDecoder.self, Base64Decoder.self, HexDecoder.self])
  }

  func decodedTexts(_ decoders: [any Decoder.Type]) -> [String] {
    DecodedText(ViewedText(self), by: decoders).fragments.map { String(decoding: $0.text.bytes, as: UTF8.self) }
  }
}
