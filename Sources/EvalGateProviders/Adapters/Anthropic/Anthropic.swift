import CurlHTTP
import EvalGateCore
import StrictJSON

/// Anthropic's Messages API.
///
/// https://platform.claude.com/docs/en/api/messages
struct Anthropic: FormAdapter {
  static let name = "anthropic"
  static let summary = "Anthropic's Messages API."
  static let options =
    Endpoint.options + [
      OptionHelp("beta", "names of beta features that are asked for, as a list"), .stream,
    ]

  let endpoint: Endpoint
  let form: AnthropicForm
  private let beta: [String]

  init(options: inout OptionReader) throws(Diagnostic) {
    endpoint = try Endpoint(options: &options, usual: "https://api.anthropic.com", variable: "ANTHROPIC_API_KEY")
    beta = try options.optionalStrings("beta") ?? []
    form = AnthropicForm(isStreamed: try options.bool("stream", default: false))
  }

  var identity: JSONObject { beta.isEmpty ? [:] : ["beta": .array(beta.map { .string($0) })] }

  func url(of model: String) -> String {
    endpoint.baseURL + (endpoint.baseURL.hasSuffix("/v1") ? "/messages" : "/v1/messages")
  }

  func headers(_ credential: Credential) -> HTTPHeaders {
    var headers: HTTPHeaders = ["anthropic-version": "2023-06-01"]
    if !beta.isEmpty { headers.add("anthropic-beta", beta.joined(separator: ",")) }
    if case .key(let key) = credential { headers.add("x-api-key", key) }
    return headers
  }
}
