public import EvalGateCore

/// Problems as annotations of a GitHub workflow (`::error file=…,line=…::message`).
public enum DiagnosticGitHub {
  /// Annotations of one level that GitHub shows for a step; it drops further ones in silence (actions/toolkit, docs/problem-matchers.md,
  /// "Limitations").
  public static let limit = 10

  /// One command a line, worst first, and a last one that counts what was left out.
  public static func render(_ diagnostics: [Diagnostic]) -> String {
    var text = ""
    for severity in [Diagnostic.Severity.error, .warning, .note] {
      let own = diagnostics.filter { $0.severity == severity }
      let shown = own.count > limit ? own.prefix(limit - 1) : own[...]
      for diagnostic in shown { text += line(diagnostic) }
      if own.count > shown.count {
        text += "::\(word(severity))::and \(own.count - shown.count) more of this kind, which GitHub would not show\n"
      }
    }
    return text
  }

  private static func line(_ diagnostic: Diagnostic) -> String {
    var properties: [String] = []
    if let place = diagnostic.location {
      properties = [
        "file=" + property(place.path), "line=\(max(1, place.line))", "col=\(max(1, place.column))",
        "endColumn=\(place.column + max(1, place.length))",
      ]
    }
    properties.append("title=" + property(diagnostic.code.name))
    let message = ([diagnostic.message, diagnostic.label].compactMap { $0 } + diagnostic.help).joined(separator: "; ")
    return "::\(word(diagnostic.severity)) \(properties.joined(separator: ","))::\(data(message))\n"
  }

  private static func word(_ severity: Diagnostic.Severity) -> String {
    switch severity {
    case .error: "error"
    case .warning: "warning"
    case .note: "notice"
    }
  }

  /// The text after the second `::` (actions/toolkit, packages/core/src/command.ts, `escapeData`): `%` first. Control
  /// characters are shown before, as in every other sink.
  private static func data(_ text: String) -> String {
    SafeText.terminal(UntrustedText(text)).replacing("%", with: "%25")
  }

  /// A property's value (the same file, `escapeProperty`).
  private static func property(_ text: String) -> String {
    data(text).replacing(":", with: "%3A").replacing(",", with: "%2C")
  }
}
