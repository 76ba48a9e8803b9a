import EvalGateCore
import StrictJSON
import Synchronization
import Testing

@Suite("conversations")
struct ConversationTests {
  private func record(
    _ evalCase: EvalCase, _ generator: Scripted, prompt: Prompt? = nil
  ) async throws -> CaseRecord {
    let suite = try suite([evalCase], prompt: prompt)
    let sink = Kept()
    try await Runner(
      plan: Plan(project(suite)), head: ArmSources(generators: ["s": generator]), sink: sink, today: today
    ).run()
    return try #require(sink.records.first)
  }

  private let weather = ToolCall(id: "w1", name: "weather", argumentsText: #"{"city":"Ulm"}"#)

  @Test("a case without turns is one question, rendered and preprocessed")
  func single() async throws {
    let generator = inTurn(Answer(text: "ok"))
    let record = try await record(
      evalCase("a", variables: ["text": "  so "]), generator, prompt: try prompt(preprocess: [.trim]))
    #expect(record.messages == [Message(.user, "Say so")])
    #expect(record.candidate.text == "ok")
  }

  @Test("a template with a hole asks nothing and is an error")
  func hole() async throws {
    let generator = inTurn(Answer(text: "ok"))
    let record = try await record(evalCase("a"), generator, prompt: try prompt())
    #expect(generator.requests.isEmpty)
    #expect(record.passFail == .error)
  }

  @Test("every user's turn is asked with what was answered before")
  func userTurns() async throws {
    let generator = inTurn(Answer(text: "one"), Answer(text: "two"))
    let record = try await record(
      evalCase("a", turns: [.user("first", toolResults: [:]), .user("second", toolResults: [:])]), generator)
    #expect(
      record.messages.map { "\($0.role) \($0.text)" } == [
        "user hello", "user first", "assistant one", "user second", "assistant two",
      ])
    #expect(record.candidate.text == "two")
    #expect(record.candidate.earlier.map(\.text) == ["one"])
    #expect(record.candidate.latency == 20)
    #expect(record.candidate.tries == 2)
  }

  @Test("a scripted assistant's turn is history: what stands before it is not asked")
  func history() async throws {
    let generator = inTurn(Answer(text: "ok"))
    let record = try await record(
      evalCase(
        "a",
        turns: [
          .user("weather?", toolResults: [:]),
          .assistant("", toolCalls: [ToolCall(name: "weather", argumentsText: "{}")]),
          .tool(name: "weather", result: "rain"),
        ]), generator)
    #expect(generator.requests.count == 1)
    #expect(record.messages[2].toolCalls.first?.id == "call_2_1")
    #expect(record.messages[3].toolCallID == "call_2_1")
    #expect(record.messages[3].toolName == "weather")
  }

  @Test("the scripted results of a tool answer its scripted calls in order")
  func parallelResults() async throws {
    let generator = inTurn(Answer(text: "ok"))
    func call(_ name: String) -> ToolCall { ToolCall(name: name, argumentsText: "{}") }
    let record = try await record(
      evalCase(
        "a",
        turns: [
          .user("weather?", toolResults: [:]),
          .assistant("", toolCalls: [call("weather"), call("time"), call("weather")]),
          .tool(name: "weather", result: "rain"), .tool(name: "weather", result: "sun"),
          .tool(name: "time", result: "noon"),
          .assistant("", toolCalls: [call("weather")]), .tool(name: "weather", result: "snow"),
        ]), generator)
    #expect(
      record.messages.filter { $0.role == .tool }.map { "\($0.text) \($0.toolCallID ?? "")" } == [
        "rain call_2_1", "sun call_2_3", "noon call_2_2", "snow call_6_1",
      ])
  }

  @Test("a call is answered with the script's result, and the model is asked again")
  func toolResults() async throws {
    let generator = inTurn(Answer(toolCalls: [weather]), Answer(text: "rain"))
    let record = try await record(
      evalCase("a", turns: [.user("weather?", toolResults: ["weather": "rain in Ulm"])]), generator)
    #expect(generator.requests.count == 2)
    #expect(
      generator.requests[1].messages.last
        == Message(.tool, "rain in Ulm", toolCallID: "w1", toolName: "weather"))
    #expect(record.candidate.allToolCalls == [weather])
  }

  @Test("a call that the script has no result for ends the conversation, with the call to be judged")
  func unscripted() async throws {
    let generator = inTurn(Answer(toolCalls: [ToolCall(name: "refund", argumentsText: "{}")]))
    let record = try await record(
      evalCase(
        "a", turns: [.user("refund!", toolResults: ["weather": "rain"]), .user("thanks", toolResults: [:])]), generator)
    #expect(generator.requests.count == 1)
    #expect(record.candidate.allToolCalls.map(\.name) == ["refund"])
    #expect(record.candidate.failure == nil)
  }

  @Test("a model that never stops calling is cut off after eight rounds of one turn, as its own failure")
  func loop() async throws {
    let generator = inTurn(Answer(toolCalls: [weather]))
    let record = try await record(
      evalCase("a", turns: [.user("weather?", toolResults: ["weather": "rain"])]), generator)
    #expect(generator.requests.count == 8)
    #expect(record.candidate.failure?.kind == .model)
    #expect(record.passFail == .fail)
  }

  @Test("a failure ends the conversation")
  func failure() async throws {
    let generator = Scripted { _, _ in Candidate(failure: GenerationFailure(.infrastructure, .server, "503")) }
    let record = try await record(
      evalCase("a", turns: [.user("one", toolResults: [:]), .user("two", toolResults: [:])]), generator)
    #expect(generator.requests.count == 1)
    #expect(record.passFail == .error)
  }

  @Test("a script that asks the model nothing is an error, not an empty answer")
  func nothingAsked() async throws {
    let generator = inTurn(Answer(text: "ok"))
    let record = try await record(evalCase("a", turns: [.assistant("done", toolCalls: [])]), generator)
    #expect(generator.requests.isEmpty)
    #expect(record.passFail == .error)
  }

  @Test("a scenario's system message stands in for the prompt's")
  func system() async throws {
    let prompt = Prompt(
      id: "p", declaredVersion: nil, digest: noDigest, location: place,
      messages: [
        PromptMessage(role: .system, template: try Template("be kind", location: place)),
        PromptMessage(role: .user, template: try Template("hello", location: place)),
      ])
    let record = try await record(
      evalCase("a", setup: ["system": "be strict"]), inTurn(Answer(text: "ok")), prompt: prompt)
    #expect(record.messages == [Message(.system, "be strict"), Message(.user, "hello")])
  }

  @Test(
    "planted text goes to the start, the middle or the end of what carries it",
    arguments: [
      ("start", "EVIL\n1\n2\n3"), ("middle", "1\n2\nEVIL\n3"), ("end", "1\n2\n3\nEVIL"),
    ])
  func planting(at: String, expected: String) async throws {
    let setup: JSONObject = ["plant": ["into": "tool:read", "at": .string(at), "text": "EVIL"]]
    let call = ToolCall(id: "r", name: "read", argumentsText: "{}")
    let live = inTurn(Answer(toolCalls: [call]), Answer(text: "ok"))
    let answered = try await record(
      evalCase("a", turns: [.user("read it", toolResults: ["read": "1\n2\n3", "other": "x"])], setup: setup), live)
    #expect(answered.messages.first { $0.role == .tool }?.text == expected)
    let scripted = try await record(
      evalCase(
        "a",
        turns: [
          .user("read it", toolResults: [:]), .assistant("", toolCalls: [call]), .tool(name: "read", result: "1\n2\n3"),
        ], setup: setup), inTurn(Answer(text: "ok")))
    #expect(scripted.messages.first { $0.role == .tool }?.text == expected)
  }

  @Test("text can be planted into what the user says")
  func plantedUser() async throws {
    let setup: JSONObject = ["plant": ["into": "user", "text": "EVIL"]]
    let record = try await record(
      evalCase("a", turns: [.user("hi", toolResults: [:])], setup: setup), inTurn(Answer(text: "ok")))
    #expect(record.messages[1].text == "hi\nEVIL")
  }

  @Test("what one call did not count is not known for the whole")
  func unknownUsage() async throws {
    let counted = Usage(input: 10, output: 5)
    let turns: [Turn] = [.user("one", toolResults: [:]), .user("two", toolResults: [:])]
    let both = try await record(
      evalCase("a", turns: turns), inTurn(Answer(text: "1", usage: counted), Answer(text: "2", usage: counted)))
    #expect(both.candidate.answer.usage?.total == 30)
    let one = try await record(
      evalCase("a", turns: turns), inTurn(Answer(text: "1", usage: counted), Answer(text: "2")))
    #expect(one.candidate.answer.usage?.total == nil)
  }
}

/// Keeps what a run hands on.
final class Kept: RunSink {
  private let kept = Mutex<[CaseRecord]>([])
  private let alone = Mutex<[Int: ShadowAnswer]>([:])
  private let limit: Int

  /// - Parameter limit: how many records it takes before it fails.
  init(limit: Int = .max) { self.limit = limit }

  struct Full: Error {}

  var records: [CaseRecord] { kept.withLock { $0 } }
  /// By ordinal: answers beside trials of which nothing came.
  var answers: [Int: ShadowAnswer] { alone.withLock { $0 } }

  func append(_ opinion: Opinion) {}

  func append(_ record: CaseRecord) throws {
    try kept.withLock { kept in
      guard kept.count < limit else { throw Full() }
      kept.append(record)
    }
  }

  func append(_ answer: ShadowAnswer, beside trial: JudgedTrial?, at ordinal: Int) throws {
    guard trial != nil else { return alone.withLock { $0[ordinal] = answer } }
    try kept.withLock { kept in
      let place = try #require(kept.firstIndex { $0.ordinal == ordinal })
      kept[place].candidate.shadows.append(answer)
    }
  }
}
