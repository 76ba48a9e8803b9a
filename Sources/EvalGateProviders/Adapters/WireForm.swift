import CurlHTTP
import EvalGateCore
import StrictJSON

/// The form in which a service is asked and answers, whoever offers it at which address: two pure functions, and a third that
/// reads answers bit by bit.
protocol WireForm: Sendable {
  /// What is sent.
  /// - Throws: a failure of kind infrastructure for what the service cannot be asked.
  func body(of request: GenerationRequest, model: String) throws(GenerationFailure) -> [UInt8]

  /// What an answer says. Strict about what must be there, lenient about what is not known.
  /// - Throws: the failure that the answer reports, or `unreadable`.
  func answer(from response: HTTPResponse) throws(GenerationFailure) -> Answer

  /// What of the options can affect an output.
  var identity: JSONObject { get }

  /// Whether answers are asked for as streams.
  var isStreamed: Bool { get }

  /// What reads a streamed answer.
  func stream() -> any AnswerStream
}

/// A service that is a wire form at an address.
protocol FormAdapter: Adapter {
  associatedtype Form: WireForm
  var form: Form { get }
  /// Where a model is asked.
  func url(of model: String) -> String
  /// What goes beside `Content-Type`, the key included.
  func headers(_ credential: Credential) -> HTTPHeaders
}

extension FormAdapter {
  var identity: JSONObject { form.identity }

  func httpRequest(
    for request: GenerationRequest, model: String, credential: Credential
  ) throws(GenerationFailure) -> HTTPRequest {
    var headers: HTTPHeaders = ["Content-Type": "application/json"]
    for field in self.headers(credential).fields { headers.add(field.name, field.value) }
    return HTTPRequest(
      method: "POST", url: url(of: model), headers: headers, body: try form.body(of: request, model: model))
  }

  func answer(from response: HTTPResponse) throws(GenerationFailure) -> Answer { try form.answer(from: response) }

  func answerStream() -> (any AnswerStream)? { form.isStreamed ? form.stream() : nil }

  /// `Authorization: Bearer`, where there is a key.
  func bearer(_ credential: Credential) -> HTTPHeaders {
    if case .key(let key) = credential { ["Authorization": "Bearer \(key)"] } else { [:] }
  }
}

extension OptionHelp {
  /// The key that all services which stream have in common.
  static let stream = OptionHelp(
    "stream",
    "whether answers are read while they come, which measures the time to the first token; false when left out")
}
