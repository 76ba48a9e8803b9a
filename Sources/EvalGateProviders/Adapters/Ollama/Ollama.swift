import CurlHTTP
import EvalGateCore
import StrictJSON

/// Ollama's own API. Its OpenAI-compatible one is `openai` with a `base_url`.
///
/// https://docs.ollama.com/api/chat
struct Ollama: FormAdapter {
  static let name = "ollama"
  static let summary = "Ollama's own API, on this machine or elsewhere."
  static let options = Endpoint.options + [.stream]
  /// What runs on one's own machine has no price.
  static let isFree = true

  let endpoint: Endpoint
  let form: OllamaForm

  init(options: inout OptionReader) throws(Diagnostic) {
    endpoint = try Endpoint(options: &options, usual: "http://127.0.0.1:11434", variable: "OLLAMA_API_KEY")
    form = OllamaForm(isStreamed: try options.bool("stream", default: false))
  }

  func url(of model: String) -> String {
    endpoint.baseURL + (endpoint.baseURL.hasSuffix("/api") ? "/chat" : "/api/chat")
  }

  func headers(_ credential: Credential) -> HTTPHeaders { bearer(credential) }
}
