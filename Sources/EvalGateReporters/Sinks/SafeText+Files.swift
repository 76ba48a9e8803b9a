import EvalGateCore

extension SafeText {
  /// For a file that is read as text: control characters, escape sequences, bidirectional overrides, invisible characters and
  /// those that are no characters are shown as `\u{1b}`. Nothing else is changed, so that a value can be searched for.
  /// - Parameter keepingLines: whether line feeds and tabs stay; otherwise they become spaces.
  static func shown(_ text: String, keepingLines: Bool) -> String {
    var safe = String.UnicodeScalarView()
    var previous: Unicode.Scalar = " "
    for scalar in text.unicodeScalars {
      defer { previous = scalar }
      switch scalar {
      case "\r": safe.append(keepingLines ? "\n" : " ")
      case "\n":
        if previous != "\r" { safe.append(keepingLines ? "\n" : " ") }
      case "\t": safe.append(keepingLines ? "\t" : " ")
      default:
        if isSafe(scalar), !isNoncharacter(scalar) {
          safe.append(scalar)
        } else {
          safe.append(contentsOf: "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars)
        }
      }
    }
    return String(safe)
  }

  /// The message of a GitHub workflow command: on one line of the log whatever it holds (actions/toolkit, `command.ts`,
  /// `escapeData`: `%` first, so that nothing is unescaped twice).
  static func commandData(_ text: UntrustedText) -> String {
    let shown = shown(text.unsafeText, keepingLines: true)
    return replaced(shown) { scalar in
      switch scalar {
      case "%": "%25"
      case "\r": "%0D"
      case "\n": "%0A"
      default: nil
      }
    }
  }

  /// A property of a GitHub workflow command, where `:` and `,` end it as well (`escapeProperty`).
  static func commandProperty(_ text: UntrustedText) -> String {
    let shown = shown(text.unsafeText, keepingLines: false)
    return replaced(shown) { scalar in
      switch scalar {
      case "%": "%25"
      case ":": "%3A"
      case ",": "%2C"
      default: nil
      }
    }
  }

  /// A cell of a CSV file (RFC 4180 sections 2.6 and 2.7) that no spreadsheet takes for a formula.
  ///
  /// A leading apostrophe is what spreadsheets read as "this is text" (OWASP, "CSV Injection"). Signs count behind spaces too,
  /// which some programs drop, and in their full-width forms. A runner that reads the file's lines gets no command either: one
  /// apostrophe more, where a person sees what it is for.
  ///
  /// - Parameter isFirst: whether it begins a row, and so a line.
  static func csvCell(_ text: UntrustedText, isFirst: Bool = false) -> String {
    let shown = withoutCommands(shown(text.unsafeText, keepingLines: true), atLineStart: isFirst)
    let first = shown.unicodeScalars.first { !$0.properties.isWhitespace }
    let isFormula = first.map { formulaSigns.contains($0) } ?? false
    let startsOddly = shown.unicodeScalars.first.map { $0 == "\t" || $0 == "\n" } ?? false
    let cell = isFormula || startsOddly ? "'" + shown : shown
    let needsQuotes = cell.utf8.contains { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x3B }
    return needsQuotes ? "\"" + replaced(cell) { $0 == "\"" ? "\"\"" : nil } + "\"" : cell
  }

  /// Before the colons and within `##[`.
  private static func withoutCommands(_ text: String, atLineStart: Bool) -> String {
    guard text.utf8.contains(where: { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "#") }) else { return text }
    var commands = RunnerCommands(atLineStart: atLineStart)
    var safe = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch commands.next(scalar) {
      case .colons: safe.replaceSubrange(safe.index(before: safe.endIndex)..., with: "'::".unicodeScalars)
      case .bracket: safe.append(contentsOf: "'[".unicodeScalars)
      case nil: safe.append(scalar)
      }
    }
    return String(safe)
  }

  /// A word of a command that a person copies into a shell: in single quotes wherever one could read more than a name in it.
  public static func shellWord(_ text: String) -> String {
    let isPlain =
      !text.isEmpty
      && text.utf8.allSatisfy {
        (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || "-_./:@".utf8.contains($0)
      }
    return isPlain
      ? text : "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }

  private static let formulaSigns: Set<Unicode.Scalar> = [
    "=", "+", "-", "@", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}",
  ]

  /// XML 1.0 section 2.2 leaves out U+FFFE and U+FFFF; HTML calls all noncharacters a parse error.
  private static func isNoncharacter(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value & 0xFFFE == 0xFFFE || (0xFDD0...0xFDEF).contains(scalar.value)
  }

  private static func replaced(_ text: String, _ replacement: (Unicode.Scalar) -> String?) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if let other = replacement(scalar) {
        result.append(contentsOf: other.unicodeScalars)
      } else {
        result.append(scalar)
      }
    }
    return String(result)
  }
}

extension String {
  /// Percent-encoded as a path (RFC 3986 section 3.3), `/` kept.
  var urlPath: String {
    let digits = Array("0123456789ABCDEF".unicodeScalars)
    var encoded = String.UnicodeScalarView()
    for byte in utf8 {
      let isPlain =
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || "-._~/".utf8.contains(byte)
      if isPlain {
        encoded.append(Unicode.Scalar(byte))
      } else {
        encoded.append(contentsOf: ["%", digits[Int(byte >> 4)], digits[Int(byte & 15)]])
      }
    }
    return String(encoded)
  }
}
