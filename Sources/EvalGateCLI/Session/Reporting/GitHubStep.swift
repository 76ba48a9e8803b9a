import EvalGateCore
import EvalGateReporters
import EvalGateStore

/// What a step of GitHub Actions takes beside its log: a summary page and outputs for later steps
/// (docs.github.com, "Workflow commands"). Nil elsewhere.
struct GitHubStep {
  private let environment: [String: String]

  init?(_ environment: [String: String]) {
    guard environment["GITHUB_ACTIONS"] == "true" else { return nil }
    self.environment = environment
  }

  /// A step's page is thrown away whole when it is larger, in bytes.
  private static let pageLimit = 1_024 * 1_024

  /// Adds to the step's files. What cannot be written is said and changes nothing: the verdict stands without them.
  /// - Returns: warnings.
  func write(_ report: Report, blobURL: String?, masked: ([UInt8]) -> [UInt8]) -> [Diagnostic] {
    var warnings: [Diagnostic] = []
    func add(_ variable: String, _ bytes: (_ room: Int) -> [UInt8]) {
      guard let path = environment[variable], !path.isEmpty else { return }
      do {
        let room = Self.pageLimit - (try PlainFiles.size(of: path))
        try PlainFiles.append(masked(bytes(room)), to: path)
      } catch {
        warnings.append(
          Diagnostic(
            .unwritableStepFile, "cannot write \(variable): \((error as? Diagnostic)?.message ?? "\(error)")",
            severity: .warning, help: "the verdict and the exit code stand; look at the runner's disk and permissions"))
      }
    }
    add("GITHUB_STEP_SUMMARY") { room in
      let whole = Array(StepSummary(report, blobURL: blobURL).text.utf8)
      if whole.count <= room { return whole }
      // Where earlier reports of the same step have used the page up.
      let short = Array(MarkdownReporter().render(report, ReportContext(blobURL: blobURL)).utf8)
      return short.count <= room ? short : []
    }
    add("GITHUB_OUTPUT") { _ in Array(outputs(report).utf8) }
    return warnings
  }

  /// The outcome of what ended without a report, for later steps. That it cannot be written changes nothing.
  func write(_ outcome: RunOutcome) {
    guard let path = environment["GITHUB_OUTPUT"], !path.isEmpty else { return }
    try? PlainFiles.append(Array(Self.outputs([("outcome", outcome.rawValue)]).utf8), to: path)
  }

  private func outputs(_ report: Report) -> String {
    let failing = report.gates.filter { $0.blocks && ($0.verdict == .block || $0.verdict == .undecided) }
    return Self.outputs([
      ("outcome", report.outcome.rawValue), ("run-file", report.runPath ?? ""),
      ("failed-gates", failing.map(\.name).joined(separator: " ")),
      ("summary-path", environment["GITHUB_STEP_SUMMARY"] ?? ""),
    ])
  }

  private static func outputs(_ values: [(String, String)]) -> String {
    // A delimiter that no value can hold, because nobody knows it before.
    let mark = "evalgate_\(token)"
    return values.map { "\($0.0)<<\(mark)\n\($0.1)\n\(mark)\n" }.joined()
  }

  /// A text for the log in which nothing is a command: between `::stop-commands::` and its token the runner obeys none
  /// (actions/runner, ActionCommandManager.cs).
  static func quiet(_ text: String) -> String {
    let token = token
    return "::stop-commands::\(token)\n\(text)::\(token)::\n"
  }

  private static var token: String {
    var system = SystemRandomNumberGenerator()
    return (0..<2).map { _ in String(UInt64.random(in: .min ... .max, using: &system), radix: 16) }.joined()
  }
}

extension DiagnosticCode {
  static let unwritableStepFile = DiagnosticCode(
    "report/step-file", "A file that GitHub Actions offers to a step could not be written.")
}
