public import EvalGateCore

/// Two routes side by side, where one was only compared. It says what was seen and decides nothing.
public enum ShadowText {
  /// A headline and a table for each suite and route; nothing where there was no second route.
  public static func render(_ tallies: [ShadowTally]) -> String {
    tallies.map(table).joined(separator: "\n")
  }

  private static func table(_ tally: ShadowTally) -> String {
    let suite = SafeText.terminal(UntrustedText(tally.suite))
    let route = SafeText.terminal(UntrustedText(tally.route))
    var lines = ["\(suite) beside `\(route)` (compared, not decided)"]
    let here = tally.bothPassed + tally.onlyHere
    let there = tally.bothPassed + tally.onlyThere
    lines.append(row("passed", share(here, tally), share(there, tally)))
    if let first = median(tally.latencies.here), let second = median(tally.latencies.there) {
      lines.append(row("latency p50", Format.milliseconds(first), Format.milliseconds(second)))
    }
    if tally.cost.here != nil || tally.cost.there != nil {
      lines.append(row("cost", money(tally.cost.here), money(tally.cost.there)))
    }
    lines.append(
      "  passed here alone \(tally.onlyHere), there alone \(tally.onlyThere); same output \(tally.sameOutput) of "
        + "\(tally.compared)" + (tally.notCompared > 0 ? "; \(tally.notCompared) not compared (no answer)" : ""))
    return lines.joined(separator: "\n") + "\n"
  }

  private static func row(_ name: String, _ here: String, _ there: String) -> String {
    func padded(_ text: String, _ width: Int) -> String {
      text + String(repeating: " ", count: max(0, width - text.unicodeScalars.count))
    }
    return "  \(padded(name, 12)) \(padded(here, 18)) \(there)"
  }

  private static func share(_ count: Int, _ tally: ShadowTally) -> String { "\(count)/\(tally.compared)" }
  private static func money(_ amount: Double?) -> String { amount.map(Format.dollars) ?? "–" }

  /// The lower middle; nil for none.
  private static func median(_ values: [Double]) -> Double? {
    values.isEmpty ? nil : values.sorted()[(values.count - 1) / 2]
  }
}
