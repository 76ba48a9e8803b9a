extension Harm {
  /// `drops from 6.4 pt`, `rates of 96.9% or less`: for the columns of a plan.
  public var words: String {
    switch self {
    case .drop(let share): "drops from \(Format.fixed(share * 100, 1)) pt"
    case .rate(let share): "rates of \(Format.percent(share)) or less"
    case .badRate(let share): "\(Format.percent(share)) bad or more"
    case .overBudget(let share): "\(Format.percent(share)) over or more"
    case .rise(let share): "rises from \(Format.percent(share))"
    }
  }
}

extension GateForecast {
  /// What limits the figures, each in a few words.
  public var remarks: [String] {
    var remarks: [String] = []
    if let allowed { remarks.append("\(allowed) of \(n) allowed") }
    if let falseBlockRate { remarks.append(GatePhrase.literal(falseBlockRate)) }
    if let noise {
      let runs = noise.baselineRuns > 1 ? ", \(noise.baselineRuns) stored runs" : ""
      remarks.append("two runs disagree on \(Format.percent(noise.discordance))\(runs)")
      if noise.designFactor > 1 {
        remarks.append("clusters make it \(Format.fixed(noise.designFactor, 1)) times wider")
      }
    }
    if let moreCalls { remarks.append("up to \(Format.count(moreCalls, "more call")) while it is unproven") }
    if let remark { remarks.append(remark) }
    return remarks
  }
}

extension SizeAdvice {
  /// `to rule out a drop of 2 points takes about 1900 cases, to find one about 1700`.
  public var words: String {
    let rule = toRuleOut.map { "about \(Format.count($0, "case"))" } ?? "more cases than can be counted"
    let find = toFind.map { "about \(Format.count($0))" } ?? "more than can be counted"
    return "to rule out a drop of \(Format.barePoints(margin)) points takes \(rule), to find one \(find)"
  }
}

extension Format {
  /// `5`, `2.5`: a share as points, for sentences that say "points" themselves.
  public static func barePoints(_ share: Double) -> String {
    let text = fixed(share * 100, 1)
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// `483k`, for an estimate of tokens.
  public static func short(tokens: Double) -> String {
    Int(exactly: tokens.rounded()).map { short($0) } ?? count(tokens)
  }
}
