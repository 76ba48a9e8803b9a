public import EvalGateCore

/// The page of a step: what the comment says, then what it leaves out.
///
/// Over 1,024 KiB the whole page is thrown away, so every section has a budget of its own and says what it left out.
public struct StepSummary: Sendable {
  /// The most a page may take, in bytes of UTF-8.
  public static let limit = 1_000 * 1_024

  private let report: Report
  private let comment: MarkdownComment

  /// - Parameter blobURL: prefix of a file's address on the forge, where that is known.
  public init(_ report: Report, blobURL: String? = nil) {
    self.report = report
    comment = MarkdownComment(report: report, blobURL: blobURL)
  }

  /// The page in Markdown, ending in a line feed.
  public var text: String {
    let parts =
      [comment.acceptance, comment.headline, comment.sentences, comment.rules, comment.table]
      + [cases, slices, unsteady, times, shadows, errors, versions, environment].map(\.text)
      + [whole, comment.footer]
    return parts.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
  }

  /// Where everything is that a page has no room for.
  private var whole: String {
    guard report.outcome != .unchanged else { return "" }
    // A run that was saved elsewhere is where it was told to be.
    let path = report.runPath.flatMap { $0.contains("/.evalgate/runs/") ? nil : $0 }
    let run = SafeText.codeSpan(UntrustedText(path ?? ".evalgate/runs/\(report.header.id).jsonl"))
    return
      "The whole run is \(run): keep it as an artifact of the job, and `evalgate report FILE --report html=report.html` makes a page of it anywhere. One case: `evalgate show \(comment.runID) CASE`."
  }

  private var cases: SummarySection {
    let rows = report.suites.flatMap { suite in
      suite.failures.map { failure -> String in
        let before =
          failure.baselineOutput.map { SafeText.codeSpan($0.excerpt(120)) }
          ?? failure.baselinePassed.map { $0 ? "passed" : "failed" } ?? "–"
        let after = suite.isSafety ? "–" : failure.output.map { SafeText.codeSpan($0.excerpt(120)) } ?? "–"
        let why = SafeText.markdown(failure.message.excerpt(240))
        return
          "| \(MarkdownComment.side(suite.name)) | \(comment.place(failure)) | \(MarkdownComment.text(failure.check)) | \(why) | \(before) | \(after) |"
      }
    }
    return SummarySection(
      title: "Failing cases", columns: ["Suite", "Case", "Check", "Why", "Before", "After"], rows: rows,
      budget: 600_000,
      isOpen: true)
  }

  private var slices: SummarySection {
    let rows = report.suites.flatMap { suite in
      suite.slices.map { slice -> String in
        "| \(MarkdownComment.side(suite.name)) | \(MarkdownComment.text(slice.name)) | \(slice.valueText) | \(slice.measure.n) | \(slice.intervalText ?? "–") | \(slice.baselineText ?? "–") | \(slice.note ?? "") |"
      }
    }
    return SummarySection(
      title: "Slices", columns: ["Suite", "Slice", "Value", "n", "95% interval", "Baseline", ""], rows: rows,
      budget: 100_000)
  }

  private var unsteady: SummarySection {
    let rows = report.suites.flatMap { suite in
      suite.flaky.map { "| \(MarkdownComment.side(suite.name)) | \(MarkdownComment.code($0)) | passed some trials |" }
        + suite.waived.map { failure in
          let until = failure.waived.map { "waived until \($0.until) (\($0.owner))" } ?? "waived"
          return
            "| \(MarkdownComment.side(suite.name)) | \(comment.place(failure)) | \(MarkdownComment.text(until)) |"
        }
        + suite.missing.map { "| \(MarkdownComment.side(suite.name)) | \(MarkdownComment.code($0.id)) | no result |" }
    }
    return SummarySection(
      title: "Flaky, waived and missing cases", columns: ["Suite", "Case", ""], rows: rows, budget: 80_000)
  }

  private var times: SummarySection {
    let rows = report.suites.compactMap { suite -> String? in
      guard suite.latency != nil || suite.tokens != nil else { return nil }
      let times = suite.latency.map { [$0.p50, $0.p95, $0.p99].map { Format.milliseconds($0) } } ?? ["–", "–", "–"]
      let tokens = suite.tokens.map { [Format.count($0.input), Format.count($0.output)] } ?? ["–", "–"]
      let usd = suite.tokens?.usd.map { Format.dollars($0).replacing("$", with: "\\$") } ?? "–"
      let remark = suite.latency?.replayed == true ? "recorded" : ""
      return "| \(([MarkdownComment.side(suite.name)] + times + tokens + [usd, remark]).joined(separator: " | ")) |"
    }
    return SummarySection(
      title: "Latency and tokens", columns: ["Suite", "p50", "p95", "p99", "Input", "Output", "Money", ""], rows: rows,
      budget: 40_000)
  }

  private var shadows: SummarySection {
    let rows = report.suites.flatMap { suite in
      suite.shadows.flatMap { tally in
        ShadowText.rows(tally).map { row in
          let values = row.dropFirst().map { MarkdownComment.text($0) }
          return
            "| \(MarkdownComment.side(suite.name)) | \(MarkdownComment.code(tally.route)) | \(([row[0]] + values).joined(separator: " | ")) |"
        }
      }
    }
    return SummarySection(
      title: "Routes asked beside, which decide nothing", columns: ["Suite", "Route", "", "Here", "There"], rows: rows,
      budget: 20_000)
  }

  private var errors: SummarySection {
    let rows = report.suites.flatMap { suite in
      suite.errorGroups.map { row($0, of: suite, MarkdownComment.side(suite.name), help: $0.help) }
        + suite.shadows.flatMap { tally in
          let beside = "\(MarkdownComment.side(suite.name)) beside \(MarkdownComment.code(tally.route))"
          return tally.errors.map { row($0, of: suite, beside, help: $0.helpBeside) }
        }
    }
    return SummarySection(
      title: "Errors of the infrastructure", columns: ["Suite", "Target", "Reason", "Calls", "Tries", "First at", ""],
      rows: rows, budget: 60_000)
  }

  private func row(_ group: ErrorGroup, of suite: SuiteReport, _ name: String, help: String?) -> String {
    "| \(name) | \(MarkdownComment.text(group.target)) | \(MarkdownComment.text(group.reason)) | \(group.callsText(of: suite)) | \(group.tries) | \(MarkdownComment.code(group.firstCase)) | \(SafeText.markdown(group.message.excerpt(200)))\(help.map { "; " + MarkdownComment.text($0) } ?? "") |"
  }

  private var versions: SummarySection {
    let rows = report.suites.flatMap { suite -> [String] in
      let tuple = suite.tuple
      let parts = [
        ("prompt", tuple.prompt), ("tools", tuple.tools), ("policy", tuple.policy), ("evalset", tuple.evalset),
      ]
      let files = parts.compactMap { element, part in
        part.map { (element, $0.id, $0.version, $0.digest.description) }
      }
      let route = tuple.route.map { [("route", $0.name, $0.targets.joined(separator: ", "), "–")] } ?? []
      return (files + route).map { element, id, version, digest in
        "| \(MarkdownComment.side(suite.name)) | \(element) | \(MarkdownComment.text(id)) | \(MarkdownComment.text(version)) | \(MarkdownComment.text(digest)) |"
      }
    }
    return SummarySection(
      title: "What it was made of", columns: ["Suite", "Element", "Id", "Version", "Digest"], rows: rows, budget: 80_000
    )
  }

  private var environment: SummarySection {
    let header = report.header
    let facts: [(String, String?)] = [
      ("evalgate", header.evalgateVersion), ("run", header.id), ("plan", header.planDigest.description),
      ("mode", header.mode.rawValue), ("profile", header.profile), ("base", header.base?.text),
      ("revision", header.observed?.revision), ("started", header.observed.map { Moment($0.startedAt).text }),
      ("exit code", "\(report.outcome.exitCode)" + (report.exitZero ? ", replaced by 0 with --exit-zero" : "")),
    ]
    return SummarySection(
      title: "Environment", columns: ["", ""],
      rows: facts.compactMap { name, value in value.map { "| \(name) | \(MarkdownComment.text($0)) |" } },
      budget: 10_000)
  }
}

/// A table with a budget.
private struct SummarySection {
  let title: String
  let columns: [String]
  let rows: [String]
  /// In bytes.
  let budget: Int
  var isOpen = false

  var text: String {
    guard !rows.isEmpty else { return "" }
    let head = "| \(columns.joined(separator: " | ")) |\n|\(String(repeating: ":--|", count: columns.count))"
    let shown = rows.fitting(budget)
    let more = rows.count - shown.count
    let table = ([head] + shown).joined(separator: "\n") + (more > 0 ? "\n\n…and \(more) more in the run's file" : "")
    return "<details\(isOpen ? " open" : "")><summary>\(title) (\(rows.count))</summary>\n\n\(table)\n</details>"
  }
}
