import EvalGateCore
import UnicodeText

/// The names and addresses of machines, each in the form in which two ways to write it are one: names in the letters of their script
/// (`xn--bcher-kva.example` is `bücher.example`), addresses in digits.
enum WrittenHost {
  /// How much of what could be an address is one.
  enum Place {
    /// In a text for people: `203.0.113.7`, `2001:db8::1`.
    case text
    /// In a command, which takes `3405803783` and `0xcb007107` too. Smaller numbers are numbers.
    case command
    /// Where nothing but a machine can stand, or a store that is turned to like one, as behind `https://` and `s3://`: `127.1` and names
    /// without a dot too.
    case machine
  }

  /// A name with a dot in it, where nothing else can stand any name, or an address; nil for anything else.
  ///
  /// - Parameter name: folded.
  static func canonical(_ name: Substring.UnicodeScalarView, in place: Place) -> String? {
    if let address = address(name, in: place) { return address }
    var end = name.endIndex
    while end > name.startIndex, ".-".unicodeScalars.contains(name[name.index(before: end)]) {
      end = name.index(before: end)
    }
    let name = name[..<end]
    guard name.contains(".") || place == .machine && !name.isEmpty else { return nil }
    let labels = name.split(separator: ".", omittingEmptySubsequences: false).map(inItsScript).joined(separator: ".")
    return labels.hasPrefix("www.") ? String(labels.dropFirst(4)) : labels
  }

  /// An address in its one form; nil for anything else.
  static func address(_ text: Substring.UnicodeScalarView, in place: Place) -> String? {
    guard text.count <= longestAddress, text.first.map({ $0.properties.isASCIIHexDigit || $0 == ":" }) ?? false else {
      return nil
    }
    let written = Substring(text)
    if written.contains(":") { return IPAddress.v6(written).map(shown) }
    guard let bytes = IPAddress.v4(written) else { return nil }
    let isWhole = written.split(separator: ".").count == 4
    let isLarge = !written.contains(".") && bytes[0] > 0
    return isWhole || place == .machine || place == .command && isLarge ? shown(bytes) : nil
  }

  static func isAddress(_ host: String) -> Bool { address(host.unicodeScalars[...], in: .text) != nil }

  /// Eight groups of four with an address of four parts behind them, and a zone.
  private static let longestAddress = 64

  private static func shown(_ bytes: [UInt8]) -> String {
    let text = IPAddress.text(IPAddress.unmapped(bytes))
    return text.hasPrefix("[") ? String(text.dropFirst().dropLast()) : text
  }

  private static func inItsScript(_ label: Substring.UnicodeScalarView) -> String {
    let text = String(label)
    guard text.hasPrefix("xn--"), let scalars = Punycode.decode(String(text.dropFirst(4))) else { return text }
    return String(String.UnicodeScalarView(scalars)).nfkcCaseFolded
  }
}
