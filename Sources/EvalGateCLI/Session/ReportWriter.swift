import EvalGateCore
import EvalGateReporters
import EvalGateStore

/// Prints a report and writes the other forms that were asked for.
struct ReportWriter {
  let workspace: Workspace
  /// For `diff` and `report`: only the formats that were asked for, and `text` when none was.
  var isComparison = false
  var verbose = false

  /// Finds a wrong format and a file that cannot be written before anything is asked of a model.
  func check(_ requests: [ReportRequest]) throws {
    for request in requests {
      _ = try reporter(request.format)
      if let path = request.path { try PlainFiles.checkWritable(Host.absolute(path)) }
    }
  }

  func write(_ report: Report, _ requests: [ReportRequest], quiet: Bool) async throws {
    // A wrong format is found before anything is printed.
    let reporters = try requests.map { (request: $0, reporter: try reporter($0.format)) }
    // One thing at a time on standard output: a format without a path takes the terminal report's place.
    let isTaken = reporters.contains { $0.request.path == nil }
    if !isTaken, !isComparison || reporters.isEmpty { print(TextReporter(), report, quiet: quiet) }
    for (request, reporter) in reporters {
      guard let path = request.path else {
        print(reporter, report, quiet: false)
        continue
      }
      let text = reporter.render(report, ReportContext(color: false, verbose: verbose))
      let bytes = workspace.secrets.masked(Array(text.utf8))
      try PlainFiles.write(bytes, to: Host.absolute(path))
    }
  }

  private func print(_ reporter: any Reporter, _ report: Report, quiet: Bool) {
    var context = workspace.context(.output)
    context.verbose = verbose
    context.verdictOnly = quiet
    let bytes = workspace.secrets.masked(Array(reporter.render(report, context).utf8))
    workspace.console.write(String(decoding: bytes, as: UTF8.self))
  }

  private func reporter(_ format: String) throws -> any Reporter {
    if let found = Reporters.named(format) { return found.init() }
    let known = Reporters.all.map { $0.id }
    throw Diagnostic(
      .unknownFormat, "there is no report format `\(format)`",
      label: suggestion(for: format, among: known).map { "did you mean `\($0)`?" },
      help: "formats are " + known.map { "`\($0)`" }.joined(separator: ", "))
  }
}

extension DiagnosticCode {
  static let unknownFormat = DiagnosticCode("report/unknown-format", "`--report` names a format that does not exist.")
}
