public import EvalGateCore

extension RulePolicy {
  /// One rule for every word: it can be forbidden where the policy stops what it names. Of a detector with several kinds the whole
  /// can, where none of them is let through.
  public func gap(in word: String, _ setting: ScenarioSetting) -> WatchGap? {
    let name = String(word.prefix { $0 != ":" })
    let kind = word.utf8.count > name.utf8.count ? String(word.dropFirst(name.count + 1)) : nil
    guard WatchedWord.names.contains(name) else { return WatchedWord.unknown(word, among: WatchedWord.names) }
    switch name {
    case "restricted": return restrictedGap(kind, setting)
    case "canary": return detectorGap(name, nil, setting) ?? canaryGap(kind, setting)
    case "sink": return sinkGap(kind, setting)
    case "system_prompt": return instructionsGap(setting) ?? detectorGap(name, kind, setting)
    default: return detectorGap(name, kind, setting)
    }
  }

  public func sightings(of words: [String], in proposal: Proposal) -> [Sighting] {
    report(on: proposal).sightings(of: words)
  }

  public func speaks(of tool: String) -> Bool { tools.contains { $0.tool.text != "*" && $0.tool.matches(tool) } }

  public var toolNames: [String] { tools.compactMap(\.tool.exactName) }

  private func restrictedGap(_ id: String?, _ setting: ScenarioSetting) -> WatchGap? {
    let rules = restricted.rules
    guard !rules.isEmpty else {
      return WatchGap("is nothing that the policy knows: it restricts no values", help: "write them under `restricted`")
    }
    if let id, !rules.contains(where: { $0.id == id }) {
      return WatchedWord.unknown("restricted:\(id)", among: rules.map { "restricted:\($0.id)" })
    }
    let asked = rules.filter { id == nil || $0.id == id }
    func words(_ isTold: Bool) -> [String] {
      asked.filter { $0.audience.contains(where: setting.audience.contains) == isTold }.map { "`restricted:\($0.id)`" }
    }
    let (told, others) = (words(true), words(false))
    guard !told.isEmpty else { return nil }
    let whom = setting.audience.map { "`\($0)`" }.joined(separator: ", ")
    guard !others.isEmpty else {
      return WatchGap(
        "may be told to \(whom), who is answered here",
        help: "mend `setup: { audience }` of the case, or `allow_when` of the rule")
    }
    return WatchGap(
      "is stopped in part only: \(whom), who is answered here, may be told " + told.joined(separator: ", "),
      help: "name what is stopped: " + others.joined(separator: ", "))
  }

  private func instructionsGap(_ setting: ScenarioSetting) -> WatchGap? {
    switch setting.instructions {
    case nil:
      return WatchGap("needs a system prompt, and nothing here has one", help: "give the prompt or `setup` a `system`")
    case .template: return nil
    case .text(let text):
      guard let detector = scanner.detectors.lazy.compactMap({ $0 as? PromptLeakDetector }).first,
        !detector.recognises(text)
      else { return nil }
      return WatchGap(
        "needs a system prompt of at least \(detector.shortestPrompt) letters and digits to be recognised, and this one is shorter",
        help: "forbid what stands in it with `says_none`, or write it under `restricted` of the policy")
    }
  }

  private func canaryGap(_ field: String?, _ setting: ScenarioSetting) -> WatchGap? {
    guard !setting.canaries.isEmpty else {
      return WatchGap(
        "is looked for where a case plants one, and this one plants none",
        help: "write `setup: { canaries: { FIELD: derived } }`, and `{{canary:FIELD}}` where it stands")
    }
    guard let field, !setting.canaries.contains(field) else { return nil }
    return WatchedWord.unknown("canary:\(field)", among: setting.canaries.map { "canary:\($0)" })
  }

  /// A case that declares a sink means it, whatever the policy says.
  private func sinkGap(_ kind: String?, _ setting: ScenarioSetting) -> WatchGap? {
    let known = OutputSink.allCases.map(\.rawValue)
    if let kind, !known.contains(kind) { return WatchedWord.unknown("sink:\(kind)", among: known.map { "sink:\($0)" }) }
    guard let sink = setting.sink, known.contains(sink), kind == nil || kind == sink else {
      return WatchGap(
        "is looked at where a case declares the sink, and this one declares \(setting.sink.map { "`\($0)`" } ?? "none")",
        help: "write `setup: { sink: … }` with one of " + known.map { "`\($0)`" }.joined(separator: ", "))
    }
    return nil
  }

  private func detectorGap(_ name: String, _ kind: String?, _ setting: ScenarioSetting) -> WatchGap? {
    guard let detector = scanner.detectors.first(where: { $0.id.name == name }) else {
      let section = WatchedWord.sections[name] ?? name
      return WatchGap(
        "is looked for by a detector that the policy does not run", help: "write `\(section): {}` into the policy")
    }
    if let kind, !detector.words.contains(kind) {
      return WatchedWord.unknown("\(name):\(kind)", among: detector.words.map { "\(name):\($0)" })
    }
    guard !detector.stops(kind) else { return nil }
    let stopped = kind == nil ? detector.words.filter { detector.stops($0) }.map { "`\(name):\($0)`" } : []
    return WatchGap(
      kind == nil && !stopped.isEmpty
        ? "is stopped in part only: the policy lets some of its kinds through" : "is let through by the policy",
      help: stopped.isEmpty || stopped.count > 12
        ? "let the policy block it"
        : "let the policy block all of it, or name what it stops: "
          + stopped.joined(separator: ", "))
  }
}

/// The words that scenarios can forbid under `no`.
package enum WatchedWord {
  /// The keys of a policy that configure the detectors.
  static let sections = [
    "pii": "pii", "secret": "secrets", "canary": "canaries", "system_prompt": "system_prompt", "channel": "channels",
    "unicode": "unicode",
  ]

  static let names = ["restricted", "pii", "secret", "canary", "system_prompt", "channel", "unicode", "sink"]

  /// Whether a word means what was found: a detector all that it finds, some kinds several.
  static func names(_ word: String, _ detection: Detection) -> Bool {
    if word == detection.rule || word == detection.detector.name { return true }
    return families.contains(word) && detection.rule.hasPrefix(word + "_")
  }

  /// Kinds that are found as one of several: an element of markup, a sign of direction.
  private static let families = ["channel:markup", "unicode:bidi"]

  static func unknown(_ word: String, among known: [String]) -> WatchGap {
    WatchGap(
      "is nothing that a scenario can forbid", suggestion: suggestion(for: word, among: known),
      help: known.isEmpty || known.count > 12
        ? "name what a detector finds: " + listed(names) : "name one of " + listed(known))
  }

  /// What is wrong with a word whatever the policy; nil where it depends on the policy.
  package static func problem(with word: String) -> WatchGap? {
    let name = String(word.prefix { $0 != ":" })
    return names.contains(name) ? nil : unknown(word, among: names)
  }

  private static func listed(_ words: [String]) -> String { words.map { "`\($0)`" }.joined(separator: ", ") }
}
