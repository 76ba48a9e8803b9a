public import EvalGateCore

/// Earlier runs, newest first, for people at a terminal and for spreadsheets.
public enum HistoryText {
  public static func render(_ runs: [PastRun], _ context: ReportContext) -> String {
    let paint = Paint(context: context)
    let rows = runs.map { run in
      [
        String(safe(run.id).prefix(7)), Moment(run.moment).text, word(run.outcome, paint),
        run.revision.map { String(safe($0).prefix(7)) } ?? "–", Format.count(run.planned, "answer"),
        run.suites.map(safe).joined(separator: " ") + (run.isNoise ? " (noise)" : ""),
      ]
    }
    return paint.plain(Columns.text(rows, width: context.width))
  }

  /// RFC 4180 with a header.
  public static func csv(_ runs: [PastRun]) -> String {
    CSV.text(
      ["run", "started_at", "outcome", "revision", "planned", "suites"],
      runs.map {
        [$0.id, Moment($0.moment).iso, $0.outcome, $0.revision, "\($0.planned)", $0.suites.joined(separator: " ")]
      })
  }

  private static func word(_ outcome: String, _ paint: Paint) -> String {
    switch outcome {
    case RunOutcome.passed.rawValue: paint.green(outcome)
    case RunOutcome.blocked.rawValue: paint.red(outcome)
    default: paint.yellow(safe(outcome))
    }
  }

  private static func safe(_ text: String) -> String { SafeText.terminal(UntrustedText(text)) }
}

/// Rows for spreadsheets.
enum CSV {
  static func text(_ header: [String], _ rows: [[String?]]) -> String {
    ([header.joined(separator: ",")]
      + rows.map { row in
        row.enumerated().map { column, text in
          text.map { SafeText.csvCell(UntrustedText($0), isFirst: column == 0) } ?? ""
        }.joined(separator: ",")
      }).map { $0 + "\r\n" }.joined()
  }
}
