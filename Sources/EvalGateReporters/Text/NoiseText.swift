public import EvalGateCore

/// What A/A runs showed, for people at a terminal.
public enum NoiseText {
  /// How many flaky cases are named before the rest is only counted.
  private static let shownFlaky = 10

  /// The whole page, ending in a line feed; every flaky case when verbose.
  public static func render(_ report: NoiseReport, _ context: ReportContext) -> String {
    let paint = Paint(context: context)
    let parts = [suites(report, paint, all: context.verbose), gates(report, paint), verdict(report)]
    return paint.plain(parts.filter { !$0.isEmpty }.joined(separator: "\n"))
  }

  private static func suites(_ report: NoiseReport, _ paint: Paint, all: Bool) -> String {
    report.suites.map { suite -> String in
      let repeats = suite.repeats
      let fit = suite.meanChance.flatMap { mean in
        suite.rho.map { "pass chance \(Format.percent(mean)) on average, correlation \(Format.fixed($0, 2))" }
      }
      let facts = [
        repeats.sentence(dot: paint.dot), "two runs disagree on \(Format.percent(repeats.noiseDiscordance))", fit,
      ].compactMap { $0 }
      let shown = repeats.flaky.prefix(all ? .max : shownFlaky)
      let rows = shown.map { [safe($0.id), $0.rateText, $0.location.map { safe($0.description) } ?? ""] }
      let rest = repeats.flaky.count - shown.count
      return "  \(safe(suite.suite))   \(facts.joined(separator: paint.dot))\(paint.dot)\(safe(suite.origin))\n"
        + Columns.text(rows, indent: "      ") + (rest > 0 ? "      + \(rest) more\n" : "")
    }.joined()
  }

  private static func gates(_ report: NoiseReport, _ paint: Paint) -> String {
    guard !report.gates.isEmpty else { return "" }
    let drops = report.gates.flatMap(\.power).map(\.drop).reduce(into: [Double]()) { drops, drop in
      if !drops.contains(drop) { drops.append(drop) }
    }
    let head =
      ["GATE", "N", "BLOCKS UNCHANGED", "UNPROVEN"] + drops.map { "−\(Format.barePoints($0)) pt" } + ["RULE"]
    let rows = report.gates.map { gate in
      [safe(gate.gate), Format.count(gate.n), gate.falseBlocks.words, Format.percent(gate.unproven.value)]
        + drops.map { drop in
          gate.power.first { $0.drop == drop }.map { Format.percent($0.chance) }
            ?? (gate.noiseDiscordance == nil ? "" : "–")
        }
        + [
          gate.rule + (gate.blocks ? "" : " (does not block)")
            + (gate.undecided.hits > 0 ? "\(paint.dot)undecided \(Format.percent(gate.undecided.value))" : "")
        ]
    }
    let columns = Set(1..<(4 + drops.count))
    return Columns.text([head] + rows, right: columns)
      + (drops.isEmpty ? "" : "  −1 pt and so on: how often a single comparison blocks a drop of that size\n")
  }

  private static func verdict(_ report: NoiseReport) -> String {
    guard !report.gates.isEmpty else { return "" }
    return
      "an unchanged version is blocked by any gate in \(report.anyBlock.words) runs, before a confirmation · \(Format.count(report.anyBlock.of)) deals, seed \(report.seed)\n"
  }

  private static func safe(_ text: String) -> String { SafeText.terminal(UntrustedText(text)) }
}

extension SimulatedRate {
  /// `2.1 of 100 (± 0.3)`: the rate with its Monte Carlo error.
  var words: String { "\(Format.fixed(value * 100, 1)) of 100 (± \(Format.fixed(error * 100, 1)))" }
}
