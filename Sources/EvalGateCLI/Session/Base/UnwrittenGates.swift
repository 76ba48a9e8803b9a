import EvalGateCore

/// The gate over benign cases that stands where no file writes one (`benign`).
///
/// Of benign cases the change's own files decide, so that one nobody wrote is no promise of the base: it stands as long as the change
/// leaves blocking benign cases that no gate of its own speaks of, and the project's own gates have it then.
struct UnwrittenGates {
  /// The base without those that the change has no more.
  let base: Project
  let changes: [RuleChange]

  init(_ base: Project, heldBy head: Project) {
    let gone = base.gates.filter { gate in
      gate.isUnwrittenOverBenign && head.suite(named: gate.suite ?? "")?.evalset.kind == .safety
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
    changes = gone.map { gate in
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
