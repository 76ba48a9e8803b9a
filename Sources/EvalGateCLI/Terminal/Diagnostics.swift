import EvalGateCore
import EvalGateReporters

/// Problems as standard error shows them.
enum Diagnostics {
  static func text(
    _ diagnostics: [Diagnostic], console: Console, environment: [String: String], color: ColorChoice = .auto
  ) -> String {
    DiagnosticText.render(
      diagnostics,
      ReportContext(
        color: Console.usesColor(color, .error, environment: environment),
        unicode: Console.showsUnicode(environment: environment)))
  }
}

extension Workspace {
  /// How a report has to look on a stream.
  func context(_ stream: Console.Stream) -> ReportContext {
    ReportContext(
      color: Console.usesColor(options.color, stream, environment: environment),
      unicode: Console.showsUnicode(environment: environment), width: Console.columns(stream))
  }
}
