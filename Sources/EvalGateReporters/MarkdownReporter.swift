public import EvalGateCore

/// For a pull request: what a reviewer reads in ten seconds, the rest folded.
public struct MarkdownReporter: Reporter {
  public static let id = "markdown"
  public static let summary = "For a pull-request comment"

  public init() {}

  public func render(_ report: Report, _ context: ReportContext) -> String {
    let comment = MarkdownComment(report: report, blobURL: context.blobURL)
    var sections = [comment.headline, comment.sentences]
    if !comment.isQuiet {
      sections += [comment.table] + comment.folds
    }
    return (sections + [comment.footer]).filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
  }
}

struct MarkdownComment {
  let report: Report
  let blobURL: String?

  /// A plain pass is two lines: nothing to look at, so nothing to unfold.
  var isQuiet: Bool { report.outcome == .passed && report.gates.allSatisfy { $0.verdict == .pass || !$0.blocks } }

  var headline: String {
    let blocking = report.gates.filter(\.blocks)
    let bad = blocking.filter { $0.verdict == .block }.map { "`\($0.name)`" }
    let open = blocking.filter { $0.verdict == .undecided }.map { "`\($0.name)`" }
    let passed = blocking.count { $0.verdict == .pass }
    let unproven = blocking.count { $0.verdict == .unproven }
    let new = blocking.count { $0.verdict == .new }
    switch report.outcome {
    case .blocked: return "### ❌ evalgate: blocked by \(Self.joined(bad))"
    case .passed where unproven + new == 0: return "### ✅ evalgate: \(passed) of \(blocking.count) gates pass"
    case .passed:
      let rest = [unproven > 0 ? "\(unproven) unproven" : nil, new > 0 ? "\(new) new" : nil].compactMap { $0 }
      return
        "### \(unproven > 0 ? "🟡" : "🆕") evalgate: \(passed) of \(blocking.count) gates pass, \(rest.joined(separator: ", "))"
    default:
      return "### ⚠️ evalgate: \(report.outcome.rawValue)" + (open.isEmpty ? "" : ", not decided: \(Self.joined(open))")
    }
  }

  /// What changed, and what that did: built from counts, never by a model.
  var sentences: String {
    var lines: [String] = []
    var seen: Set<TupleChange> = []
    for suite in report.suites {
      guard let comparison = suite.comparison else { continue }
      let fresh = comparison.changes.filter { seen.insert($0).inserted }
      let what = fresh.map { change in
        "\(change.element.rawValue.capitalisedFirst) `\(change.id)` \(Self.side(change.from)) → \(Self.side(change.to))"
      }.joined(separator: ", ")
      guard let moved = Self.movement(suite) else {
        if !what.isEmpty { lines.append("**\(what)** changed no verdict in \(suite.name).") }
        continue
      }
      lines.append(what.isEmpty ? "**\(suite.name)**: \(moved)." : "**\(what)** \(moved).")
    }
    lines += report.reasons.prefix(report.outcome == .undecided ? 5 : 0).map { SafeText.markdown(UntrustedText($0)) }
    for suite in report.suites where suite.isSafety {
      let through = suite.failures.filter { $0.severity == .blocking }
      guard let first = through.first else { continue }
      let noun =
        through.count == 1 ? "1 blocking safety scenario fails" : "\(through.count) blocking safety scenarios fail"
      lines.append("**\(noun)** (\(SafeText.codeSpan(UntrustedText(first.caseID)))).")
    }
    return lines.joined(separator: "\n")
  }

  /// "broke 14 cases and fixed 3; 11 of the 14 are *billing → technical*".
  static func movement(_ suite: SuiteReport) -> String? {
    guard let comparison = suite.comparison, !comparison.broke.isEmpty || !comparison.fixed.isEmpty else { return nil }
    let broke = comparison.broke.count
    var text = "broke \(broke) \(broke == 1 ? "case" : "cases") and fixed \(comparison.fixed.count)"
    if let confusion = suite.mainConfusion(arrow: "→") { text += "; " + SafeText.markdown(UntrustedText(confusion)) }
    return text
  }

  var table: String {
    guard !report.gates.isEmpty else { return "" }
    let rows = report.gates.map { gate -> String in
      let isLoud = gate.blocks && (gate.verdict == .block || gate.verdict == .undecided)
      let strong = { (text: String) in isLoud ? "**\(text)**" : text }
      let evidence = ([gate.countText] + gate.remarks).map { SafeText.markdown(UntrustedText($0)) }.joined(
        separator: "; ")
      return
        "| \(Self.mark(gate)) | \(strong(gate.name.markdownName)) | \(strong(gate.valueText)) | \(gate.rule) | \(gate.baselineText ?? "–") | \(evidence) |"
    }
    return (["| | Gate | This change | Rule | Baseline | Evidence |", "|:-:|:--|--:|:--|--:|:--|"] + rows).joined(
      separator: "\n")
  }

  private static func mark(_ gate: GateOutcome) -> String {
    if !gate.blocks, gate.verdict == .block || gate.verdict == .undecided { return "❗" }
    return switch gate.verdict {
    case .pass: "✅"
    case .block: "❌"
    case .unproven: "🟡"
    case .undecided: "⚠️"
    case .new: "🆕"
    }
  }

  var footer: String {
    let header = report.header
    var parts: [String] = []
    if let base = header.base { parts.append("vs \(base.label)" + (base.revision.map { "@\($0.prefix(7))" } ?? "")) }
    parts.append("run \(header.id.prefix(7))")
    if let elapsed = report.totals.elapsed { parts.append(Format.clock(milliseconds: elapsed)) }
    parts.append("\(report.totals.live) live, \(report.totals.kept) kept, \(report.totals.replayed) replayed")
    if let tokens = report.totals.tokens {
      parts.append("\(Format.short(tokens)) tokens" + (report.totals.usd.map { ", " + Format.dollars($0) } ?? ""))
    }
    return "<sub>\(parts.map { SafeText.markdown(UntrustedText($0)) }.joined(separator: " · "))</sub>"
  }

  static func side(_ version: String?) -> String { version.map { SafeText.markdown(UntrustedText($0)) } ?? "none" }

  private static func joined(_ names: [String]) -> String {
    guard let last = names.last else { return "nothing" }
    return names.count == 1 ? last : names.dropLast().joined(separator: ", ") + " and " + last
  }
}

extension String {
  fileprivate var capitalisedFirst: String { prefix(1).uppercased() + dropFirst() }
  /// A gate's name as it was written: letters, digits and `_`, which Markdown would read as emphasis.
  var markdownName: String { replacing("_", with: "\\_") }
}
