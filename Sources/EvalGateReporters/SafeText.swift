public import EvalGateCore
import UnicodeText

/// Makes hostile text safe for one kind of sink. Nothing else in a reporter may read `unsafeText`.
public enum SafeText {
  /// For a terminal or a log: control characters, escape sequences, bidirectional overrides and invisible characters are shown
  /// as `\u{1b}` instead of being sent. Line feeds become a space, so that one value stays on one line.
  public static func terminal(_ text: UntrustedText) -> String {
    var safe = String.UnicodeScalarView()
    // Where a value lands in a line is not known here, so it may begin one.
    var commands = RunnerCommands()
    for scalar in text.unsafeText.unicodeScalars {
      let shown: Unicode.Scalar = scalar == "\n" || scalar == "\t" ? " " : scalar
      if commands.next(shown) != nil { safe.append(joiner) }
      if isSafe(shown) {
        safe.append(shown)
      } else {
        safe.append(contentsOf: "\\u{\(String(shown.value, radix: 16))}".unicodeScalars)
      }
    }
    return String(safe)
  }

  /// A word joiner: takes no room, and what it stands in is no command, mention or link any more.
  private static let joiner: Unicode.Scalar = "\u{2060}"

  /// Several lines, each made safe and led by a gutter, so that none of them can begin a line of its own: a line that starts
  /// with `::` is a command to GitHub's runner (actions/runner, ActionCommand.cs).
  public static func quoted(_ text: UntrustedText, gutter: String = "│ ") -> [String] {
    text.unsafeText.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .map { gutter + terminal(UntrustedText(String($0))) }
  }

  /// For a cell of a Markdown table or running text: no markup, no mention, no link, no line break.
  public static func markdown(_ text: UntrustedText) -> String {
    let scalars = Array(terminal(text).unicodeScalars.drop { $0 == " " })
    // At the start of a line these make a list, a number a numbered one, and `=` a heading of the line before.
    let number = scalars.prefix { (48...57).contains($0.value) }.count
    var safe = String.UnicodeScalarView()
    for (index, scalar) in scalars.enumerated() {
      switch scalar {
      case "&": safe.append(contentsOf: "&amp;".unicodeScalars)
      case "<": safe.append(contentsOf: "&lt;".unicodeScalars)
      case ">": safe.append(contentsOf: "&gt;".unicodeScalars)
      case "|", "`", "*", "_", "[", "]", "~", "\\", "{", "}", "$": safe.append(contentsOf: ["\\", scalar])
      case "+", "-", "=": safe.append(contentsOf: index == 0 ? ["\\", scalar] : [scalar])
      case ".", ")":
        if index == number, number > 0 { safe.append("\\") }
        // `www.` is a link without being asked to be one.
        if scalar == ".", endsInWWW(scalars[..<index]) { safe.append(joiner) }
        safe.append(scalar)
      // The forge looks for mentions and issues after the escapes are gone.
      case "#": safe.append(contentsOf: ["\\", scalar, joiner])
      case "@": safe.append(contentsOf: [scalar, joiner])
      case ":": safe.append(contentsOf: scalars[(index + 1)...].first == "/" ? [scalar, joiner] : [scalar])
      default: safe.append(scalar)
      }
    }
    return String(safe)
  }

  private static func endsInWWW(_ scalars: ArraySlice<Unicode.Scalar>) -> Bool {
    scalars.suffix(3).elementsEqual("www".unicodeScalars) || scalars.suffix(3).elementsEqual("WWW".unicodeScalars)
  }

  /// For the inside of an HTML element of a comment, where Markdown may still be read.
  public static func html(_ text: UntrustedText) -> String {
    var safe = ""
    for scalar in terminal(text).unicodeScalars {
      let isPlain =
        scalar.properties.isAlphabetic || scalar.properties.numericType != nil || scalar == " "
        || scalar == "-"
      safe += isPlain ? String(scalar) : "&#\(scalar.value);"
      if scalar == "@" || scalar == "#" || scalar == ":" { safe.unicodeScalars.append(joiner) }
    }
    return safe
  }

  /// A Markdown code span that its content cannot leave, in a table either, where even a code span's bar ends the cell, so that it is
  /// written as its look-alike.
  public static func codeSpan(_ text: UntrustedText) -> String {
    codeSpan(terminal(text).unicodeScalars.map { $0 == "|" ? "∣" : $0 })
  }

  /// The same for what is copied, outside of tables only: it is what it says, letter by letter.
  public static func commandSpan(_ text: UntrustedText) -> String { codeSpan(Array(terminal(text).unicodeScalars)) }

  private static func codeSpan(_ scalars: [Unicode.Scalar]) -> String {
    let safe = String(String.UnicodeScalarView(scalars))
    let fence = String(repeating: "`", count: longestRun(of: "`", in: safe) + 1)
    let isEdgy = scalars.first == "`" || scalars.last == "`" || scalars.isEmpty
    return isEdgy ? "\(fence) \(safe) \(fence)" : fence + safe + fence
  }

  /// A Markdown block that its content cannot leave.
  public static func codeBlock(_ text: UntrustedText) -> String {
    let lines = quoted(text, gutter: "")
    let fence = String(repeating: "`", count: max(3, (lines.map { longestRun(of: "`", in: $0) }.max() ?? 0) + 1))
    return ([fence + "text"] + lines + [fence]).joined(separator: "\n")
  }

  static func isSafe(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0: return false
    // Joiners make emoji and Persian words; every other invisible sign is shown.
    case 0x200C, 0x200D: return true
    case 0xE0000...0xE007F: return false
    default: break
    }
    switch scalar.properties.generalCategory {
    case .format, .control, .surrogate, .privateUse, .lineSeparator, .paragraphSeparator: return false
    default: return true
    }
  }

  /// By scalars, as a Markdown reader counts: a mark on a backtick does not make it another character there.
  private static func longestRun(of mark: Unicode.Scalar, in text: String) -> Int {
    var longest = 0
    var run = 0
    for one in text.unicodeScalars {
      run = one == mark ? run + 1 : 0
      longest = max(longest, run)
    }
    return longest
  }
}
