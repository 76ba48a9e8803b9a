import EvalGateCore
import UnicodeText

extension TextPage {
  /// One row a gate: value, rule, baseline, change, counts and what they could not have seen.
  var gates: String {
    guard !report.gates.isEmpty else { return "" }
    let head = ["GATE", "VALUE", "RULE", "BASELINE", "CHANGE", ""].map { paint.dim($0) }
    let rows = report.gates.map { gate in
      [
        safe(gate.name), gate.valueText, gate.rule, gate.baselineText ?? "", gate.changeText ?? "",
        ([gate.countText] + gate.remarks.map(safe)).joined(separator: paint.dot),
      ].map(paint.plain)
    }
    // Painted headings are wider in bytes than on the screen, so widths come from the bare ones.
    let plainHead = ["GATE", "VALUE", "RULE", "BASELINE", "CHANGE", ""]
    let lines = Columns.text([plainHead] + rows, indent: "", right: [1, 3, 4]).split(separator: "\n").map(String.init)
    let marks = [paint.context.unicode ? "  " : "   "] + report.gates.map { padded(paint.mark($0), $0) }
    return zip(marks, lines).enumerated().map { index, row in
      let line = index == 0 && !head.isEmpty ? paint.dim(row.1) : emphasised(row.1, report.gates[index - 1])
      return "  \(row.0)\(line)\n"
    }.joined()
  }

  /// Every gate as one would say it, with `-v`.
  var sentences: String {
    guard verbose else { return "" }
    return report.gates.map { "  \(paint.mark($0)) \(safe($0.sentence.text))\n" }.joined()
  }

  /// Plain marks are one or two letters wide, `ok` the widest.
  private func padded(_ mark: String, _ gate: GateOutcome) -> String {
    paint.context.unicode || gate.verdict == .pass ? mark + " " : mark + "  "
  }

  private func emphasised(_ line: String, _ gate: GateOutcome) -> String {
    gate.blocks && (gate.verdict == .block || gate.verdict == .undecided) ? paint.bold(line) : line
  }

  /// The last line, and the commands worth running next.
  var verdict: String {
    let word = outcomeWord
    var parts = [counts]
    // Of a change that touches nothing no run is kept.
    if report.outcome != .unchanged { parts.append("run \(safe(String(report.header.id.prefix(7))))") }
    if let elapsed = report.totals.elapsed { parts.append(Format.clock(milliseconds: elapsed)) }
    parts.append(sources)
    if let spent = report.spentText { parts.append(spent) }
    var lines = ["\(word)  \(parts.filter { !$0.isEmpty }.joined(separator: paint.dot))"]
    if report.outcome == .undecided || report.outcome == .interrupted || report.outcome == .terminated {
      // What the table says of a gate is not said again.
      let said = report.gates.map { "\($0.name): " }
      lines += report.reasons.filter { reason in !said.contains { reason.hasPrefix($0) } }.map { "  " + safe($0) }
    }
    if report.exitZero, report.outcome != .passed {
      lines.append("  would have ended with exit code \(report.outcome.exitCode); --exit-zero was given")
    }
    let width = report.next.map { $0.purpose.displayWidth }.max() ?? 0
    for step in report.next {
      let remark = step.remark.map { "          (\(safe($0)))" } ?? ""
      lines.append("  \(safe(step.purpose).padded(toWidth: max(width, 6)))   \(safe(step.command))\(remark)")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private var outcomeWord: String {
    let word = report.outcome.rawValue.uppercased()
    return switch report.outcome {
    case .passed, .unchanged, .shardComplete: paint.green(paint.bold(word))
    case .blocked: paint.red(paint.bold(word))
    default: paint.yellow(paint.bold(word))
    }
  }

  private var counts: String {
    if report.outcome == .unchanged { return report.reasons.map(safe).joined(separator: ", ") }
    let blocking = report.gates.filter(\.blocks)
    guard !blocking.isEmpty else { return "no gate was decided" }
    let bad = report.safetyFirst(blocking.filter { $0.verdict == .block || $0.verdict == .undecided })
    guard bad.isEmpty else {
      return "\(bad.count) of \(blocking.count) \(blocking.count == 1 ? "gate" : "gates"): "
        + bad.map { safe($0.name) }.joined(separator: ", ")
    }
    let passed = blocking.count { $0.verdict == .pass }
    let others = [(Verdict.unproven, "unproven"), (.new, "new")].compactMap { verdict, word -> String? in
      let count = blocking.count { $0.verdict == verdict }
      return count > 0 ? "\(count) \(word)" : nil
    }
    return "\(passed) of \(blocking.count) \(blocking.count == 1 ? "gate" : "gates")"
      + others.map { ", " + $0 }.joined()
  }

  /// How many answers were live, kept and replayed: recordings are evidence the author controls, so it is always said.
  private var sources: String {
    let totals = report.totals
    let parts = [(totals.live, "live"), (totals.kept, "kept"), (totals.replayed, "replayed")].filter { $0.0 > 0 }
    return parts.map { "\(Format.count($0.0)) \($0.1)" }.joined(separator: ", ")
  }
}
