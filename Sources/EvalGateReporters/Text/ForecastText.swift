public import EvalGateCore

/// A plan for people at a terminal: what it takes, what each gate will see, and what would let it see more.
public enum ForecastText {
  /// The whole page, ending in a line feed.
  ///
  /// - Parameter onceMore: names of suites that the change takes away and that are asked for the base's sake.
  public static func render(
    _ plan: PlanForecast, _ context: ReportContext, askedOnceMore onceMore: Set<String> = []
  ) -> String {
    let paint = Paint(context: context)
    return paint.plain(
      [heading(plan, paint), suites(plan, paint, onceMore), gates(plan, paint), advice(plan), confirming(plan)]
        .filter { !$0.isEmpty }.joined(separator: "\n"))
  }

  private static func heading(_ plan: PlanForecast, _ paint: Paint) -> String {
    let answers = plan.suites.reduce(0) { $0 + $1.answers }
    var parts: [String] = [
      Format.count(answers, "answer"), Format.count(plan.suites.reduce(0) { $0 + $1.calls }, "call"),
      Format.count(plan.suites.count, "suite"),
      plan.total(\.tokens).map { "about \(Format.short(tokens: $0)) tokens" } ?? "tokens unknown",
      plan.total(\.usd).map { "about \(Format.dollars($0))" } ?? "money unknown",
      plan.total(\.milliseconds).map { "about \(Format.clock(milliseconds: $0))" } ?? "time unknown",
    ]
    let ceilings: [String] = [
      plan.budget.tokens.map { "\(Format.short($0)) tokens" }, plan.budget.usd.map { Format.dollars($0) },
    ].compactMap { $0 }
    if !ceilings.isEmpty { parts.append("at most " + ceilings.joined(separator: ", ")) }
    return "plan  " + parts.joined(separator: paint.dot) + "\n"
  }

  private static func suites(_ plan: PlanForecast, _ paint: Paint, _ onceMore: Set<String>) -> String {
    let head = ["SUITE", "CASES", "ANSWERS", "CALLS", "TOKENS", "MONEY", "TIME", ""]
    let rows = plan.suites.map { suite in
      [
        safe(suite.suite), Format.count(suite.cases), Format.count(suite.answers), Format.count(suite.calls),
        suite.tokens.map { Format.short(tokens: $0) } ?? "–", suite.usd.map { Format.dollars($0) } ?? "–",
        suite.milliseconds.map { Format.clock(milliseconds: $0) } ?? "–",
        remarks(suite, isOnceMore: onceMore.contains(suite.suite)).joined(separator: paint.dot),
      ]
    }
    let isPlayed = plan.suites.contains { $0.mode == .replay }
    return Columns.text([head] + rows, right: [1, 2, 3, 4, 5, 6])
      + (isPlayed
        ? "  replay: the answers are recordings and cost nothing; the figures are what asking would take\n" : "")
  }

  private static func remarks(_ suite: SuiteForecast, isOnceMore: Bool) -> [String] {
    [
      isOnceMore ? "removed, and asked once more" : nil, suite.mode.rawValue, "route \(safe(suite.route))",
      "\(suite.concurrency) at once", suite.origin.map { "from \(safe($0))" } ?? "nothing stored to estimate from",
    ].compactMap(\.self)
  }

  private static func gates(_ plan: PlanForecast, _ paint: Paint) -> String {
    guard !plan.gates.isEmpty else { return "" }
    let head = ["GATE", "SUITE", "N", "FINDS", "RULES OUT", ""]
    let rows = plan.gates.map { gate in
      [
        safe(gate.gate), safe(gate.suite), Format.count(gate.n), gate.found?.words ?? "–", gate.ruledOut?.words ?? "–",
        ([gate.rule] + gate.remarks).joined(separator: paint.dot),
      ]
    }
    return Columns.text([head] + rows, right: [2])
      + "  finds: blocked in \(Format.odds(plan.power)) runs. rules out: what a pass leaves no room for.\n"
  }

  private static func advice(_ plan: PlanForecast) -> String {
    plan.gates.compactMap { gate in
      gate.advice.map { "  \(safe(gate.gate)) in \(safe(gate.suite)): \($0.words)\n" }
    }.joined()
  }

  private static func confirming(_ plan: PlanForecast) -> String {
    let suites = plan.suites.filter { $0.confirmingCalls != nil }
    guard !suites.isEmpty else { return "" }
    let calls = suites.reduce(0) { $0 + ($1.confirmingCalls ?? 0) }
    return
      "  confirming a drop takes 6 calls for each changed case: about \(Format.count(calls)) more when nothing changed. "
      + "With it, outright breaks of 2 to 4 cases are found. A drop that it leaves open is settled by 2 for "
      + "every case, at most \(Format.count(suites.reduce(0) { $0 + 2 * $1.cases })).\n"
  }

  private static func safe(_ text: String) -> String { SafeText.terminal(UntrustedText(text)) }
}
