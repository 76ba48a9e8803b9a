import EvalGateCore

/// Reads what a route does beyond trying again: `deadline`, `hedge`, `degrade`, `race` and `budget`.
enum DeliveryReader {
  static func read(_ reader: inout OptionReader, _ problems: inout Problems) -> Delivery {
    let deadline = problems.collect { () throws(Diagnostic) in
      try reader.optionalQuantity("deadline", units: [.time])?.value
    }
    let hedge = problems.collect { () throws(Diagnostic) in try Self.hedge(reader.node("hedge")) }
    let degrade: Degrade? = problems.collect { () throws(Diagnostic) in try reader.optionalChoice("degrade") } ?? nil
    let race = problems.collect { () throws(Diagnostic) in try reader.bool("race", default: false) }
    let budget = problems.collect { () throws(Diagnostic) in try BudgetReader.read(reader.node("budget")) }
    return Delivery(
      deadline: deadline ?? nil, hedge: hedge ?? nil, degrade: degrade ?? .partial, race: race ?? false,
      budget: budget ?? Budget())
  }

  private static func hedge(_ node: Node?) throws(Diagnostic) -> Hedge? {
    guard let node else { return nil }
    var reader = try OptionReader(node, subject: "`hedge`")
    guard let after = try reader.optionalQuantity("after", units: [.time])?.value else {
      throw OptionReader.wrong(node, "hedge", "`{ after: 3s }`, with a share such as `at_most: 5%`")
    }
    let share = try reader.optionalRate("at_most")
    try reader.finish()
    return share.map { Hedge(after: after, share: $0) } ?? Hedge(after: after)
  }
}

/// Reads what may be spent: of a run, a suite or a route.
enum BudgetReader {
  static func read(_ node: Node?) throws(Diagnostic) -> Budget {
    guard let node else { return Budget() }
    var reader = try OptionReader(node, subject: "`budget`")
    let budget = Budget(tokens: try reader.optionalInt("tokens"), usd: try reader.optionalDouble("usd"))
    try reader.finish()
    if let usd = budget.usd, usd < 0 { throw OptionReader.wrong(node["usd"] ?? node, "usd", "an amount of money") }
    return budget
  }
}
