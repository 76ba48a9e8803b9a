import EvalGateCore
import StrictJSON

/// What the `content` of a message, or of a piece of one, says: text, or a list of parts, which some services write thoughts
/// and refusals into.
///
/// https://docs.mistral.ai/capabilities/reasoning
struct ChatContent {
  private(set) var text: String?
  private(set) var refusal: String?
  private(set) var reasoning: String?

  /// - Throws: `unreadable` for a part of a kind that is not known: nobody knows what was said in it.
  init(of message: JSONNode, _ body: BodyReader) throws(GenerationFailure) {
    guard let content = message["content"], !content.isNull else { return }
    if let text = content.string {
      self.text = text
      return
    }
    guard content.kind == .array else { throw body.unreadable("`content` that is neither text nor a list") }
    for part in content.elements { try take(part, body) }
  }

  /// What a message holds beside its content that nobody judges; nil where there is nothing of that kind. OpenRouter and LiteLLM put
  /// pictures there (https://openrouter.ai/docs/features/multimodal/image-generation), OpenAI what a model says aloud.
  static func made(in message: JSONNode) -> String? {
    if let images = message["images"], images.count > 0 { return "pictures" }
    if let audio = message["audio"], audio.count > 0 { return "sound" }
    return nil
  }

  private mutating func take(_ part: JSONNode, _ body: BodyReader) throws(GenerationFailure) {
    if let words = part.string { return text.add(words) }
    switch try body.requiredString("type", of: part, as: "content[].type") {
    case "text", "output_text": text.add(try body.requiredString("text", of: part, as: "content[].text"))
    case "refusal": refusal.add(try body.requiredString("refusal", of: part, as: "content[].refusal"))
    case "thinking", "reasoning": reasoning.add(Self.thoughts(in: part))
    // Where a citation leads.
    case "reference": break
    case let kind: throw body.unknown("a part", kind)
    }
  }

  /// Thoughts stand in the part itself, or in parts of its own.
  private static func thoughts(in part: JSONNode) -> String {
    for key in ["thinking", "text", "reasoning", "summary", "content"] {
      guard let value = part[key] else { continue }
      if let text = value.string { return text }
      if value.kind == .array { return value.elements.compactMap { $0["text"]?.string }.joined() }
    }
    return ""
  }
}
