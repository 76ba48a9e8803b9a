package import StrictJSON

/// What answers the calls that a model makes: results that a case scripts by the name of the tool.
extension EvalCase {
  /// Those that hold after a step: its own, then those that hold for the whole case (`setup.tool_results`).
  ///
  /// - Parameter turn: nil where the prompt's messages alone are asked about.
  func results(after turn: Turn?) -> [String: String] {
    let own = turn?.toolResults ?? [:]
    guard let whole = setup?["tool_results"]?.objectValue else { return own }
    return Dictionary(whole.map { ($0.key, $0.value.asResult) }, uniquingKeysWith: { first, _ in first })
      .merging(own) { $1 }
  }

  /// Whether more than one question may be asked of it, each of which depends on what was answered before.
  package var isConversation: Bool { !turns.isEmpty || setup?["tool_results"] != nil }

  /// Whether a later form of the case says the same and answers each call as this one does. One that answers more calls is played
  /// further and asks for no less.
  func isPlayedFurther(by now: EvalCase) -> Bool {
    guard withoutResults(setup) == withoutResults(now.setup), turns.count == now.turns.count,
      zip(turns, now.turns).allSatisfy({ $0.withoutResults == $1.withoutResults })
    else { return false }
    func answersAlike(_ was: Turn?, _ step: Turn?) -> Bool {
      let after = now.results(after: step)
      return results(after: was).allSatisfy { after[$0.key] == $0.value }
    }
    return turns.isEmpty ? answersAlike(nil, nil) : zip(turns, now.turns).allSatisfy { answersAlike($0, $1) }
  }

  private func withoutResults(_ setup: JSONObject?) -> JSONObject {
    var rest = setup ?? [:]
    rest.removeValue(forKey: "tool_results")
    return rest
  }
}

extension Turn {
  /// What answers the calls that a model makes after it, as the step itself says.
  var toolResults: [String: String] {
    if case .user(_, let results) = self { return results }
    return [:]
  }

  fileprivate var withoutResults: Turn {
    if case .user(let text, _) = self { return .user(text, toolResults: [:]) }
    return self
  }
}

extension JSONValue {
  /// Text as it is, anything else as JSON: what a tool sends over the wire.
  package var asResult: String { stringValue ?? serialized() }
}
