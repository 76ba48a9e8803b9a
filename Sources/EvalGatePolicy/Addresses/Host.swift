import EvalGateCore
import UnicodeText

/// The name or address of a machine in one form, however it was written.
package struct Host: Hashable, Sendable {
  /// A domain name as ASCII, in lower case and without a dot at its end, or an address.
  package let name: String
  /// The bytes of an address, 4 or 16; nil for a name.
  package let address: [UInt8]?

  /// - Returns: nil for what is no host: empty, too long, or with signs in it that no name has.
  package init?(_ text: String) {
    let decoded = text.percentDecoded
    if decoded.hasPrefix("["), decoded.hasSuffix("]") {
      guard let bytes = IPAddress.v6(decoded.dropFirst().dropLast()).map(IPAddress.unmapped) else { return nil }
      (name, address) = (IPAddress.text(bytes), bytes)
      return
    }
    guard let ascii = Self.ascii(decoded), !ascii.isEmpty, ascii.utf8.count <= 253 else { return nil }
    if ascii.utf8.first.map(ByteClass.isDigit) == true, let bytes = IPAddress.v4(ascii) {
      (name, address) = (IPAddress.text(bytes), bytes)
      return
    }
    // A last label of digits makes it an address, and this is none (WHATWG URL standard, section 3.5).
    guard ascii.utf8.split(separator: 0x2E).last?.allSatisfy(ByteClass.isDigit) == false else { return nil }
    (name, address) = (ascii, nil)
  }

  /// Whether it is a domain or one below it. Only whole labels count: `acme.example.evil` is not below `acme.example`.
  package func isWithin(_ domain: String) -> Bool {
    guard let domain = Self.ascii(domain) else { return false }
    return name == domain || name.hasSuffix("." + domain)
  }

  /// Whether an entry of an allow-list names it: itself, or `*.domain` for everything below a domain.
  package func matches(_ pattern: String) -> Bool {
    guard pattern.hasPrefix("*.") else { return Host(pattern)?.name == name }
    guard let domain = Self.ascii(String(pattern.dropFirst(2))) else { return false }
    return name.hasSuffix("." + domain)
  }

  /// Whether it leads into a network of one's own rather than out: private, loopback, link-local and reserved ranges (RFC 6890).
  package var isPrivate: Bool {
    if let address { return IPAddress.isPrivate(address) }
    let own = ["localhost", "localdomain", "local", "internal", "intranet", "lan", "home", "home.arpa", "corp", "svc"]
    return !name.contains(".") || own.contains { name == $0 || name.hasSuffix("." + $0) }
  }

  /// Whether it is the machine that asks.
  var isLoopback: Bool {
    guard let address else { return name == "localhost" || name.hasSuffix(".localhost") }
    return address.count == 4 ? address[0] == 127 : address.dropLast().allSatisfy { $0 == 0 } && address.last == 1
  }

  /// The name as people write it, with the letters that Punycode stands for; nil where that is the same.
  var unicodeName: String? {
    guard name.contains("xn--") else { return nil }
    return name.split(separator: ".", omittingEmptySubsequences: false).map { label in
      label.hasPrefix("xn--")
        ? Punycode.decode(String(label.dropFirst(4))).map { String(String.UnicodeScalarView($0)) } ?? String(label)
        : String(label)
    }.joined(separator: ".")
  }

  /// The domains that it is below, from the nearest one to that of two labels.
  var domains: [String] {
    guard address == nil else { return [] }
    let labels = name.split(separator: ".")
    guard labels.count > 2 else { return [] }
    return (1...labels.count - 2).map { labels[$0...].joined(separator: ".") }
  }

  /// ASCII form of a name: compatibility forms, case, ideographic dots, and Punycode (RFC 5891) for the rest.
  static func ascii(_ text: String) -> String? {
    if text.utf8.allSatisfy(isOfName) { return lowercased(text) }
    guard let mapped = Deviation.folded(text) else { return nil }
    let folded = mapped.unicodeScalars.map { $0 == "\u{3002}" ? "." : $0 }
    var labels: [String] = []
    for label in String(String.UnicodeScalarView(folded)).split(separator: ".", omittingEmptySubsequences: false) {
      guard let label = ascii(label: label) else { return nil }
      labels.append(label)
    }
    while labels.count > 1, labels.last == "" { labels.removeLast() }
    guard labels.allSatisfy({ (1...63).contains($0.utf8.count) }) else { return nil }
    return labels.joined(separator: ".")
  }

  /// A name that is ASCII already, as nearly all of them are.
  private static func lowercased(_ text: String) -> String? {
    var name = text.utf8.map(\.lowered)
    while name.last == 0x2E { name.removeLast() }
    let labels = name.split(separator: 0x2E, omittingEmptySubsequences: false)
    return labels.allSatisfy { (1...63).contains($0.count) } ? String(decoding: name, as: UTF8.self) : nil
  }

  private static func isOfName(_ byte: UInt8) -> Bool {
    ByteClass.isAlphanumeric(byte) || byte == 0x2D || byte == 0x2E || byte == 0x5F
  }

  /// A label as ASCII, with `xn--` where it needs it; nil for one that no host name can have.
  private static func ascii(label: Substring) -> String? {
    let scalars = Array(label.unicodeScalars)
    let isName = scalars.allSatisfy {
      !$0.isASCII || ByteClass.isAlphanumeric(UInt8($0.value)) || $0 == "-" || $0 == "_"
    }
    guard isName else { return nil }
    if scalars.allSatisfy(\.isASCII) { return String(label) }
    return scalars.count <= 63 ? Punycode.encode(scalars).map { "xn--" + $0 } : nil
  }
}

/// Characters that stay what they are in the names of today and were other ones before 2010 (UTS 46, section 6): `faß.example` is
/// registered beside `fass.example`, and browsers go there.
private enum Deviation {
  /// Each with a private character that stands in for it while a text is folded.
  private static let standIns: [(Unicode.Scalar, Unicode.Scalar)] = [
    ("\u{DF}", "\u{F0000}"), ("\u{3C2}", "\u{F0001}"), ("\u{200C}", "\u{F0002}"), ("\u{200D}", "\u{F0003}"),
  ]

  /// The text in compatibility forms without case, these characters aside; nil where it holds private ones, which no name has.
  static func folded(_ text: String) -> String? {
    let scalars = text.unicodeScalars
    if scalars.allSatisfy(\.isASCII) { return text.nfkcCaseFolded }
    guard !scalars.contains(where: { $0.properties.generalCategory == .privateUse }) else { return nil }
    let kept = scalars.map { scalar -> Unicode.Scalar in
      let plain: Unicode.Scalar = scalar == "\u{1E9E}" ? "\u{DF}" : scalar
      return standIns.first { $0.0 == plain }?.1 ?? scalar
    }
    let folded = String(String.UnicodeScalarView(kept)).nfkcCaseFolded
    return String(
      String.UnicodeScalarView(
        folded.unicodeScalars.map { scalar in
          standIns.first { $0.1 == scalar }?.0 ?? scalar
        }))
  }
}
