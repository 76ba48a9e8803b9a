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
  /// All such calls, by their place among those of the last answer.
  package private(set) var open: [Int] = []
  /// What of the case's own texts the model was sent before it gave its last answer, as far as the answers show it: its turns, its
  /// system message and tools, and the results of tools that were called. Whether a variable was sent only the messages tell.
  package private(set) var heard: [String] = []
  /// The results that it was never sent, because it did not call for them.
  package private(set) var unheard: [ToolResult] = []

  /// What a tool would have answered.
  package struct ToolResult: Hashable, Sendable {
    package let tool: String
    package let text: String
  }

  /// A pure function of what is recorded: the script with the answers put where they were given.
  package init(of candidate: Candidate, through evalCase: EvalCase) {
    let turns = evalCase.turns
    var answers = (candidate.earlier + [candidate.answer])[...]
    heardPlant = evalCase.setup?["plant"]?["into"] == nil
    heard = ["system", "tools"].flatMap { evalCase.setup?[$0]?.texts ?? [] }
    var isSaid = false
    var isOver = false
    var said: [String] = []
    guard !turns.isEmpty else {
      (planned, answered, heardPlant) = (1, 1, true)
      var called: Set<String> = []
      let results = evalCase.results(after: nil)
      _ = take(results, &answers, &isSaid, &said, &called, evalCase)
      leave(results, called)
      return
    }
    for (index, turn) in turns.enumerated() {
      let isAsked = turn.isAsked(before: index + 1 < turns.count ? turns[index + 1] : nil)
      if !isOver, evalCase.holdsPlant(turn), !turn.saysOnlyInResults(evalCase) { isSaid = true }
      said.append(turn.text)
      guard isAsked else { continue }
      planned += 1
      var called: Set<String> = []
      if !isOver, !answers.isEmpty {
        answered += 1
        isOver = !take(evalCase.results(after: turn), &answers, &isSaid, &said, &called, evalCase, planted: turn)
      }
      leave(evalCase.results(after: turn), called)
    }
  }

  private mutating func leave(_ results: [String: String], _ called: Set<String>) {
    unheard += results.sorted { $0.key < $1.key }.filter { !called.contains($0.key) }
      .map { ToolResult(tool: $0.key, text: $0.value) }
  }

  /// The answers to one step, up to one without calls. False where the conversation ended here.
  ///
  /// - Parameters:
  ///   - said: what is going to be sent with the next question.
  ///   - called: the tools whose results were sent.
  ///   - turn: in whose own results a text may be planted.
  private mutating func take(
    _ results: [String: String], _ answers: inout ArraySlice<Answer>, _ isSaid: inout Bool, _ said: inout [String],
    _ called: inout Set<String>, _ evalCase: EvalCase, planted turn: Turn? = nil
  ) -> Bool {
    while let answer = answers.popFirst() {
      if isSaid { heardPlant = true }
      heard += said
      said = []
      let calls = answer.toolCalls.awaitingResults
      if let call = calls.first(where: { results[$0.name] == nil }) {
        unanswered = call.name
        open = answer.toolCalls.indices.filter {
          !answer.toolCalls[$0].isCarriedOut && results[answer.toolCalls[$0].name] == nil
        }
        return false
      }
      guard !calls.isEmpty else { return true }
      if calls.contains(where: {
        turn?.toolResults[$0.name] != nil && evalCase.plants(intoResultOf: $0.name)
      }) {
        isSaid = true
      }
      // Sent only where the model is asked once more after it.
      guard !answers.isEmpty else { return false }
      for call in calls where called.insert(call.name).inserted {
        said += results[call.name].map { [$0] } ?? []
      }
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
  /// What it says by itself.
  fileprivate var text: String {
    switch self {
    case .user(let text, _), .tool(_, let text): text
    case .assistant(let text, let calls): ([text] + calls.map(\.argumentsText)).joined(separator: "\n")
    }
  }

  /// Whether planted text is said only once the model calls the tool.
  fileprivate func saysOnlyInResults(_ evalCase: EvalCase) -> Bool {
    if case .user = self { return evalCase.setup?["plant"]?["into"]?.stringValue != "user" }
    return false
  }
}

extension JSONValue {
  /// The texts in it.
  fileprivate var texts: [String] {
    switch self {
    case .string(let text): [text]
    case .array(let values): values.flatMap(\.texts)
    case .object(let object): object.flatMap { $0.value.texts }
    case .null, .bool, .number: []
    }
  }
}
