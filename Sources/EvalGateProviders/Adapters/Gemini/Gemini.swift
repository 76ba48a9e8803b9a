import CurlHTTP
import EvalGateCore
import StrictJSON

/// Google's Gemini API, opened by a key.
///
/// https://ai.google.dev/api/generate-content
struct Gemini: FormAdapter {
  static let name = "gemini"
  static let summary = "Google's Gemini API."
  static let options = Endpoint.options + [.stream]

  let endpoint: Endpoint
  let form: GenerateContentForm

  init(options: inout OptionReader) throws(Diagnostic) {
    endpoint = try Endpoint(
      options: &options, usual: "https://generativelanguage.googleapis.com/v1beta", variable: "GEMINI_API_KEY")
    form = GenerateContentForm(isStreamed: try options.bool("stream", default: false))
  }

  func url(of model: String) -> String {
    // `gemini-2.5-flash`, but also `tunedModels/mine`.
    let path = model.split(separator: "/", omittingEmptySubsequences: false).map(Endpoint.pathSegment)
    return endpoint.baseURL + (path.count > 1 ? "/" : "/models/") + path.joined(separator: "/") + form.method
  }

  func headers(_ credential: Credential) -> HTTPHeaders {
    if case .key(let key) = credential { ["x-goog-api-key": key] } else { [:] }
  }
}
