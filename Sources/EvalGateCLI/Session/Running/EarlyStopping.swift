import EvalGateCore

/// Where `--stop-early` applies.
struct EarlyStopping {
  let project: Project
  let attempts: EarlierAttempts

  /// Why a suite is asked whole; nil where it may stop as soon as enough is known.
  func obstacle(_ contest: Gating.Contest, trials: Int) -> String? {
    let suite = contest.suite
    if suite.critical { return "it is marked critical, and looking on the way gives up the finest drops" }
    let gates = project.gates.filter { ($0.suite ?? suite.name) == suite.name }
    guard gates.contains(where: { $0.bound == .noWorseThanBaseline }) else {
      return "no gate says `no_worse_than: baseline` of it"
    }
    if contest.opponent.anchor != nil { return "it is held against an anchor too" }
    guard contest.opponent.usable != nil || !contest.asked.isEmpty else { return "there is nothing to compare it with" }
    guard trials == contest.planned.count else { return "its cases are asked several times" }
    switch attempts.before(suite.name, []) {
    case .unreadable(let why): return why
    case .runs(let runs):
      let accepted = contest.opponent.usable?.runs ?? []
      return runs.allSatisfy { accepted.contains($0.run) }
        ? nil : "this version was run before, and all of its attempts count together"
    }
  }
}

extension DiagnosticCode {
  static let noEffect = DiagnosticCode(
    "run/no-effect", "A flag of `evalgate run` had nothing to do for a suite; the message says why.")
}

extension Diagnostic {
  static func noEffect(_ message: String) -> Diagnostic { Diagnostic(.noEffect, message, severity: .note) }
}
