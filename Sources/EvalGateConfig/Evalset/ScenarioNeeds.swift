import EvalGateCore
import StrictJSON

/// What the scenarios of a set forbid by name: whether anything looks for it depends on the suite that runs them.
struct ScenarioNeeds {
  /// The first place that has a need, and how many others have it too.
  struct Place {
    let id: String
    let location: SourceLocation
    var others = 0
  }

  /// A word under `no`, in a scenario that is set up like this.
  struct Word: Hashable {
    let text: String
    let setting: ScenarioSetting
  }

  /// A tool that is forbidden by its whole name, and the tools that the scenario itself offers or scripts.
  struct Tool: Hashable {
    let name: String
    let offered: [String]
    let hasOwnTools: Bool
  }

  private(set) var words: [(key: Word, place: Place)] = []
  private(set) var tools: [(key: Tool, place: Place)] = []
  private var wordIndex: [Word: Int] = [:]
  private var toolIndex: [Tool: Int] = [:]

  mutating func look(at evalCase: EvalCase) {
    guard let expected = evalCase.expected, evalCase.facts["retired"]?.stringValue == nil else { return }
    if let words = expected["no"]?.elements, !words.isEmpty {
      let setting = ScenarioSetting(evalCase.setup)
      for node in words {
        guard let text = node.source else { continue }
        let key = Word(text: text, setting: setting)
        Self.count(key, Place(id: evalCase.id, location: node.location), &self.words, &wordIndex)
      }
    }
    let named =
      (expected["calls"]?["deny"]?.elements ?? [])
      + (expected["arguments"]?.elements ?? []).compactMap { $0["tool"] }
    for node in named {
      // A pattern may be meant for tools that are to come.
      guard let name = node.source, !name.contains(where: { $0 == "*" || $0 == "?" }) else { continue }
      let own = evalCase.setup?["tools"]?.arrayValue?.compactMap { $0["name"]?.stringValue }
      let offered = (own ?? []) + evalCase.turns.flatMap(\.toolNames)
      guard !offered.contains(name) else { continue }
      let key = Tool(name: name, offered: offered, hasOwnTools: own != nil)
      Self.count(key, Place(id: evalCase.id, location: node.location), &tools, &toolIndex)
    }
  }

  private static func count<Key: Hashable>(
    _ key: Key, _ place: Place, _ list: inout [(key: Key, place: Place)], _ index: inout [Key: Int]
  ) {
    if let known = index[key] {
      list[known].place.others += 1
    } else {
      index[key] = list.count
      list.append((key, place))
    }
  }
}

extension ScenarioNeeds {
  /// What a suite cannot meet: nothing in it would find what a scenario forbids.
  func problems(in suite: Suite) -> [Diagnostic] {
    words.compactMap { problem(with: $0.key, $0.place, suite) }
      + tools.compactMap { problem(with: $0.key, $0.place, suite) }
  }

  private func problem(with word: Word, _ place: Place, _ suite: Suite) -> Diagnostic? {
    guard let gap = suite.gap(in: word.text, word.setting) else { return nil }
    return Diagnostic(
      .unwatchedScenario, "\(place.who) `\(word.text)`, which \(gap.reason)",
      at: place.location, label: gap.suggestion.map { "did you mean `\($0)`?" }, help: gap.help)
  }

  private func problem(with tool: Tool, _ place: Place, _ suite: Suite) -> Diagnostic? {
    var rules: (any DecisionPolicy)?
    if case .rules(let policy)? = suite.policy?.kind { rules = policy }
    guard rules?.speaks(of: tool.name) != true else { return nil }
    let prompted = tool.hasOwnTools ? [] : suite.prompt.tools?.tools.map(\.name) ?? []
    guard !prompted.contains(tool.name) else { return nil }
    let known = tool.offered + prompted + (rules?.toolNames ?? [])
    let meant = suggestion(for: tool.name, among: known)
    // An application may have tools that nobody lists; a name that is nearly another's is none of them.
    guard meant != nil || tool.hasOwnTools || !prompted.isEmpty else { return nil }
    return Diagnostic(
      .unwatchedScenario,
      "\(place.who) `\(tool.name)`, and there is no such tool", at: place.location,
      label: meant.map { "did you mean `\($0)`?" },
      help: "name a tool that the case, its prompt or its policy has")
  }
}

extension ScenarioNeeds.Place {
  fileprivate var who: String { others > 0 ? "case `\(id)` and \(others) more forbid" : "case `\(id)` forbids" }
}

extension Node {
  /// The elements of a list, or the one value that stands for it.
  fileprivate var elements: [Node] {
    if case .sequence(let nodes) = content { nodes } else { [self] }
  }
}

extension Turn {
  /// The tools that the script calls or answers for.
  fileprivate var toolNames: [String] {
    switch self {
    case .user(_, let results): results.keys.sorted()
    case .assistant(_, let calls): calls.map(\.name)
    case .tool(let name, _): [name]
    }
  }
}
