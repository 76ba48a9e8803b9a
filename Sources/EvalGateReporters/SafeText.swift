public import EvalGateCore
import UnicodeText

/// Makes hostile text safe for one kind of sink. Nothing else in a reporter may read `unsafeText`.
public enum SafeText {
  /// For a terminal or a log: control characters, escape sequences, bidirectional overrides and invisible characters are shown
  /// as `\u{1b}` instead of being sent. Line feeds become a space, so that one value stays on one line.
  public static func terminal(_ text: UntrustedText) -> String {
    var safe = String.UnicodeScalarView()
    for scalar in text.unsafeText.unicodeScalars {
      if scalar == "\n" || scalar == "\t" {
        safe.append(" ")
      } else if isSafe(scalar) {
        safe.append(scalar)
      } else {
        safe.append(contentsOf: "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars)
      }
    }
    return defused(String(safe))
  }

  /// Several lines, each made safe and led by a gutter, so that none of them can begin a line of its own: a line that starts
  /// with `::` is a command to GitHub's runner (actions/runner, ActionCommand.cs).
  public static func quoted(_ text: UntrustedText, gutter: String = "│ ") -> [String] {
    text.unsafeText.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .map { gutter + terminal(UntrustedText(String($0))) }
  }

  /// For a cell of a Markdown table or running text: no markup, no mention, no link, no line break.
  public static func markdown(_ text: UntrustedText) -> String {
    var safe = ""
    for scalar in terminal(text).unicodeScalars {
      switch scalar {
      case "&": safe += "&amp;"
      case "<": safe += "&lt;"
      case ">": safe += "&gt;"
      case "|", "`", "*", "_", "[", "]", "(", ")", "#", "!", "~", "\\", "{", "}", "+", "-", ".":
        // A full stop or a dash needs no escape in the middle of a line, and reads better without.
        if scalar == "." || scalar == "-" || scalar == "+" || scalar == "(" || scalar == ")" || scalar == "!" {
          safe.unicodeScalars.append(scalar)
        } else {
          safe += "\\" + String(scalar)
        }
      // A zero-width joiner keeps `@team` from being a mention and `https:` from being a link.
      case "@": safe += "@\u{2060}"
      case ":": safe += safe.hasSuffix("http") || safe.hasSuffix("https") ? ":\u{2060}" : ":"
      default: safe.unicodeScalars.append(scalar)
      }
    }
    return safe
  }

  /// A Markdown code span that its content cannot leave.
  public static func codeSpan(_ text: UntrustedText) -> String {
    // Inside a table even a code span's bar ends the cell, so it is written as its look-alike.
    let safe = terminal(text).replacing("|", with: "∣")
    let fence = String(repeating: "`", count: longestRun(of: "`", in: safe) + 1)
    let isEdgy = safe.hasPrefix("`") || safe.hasSuffix("`") || safe.isEmpty
    return isEdgy ? "\(fence) \(safe) \(fence)" : fence + safe + fence
  }

  /// A Markdown block that its content cannot leave.
  public static func codeBlock(_ text: UntrustedText) -> String {
    let lines = quoted(text, gutter: "")
    let fence = String(repeating: "`", count: max(3, (lines.map { longestRun(of: "`", in: $0) }.max() ?? 0) + 1))
    return ([fence + "text"] + lines + [fence]).joined(separator: "\n")
  }

  /// `##[` anywhere in a line is an older form of runner command (actions/runner, ActionCommand.cs, `TryParse`).
  private static func defused(_ text: String) -> String { text.replacing("##[", with: "##\u{2060}[") }

  private static func isSafe(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0: return false
    case 0x200B, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069, 0xFEFF, 0xE0000...0xE007F: return false
    default: break
    }
    switch scalar.properties.generalCategory {
    case .control, .surrogate, .privateUse, .lineSeparator, .paragraphSeparator: return false
    default: return true
    }
  }

  private static func longestRun(of character: Character, in text: String) -> Int {
    var longest = 0
    var run = 0
    for one in text {
      run = one == character ? run + 1 : 0
      longest = max(longest, run)
    }
    return longest
  }
}
