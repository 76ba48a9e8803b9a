import EvalGateCore
import StrictJSON

/// The parts of an answer that are neither text nor a call for whoever asked: what the service itself did on the way.
///
/// https://ai.google.dev/api/caching#Part
enum GeminiHosted {
  /// What is said about a part, beside what it is.
  private static let notes: Set = [
    "thought", "thoughtSignature", "partMetadata", "videoMetadata", "mediaResolution", "text", "functionCall",
  ]
  /// What came of a call that the service carried out.
  private static let results: Set = ["codeExecutionResult", "toolResponse"]

  /// The call that a part is; nil for one that says nothing, such as a signature by itself.
  /// - Throws: `unreadable` for a kind that is not known, or that nobody judges, such as a picture.
  static func call(_ part: JSONNode, _ chunk: BodyReader) throws(GenerationFailure) -> ToolCall? {
    for member in part.members where !member.value.isNull && !notes.contains(member.key) {
      let value = member.value
      switch member.key {
      case "executableCode":
        return ToolCall(name: "code_execution", argumentsText: value.value.serialized(), isCarriedOut: true)
      case "toolCall":
        let name = try chunk.requiredString("toolType", of: value, as: "toolCall.toolType").lowercased()
        return ToolCall(
          id: value.text("id"), name: name, argumentsText: value["args"]?.value.serialized() ?? "{}",
          isCarriedOut: true)
      case let kind where results.contains(kind): continue
      case let kind: throw chunk.unknown("a part", kind)
      }
    }
    return nil
  }
}

/// What the service looked up for an answer, which it tells beside the parts: each chunk from the beginning.
///
/// https://ai.google.dev/api/generate-content#GroundingMetadata
struct GeminiLookups: Sendable {
  let calls: [ToolCall]

  /// Nil where a candidate tells of none.
  init?(_ candidate: JSONNode) {
    let (grounding, pages) = (candidate["groundingMetadata"], candidate["urlContextMetadata"]?["urlMetadata"])
    guard grounding != nil || pages != nil else { return nil }
    let found: [(tool: String, key: String, values: [JSONValue])] = [
      ("google_search", "queries", Self.values(grounding?["webSearchQueries"])),
      ("retrieval", "queries", Self.values(grounding?["retrievalQueries"])),
      ("url_context", "urls", Self.values(pages).compactMap { $0["retrievedUrl"] }),
    ]
    calls = found.filter { !$0.values.isEmpty }.map { tool, key, values in
      let arguments: JSONValue = .object([key: .array(values)])
      return ToolCall(name: tool, argumentsText: arguments.serialized(), isCarriedOut: true)
    }
    if calls.isEmpty { return nil }
  }

  private static func values(_ list: JSONNode?) -> [JSONValue] { list?.elements.map(\.value) ?? [] }
}
