public import EvalGateCore

/// For GitHub Actions: annotations as workflow commands, one a line.
///
/// A step may have ten errors and ten warnings, the rest is dropped without a word (actions/toolkit, "problem matchers"). So at
/// most nine stand by themselves, and the tenth says how many more there are. `endLine` and columns are left out: they may not
/// differ in line.
public struct GitHubReporter: Reporter {
  public static let id = "github"
  public static let summary = "For GitHub Actions: annotations, and the step's summary page"

  /// How many annotations of one kind a step may have.
  public static let limit = 10

  public init() {}

  public func render(_ report: Report, _ context: ReportContext) -> String {
    Self.commands("error", Self.errors(report)) + Self.commands("warning", Self.warnings(report))
  }

  /// Gates that keep the change from being merged, at the file that changed, then the cases behind them, safety first.
  private static func errors(_ report: Report) -> [Problem] {
    let failing = Set(
      report.gates.filter { $0.blocks && $0.verdict == .block }.flatMap(\.failing).map { UTF8Name($0) })
    var seen: Set<UTF8Name> = []
    return report.problems.filter { problem in
      guard let failure = problem.failure else { return problem.weight == .gate }
      // A case is annotated once, however many checks and gates it fails.
      return problem.weight <= .failed && failing.contains(UTF8Name(failure.suite))
        && seen.insert(UTF8Name("\(failure.suite)\u{0}\(failure.caseID)")).inserted
    }
  }

  private static func warnings(_ report: Report) -> [Problem] { report.problems.filter { $0.weight == .note } }

  private static func commands(_ kind: String, _ problems: [Problem]) -> String {
    let shown = problems.count > limit ? Array(problems.prefix(limit - 1)) : problems
    var lines = shown.map { problem in
      var properties: [(String, String)] = []
      if let place = problem.place {
        properties = [("file", place.path), ("line", String(max(1, place.line)))]
      }
      let title = problem.failure.map { "\($0.suite)/\($0.caseID)" } ?? "evalgate: \(problem.name)"
      return command(kind, properties + [("title", UntrustedText(title).excerpt(120).unsafeText)], text(problem))
    }
    if problems.count > shown.count {
      lines.append(
        command(
          kind, [("title", "evalgate")], UntrustedText("and \(problems.count - shown.count) more: see the summary")))
    }
    return lines.map { $0 + "\n" }.joined()
  }

  private static func text(_ problem: Problem) -> UntrustedText {
    guard let failure = problem.failure else { return problem.message.excerpt(600) }
    let before = failure.baselinePassed.map { $0 ? "\nthe baseline passed" : "\nthe baseline failed too" } ?? ""
    return UntrustedText(problem.message.excerpt(600).unsafeText + before)
  }

  /// `::error file=…,line=…,title=…::message` (docs.github.com, "Workflow commands").
  private static func command(_ kind: String, _ properties: [(String, String)], _ message: UntrustedText) -> String {
    let list = properties.map { "\($0.0)=\(SafeText.commandProperty(UntrustedText($0.1)))" }.joined(separator: ",")
    return "::\(kind) \(list)::\(SafeText.commandData(message))"
  }
}
