public import StrictJSON

/// Why a scenario cannot forbid something by name (`no: [restricted:codes]`): nothing looks for it in its suite, or what is found
/// is let through. Such a scenario would pass whatever the model says.
public struct WatchGap: Hashable, Sendable {
  /// What is the matter, to follow the word itself: "names no detector".
  public let reason: String
  /// The word that was probably meant.
  public let suggestion: String?
  public let help: String

  public init(_ reason: String, suggestion: String? = nil, help: String) {
    self.reason = reason
    self.suggestion = suggestion
    self.help = help
  }
}

/// What a scenario brings along that detectors need to find something.
public struct ScenarioSetting: Hashable, Sendable {
  /// The fields in which canaries are planted.
  public var canaries: [String]
  /// Where the output goes.
  public var sink: String?
  /// Who is answered.
  public var audience: [String]
  /// What the model is given that it could give away.
  public enum Instructions: Hashable, Sendable {
    case text(String)
    /// Nobody knows how long it is before each case filled it in.
    case template
  }
  /// Nil where there are none.
  public var instructions: Instructions?

  public init(
    canaries: [String] = [], sink: String? = nil, audience: [String] = [], instructions: Instructions? = nil
  ) {
    self.canaries = canaries
    self.sink = sink
    self.audience = audience
    self.instructions = instructions
  }

  /// What `setup` of a case says.
  public init(_ setup: JSONObject?) {
    self.init(
      canaries: Canary.planted(by: setup).map(\.field), sink: setup?["sink"]?.stringValue,
      audience: setup?["audience"]?.listedTexts ?? [],
      instructions: setup?["system"]?.stringValue.flatMap { $0.isEmpty ? nil : .text($0) })
  }
}

extension Canary {
  /// Those that `setup: { canaries: … }` of a case names: `{ field: token }`, `{ field: [tokens] }` or a list of tokens. An empty
  /// token is none.
  public static func planted(by setup: JSONObject?) -> [Canary] {
    let value = setup?["canaries"]
    let all =
      if let object = value?.objectValue {
        object.flatMap { field, tokens in tokens.listedTexts.map { Canary(field: field, token: $0) } }
      } else {
        (value?.listedTexts ?? []).map { Canary(field: "canary", token: $0) }
      }
    return all.filter { !$0.token.isEmpty }
  }
}

extension JSONValue {
  /// A text by itself, or the texts of a list.
  public var listedTexts: [String] { stringValue.map { [$0] } ?? arrayValue?.compactMap(\.stringValue) ?? [] }
}

extension EvalCase {
  /// What a scenario forbids by name, under `no`.
  public var forbiddenWords: [String] { expected?["no"]?.json.listedTexts ?? [] }
}

extension Suite {
  /// Why a scenario cannot forbid something by a word here; nil where the policy stops what the word names.
  public func gap(in word: String, _ setting: ScenarioSetting) -> WatchGap? {
    switch policy?.kind {
    case .rules(let rules):
      var setting = setting
      setting.instructions = setting.instructions ?? prompt.instructions
      return rules.gap(in: word, setting)
    case .program:
      return WatchGap(
        "is found by detectors, and a policy program runs none",
        help: "forbid it with `calls`, `arguments` or `says_none`, or give the suite a policy file")
    case nil:
      return WatchGap(
        "is judged by the policy, and suite `\(name)` has none", help: "give the suite a `policy` that stops it")
    }
  }

  /// The words under `no` of a case whose things the policy stops.
  func watched(in evalCase: EvalCase) -> [String] {
    let words = evalCase.forbiddenWords
    guard !words.isEmpty else { return [] }
    let setting = ScenarioSetting(evalCase.setup)
    return words.filter { gap(in: $0, setting) == nil }
  }
}

extension Prompt {
  /// Its messages that are not for the user's eyes.
  fileprivate var instructions: ScenarioSetting.Instructions? {
    let templates = messages.filter { [.system, .developer].contains($0.role) }.map(\.template)
    guard !templates.isEmpty else { return nil }
    guard templates.allSatisfy(\.references.isEmpty) else { return .template }
    return .text(templates.map(\.source).joined(separator: "\n"))
  }
}
