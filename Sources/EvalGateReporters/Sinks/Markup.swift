import EvalGateCore

/// HTML or XML that is safe to print, because whatever is interpolated into it is escaped unless it is markup itself.
///
/// `"<td>\(name)</td>" as Markup` cannot forget to escape: only a literal in the source is taken as it stands. The same escapes
/// serve text and double-quoted attributes of HTML (WHATWG HTML 13.1.2) and of XML 1.0 (section 2.4), and characters that XML
/// cannot hold (section 2.2) or that nobody can see are shown as `\u{1b}`. What it says is read as `printed` only.
struct Markup: ExpressibleByStringInterpolation, Hashable, Sendable {
  private var text: String

  init(stringLiteral value: String) { text = value }
  init(stringInterpolation: StringInterpolation) { text = stringInterpolation.text }
  private init(trusted text: String) { self.text = text }

  /// Nothing at all.
  static let empty: Markup = ""

  var isEmpty: Bool { text.isEmpty }
  /// What it takes, in bytes of UTF-8.
  var bytes: Int { text.utf8.count }

  /// What goes out. What a runner of GitHub's would take for a command is written with a character reference, which means the same
  /// to every reader: only here, where pieces that are none by themselves stand beside each other.
  var printed: String {
    guard text.utf8.contains(where: { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "#") }) else { return text }
    var printed = String.UnicodeScalarView()
    var commands = RunnerCommands()
    for scalar in text.unicodeScalars {
      if commands.next(scalar) == nil {
        printed.append(scalar)
      } else {
        printed.append(contentsOf: "&#\(scalar.value);".unicodeScalars)
      }
    }
    return String(printed)
  }

  static func += (all: inout Markup, part: Markup) { all.text += part.text }

  struct StringInterpolation: StringInterpolationProtocol {
    var text = ""

    init(literalCapacity: Int, interpolationCount: Int) { text.reserveCapacity(literalCapacity * 2) }

    mutating func appendLiteral(_ literal: String) { text += literal }
    mutating func appendInterpolation(_ part: Markup) { text += part.text }
    mutating func appendInterpolation(_ parts: [Markup]) { for part in parts { text += part.text } }
    mutating func appendInterpolation(_ number: Int) { text += String(number) }
    /// On one line: a line feed becomes a space.
    mutating func appendInterpolation(_ value: String) { append(value, keepingLines: false) }
    mutating func appendInterpolation(_ value: UntrustedText) { append(value.unsafeText, keepingLines: false) }
    /// With its line feeds and tabs, for an element that shows them.
    mutating func appendInterpolation(lines value: String) { append(value, keepingLines: true) }
    mutating func appendInterpolation(lines value: UntrustedText) { append(value.unsafeText, keepingLines: true) }

    private mutating func append(_ value: String, keepingLines: Bool) {
      Markup.escape(value, keepingLines: keepingLines, into: &text)
    }
  }

  /// Text that is taken as it stands; for style sheets and scripts of ours, which know no escapes.
  static func verbatim(_ text: StaticString) -> Markup { Markup(trusted: "\(text)") }

  private static func escape(_ value: String, keepingLines: Bool, into text: inout String) {
    if value.utf8.allSatisfy(isPlain) {
      text += value
      return
    }
    for scalar in SafeText.shown(value, keepingLines: keepingLines).unicodeScalars {
      switch scalar {
      case "&": text += "&amp;"
      case "<": text += "&lt;"
      case ">": text += "&gt;"
      case "\"": text += "&quot;"
      case "'": text += "&#39;"
      default: text.unicodeScalars.append(scalar)
      }
    }
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""), UInt8(ascii: "'"): false
    default: (0x20..<0x7F).contains(byte)
    }
  }
}

extension [Markup] {
  /// All of them, one after the other.
  func joined(_ separator: Markup = "") -> Markup {
    var all = Markup.empty
    for (index, part) in enumerated() {
      if index > 0, !separator.isEmpty { all += separator }
      all += part
    }
    return all
  }

  /// As many from the front as fit.
  func fitting(_ bytes: Int) -> ArraySlice<Markup> {
    var used = 0
    return prefix { part in
      used += part.bytes
      return used <= bytes
    }
  }
}
