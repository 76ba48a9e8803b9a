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
      guard let bytes = IPAddress.v6(decoded.dropFirst().dropLast()) else { return nil }
      (name, address) = (IPAddress.text(bytes), bytes)
      return
    }
    guard let ascii = Self.ascii(decoded), !ascii.isEmpty, ascii.utf8.count <= 253 else { return nil }
    if let bytes = IPAddress.v4(ascii) {
      (name, address) = (IPAddress.text(bytes), bytes)
      return
    }
    // A last label of digits makes it an address, and this is none (WHATWG URL standard, section 3.5).
    guard ascii.split(separator: ".").last?.utf8.allSatisfy(ByteClass.isDigit) == false else { return nil }
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

  /// ASCII form of a name: compatibility forms, case, ideographic dots, and Punycode (RFC 5891) for the rest.
  static func ascii(_ text: String) -> String? {
    guard let mapped = Deviation.folded(text) else { return nil }
    let folded = mapped.unicodeScalars.map { $0 == "\u{3002}" ? "." : $0 }
    var labels: [String] = []
    for label in String(String.UnicodeScalarView(folded)).split(separator: ".", omittingEmptySubsequences: false) {
      guard let label = Punycode.ascii(label) else { return nil }
      labels.append(label)
    }
    while labels.count > 1, labels.last == "" { labels.removeLast() }
    guard labels.allSatisfy({ (1...63).contains($0.utf8.count) }) else { return nil }
    return labels.joined(separator: ".")
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

/// Encodes labels of domain names (RFC 3492).
enum Punycode {
  /// A label as ASCII, with `xn--` where it needs it; nil for one that no host name can have.
  static func ascii(_ label: Substring) -> String? {
    let scalars = Array(label.unicodeScalars)
    if scalars.allSatisfy({ $0.isASCII }) {
      let isName = label.utf8.allSatisfy { ByteClass.isAlphanumeric($0) || $0 == 0x2D || $0 == 0x5F }
      return isName ? String(label) : nil
    }
    guard scalars.count <= 63 else { return nil }
    let basic = scalars.filter(\.isASCII)
    guard basic.allSatisfy({ ByteClass.isAlphanumeric(UInt8($0.value)) || $0 == "-" || $0 == "_" }) else { return nil }
    var output = String(String.UnicodeScalarView(basic))
    if !basic.isEmpty { output += "-" }
    var (code, delta, bias, handled) = (128, 0, 72, basic.count)
    while handled < scalars.count {
      guard let next = scalars.lazy.map({ Int($0.value) }).filter({ $0 >= code }).min() else { return nil }
      delta += (next - code) * (handled + 1)
      code = next
      for scalar in scalars {
        if Int(scalar.value) < code { delta += 1 }
        guard Int(scalar.value) == code else { continue }
        output += digits(of: delta, bias: bias)
        bias = adapted(delta, handled + 1, isFirst: handled == basic.count)
        delta = 0
        handled += 1
      }
      delta += 1
      code += 1
    }
    return "xn--" + output
  }

  private static func digits(of delta: Int, bias: Int) -> String {
    var (rest, place, text) = (delta, 36, "")
    while true {
      let threshold = min(max(place - bias, 1), 26)
      guard rest >= threshold else { break }
      text.unicodeScalars.append(digit(threshold + (rest - threshold) % (36 - threshold)))
      rest = (rest - threshold) / (36 - threshold)
      place += 36
    }
    text.unicodeScalars.append(digit(rest))
    return text
  }

  private static func digit(_ value: Int) -> Unicode.Scalar {
    Unicode.Scalar(UInt8(value < 26 ? value + 0x61 : value - 26 + 0x30))
  }

  private static func adapted(_ delta: Int, _ points: Int, isFirst: Bool) -> Int {
    var delta = isFirst ? delta / 700 : delta / 2
    delta += delta / points
    var steps = 0
    while delta > 455 {
      delta /= 35
      steps += 36
    }
    return steps + 36 * delta / (delta + 38)
  }
}
