public import EvalGateCore

/// What the policies of a project restrict, kept out of messages about any of its files: a prompt that is not to tell a value holds
/// it too, and a message goes to the log of a job that anybody may read.
public struct RestrictedTexts: Sendable {
  /// Those that could be read, by their files.
  var policies: [String: any DecisionPolicy] = [:]

  public init() {}

  /// Adds what a policy of rules restricts. Of one file both sides of a change may hold back something else.
  public mutating func add(_ policy: PolicySource) {
    if case .rules(let rules) = policy.kind { policies["\(policy.location.path) \(policy.digest.hex)"] = rules }
  }

  /// The message without any of it, with the places of its line as they were.
  public func hidden(in diagnostic: Diagnostic) -> Diagnostic {
    guard !policies.isEmpty else { return diagnostic }
    var quiet = diagnostic
    quiet.excerpt = diagnostic.excerpt.map { starred($0) }
    quiet.message = starred(diagnostic.message)
    quiet.label = diagnostic.label.map { starred($0) }
    quiet.help = diagnostic.help.map { starred($0) }
    return quiet
  }

  /// With a star for every letter and digit of it.
  private func starred(_ text: String) -> String {
    policies.sorted { $0.key < $1.key }.reduce(text) { text, policy in
      let ranges = policy.value.restrictedRanges(in: text)
      guard !ranges.isEmpty else { return text }
      var hidden = String.UnicodeScalarView()
      var place = 0
      for scalar in text.unicodeScalars {
        let isHidden = ranges.contains { $0.contains(place) } && scalar != " "
        hidden.append(isHidden ? "*" : scalar)
        place += UTF8.width(scalar)
      }
      return String(hidden)
    }
  }
}
