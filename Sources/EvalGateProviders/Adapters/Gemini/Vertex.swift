import CurlHTTP
import EvalGateCore
import StrictJSON

/// Gemini's models in Google Cloud: the same form at the address of a project and a location, opened by an access token.
///
/// https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/inference
struct Vertex: FormAdapter {
  static let name = "vertex"
  static let summary = "Gemini's models in Google Cloud's Vertex AI."
  static let options = [
    OptionHelp("project", "the id of the Google Cloud project"),
    OptionHelp("location", "a region such as `europe-west4`, or `global`, which it is when left out"),
    Endpoint.address,
    OptionHelp(
      "token_env",
      "the environment variable that holds an access token, or `none`; `GOOGLE_OAUTH_ACCESS_TOKEN` when left out, then what Google's own libraries read, and `gcloud`"
    ),
    .stream,
  ]

  let endpoint: Endpoint
  let form: GenerateContentForm
  private let project: String
  private let location: String

  init(options: inout OptionReader) throws(Diagnostic) {
    project = try options.string("project")
    location = try options.optionalString("location") ?? "global"
    endpoint = try Endpoint(
      options: &options, usual: Self.address(of: location), variable: "GOOGLE_OAUTH_ACCESS_TOKEN",
      namedBy: "token_env")
    form = GenerateContentForm(isStreamed: try options.bool("stream", default: false))
  }

  /// Regions answer under names of their own.
  private static func address(of location: String) -> String {
    let host = location == "global" ? "" : Endpoint.pathSegment(location) + "-"
    return "https://\(host)aiplatform.googleapis.com"
  }

  var address: TargetAddress? {
    TargetAddress(endpoint.baseURL + "/v1" + Self.path([("projects", project), ("locations", location)]))
  }

  func url(of model: String) -> String {
    let parts = [("projects", project), ("locations", location), ("publishers", "google"), ("models", model)]
    return endpoint.baseURL + "/v1" + Self.path(parts) + form.method
  }

  private static func path(_ parts: [(String, String)]) -> String {
    parts.map { "/\($0)/\(Endpoint.pathSegment($1))" }.joined()
  }

  /// The token goes with every try, see ``tokens(for:in:)``.
  func headers(_ credential: Credential) -> HTTPHeaders { [:] }

  func tokens(for target: Target, in setting: ConnectionSetting) throws -> (any BearerTokenSource)? {
    let context = CredentialContext(setting)
    if endpoint.variable == nil, !endpoint.isLocal, context.variable(endpoint.usualVariable) == nil,
      GoogleTokenSource.isLikely(context)
    {
      return GoogleTokenSource(context)
    }
    let credential = try endpoint.credential(for: target, in: setting.environment.variables)
    guard case .key(let token) = credential else { return nil }
    return FixedToken(token)
  }
}
