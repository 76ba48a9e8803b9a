import CurlHTTP
import EvalGateCore
import StrictJSON

/// OpenAI's models in Azure: chat completions or the Responses API at an address of the customer's own, where `model` is the
/// name of a deployment.
///
/// https://learn.microsoft.com/azure/ai-foundry/openai/reference
struct AzureOpenAI: Adapter {
  static let name = "azure-openai"
  static let summary = "OpenAI's models in Azure, by deployment."
  static let options =
    Endpoint.options + [
      OptionHelp("api", "`chat` (when left out) or `responses`"),
      OptionHelp(
        "api_version", "a dated version such as `2024-10-21`, which changes the address; the undated v1 when left out"),
      OptionHelp("token_env", "the environment variable that holds a Microsoft Entra token, in the place of a key"),
    ] + ChatForm.options

  private enum API: String, CaseIterable { case chat, responses }

  let endpoint: Endpoint
  private let api: API
  private let form: any WireForm
  private let version: String?
  private let tokenEndpoint: Endpoint?

  init(options: inout OptionReader) throws(Diagnostic) {
    endpoint = try Endpoint(options: &options, usual: nil, variable: "AZURE_OPENAI_API_KEY")
    api = try options.choice("api", default: API.chat)
    version = try options.optionalString("api_version")
    form =
      switch api {
      case .chat: try ChatForm(options: &options, newNames: .forReasoning)
      case .responses: try ResponsesForm(options: &options)
      }
    let namesToken = options.node("token_env") != nil
    tokenEndpoint =
      namesToken ? try Endpoint(options: &options, usual: endpoint.baseURL, variable: "", namedBy: "token_env") : nil
  }

  var identity: JSONObject {
    var identity = form.identity
    if api == .responses { identity["api"] = "responses" }
    if let version { identity["api_version"] = .string(version) }
    return identity
  }

  /// With the variable of a token, which may be another tenant's as that of a key may.
  var address: TargetAddress? {
    TargetAddress(
      endpoint.baseURL, besides: tokenEndpoint.map { ["token_env": .string($0.keyVariable)] } ?? [:])
  }

  func httpRequest(
    for request: GenerationRequest, model: String, credential: Credential
  ) throws(GenerationFailure) -> HTTPRequest {
    var headers: HTTPHeaders = ["Content-Type": "application/json"]
    if case .key(let key) = credential { headers.add("api-key", key) }
    return HTTPRequest(
      method: "POST", url: url(of: model), headers: headers, body: try form.body(of: request, model: model))
  }

  func answer(from response: HTTPResponse) throws(GenerationFailure) -> Answer { try form.answer(from: response) }

  func answerStream() -> (any AnswerStream)? { form.isStreamed ? form.stream() : nil }

  func tokens(for target: Target, in setting: ConnectionSetting) throws -> (any BearerTokenSource)? {
    guard let tokenEndpoint,
      case .key(let token) = try tokenEndpoint.credential(for: target, in: setting.environment.variables)
    else { return nil }
    return FixedToken(token)
  }

  /// The dated versions of chat completions name the deployment in the path, everything else in the body.
  private func url(of model: String) -> String {
    let base = endpoint.baseURL
    let path = api == .chat ? "/chat/completions" : "/responses"
    guard let version else { return base + (base.hasSuffix("/openai/v1") ? "" : "/openai/v1") + path }
    let deployment = api == .chat ? "/deployments/" + Endpoint.pathSegment(model) : ""
    return base + "/openai" + deployment + path + "?api-version=" + Endpoint.pathSegment(version)
  }
}
