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

  /// A tool that is forbidden by its name or by a pattern, and the tools that the scenario itself offers or scripts.
  struct Tool: Hashable {
    let name: String
    /// The other names of the list it stands in.
    let besides: [String]
    let offered: [String]
    let hasOwnTools: Bool

    var isPattern: Bool { Self.isPattern(name) }
    static func isPattern(_ name: String) -> Bool { name.contains { $0 == "*" || $0 == "?" } }
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
    look(atTools: expected["calls"]?["deny"]?.elements ?? [], of: evalCase)
    for rule in expected["arguments"]?.elements ?? [] { look(atTools: rule["tool"].map { [$0] } ?? [], of: evalCase) }
  }

  /// - Parameter nodes: of one list, any of which forbids something.
  private mutating func look(atTools nodes: [Node], of evalCase: EvalCase) {
    let names = nodes.compactMap(\.source)
    for node in nodes {
      guard let name = node.source else { continue }
      let own = evalCase.setup?["tools"]?.arrayValue?.compactMap { $0["name"]?.stringValue }
      let offered = (own ?? []) + evalCase.turns.flatMap(\.toolNames)
      guard !offered.contains(where: Glob(name).matches) else { continue }
      let besides = Tool.isPattern(name) ? names.filter { $0 != name } : []
      let key = Tool(name: name, besides: besides, offered: offered, hasOwnTools: own != nil)
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
    let prompted = tool.hasOwnTools ? [] : suite.prompt.tools?.tools.map(\.name) ?? []
    let known = tool.offered + prompted + (rules?.toolNames ?? [])
    func isKnown(_ name: String) -> Bool {
      rules?.speaks(of: name) == true || known.contains(where: Glob(name).matches)
    }
    guard !isKnown(tool.name) else { return nil }
    let meant = tool.isPattern ? tool.respelt(to: known) : suggestion(for: tool.name, among: known)
    // An application may have tools that nobody lists; a name that is nearly another's is none of them.
    guard meant != nil || tool.hasOwnTools || !prompted.isEmpty else { return nil }
    // A pattern may be meant for tools that are to come, beside one that forbids something now.
    guard !tool.isPattern || meant != nil || !tool.besides.contains(where: isKnown) else { return nil }
    return Diagnostic(
      .unwatchedScenario,
      "\(place.who) `\(tool.name)`, and \(tool.isPattern ? "no tool is called so" : "there is no such tool")",
      at: place.location,
      label: meant.map { "did you mean `\($0)`?" },
      help: "name a tool that the case, its prompt or its policy has")
  }
}

extension ScenarioNeeds.Tool {
  /// The pattern as it would have to be written for a known tool, where case and signs between words are all that is wrong.
  fileprivate func respelt(to known: [String]) -> String? {
    let plain = name.lowercased()
    return [plain, plain.replacing("-", with: "_"), plain.replacing("_", with: "-")].first { spelling in
      spelling != name && known.contains(where: Glob(spelling).matches)
    }
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
