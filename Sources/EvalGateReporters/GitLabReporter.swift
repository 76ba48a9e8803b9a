public import EvalGateCore
import StrictJSON

/// For GitLab's merge-request widget: a Code Quality report (docs.gitlab.com, "Code Quality", report format): a list of issues
/// with description, check_name, fingerprint, severity and place.
///
/// The check's name is said in the description too, because the widget does not show it.
public struct GitLabReporter: Reporter {
  public static let id = "gitlab"
  public static let summary = "For GitLab's Code Quality"

  /// How many issues are listed before the rest is only counted.
  public static let limit = 5_000

  public init() {}

  public func render(_ report: Report, _ context: ReportContext) -> String {
    let all = report.problems
    let shown = all.count > Self.limit ? Array(all.prefix(Self.limit - 1)) : all
    var issues = shown.map(Self.issue)
    if shown.count < all.count, let place = shown.lazy.compactMap(\.place).first {
      issues.append(
        Self.issue(
          "and \(all.count - shown.count) more: see `evalgate report \(report.shortID)`", "evalgate",
          Digest(of: Array("more".utf8)).hex, "info", place))
    }
    return JSONValue.array(issues).printed(.pretty) + "\n"
  }

  private static func issue(_ problem: Problem) -> JSONValue {
    issue(
      "\(problem.rule): \(problem.sentence)", problem.rule, problem.fingerprint, severity(problem.weight),
      problem.place ?? SourceLocation(path: "evalgate.yml"))
  }

  private static func issue(
    _ description: String, _ check: String, _ fingerprint: String, _ severity: String, _ place: SourceLocation
  ) -> JSONValue {
    [
      "description": .string(SafeText.shown(UntrustedText(description).excerpt(1_000).unsafeText, keepingLines: false)),
      "check_name": .string(SafeText.shown(check, keepingLines: false)), "fingerprint": .string(fingerprint),
      "severity": .string(severity),
      "location": ["path": .string(place.path), "lines": ["begin": JSONReporter.int(max(1, place.line))]],
    ]
  }

  private static func severity(_ weight: Problem.Weight) -> String {
    switch weight {
    case .gate, .blocking: "blocker"
    case .safety: "critical"
    case .broke: "major"
    case .failed: "minor"
    case .note, .waived: "info"
    }
  }
}

extension Report {
  /// As much of the run's id as commands need.
  var shortID: String { String(header.id.prefix(7)) }
}
