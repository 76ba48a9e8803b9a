import EvalGateCore

/// What has happened in a run before a call, as far as rules ask: kept along the way, so that a long run costs no more than it is
/// long. Calls that were denied count too.
struct RunState: Sendable {
  /// Calls of the run for each rule that holds for them.
  private var ofRun: [String: Int] = [:]
  private var ofTurn: [String: Int] = [:]
  private var turn = 0
  /// Sequences of which the first part has happened.
  private(set) var begun: Set<String> = []

  mutating func note(_ call: TracedCall, as tool: CalledTool, _ rules: [ToolRule], _ sequences: [SequenceRule]) {
    if call.turn != turn {
      turn = call.turn
      ofTurn.removeAll(keepingCapacity: true)
    }
    for rule in rules where rule.limits != nil {
      ofRun[rule.id, default: 0] += 1
      ofTurn[rule.id, default: 0] += 1
    }
    for sequence in sequences where sequence.after.includes(tool, rules) { begun.insert(sequence.id) }
  }

  /// How often the tools of a rule were called in the run.
  func count(_ rule: ToolRule) -> Int { ofRun[rule.id] ?? 0 }

  /// And in a turn of the user.
  func count(_ rule: ToolRule, in turn: Int) -> Int { turn == self.turn ? ofTurn[rule.id] ?? 0 : 0 }
}
