import CurlHTTP
import EvalGateCore
import StrictJSON

/// Chat completions of OpenAI and of every server that speaks them: vLLM, Ollama, llama.cpp, LiteLLM.
///
/// https://platform.openai.com/docs/api-reference/chat/create
struct OpenAI: FormAdapter {
  static let name = "openai"
  static let summary = "Chat completions of OpenAI and every compatible server."
  static let options = Endpoint.options + ChatForm.options

  let endpoint: Endpoint
  let form: ChatForm

  private static let address = "https://api.openai.com/v1"

  init(options: inout OptionReader) throws(Diagnostic) {
    endpoint = try Endpoint(options: &options, usual: Self.address, variable: "OPENAI_API_KEY")
    form = try ChatForm(
      options: &options, newNames: endpoint.baseURL == Self.address ? .always : .forReasoning)
  }

  func url(of model: String) -> String { endpoint.baseURL + "/chat/completions" }

  func headers(_ credential: Credential) -> HTTPHeaders { bearer(credential) }
}
