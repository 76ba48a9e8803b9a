/// What all gates together mean for the exit code.
public struct RunVerdict: Hashable, Sendable {
  public let outcome: RunOutcome
  /// One line a gate that stands in the way, and what else kept the run from a verdict.
  public let reasons: [String]

  /// When several apply, the more certain no wins: blocked before undecided before empty (command line, section 4).
  ///
  /// - Parameter obstacles: why the run cannot pass although no gate may depend on it, such as a baseline that cannot be read.
  public init(
    _ gates: [GateOutcome], isComplete: Bool, interruption: String? = nil, obstacles: [String] = []
  ) {
    let deciding = gates.filter(\.blocks)
    let blocked = deciding.filter { $0.verdict == .block }
    let undecided = deciding.filter { $0.verdict == .undecided }
    if !blocked.isEmpty {
      outcome = .blocked
    } else if !undecided.isEmpty || !isComplete || !obstacles.isEmpty || deciding.isEmpty {
      outcome = .undecided
    } else {
      outcome = .passed
    }
    var reasons = (blocked + undecided).map { gate in
      "\(gate.name): " + (gate.reason ?? "\(gate.valueText), needs \(gate.rule)")
    }
    if deciding.isEmpty { reasons.append("no gate can block: nothing was decided") }
    reasons += obstacles
    if let interruption { reasons.append(interruption) }
    self.reasons = reasons
  }
}
