import EvalGateCore
import UnicodeText

extension TextPage {
  /// One row a gate: value, rule, baseline, change, counts and what they could not have seen. Where a terminal is too narrow
  /// for a row, its end goes below it.
  var gates: String {
    guard !report.gates.isEmpty else { return "" }
    let folded = verbose ? [] : report.gates(of: report.quietlyCarried)
    let names = Set(folded.map(\.name))
    let rest = folded.carriedText.map { "    \($0); `-v` shows them\n" } ?? ""
    return table(of: report.gates.filter { !names.contains($0.name) }) + rest
  }

  private func table(of gates: [GateOutcome]) -> String {
    guard !gates.isEmpty else { return "" }
    let head = ["GATE", "VALUE", "RULE", "BASELINE", "CHANGE"]
    let rows = gates.map { gate in
      [safe(gate.name), gate.valueText, gate.rule, gate.baselineText ?? "", gate.changeText ?? ""].map(paint.plain)
    }
    let ends = zip(gates, GateOutcome.remarks(of: gates)).map { gate, remarks in
      paint.plain(([gate.countText] + remarks.map(safe)).joined(separator: paint.dot))
    }
    let whole = table(zip([head] + rows, [""] + ends).map { $0 + [$1] })
    guard let width = paint.context.width, whole.contains(where: { $0.displayWidth + 4 > width }) else {
      return marked(whole, gates, below: [])
    }
    let five = table([head] + rows)
    guard five.contains(where: { $0.displayWidth + 4 > width }) else { return marked(five, gates, below: ends) }
    let three = table(([head] + rows).map { Array($0.prefix(3)) })
    let isNarrow = three.contains { $0.displayWidth + 4 > width }
    let sides = zip(gates, ends).map { gate, end in
      let rule = isNarrow ? gate.rule : nil
      let baseline = gate.baselineText.map { "baseline \($0)" }
      return ([rule, baseline, gate.changeText].compactMap { $0.map(paint.plain) } + [end]).joined(separator: paint.dot)
    }
    return marked(isNarrow ? table(([head] + rows).map { Array($0.prefix(2)) }) : three, gates, below: sides)
  }

  private func table(_ rows: [[String]]) -> [String] {
    Columns.text(rows, indent: "", right: [1, 3, 4]).split(separator: "\n").map(String.init)
  }

  /// Widths come from bare text, because colours take no room on a screen.
  private func marked(_ lines: [String], _ gates: [GateOutcome], below: [String]) -> String {
    let marks = [paint.context.unicode ? "  " : "   "] + gates.map { padded(paint.mark($0), $0) }
    let room = max((paint.context.width ?? 100) - 6, 20)
    return zip(marks, lines).enumerated().map { index, row in
      guard index > 0 else { return "  \(row.0)\(paint.dim(row.1))\n" }
      let line = "  \(row.0)\(emphasised(row.1, gates[index - 1]))\n"
      guard below.indices.contains(index - 1), !below[index - 1].isEmpty else { return line }
      return line + below[index - 1].wrapped(toWidth: room).map { "      \($0)\n" }.joined()
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
    let line = "\(word)  \(parts.filter { !$0.isEmpty }.joined(separator: paint.dot))"
    var lines = [folded(line, under: report.outcome.rawValue.count + 2)]
    if report.outcome == .undecided || report.outcome == .interrupted || report.outcome == .terminated {
      // What the table says of a gate is not said again, nor what the line itself begins with.
      let said = report.gates.map { "\($0.name): " }
      lines += report.reasons.filter { reason in
        reason != report.outcome.rawValue && !said.contains { reason.hasPrefix($0) }
      }.map {
        folded("  " + safe($0), under: 2)
      }
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

  /// The verdict's line is one to be read: the table above it has them all.
  private static let namedGates = 10

  private var counts: String {
    if report.outcome == .unchanged { return report.reasons.map(safe).joined(separator: ", ") }
    let blocking = report.gates.filter(\.blocks)
    guard !blocking.isEmpty else { return "no gate was decided" }
    let bad = [Verdict.block, .undecided].map { verdict in
      report.safetyFirst(blocking.filter { $0.verdict == verdict }).map { safe($0.name) }
    }
    if let first = bad.first(where: { !$0.isEmpty }) {
      // What holds the change up comes first; what could not be decided beside it is no reason, and is said.
      let rest =
        bad[0].isEmpty || bad[1].isEmpty ? "" : ", \(bad[1].count) undecided: \(bad[1].listed(Self.namedGates))"
      return "\(first.count) of \(blocking.count) \(blocking.count == 1 ? "gate" : "gates"): "
        + first.listed(Self.namedGates) + rest
    }
    let passed = blocking.count { $0.verdict == .pass }
    // What is undecided then is no gate's doing.
    let hold = report.outcome == .undecided ? passed == 1 ? " holds" : " hold" : ""
    let others = [(Verdict.unproven, "unproven"), (.new, "new")].compactMap { verdict, word -> String? in
      let count = blocking.count { $0.verdict == verdict }
      return count > 0 ? "\(count) \(word)" : nil
    }
    if passed == 0, report.outcome == .passed { return others.joined(separator: ", ") + ", none failed" }
    return "\(passed) of \(blocking.count) \(blocking.count == 1 ? "gate" : "gates")\(hold)"
      + others.map { ", " + $0 }.joined()
  }

  /// How many answers were live, kept and replayed: recordings are evidence the author controls, so it is always said.
  private var sources: String {
    let totals = report.totals
    let parts = [(totals.live, "live"), (totals.kept, "kept"), (totals.replayed, "replayed")].filter { $0.0 > 0 }
    return (parts.map { "\(Format.count($0.0)) \($0.1)" } + [totals.fallbackText].compactMap(\.self))
      .joined(separator: ", ")
  }
}
