import EvalGateCore
import Synchronization

/// Tells a mistyped key of a case from a variable.
///
/// Any key that cases do not know is a variable, so `epxected` would be one too, and its case would be judged by less than its
/// author wrote. A key that no prompt asks for and that is nearly a known one is therefore an error; under `vars` it may be called
/// anything.
final class CaseKeys: Sendable {
  /// What prompts, slices and the set itself ask for.
  private let variables: Set<String>
  private let isSafety: Bool
  /// What was found out about a key: most cases of a file have the same ones.
  private let known = Mutex<[String: Problem?]>([:])

  private enum Problem {
    case mistyped(meant: String)
    /// What stands beside `expected` and says something only within it.
    case outside
  }

  /// What `expected` of a scenario forbids or asks for.
  private static let expectations: Set<String> = [
    "calls", "arguments", "no", "says_none", "utility", "tool_calls", "decision", "quoted_calls",
  ]

  init(_ rules: SetRules, prompts: [Prompt]) {
    isSafety = rules.kind == .safety
    let templates = prompts.flatMap(\.messages).flatMap { message in
      [message.template] + message.images.map(\.template)
    }
    variables = Set(templates.flatMap(\.references).map(\.root))
      .union(rules.variables.map(\.key)).union(rules.sliceKeys).union([rules.clusterKey].compactMap { $0 })
  }

  /// What is wrong with a key that stands in a case itself.
  func problem(_ entry: Node.Entry) -> Diagnostic? {
    let key = entry.key
    guard CaseReader.Key(rawValue: key) == nil, !variables.contains(key) else { return nil }
    let found = known.withLock { known -> Problem? in
      if let found = known[key] { return found }
      let found = look(at: key)
      known[key] = .some(found)
      return found
    }
    switch found {
    case nil: return nil
    case .mistyped(let meant):
      return Diagnostic(
        .badCase, "no prompt asks for a variable `\(key)`", at: entry.keyLocation, label: "did you mean `\(meant)`?",
        help: "write `\(meant)`, or put it under `vars` if it is a variable")
    case .outside:
      return Diagnostic(
        .badCase, "`\(key)` says nothing beside `expected`, and no prompt asks for such a variable",
        at: entry.keyLocation, help: "put it under `expected`, or under `vars` if it is a variable")
    }
  }

  private func look(at key: String) -> Problem? {
    var words = Set(CaseReader.Key.allCases.map(\.rawValue))
    if isSafety {
      if CaseReader.factKeys.contains(key) { return nil }
      if Self.expectations.contains(key) { return .outside }
      words.formUnion(CaseReader.factKeys)
    }
    let lowered = key.lowercased()
    if let same = words.first(where: { $0 == lowered }) { return .mistyped(meant: same) }
    // Of short words too many others are made by one letter.
    return words.sorted().first { word in
      word.count > 3 && isTypo(key, of: word, within: word.count <= 5 ? 1 : 2)
    }.map { .mistyped(meant: $0) }
  }
}
