public import CurlHTTP
import EvalGateCore
import StrictJSON

/// A way to models that a target of a route can name: its options, compiled, and how a connection is made from them.
///
/// A service spoken to over HTTP conforms to ``Adapter`` instead, which is smaller.
protocol Provider: Sendable {
  /// The word before the `/` of a target's name.
  static var name: String { get }
  /// One line for `evalgate list`.
  static var summary: String { get }
  /// The keys of a target that it takes beside `provider`, `model`, `parameters` and `prices`.
  static var options: [OptionHelp] { get }
  /// Whether a target without `model` makes no sense.
  static var needsModel: Bool { get }
  /// Whether its answers cost nothing, so that a budget in USD needs no price.
  static var isFree: Bool { get }
  /// Whether an answer depends on the case itself beside its messages, so that recordings are keyed by it too.
  static var readsVariables: Bool { get }
  /// Whether nobody but it knows what it is made of, so that without revisions a kept answer may be that of another one.
  static var isKnownByRevisions: Bool { get }

  /// Reads its own keys.
  init(options: inout OptionReader) throws(Diagnostic)

  /// What of its options can affect an output beside where it is reached and whether it is streamed; never a credential.
  var identity: JSONObject { get }

  /// What of that keys recordings beside its revisions. Empty where nothing is set.
  var settings: JSONObject { get }

  /// Where its requests go, as far as its options say; nil for what goes nowhere. Part of what a target is, and
  /// so of what keys its recordings.
  var address: TargetAddress? { get }

  /// Makes ready to ask.
  /// - Throws: `Diagnostic` for what the user has to mend first, such as a variable that is not set.
  func connect(to target: Target, in setting: ConnectionSetting) async throws -> any Connection

  /// The revisions that key recordings when nothing is going to be asked.
  func revisions(of target: Target, in setting: ConnectionSetting) async throws -> JSONObject?
}

extension Provider {
  static var needsModel: Bool { true }
  static var isFree: Bool { false }
  static var readsVariables: Bool { false }
  static var isKnownByRevisions: Bool { false }
  var identity: JSONObject { [:] }
  var settings: JSONObject { [:] }
  var address: TargetAddress? { nil }
  func revisions(of target: Target, in setting: ConnectionSetting) async throws -> JSONObject? { nil }
}

/// A service spoken to over HTTP, as two pure functions: what is sent, and what is read from the answer.
protocol Adapter: Provider {
  /// Where requests go and what opens the door.
  var endpoint: Endpoint { get }

  /// The body's bytes and the headers of one request.
  /// - Throws: a failure of kind infrastructure for what the service cannot be asked.
  func httpRequest(
    for request: GenerationRequest, model: String, credential: Credential
  ) throws(GenerationFailure) -> HTTPRequest

  /// What an answer says. Strict about what must be there, lenient about what is not known.
  /// - Throws: the failure that the answer reports, or `unreadable`.
  func answer(from response: HTTPResponse) throws(GenerationFailure) -> Answer

  /// What reads an answer while it comes; nil where the service is asked for whole answers.
  func answerStream() -> (any AnswerStream)?

  /// Where a token comes from that every try needs; nil for a service opened by a key.
  func tokens(for target: Target, in setting: ConnectionSetting) throws -> (any BearerTokenSource)?
}

extension Adapter {
  var settings: JSONObject { identity }
  var address: TargetAddress? { endpoint.address }
  func answerStream() -> (any AnswerStream)? { nil }
  func tokens(for target: Target, in setting: ConnectionSetting) throws -> (any BearerTokenSource)? { nil }

  func connect(to target: Target, in setting: ConnectionSetting) async throws -> any Connection {
    let tokens = try tokens(for: target, in: setting)
    let credential =
      tokens != nil
      ? .none
      : try endpoint.credential(for: target, in: setting.environment.variables)
    return HTTPConnection(
      adapter: self, model: target.model, credential: credential,
      authorizer: tokens.map(TokenAuthorizer.init),
      revisions: try await revisions(of: target, in: setting), in: setting)
  }
}

/// What a connection is made with.
struct ConnectionSetting: Sendable {
  let environment: ProviderEnvironment
  let mode: Mode
  /// For one try, in milliseconds.
  let timeout: Double
  let transport: any Transport
}

/// A target that can be asked.
protocol Connection: Sendable {
  /// What the program behind it names as its revisions.
  var revisions: JSONObject? { get }
  /// How many requests it takes at once, where it says so itself.
  var concurrency: Int? { get }
  /// The last of what a program wrote to standard error.
  var standardError: String? { get }
  /// What a program that has ended answered more than once.
  var repeated: [RepeatedReply] { get }

  /// Makes everything that all tries of one request share.
  func prepare(_ request: GenerationRequest, trial: Int) throws(GenerationFailure) -> PreparedCall

  /// Ends what is kept alive for it.
  func close() async
}

extension Connection {
  var revisions: JSONObject? { nil }
  var concurrency: Int? { nil }
  var standardError: String? { nil }
  var repeated: [RepeatedReply] { [] }
  func close() async {}
}

/// A request, ready to be sent any number of times.
struct PreparedCall: Sendable {
  /// How large the input is, for the worst case of a budget.
  let inputBytes: Int
  /// Nil where nothing is sent.
  var destination: Destination?
  /// One try, counted from 1.
  let ask: @Sendable (_ number: Int) async -> Attempt
}

/// What came of one try.
struct Attempt: Sendable {
  var outcome: Result<Answer, GenerationFailure>
  /// Service time in milliseconds; infinite when it timed out, nil where nothing answered.
  var latency: Double?
  /// Until the first part of a streamed answer, in milliseconds from the same moment as `latency`.
  var timeToFirstToken: Double?
  /// How long it waited for a connection, in milliseconds.
  var queued: Double
  /// Whether a service may have charged for it although it said no usage, as for an answer that never arrived.
  var mayHaveCost: Bool
  /// What the service says of its limits.
  var advice: RateAdvice?
  /// Whether the service was asked; false where it never came to that, because there was no credential for it.
  var isAsked = true

  init(
    _ outcome: Result<Answer, GenerationFailure>, latency: Double? = nil, queued: Double = 0, mayHaveCost: Bool = false
  ) {
    self.outcome = outcome
    self.latency = latency
    self.queued = queued
    self.mayHaveCost = mayHaveCost
  }
}

/// What sends HTTP requests: libcurl, or a script in a test.
public protocol Transport: Sendable {
  /// Sends a request and waits for the whole answer.
  /// - Throws: `HTTPError` where there is no complete answer; a status of 400 or more is an answer.
  func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse

  /// Sends a request, hands the answer's head and body on as they come, and waits for its end.
  /// - Returns: the answer, whose body need not be in it.
  func send(_ request: HTTPRequest, to receiver: any HTTPReceiver) async throws(HTTPError) -> HTTPResponse
}

extension Transport {
  /// For what has only whole answers to give: the body in one piece.
  public func send(_ request: HTTPRequest, to receiver: any HTTPReceiver) async throws(HTTPError) -> HTTPResponse {
    let response = try await send(request)
    receiver.receive(status: response.status, headers: response.headers)
    let isWanted = response.body.isEmpty || response.body.withUnsafeBytes { receiver.receive($0) }
    guard isWanted else { throw HTTPError(kind: .cancelled, message: "no more was wanted") }
    return response
  }
}

extension HTTPClient: Transport {}
