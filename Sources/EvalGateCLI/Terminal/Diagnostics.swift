import EvalGateCore
import EvalGatePolicy
import EvalGateReporters

/// Problems as standard error shows them. They may quote a file, a server or a program, so what looks like a secret is masked, and
/// what a policy restricts is hidden.
enum Diagnostics {
  static func text(
    _ diagnostics: [Diagnostic], console: Console, environment: [String: String], color: ColorChoice = .auto
  ) -> String {
    SecretTraces.masked(
      DiagnosticText.render(
        diagnostics.map(shown),
        ReportContext(
          color: Console.usesColor(color, .error, environment: environment),
          unicode: Console.showsUnicode(environment: environment), width: Console.columns(.error))))
  }

  /// With its place as every other path is printed, from the repository's root.
  private static func shown(_ diagnostic: Diagnostic) -> Diagnostic {
    let diagnostic = Discretion.hidden(in: diagnostic)
    guard let path = diagnostic.location?.path, path.hasPrefix("/") else { return diagnostic }
    var shown = diagnostic
    let place = CommandPlace().shown(path)
    shown.location?.path = place.isEmpty ? "." : place
    return shown
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
