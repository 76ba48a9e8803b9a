import CurlHTTP
import EvalGateCore
import StrictJSON

/// Any service that takes JSON and answers JSON: the request is a template, and paths say where the answer stands.
struct CustomHTTP: Adapter {
  static let name = "http"
  static let summary = "A service of your own: a template makes the request, paths find the answer."
  static let options = [
    OptionHelp("url", "the whole address that is asked"),
    OptionHelp(
      "body",
      "the request: a mapping whose texts are templates over `prompt`, `system`, `messages`, `tools`, `parameters`, `output_schema`, `model`, `case` and `vars`; or one text"
    ),
    OptionHelp(
      "answer",
      "where the answer stands: `text`, `tool_calls`, `refusal`, `reasoning`, `finish_reason`, `model`, `request_id`, `cost_usd`, `error` and `usage: { input, cached_input, cache_write, output, reasoning }`, each a JSONPath or a JSON Pointer"
    ),
    OptionHelp(
      "calls",
      "`proposed` or `carried_out`: what all calls in its answers are; when left out, `stop` under `finish_reason`, beside text and calls, says that they were carried out"
    ),
    OptionHelp("method", "`POST` when left out"),
    OptionHelp("headers", "further header fields, by name; never a credential"),
    OptionHelp("api_key_env", "the environment variable that holds the key; none when left out"),
    OptionHelp("api_key_header", "the header field that takes the key as it is; `Authorization: Bearer` when left out"),
  ]
  static let needsModel = false
  static let readsVariables = true

  let endpoint: Endpoint
  private let method: Method
  private let headers: [(name: String, value: String)]
  private let keyHeader: String?
  private let body: BodyTemplate
  private let calls: CallReport?
  private let paths: AnswerPaths

  private enum Method: String, CaseIterable { case post = "POST", put = "PUT", patch = "PATCH" }

  init(options: inout OptionReader) throws(Diagnostic) {
    endpoint = try Endpoint(options: &options, usual: nil, variable: "", at: "url")
    method = try options.choice("method", default: Method.post)
    keyHeader = try options.optionalString("api_key_header")
    headers = try Self.headers(options.node("headers"))
    body = try BodyTemplate(options.required("body"))
    calls = options.node("calls") == nil ? nil : try options.choice("calls", default: CallReport.proposed)
    paths = try AnswerPaths(options.required("answer"), calls: calls)
  }

  private static func headers(_ node: Node?) throws(Diagnostic) -> [(name: String, value: String)] {
    guard let node else { return [] }
    guard case .mapping(let entries) = node.content else {
      throw OptionReader.wrong(node, "headers", "a mapping from names to texts")
    }
    var headers: [(name: String, value: String)] = []
    for entry in entries {
      guard let value = entry.value.source ?? entry.value.json.stringValue else {
        throw OptionReader.wrong(entry.value, entry.key, "text")
      }
      headers.append((entry.key, value))
    }
    return headers
  }

  var identity: JSONObject {
    var identity: JSONObject = ["body": body.source, "answer": paths.source]
    if let calls { identity["calls"] = .string(calls.rawValue) }
    return identity
  }

  /// The template is a revision.
  var settings: JSONObject { [:] }

  /// With the method and the header fields, which say as much about who answers what; the fields as a digest.
  var address: TargetAddress? {
    var more: JSONObject = [:]
    if method != .post { more["method"] = .string(method.rawValue) }
    if !headers.isEmpty {
      more["headers"] = .string(
        Digest(of: .array(headers.map { [.string($0.name.lowercased()), .string($0.value)] })).hex)
    }
    return TargetAddress(endpoint.baseURL, besides: more)
  }

  /// The answer depends on the template and the paths as on a program's code, so recordings are keyed by them.
  func revisions(of target: Target, in setting: ConnectionSetting) async throws -> JSONObject? { identity }

  func httpRequest(
    for request: GenerationRequest, model: String, credential: Credential
  ) throws(GenerationFailure) -> HTTPRequest {
    var fields: HTTPHeaders = ["Content-Type": "application/json"]
    for header in headers { fields.set(header.name, header.value) }
    if case .key(let key) = credential {
      if let keyHeader { fields.set(keyHeader, key) } else { fields.set("Authorization", "Bearer \(key)") }
    }
    return HTTPRequest(
      method: method.rawValue, url: endpoint.baseURL, headers: fields, body: try body.bytes(for: request, model: model))
  }

  func answer(from response: HTTPResponse) throws(GenerationFailure) -> Answer { try paths.answer(from: response) }
}
