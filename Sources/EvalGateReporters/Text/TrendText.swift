public import EvalGateCore

/// How gates went from run to run, a line each.
public enum TrendText {
  /// - Parameter points: oldest first, those of one gate behind each other.
  public static func render(_ points: [PastGate], _ context: ReportContext) -> String {
    let paint = Paint(context: context)
    let rows = grouped(points).map { course -> [String] in
      let last = course[course.count - 1]
      return [
        mark(last.verdict, paint), safe(last.gate), line(course.map(\.value), context), text(last.value, last.unit),
        range(course), safe(last.rule), Format.count(course.count, "run"),
        last.suites.map(safe).joined(separator: " "),
      ]
    }
    let table = Columns.text(rows, right: [3])
    guard let width = context.width, table.split(separator: "\n").contains(where: { String($0).shownWidth > width })
    else { return paint.plain(table) }
    // A mark says nothing by itself: what goes below goes below the gate's name.
    let named = rows.map { row in ["\(row[0]) \(row[1])"] + row.dropFirst(2).map(\.trimmedEnd) }
    return paint.plain(Columns.text(named, width: width, right: [2]))
  }

  /// RFC 4180 with a header: one row a gate and run.
  public static func csv(_ points: [PastGate]) -> String {
    CSV.text(
      ["gate", "suites", "run", "started_at", "revision", "verdict", "unit", "value", "baseline"],
      points.map {
        [
          $0.gate, $0.suites.joined(separator: " "), $0.run, Moment($0.moment).iso, $0.revision, $0.verdict,
          $0.unit.rawValue, $0.value.map { "\($0)" }, $0.baseline.map { "\($0)" },
        ]
      })
  }

  private static func grouped(_ points: [PastGate]) -> [[PastGate]] {
    points.reduce(into: []) { courses, point in
      if let last = courses.last?.last, last.gate == point.gate, last.suites == point.suites {
        courses[courses.count - 1].append(point)
      } else {
        courses.append([point])
      }
    }
  }

  /// A column a run, from the lowest value to the highest; a gap where nothing was measured.
  static func line(_ values: [Double?], _ context: ReportContext) -> String {
    let levels = Array(context.unicode ? "▁▂▃▄▅▆▇█" : "12345678")
    let known = values.compactMap { $0 }
    guard let low = known.min(), let high = known.max() else { return String(repeating: " ", count: values.count) }
    return String(
      values.map { value -> Character in
        guard let value else { return " " }
        // What never changed is drawn in the middle: neither good nor bad.
        guard high > low else { return levels[levels.count / 2] }
        return levels[min(Int((value - low) / (high - low) * Double(levels.count)), levels.count - 1)]
      })
  }

  private static func range(_ course: [PastGate]) -> String {
    let known = course.compactMap(\.value)
    guard let low = known.min(), let high = known.max(), low < high else { return "" }
    return "\(text(low, course[0].unit)) to \(text(high, course[0].unit))"
  }

  private static func text(_ value: Double?, _ unit: GateOutcome.ValueUnit) -> String {
    guard let value else { return "–" }
    return switch unit {
    case .share: Format.percent(value)
    case .milliseconds: Format.milliseconds(value)
    case .tokens: Format.count(value) + "/case"
    case .usd: Format.dollars(value) + "/case"
    }
  }

  private static func mark(_ verdict: String, _ paint: Paint) -> String {
    switch Verdict(rawValue: verdict) {
    case .pass: paint.green(paint.context.unicode ? "✓" : "ok")
    case .block: paint.red(paint.cross)
    case .unproven: paint.yellow("~")
    case .new: paint.cyan("+")
    case .undecided, nil: paint.yellow("?")
    }
  }

  private static func safe(_ text: String) -> String { SafeText.terminal(UntrustedText(text)) }
}
