/// Something that a scenario forbids by a word such as `restricted:codes`, as a policy's detectors see it in an answer.
public struct Sighting: Hashable, Sendable {
  /// What of a conversation holds it.
  public enum Place: Hashable, Sendable {
    /// A proposed call, by its position among all of the candidate's.
    case call(Int)
    /// What the model said in one of its answers, by the answer's position in the conversation.
    case answer(Int)
  }

  /// As the scenario forbids it.
  public var word: String
  /// What it is in the policy's words: `restricted:codes` where the scenario says `restricted`.
  public var rule: String
  public var place: Place
  /// JSONPath into the arguments of the call, or the name of the text.
  public var path: String

  public init(word: String, rule: String, place: Place, path: String) {
    self.word = word
    self.rule = rule
    self.place = place
    self.path = path
  }
}
