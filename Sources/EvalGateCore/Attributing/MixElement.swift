/// A part of a suite's tuple that can be the base's or the change's by itself.
public enum MixElement: String, Hashable, Sendable, CaseIterable, Comparable {
  case prompt, tools, policy, route

  public static func < (a: MixElement, b: MixElement) -> Bool {
    (allCases.firstIndex(of: a) ?? 0) < (allCases.firstIndex(of: b) ?? 0)
  }

  /// Whether another one asks the model something else; a policy decides over the same answer.
  public var generates: Bool { self != .policy }
}

extension Suite {
  /// The base's version with some elements of this one, over this one's cases and checks.
  ///
  /// - Parameter elements: those that are this suite's; all others are the base's.
  public func mixed(with base: Suite, taking elements: Set<MixElement>) -> Suite {
    var prompt = elements.contains(.prompt) ? self.prompt : base.prompt
    let tools = elements.contains(.tools) ? self.prompt.tools : base.prompt.tools
    if tools?.digest != prompt.tools?.digest { prompt = prompt.with(tools: tools) }
    return Suite(
      name: name, prompt: prompt, evalset: evalset, policy: elements.contains(.policy) ? policy : base.policy,
      route: elements.contains(.route) ? route : base.route, critical: critical, mode: mode,
      recordingsAllowed: recordingsAllowed, maxMissing: maxMissing, trials: trials, confirm: confirm, budget: budget,
      location: location, group: group, home: home)
  }

  /// The elements in which two versions of a suite differ.
  public func mixable(since base: Suite) -> [MixElement] {
    let (old, new) = (base.tuple, tuple)
    return MixElement.allCases.filter { element in
      switch element {
      // A prompt's digest has its tools in it, so it is looked at with the same ones.
      case .prompt:
        old.prompt?.id != new.prompt?.id || old.preprocess != new.preprocess
          || (old.tools == new.tools ? old.prompt?.digest != new.prompt?.digest : !prompt.isSameText(as: base.prompt))
      case .tools: old.tools?.digest != new.tools?.digest
      case .policy: old.policy?.digest != new.policy?.digest
      case .route:
        old.route?.targets != new.route?.targets || old.route?.identity != new.route?.identity
          || old.route?.routing != new.route?.routing
      }
    }
  }
}

extension Prompt {
  /// The same prompt with other tools. Its digest stays that of its file, so it names no version of its own.
  fileprivate func with(tools: ToolSet?) -> Prompt {
    Prompt(
      id: id, declaredVersion: declaredVersion, versionPlace: versionPlace, digest: digest, location: location,
      changelog: changelog, model: model, messages: messages, parameters: parameters, outputSchema: outputSchema,
      tools: tools, preprocess: preprocess)
  }

  /// Whether everything but the tools is the same.
  fileprivate func isSameText(as other: Prompt) -> Bool {
    messages.elementsEqual(other.messages) { $0.role == $1.role && $0.template.source == $1.template.source }
      && parameters == other.parameters && outputSchema?.source == other.outputSchema?.source
  }
}
