import CurlHTTP
public import EvalGateCore
public import StrictJSON

/// One line of the file in which a service puts the results of a batch.
///
/// OpenAI's output and error files (https://platform.openai.com/docs/guides/batch), in which a body is a chat completion or a
/// response, and Anthropic's results (https://platform.claude.com/docs/en/build-with-claude/batch-processing). Lines come in
/// any order, each with the id that its request was given.
public struct BatchLine: Sendable {
  /// `custom_id`.
  public let id: String
  /// What the service answered, or why it did not. A request that a batch never got to is an error of the infrastructure.
  public let outcome: Result<Answer, GenerationFailure>

  /// Nil for an object that is no such line.
  public init?(_ line: JSONObject) {
    guard let id = line["custom_id"]?.stringValue else { return nil }
    self.id = id
    if let result = line["result"] {
      outcome = Self.anthropic(result)
    } else if line["response"] != nil || line["error"] != nil {
      outcome = Self.openAI(line)
    } else {
      return nil
    }
  }

  private static func openAI(_ line: JSONObject) -> Result<Answer, GenerationFailure> {
    if let error = line["error"], !error.isNull {
      return .failure(unfinished(error["code"]?.stringValue, error["message"]?.stringValue))
    }
    guard let response = line["response"], let body = response["body"], let status = response["status_code"]?.intValue
    else {
      return .failure(unfinished(nil, "a line without an answer"))
    }
    var headers = HTTPHeaders()
    if let id = response["request_id"]?.stringValue { headers.add("x-request-id", id) }
    let whole = HTTPResponse(status: status, headers: headers, body: Array(body.serialized().utf8))
    return body["output"] != nil ? read(whole, as: ResponsesForm()) : read(whole, as: ChatForm())
  }

  private static func anthropic(_ result: JSONValue) -> Result<Answer, GenerationFailure> {
    switch result["type"]?.stringValue {
    case "succeeded":
      let message = result["message"] ?? .null
      return read(
        HTTPResponse(status: 200, body: Array(message.serialized().utf8)), as: AnthropicForm(isStreamed: false))
    case "errored":
      // The error stands within an `error` of its own, as in an answer that is no batch's.
      let error = result["error"] ?? .null
      let inner = error["error"] ?? error
      return .failure(
        .reported(
          by: HTTPResponse(
            status: 200, body: Array(JSONValue.object(["error": inner]).serialized().utf8))))
    case let word: return .failure(unfinished(word, nil))
    }
  }

  private static func read(
    _ response: HTTPResponse, as form: some WireForm
  ) -> Result<Answer, GenerationFailure> {
    do throws(GenerationFailure) { return .success(try form.answer(from: response)) } catch { return .failure(error) }
  }

  /// A request that the batch did not get to.
  private static func unfinished(_ code: String?, _ message: String?) -> GenerationFailure {
    // No time of this run's has passed: what helps is another batch.
    let advice = code?.hasSuffix("expired") == true ? "; send it again in another batch" : ""
    let words = message.map { message in code.map { "\(message) (\($0))" } ?? message } ?? code ?? "no reason is given"
    let said = UntrustedText(words).excerpt(300)
    return GenerationFailure(
      .infrastructure, .other, "not answered in its batch: \(said.unsafeText)\(advice)")
  }
}
