import EvalGateCore

/// The way to an answer, a line a target, and what was asked beside it.
enum HopText {
  /// Nothing where one target answered at its first try.
  static func lines(_ candidate: Candidate, _ paint: Paint) -> [String] {
    let way = candidate.hops
    let isPlain = way.count <= 1 && way.allSatisfy { $0.tries == 1 && $0.failure == nil }
    let hops = isPlain ? [] : way.map { "  hop        " + facts($0).joined(separator: paint.dot) }
    return hops + candidate.shadows.map { "  beside     " + facts($0).joined(separator: paint.dot) }
  }

  private static func facts(_ hop: Hop) -> [String] {
    var facts = [SafeText.terminal(UntrustedText(hop.target)), hop.role.rawValue]
    facts.append(hop.tries == 0 ? "not asked" : hop.tries == 1 ? "1 try" : "\(hop.tries) tries")
    if let failure = hop.failure {
      facts.append(failure.rawValue + (hop.status.map { " (\($0))" } ?? ""))
    } else {
      facts.append("answered")
    }
    if let first = hop.firstFailure, first != hop.failure { facts.append("at first \(first.rawValue)") }
    if let latency = hop.latency { facts.append(Format.milliseconds(latency)) }
    if hop.waited >= 1 { facts.append("waited \(Format.milliseconds(hop.waited))") }
    return facts
  }

  private static func facts(_ shadow: ShadowAnswer) -> [String] {
    var facts = [SafeText.terminal(UntrustedText(shadow.route)), SafeText.terminal(UntrustedText(shadow.target))]
    if let passFail = shadow.passFail { facts.append(passFail.rawValue) }
    if let failure = shadow.failure {
      facts.append(failure.reason.rawValue)
    } else {
      facts.append(SafeText.terminal(UntrustedText(shadow.answer.text ?? "").excerpt(80)))
    }
    if let latency = shadow.latency { facts.append(Format.milliseconds(latency)) }
    return facts
  }
}
