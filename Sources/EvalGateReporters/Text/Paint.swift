import EvalGateCore

/// Colours and marks of the terminal; both only repeat what a word says.
struct Paint {
  let context: ReportContext

  func bold(_ text: String) -> String { wrap(text, "1") }
  func dim(_ text: String) -> String { wrap(text, "2") }
  func red(_ text: String) -> String { wrap(text, "31") }
  func green(_ text: String) -> String { wrap(text, "32") }
  func yellow(_ text: String) -> String { wrap(text, "33") }
  func cyan(_ text: String) -> String { wrap(text, "36") }

  private func wrap(_ text: String, _ code: String) -> String {
    context.color ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }

  /// `✓ ✗ ~ + ? !`: passed, blocked, unproven, new, undecided, does not block.
  func mark(_ gate: GateOutcome) -> String {
    let failsWithoutBlocking = !gate.blocks && (gate.verdict == .block || gate.verdict == .undecided)
    if failsWithoutBlocking { return yellow("!") }
    return switch gate.verdict {
    case .pass: green(context.unicode ? "✓" : "ok")
    case .block: red(cross)
    case .unproven: yellow("~")
    case .new: cyan("+")
    case .undecided: yellow("?")
    }
  }

  var cross: String { context.unicode ? "✗" : "x" }
  var dot: String { context.unicode ? " · " : " - " }
  var arrow: String { context.unicode ? "→" : "->" }

  /// Where the locale cannot show them, signs are written plainly.
  func plain(_ text: String) -> String {
    guard !context.unicode else { return text }
    let signs: [(String, String)] = [
      ("≥", ">="), ("≤", "<="), ("−", "-"), ("→", "->"), ("·", "-"), ("│", "|"), ("×", "x"), ("–", "-"),
      ("\u{202F}", ","),
      ("…", "..."), ("✗", "x"), ("✓", "ok"),
    ]
    return signs.reduce(text) { $0.replacing($1.0, with: $1.1) }
  }
}
