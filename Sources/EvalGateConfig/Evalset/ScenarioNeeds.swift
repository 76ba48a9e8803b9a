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

  /// A tool that is forbidden by its name or by a pattern.
  struct Tool: Hashable {
    let name: String
    /// The other names of the list it stands in.
    let besides: [String]
    /// The tools that the scenario declares in the place of its prompt's; nil where it declares none.
    let own: [String]?
    /// Those that its script calls or answers for, as far as they are needed to tell.
    let scripted: [String]

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
      if own?.contains(where: Glob(name).matches) == true { continue }
      let besides = Tool.isPattern(name) ? names.filter { $0 != name } : []
      let scripted = Set(evalCase.turns.flatMap(\.toolNames)).sorted()
      let key = Tool(name: name, besides: besides, own: own, scripted: scripted)
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
    let declared = tool.own ?? suite.prompt.tools?.tools.map(\.name) ?? []
    var rules: (any DecisionPolicy)?
    // What a model is offered is told by the tools that are declared: neither a policy's rule nor a script shows that one exists.
    if declared.isEmpty, tool.own == nil, case .rules(let policy)? = suite.policy?.kind { rules = policy }
    let known = declared.isEmpty ? tool.scripted + (rules?.toolNames ?? []) : declared
    func isKnown(_ name: String) -> Bool {
      rules?.speaks(of: name) == true || known.contains(where: Glob(name).matches)
    }
    guard !isKnown(tool.name) else { return nil }
    let meant = tool.isPattern ? tool.respelt(to: known) : suggestion(for: tool.name, among: known)
    // An application may have tools that nobody lists; a name that is nearly another's is none of them.
    guard meant != nil || tool.own != nil || !declared.isEmpty else { return nil }
    // A pattern may be meant for tools that are to come, beside one that forbids something now.
    guard !tool.isPattern || meant != nil || !tool.besides.contains(where: isKnown) else { return nil }
    let whose = declared.isEmpty ? "" : tool.own == nil ? " in the suite's prompt" : " in `setup.tools`"
    return Diagnostic(
      .unwatchedScenario,
      "\(place.who) `\(tool.name)`, and \(tool.isPattern ? "no tool\(whose) is called so" : "there is no such tool\(whose)")",
      at: place.location,
      label: meant.map { "did you mean `\($0)`?" },
      help: declared.isEmpty
        ? "name a tool that the case, its prompt or its policy has"
        : "name a tool that is declared, or declare this one under `tools` of the prompt or `setup`")
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
