import EvalGateCore
import StrictJSON
import Testing

/// A stream in which each call, or piece of one, comes in a chunk of its own.
private func stream(_ parts: [JSONValue]) async throws -> Candidate {
  let chunks: [JSONValue] = parts.map { ["candidates": [["content": ["role": "model", "parts": [$0]]]]] }
  let end: JSONValue = ["candidates": [["finishReason": "STOP"]]]
  return try await streaming(StreamTransport(events(chunks + [end])), by: "vertex")
}

private func piece(_ arguments: [JSONValue], goesOn: Bool = true) -> JSONValue {
  ["functionCall": ["partialArgs": .array(arguments), "willContinue": .bool(goesOn)]]
}

private func text(_ path: String, _ text: String) -> JSONValue {
  ["jsonPath": .string(path), "stringValue": .string(text), "willContinue": true]
}

@Suite("Calls of Vertex AI whose arguments are streamed")
struct GeminiStreamedCallTests {
  private let begin: JSONValue = [
    "functionCall": ["id": "k", "name": "send", "willContinue": true], "thoughtSignature": "s",
  ]
  private let end: JSONValue = ["functionCall": [:]]

  @Test("arguments are put where their paths lead, texts piece by piece")
  func whole() async throws {
    let answer = try await stream([
      begin, piece([text("$.to[0].name", "In"), ["jsonPath": "$.to[0].age", "numberValue": 7]]),
      piece([text("$.to[0].name", "es"), ["jsonPath": "$['to'][1]", "boolValue": true]]),
      piece([["jsonPath": "$.note", "nullValue": "NULL_VALUE"]]), end,
      ["functionCall": ["name": "now"]],
    ]).answer
    #expect(
      answer.toolCalls.map(\.written) == [
        #"send({"to":[{"name":"Ines","age":7},true],"note":null})"#, "now({})",
      ])
    let part = answer.continuation?.items.first
    #expect(part?["thoughtSignature"] == "s" && part?["functionCall"]?["args"]?["to"]?[0]?["name"] == "Ines")
    #expect(part?["functionCall"]?["willContinue"] == nil && answer.continuation?.items.count == 2)
  }

  @Test("the last piece may bring arguments of its own")
  func lastPiece() async throws {
    let answer = try await stream([begin, piece([text("$.to", "a")], goesOn: false)]).answer
    #expect(answer.toolCalls.map(\.written) == [#"send({"to":"a"})"#])
  }

  @Test(
    "what cannot be put together is unreadable",
    arguments: [
      [["functionCall": ["willContinue": true]]], [piece([text("to", "a")], goesOn: false)],
      [piece([text("$.*", "a")], goesOn: false)], [piece([text("$.to[7]", "a")], goesOn: false)],
      [piece([text("$.to", "a"), text("$.to.x", "a")], goesOn: false)],
      [piece([["jsonPath": "$.to", "structValue": [:]]], goesOn: false)],
      [piece([text("$.to", "a"), ["jsonPath": "$.to", "numberValue": 1]], goesOn: false)], [piece([text("$.to", "a")])],
      [["functionCall": ["name": "other", "args": [:]]]], [["functionCall": ["args": ["to": "b"]]]],
    ] as [[JSONValue]])
  func unreadable(pieces: [JSONValue]) async throws {
    let begun = pieces == [["functionCall": ["willContinue": true]]] ? [] : [begin]
    let candidate = try await stream(begun + pieces)
    #expect(candidate.failure?.reason == .unreadable && candidate.answer.toolCalls.isEmpty)
  }
}
