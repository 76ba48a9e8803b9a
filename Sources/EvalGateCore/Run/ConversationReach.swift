import StrictJSON

/// How far a scripted conversation came, told by its answers: a call without a result in the script ends it before its end.
package struct ConversationReach: Hashable, Sendable {
  /// How often the script asks, not counting the rounds of tools in between.
  package private(set) var planned = 0
  /// Of these, how many were answered at all.
  package private(set) var answered = 0
  /// Whether the model was sent what the scenario plants before it gave its last answer; true where nothing is put anywhere.
  package private(set) var heardPlant: Bool
  /// What was called where the script has no result for it.
  package private(set) var unanswered: String?

  /// A pure function of what is recorded: the script with the answers put where they were given.
  package init(of candidate: Candidate, through evalCase: EvalCase) {
    let turns = evalCase.turns
    var answers = (candidate.earlier + [candidate.answer])[...]
    heardPlant = evalCase.setup?["plant"]?["into"] == nil
    guard !turns.isEmpty else {
      (planned, answered, heardPlant) = (1, 1, true)
      return
    }
    var isSaid = false
    var isOver = false
    for (index, turn) in turns.enumerated() {
      let isAsked = turn.isAsked(before: index + 1 < turns.count ? turns[index + 1] : nil)
      if !isOver, evalCase.holdsPlant(turn), !turn.saysOnlyInResults(evalCase) { isSaid = true }
      guard isAsked else { continue }
      planned += 1
      guard !isOver, !answers.isEmpty else { continue }
      answered += 1
      isOver = !take(turn.toolResults, &answers, &isSaid, evalCase)
    }
  }

  /// The answers to one step, up to one without calls. False where the conversation ended here.
  private mutating func take(
    _ results: [String: String], _ answers: inout ArraySlice<Answer>, _ isSaid: inout Bool, _ evalCase: EvalCase
  ) -> Bool {
    while let answer = answers.popFirst() {
      if isSaid { heardPlant = true }
      if let call = answer.toolCalls.first(where: { results[$0.name] == nil }) {
        unanswered = call.name
        return false
      }
      guard !answer.toolCalls.isEmpty else { return true }
      if answer.toolCalls.contains(where: { evalCase.plants(intoResultOf: $0.name) }) { isSaid = true }
    }
    return false
  }
}

extension EvalCase {
  fileprivate func plants(intoResultOf tool: String) -> Bool {
    setup?["plant"]?["into"]?.stringValue == "tool:\(tool)"
  }
}

extension Turn {
  /// Whether planted text is said only once the model calls the tool.
  fileprivate func saysOnlyInResults(_ evalCase: EvalCase) -> Bool {
    if case .user = self { return evalCase.setup?["plant"]?["into"]?.stringValue != "user" }
    return false
  }
}
