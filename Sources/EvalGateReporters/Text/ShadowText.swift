import EvalGateCore

/// Two routes side by side, where one was only compared. It says what was seen and decides nothing.
enum ShadowText {
  /// A headline and the numbers of both routes.
  static func table(_ tally: ShadowTally, _ paint: Paint) -> String {
    let suite = SafeText.terminal(UntrustedText(tally.suite))
    let route = SafeText.terminal(UntrustedText(tally.route))
    return "  \(suite)  beside `\(route)`, which decides nothing\n"
      + Columns.text([["", "here", route]] + rows(tally), indent: "    ", right: [1, 2])
      + "    \(paint.plain(sentence(tally)))\n" + failures(tally, paint)
  }

  private static func failures(_ tally: ShadowTally, _ paint: Paint) -> String {
    let room = min(paint.context.width ?? 110, 110) - 6
    return failures(tally).flatMap { SafeText.terminal($0).wrapped(toWidth: room) }.map { "      \($0)\n" }.joined()
  }

  /// `3 without an answer, first at c1: openai/m: connection: could not connect; help: see that the server is up`, one for each reason.
  static func failures(_ tally: ShadowTally) -> [UntrustedText] {
    tally.errors.map { group in
      UntrustedText(
        "\(group.count) without an answer, first at \(group.firstCase): \(group.sentence.unsafeText)"
          + (group.helpBeside.map { "; help: \($0)" } ?? ""))
    }
  }

  /// `name`, the deciding route's value, the other's.
  static func rows(_ tally: ShadowTally) -> [[String]] {
    var rows = [["passed", "\(tally.passed.here)/\(tally.compared)", "\(tally.passed.there)/\(tally.compared)"]]
    if case (let here?, let there?) = tally.medianLatency {
      rows.append(["latency p50", Format.milliseconds(here), Format.milliseconds(there)])
    }
    if tally.cost.here != nil || tally.cost.there != nil {
      rows.append(["cost", money(tally.cost.here), money(tally.cost.there)])
    }
    return rows
  }

  /// `passed here alone 2, there alone 1; same output 37 of 40`.
  static func sentence(_ tally: ShadowTally) -> String {
    "passed here alone \(tally.onlyHere), there alone \(tally.onlyThere); same output \(tally.sameOutput) of "
      + "\(tally.compared)" + (tally.notCompared > 0 ? "; \(tally.notCompared) not compared (no answer)" : "")
  }

  private static func money(_ amount: Double?) -> String { amount.map(Format.dollars) ?? "–" }
}

extension ErrorGroup {
  /// What a person can do about it where a route was asked beside: a run whose cases all have results is finished.
  var helpBeside: String? {
    switch GenerationFailure.Reason(rawValue: reason) {
    case .server: "give the route a second target to fall back to"
    case .rateLimited: "lower the route's `limits` or `--concurrency`"
    default: help
    }
  }
}
