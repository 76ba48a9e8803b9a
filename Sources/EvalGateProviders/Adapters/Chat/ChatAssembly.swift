import CurlHTTP
import EvalGateCore
import StrictJSON

/// Adds up the chunks of a streamed chat completion, until `[DONE]`, or until the body of one that said why it stopped ends in good
/// order: some servers send no last word (https://github.com/ikawrakow/ik_llama.cpp/issues/467), and OpenAI's own libraries wait for
/// none (https://github.com/openai/openai-python/blob/main/src/openai/_streaming.py).
///
/// A service whose chunks name `finish_reason` and that never gave one did not come to the end of its answer: gateways close the
/// stream of a model that broke off in good order. One that does not name it is taken at its word that it is done.
///
/// https://platform.openai.com/docs/api-reference/chat-streaming
struct ChatAssembly: AnswerAssembly {
  private var answer = Answer()
  private var finish: FinishReason?
  /// Whether the service knows the word: it names it in every chunk, and says it in the last.
  private var namesFinish = false
  private var refusal = ""
  private var reasoning = ""
  private var calls = StreamedCalls()
  private var extras = ChatExtras()
  private var hasChoice = false
  private(set) var hasFirstToken = false
  private(set) var isComplete = false
  var mayEnd: Bool { isComplete || finish != nil }

  mutating func take(_ part: [UInt8]) throws(GenerationFailure) {
    if part.elementsEqual("[DONE]".utf8) {
      isComplete = true
      return
    }
    let chunk = try BodyReader(HTTPResponse(status: 200, body: part))
    if let error = chunk.root.reportedError {
      for choice in chunk.root["choices"].map(\.elements).map(Array.init) ?? [] { takeCalls(of: choice) }
      throw .reported(error, in: chunk.response)
    }
    if let model = chunk.root.text("model") { answer.model = model }
    // Sent with the last chunk, whose list of choices is empty then.
    if let usage = chunk.root["usage"], let counted = Usage(openAI: usage) {
      answer.usage = counted
      answer.reportedCost = ReportedCost.read([:], usage)
    }
    for choice in try chunk.required("choices", of: chunk.root, as: "choices", .array).elements {
      guard choice.tokens("index") ?? 0 == 0 else { throw chunk.severalAnswers("choices") }
      hasChoice = true
      // First, so that a call beside what cannot be read is kept.
      takeCalls(of: choice)
      if let failure = ChatForm.failure(in: choice, chunk) { throw failure }
      if let reason = choice["finish_reason"] {
        namesFinish = true
        // Some servers write nothing as an empty text (https://github.com/ollama/ollama/issues/4357).
        if let word = reason.string, !word.isEmpty { finish = FinishReason(openAI: word) }
      }
      if let delta = Self.delta(of: choice) { try take(delta, chunk) }
    }
  }

  /// Some servers answer in one piece, which is a message. Beside a delta a message only repeats all deltas.
  private static func delta(of choice: JSONNode) -> JSONNode? {
    let delta = choice["delta"].flatMap { $0.isNull ? nil : $0 } ?? choice["message"]
    return delta?.kind == .object ? delta : nil
  }

  private mutating func take(_ delta: JSONNode, _ chunk: BodyReader) throws(GenerationFailure) {
    let content = try ChatContent(of: delta, chunk)
    if let text = content.text {
      answer.text.add(text)
      if !text.isEmpty { hasFirstToken = true }
    }
    if let text = delta.text("refusal") ?? content.refusal {
      refusal += text
      hasFirstToken = true
    }
    if let text = delta.text("reasoning_content") ?? delta.text("reasoning") ?? content.reasoning {
      reasoning += text
      hasFirstToken = true
    }
    extras.take(delta)
    if let made = ChatContent.made(in: delta) { throw chunk.made(made) }
  }

  private mutating func takeCalls(of choice: JSONNode) {
    guard let delta = Self.delta(of: choice) else { return }
    if let list = delta["tool_calls"] {
      for call in list.elements { take(call: call) }
    }
    if let function = delta["function_call"], function.kind == .object {
      hasFirstToken = true
      calls.add(
        StreamedCalls.Piece(number: 0, name: function.text("name"), arguments: ChatCall.arguments(of: function)))
    }
  }

  private mutating func take(call: JSONNode) {
    hasFirstToken = true
    let said = ChatCall.body(of: call)
    calls.add(
      StreamedCalls.Piece(
        number: call.tokens("index"), id: call.text("id"), name: said?.text("name"),
        arguments: said.flatMap(ChatCall.arguments), extras: ChatExtras.members(of: call)))
  }

  var proposed: [ToolCall] { finish == nil ? calls.whole : calls.named }

  func answer(_ headers: HTTPHeaders) throws(GenerationFailure) -> Answer {
    guard hasChoice else {
      throw GenerationFailure(.infrastructure, .unreadable, "answered with a stream without any choice")
    }
    var answer = answer
    answer.toolCalls = try calls.all()
    var extras = extras
    extras.calls = calls.extras
    answer.continuation = extras.continuation
    guard finish != nil || !namesFinish || answer.hasWholeCalls else {
      throw GenerationFailure(
        .infrastructure, .unreadable,
        "ended its stream without ever saying why it stopped (`finish_reason`), as one that is cut off does; "
          + "where it never says so, ask it for whole answers (`stream: false`)")
    }
    // A first chunk says `"content": ""` even where nothing follows but calls.
    if answer.text == "", !answer.toolCalls.isEmpty || !refusal.isEmpty { answer.text = nil }
    answer.refusal = refusal.isEmpty ? nil : refusal
    answer.reasoning = reasoning.isEmpty ? nil : reasoning
    answer.finishReason = !refusal.isEmpty && finish == .stop ? .refusal : finish
    answer.requestID = RequestID.openAI(headers)
    answer.reportedCost = answer.reportedCost ?? ReportedCost.read(headers, nil)
    return answer
  }
}

extension Answer {
  /// Whether it ends in calls whose arguments are complete. Some servers leave out why an answer stopped where it stopped for them
  /// (https://github.com/earendil-works/pi/issues/6226); text does not show its end.
  fileprivate var hasWholeCalls: Bool {
    !toolCalls.isEmpty && toolCalls.allSatisfy(\.isWhole)
  }
}
