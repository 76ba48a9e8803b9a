import EvalGateCore
import EvalGateForge
import EvalGateReporters
import EvalGateStore

/// Prints a report and writes the other forms that were asked for.
struct ReportWriter {
  let workspace: Workspace
  /// Whose files no report may take the place of; nil where it cannot be loaded.
  var project: Project?
  /// For `diff` and `report`: only the formats that were asked for, and `text` when none was.
  var isComparison = false
  /// Whether events were written while they happened, so that they are not written again.
  var hasEvents = false
  var verbose = false
  /// What details that are read from files must not show either.
  var heldBack = HeldBack.nothing

  /// Finds a wrong format and a file that cannot be written before anything is asked of a model.
  ///
  /// - Parameter read: runs that the command reads, which not even a run may take the place of.
  func check(_ requests: [ReportRequest], save: String? = nil, reading read: [String] = []) throws {
    var outputs = Outputs(reading: read)
    if let save {
      try outputs.add(run: save, besides: project, in: workspace)
      try PlainFiles.checkWritable(Host.absolute(save))
    }
    for request in requests {
      let reporter = try reporter(request.format)
      guard let path = request.path else {
        if !Self.isAnnotation(reporter) { try outputs.addStandardOutput() }
        continue
      }
      try outputs.add(path, "--report \(request.format)", besides: project, in: workspace)
      try PlainFiles.checkWritable(Host.absolute(path))
    }
  }

  func write(_ whole: Report, _ requests: [ReportRequest], quiet: Bool) async throws {
    let secrets = workspace.secrets
    let report = secrets.isEmpty ? whole : whole.mappingTexts { secrets.masked($0) }
    // A wrong format is found before anything is printed, and so is a file that is not to be written.
    if isComparison { try check(requests) }
    let reporters = try requests.map { (request: $0, reporter: try reporter($0.format)) }
    // One thing at a time on standard output: a format without a path takes the terminal report's place. Annotations are lines
    // of the same log and come after it.
    let isTaken = reporters.contains { $0.request.path == nil && !Self.isAnnotation($0.reporter) }
    if !isTaken, !isComparison || reporters.isEmpty { try print(TextReporter(), report, quiet: quiet) }
    for (request, reporter) in reporters where !(hasEvents && reporter is JSONLReporter) {
      guard let path = request.path else {
        try print(reporter, report, quiet: false)
        continue
      }
      let shown = try detailed(report, for: reporter)
      do {
        try PlainFiles.write(to: Host.absolute(path)) { file in
          var pieces = MaskedPieces(secrets) { try file.write($0) }
          try reporter.write(shown, context) { try pieces.add($0) }
          try pieces.flush()
        }
      } catch {
        // The verdict and the other reports are not lost with this one.
        Console.lose(Self.lost(request, of: whole, error))
      }
    }
    try annotate(report, isAsked: reporters.contains { Self.isAnnotation($0.reporter) }, isTaken: isTaken)
  }

  /// On GitHub the annotations come by themselves, unless standard output is another program's input.
  private func annotate(_ report: Report, isAsked: Bool, isTaken: Bool) throws {
    guard !isComparison, let step = GitHubStep(workspace.environment) else { return }
    if !isAsked, !isTaken { try print(GitHubReporter(), report, quiet: false) }
    workspace.say(step.write(report, blobURL: context.blobURL, masked: { workspace.secrets.masked($0) }))
  }

  private static func isAnnotation(_ reporter: any Reporter) -> Bool { reporter is GitHubReporter }

  private static func lost(_ request: ReportRequest, of report: Report, _ error: any Error) -> Diagnostic {
    let path = request.path ?? ""
    var problem =
      error as? Diagnostic
      ?? Diagnostic(.outputLost, "the \(request.format) report cannot be written to \(path): \(error)")
    problem.help = [
      "mend the place and write it again: `evalgate report \(NextSteps.name(of: report)) --report "
        + "\(request.format)=\(SafeText.shellWord(path))`"
    ]
    return problem
  }

  private func detailed(_ report: Report, for reporter: any Reporter) throws -> Report {
    type(of: reporter).showsDetails
      ? try ReportDetails(workspace: workspace, heldBack: heldBack).added(to: report) : report
  }

  /// For a file: no colours, no width.
  private var context: ReportContext {
    ReportContext(color: false, verbose: verbose, blobURL: CIEnvironment.blobURL(workspace.environment))
  }

  private func print(_ reporter: any Reporter, _ report: Report, quiet: Bool) throws {
    var context = workspace.context(.output)
    context.verbose = verbose
    context.verdictOnly = quiet
    context.blobURL = self.context.blobURL
    let isLog = reporter is TextReporter && GitHubStep(workspace.environment) != nil
    let shown = try detailed(report, for: reporter)
    var pieces = MaskedPieces(workspace.secrets) { bytes in
      let text = String(decoding: bytes, as: UTF8.self)
      workspace.console.write(isLog ? GitHubStep.quiet(text) : text)
    }
    try reporter.write(shown, context) { try pieces.add($0) }
    try pieces.flush()
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
