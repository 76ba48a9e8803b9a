import CurlHTTP
import EvalGateCore
import StrictJSON

/// OpenAI's Responses API.
///
/// https://platform.openai.com/docs/api-reference/responses
struct OpenAIResponses: FormAdapter {
  static let name = "openai-responses"
  static let summary = "OpenAI's Responses API."
  static let options = Endpoint.options + ResponsesForm.options

  let endpoint: Endpoint
  let form: ResponsesForm

  init(options: inout OptionReader) throws(Diagnostic) {
    endpoint = try Endpoint(options: &options, usual: "https://api.openai.com/v1", variable: "OPENAI_API_KEY")
    form = try ResponsesForm(options: &options)
  }

  func url(of model: String) -> String { endpoint.baseURL + "/responses" }

  func headers(_ credential: Credential) -> HTTPHeaders { bearer(credential) }
}
