/// A text without the secrets that stood in it.
public struct HiddenSecret: Hashable, Sendable {
  /// What stands where one stood, whatever its length.
  public static let mark = "***"

  /// The text as it may be kept.
  public let text: String
  /// The environment variable that holds the first of them; nil for a credential that came from elsewhere.
  public let variable: String?

  /// Makes a finding.
  public init(text: String, variable: String?) { (self.text, self.variable) = (text, variable) }

  /// Finds secrets in a text; nil where there are none.
  public typealias Search = @Sendable (String) -> HiddenSecret?
}

extension Answer {
  /// The answer as it may be kept; nil where it holds no secret.
  ///
  /// What a service wants back goes with it: it may hold the same, and the conversation ends here.
  public func hiding(_ search: HiddenSecret.Search) -> (answer: Answer, variable: String?)? {
    var hidden = self
    var first: HiddenSecret?
    func hide(_ text: inout String?) {
      guard let found = text.flatMap(search) else { return }
      first = first ?? found
      text = found.text
    }
    hide(&hidden.text)
    hide(&hidden.refusal)
    hide(&hidden.reasoning)
    hide(&hidden.model)
    hide(&hidden.requestID)
    for index in hidden.toolCalls.indices {
      let call = hidden.toolCalls[index]
      var (id, name, arguments) = (call.id, Optional(call.name), Optional(call.argumentsText))
      hide(&id)
      hide(&name)
      hide(&arguments)
      hidden.toolCalls[index].id = id
      hidden.toolCalls[index].name = name ?? call.name
      hidden.toolCalls[index].argumentsText = arguments ?? call.argumentsText
    }
    guard let first else { return nil }
    hidden.continuation = nil
    return (hidden, first.variable)
  }
}

extension Candidate {
  /// The candidate as it may be kept, which is how it is judged: a check sees live what it sees in the kept run and in a recording. An
  /// answer that held a secret has failed by that, since nobody can check any more what stood there.
  public func hiding(_ search: HiddenSecret.Search) -> Candidate {
    var hidden = self
    if let (answer, variable) = answer.hiding(search) {
      hidden.answer = answer
      hidden.failure = failure ?? .saidSecret(variable)
    }
    for (index, shadow) in shadows.enumerated() {
      guard let (answer, variable) = shadow.answer.hiding(search) else { continue }
      hidden.shadows[index].answer = answer
      hidden.shadows[index].failure = shadow.failure ?? .saidSecret(variable)
    }
    return hidden
  }
}

extension Recording {
  /// The recording as it may be kept, which has failed where the answer held a secret.
  public func hiding(_ search: HiddenSecret.Search) -> Recording {
    guard let (answer, variable) = answer.hiding(search) else { return self }
    var hidden = self
    hidden.answer = answer
    hidden.failure = failure ?? .saidSecret(variable)
    return hidden
  }
}

extension GenerationFailure {
  /// The failure of an answer that holds a secret of this environment.
  fileprivate static func saidSecret(_ variable: String?) -> GenerationFailure {
    let whose = variable.map { "the environment variable `\($0)`" } ?? "a credential that opens a target"
    return GenerationFailure(
      .model, .secret,
      "the answer holds the value of \(whose), which is kept as `\(HiddenSecret.mark)`: what it says cannot be judged")
  }
}
