import EvalGateCore

/// The gate over benign cases that stands where no file writes one (`benign`).
///
/// One that nobody wrote is no promise of the base. So in a change that edits nothing that answers it goes with the last blocking benign
/// case, and gives way to a gate of the project's own. Beside such an edit it stays: it is what tells that the edit serves nobody.
struct UnwrittenGates {
  /// The base without those that the change has no more.
  let base: Project
  private let gone: [GateRule]
  /// Names of those that stand.
  private let held: Set<String>

  /// - Parameter isOfRulesAlone: whether the change edits nothing that answers in a safety suite.
  init(_ base: Project, heldBy head: Project, isOfRulesAlone: Bool) {
    let gone = base.gates.filter { gate in
      isOfRulesAlone && gate.isUnwrittenOverBenign
        && head.suite(named: gate.suite ?? "")?.evalset.kind == .safety
        && !head.gates.contains {
          ($0.isUnwrittenOverBenign && $0.suite == gate.suite) || $0.asksTheSame(as: gate)
        }
    }
    let names = Set(gone.map(\.name))
    self.base =
      gone.isEmpty
      ? base
      : Project(
        configuration: base.configuration, suites: base.suites,
        gates: base.gates.filter { !($0.isUnwrittenOverBenign && names.contains($0.name)) }, notes: base.notes,
        files: base.files)
    self.gone = gone
    held = Set(base.gates.filter(\.isUnwrittenOverBenign).map(\.name)).subtracting(names)
  }

  /// Edits to rules, with those of gates that nobody wrote: which gave way, and why the others did not.
  func shown(among changes: [RuleChange]) -> [RuleChange] {
    changes.map { change in
      guard change.subject == .gate, change.decides == .base, held.contains(change.name) else { return change }
      var change = change
      let why =
        "and no file wrote it: it gives way to one of your own in a change that edits nothing that answers"
      change.note = [change.note, why].compactMap(\.self).joined(separator: ", ")
      return change
    }
      + gone.map { gate in
        RuleChange(
          .gate, gate.name, .loosened, from: "\(gate.metric.id) \(gate.ruleText)", decides: .head,
          note: "no file wrote it, so what the change says of benign cases decides")
      }
  }
}

extension GateRule {
  /// Whether it is one of a project as it was loaded that stands for gates over benign cases that nobody wrote.
  var isUnwrittenOverBenign: Bool { location == nil && metric.id == "benign_pass_rate" }

  fileprivate func asksTheSame(as other: GateRule) -> Bool {
    metric.id == other.metric.id && suite == other.suite && filter == other.filter && bound == other.bound && blocks
  }
}
