import CurlHTTP
import EvalGateCore
import StrictJSON

/// Amazon Bedrock's Converse and ConverseStream, for every model that takes messages.
///
/// https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html
struct Bedrock: Adapter {
  static let name = "bedrock"
  static let summary = "Amazon Bedrock's Converse API, with AWS credentials or a Bedrock API key."
  static let options =
    [
      OptionHelp("region", "the AWS region; from the environment or the AWS profile when left out"),
      OptionHelp(
        "profile", "the AWS profile whose credentials are used; the environment's and then `default` when left out"),
      .stream,
      OptionHelp("base_url", "where the service is reached; the region's own address when left out"),
      OptionHelp(
        "api_key_env",
        "the environment variable that holds a Bedrock API key, `AWS_BEARER_TOKEN_BEDROCK` when left out; AWS credentials sign where it is not set, and `none` sends unsigned"
      ),
    ]

  /// Without an address of its own where the region decides.
  let endpoint: Endpoint
  let region: String?
  let profile: String?
  let streams: Bool
  /// The region's address, once the region is known.
  private var located: String

  init(options: inout OptionReader) throws(Diagnostic) {
    endpoint = try Endpoint(options: &options, usual: "", variable: "AWS_BEARER_TOKEN_BEDROCK")
    region = try Self.region(options.node("region"))
    profile = try options.optionalString("profile")
    streams = try options.bool("stream", default: false)
    located = endpoint.baseURL
  }

  /// It becomes a part of a host's name and of a signature's scope.
  private static func region(_ node: Node?) throws(Diagnostic) -> String? {
    guard let node else { return nil }
    guard case .string(let text) = node.content, isRegion(text) else {
      throw OptionReader.wrong(node, "region", "an AWS region, such as `us-east-1`")
    }
    return text
  }

  static func isRegion(_ text: String) -> Bool {
    (1...40).contains(text.utf8.count)
      && text.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == UInt8(ascii: "-") }
  }

  /// What the environment decides is the same for both sides of a comparison, whatever it is. A profile is another account, and may
  /// be in another region.
  var address: TargetAddress? {
    var more: JSONObject = profile.map { ["profile": .string($0)] } ?? [:]
    if !endpoint.baseURL.isEmpty {
      // Requests are signed for it, and a gateway may go by that.
      if let region { more["region"] = .string(region) }
      return TargetAddress(endpoint.baseURL, besides: more)
    }
    return TargetAddress(
      Self.address(in: region ?? "{region}"), isUsual: region == nil && profile == nil, besides: more)
  }

  func connect(to target: Target, in setting: ConnectionSetting) async throws -> any Connection {
    let door = try BedrockDoor(self, target: target, in: setting)
    var adapter = self
    if located.isEmpty { adapter.located = Self.address(in: door.region) }
    return HTTPConnection(
      adapter: adapter, model: target.model, credential: .none, authorizer: door.authorizer, in: setting)
  }

  /// https://docs.aws.amazon.com/general/latest/gr/bedrock.html
  private static func address(in region: String) -> String {
    "https://bedrock-runtime.\(region).amazonaws.com" + (region.hasPrefix("cn-") ? ".cn" : "")
  }

  func httpRequest(
    for request: GenerationRequest, model: String, credential: Credential
  ) throws(GenerationFailure) -> HTTPRequest {
    // The model's id, or the ARN of a profile, is one segment of the path whatever it holds.
    let path = "/model/\(model.percentEncoded)/" + (streams ? "converse-stream" : "converse")
    return HTTPRequest(
      method: "POST", url: located + path,
      headers: [
        "Content-Type": "application/json",
        "Accept": streams ? "application/vnd.amazon.eventstream" : "application/json",
      ], body: try ConverseRequest(request).body())
  }

  func answerStream() -> (any AnswerStream)? { streams ? ConverseStream() : nil }

  func answer(from response: HTTPResponse) throws(GenerationFailure) -> Answer {
    guard (200..<300).contains(response.status) else { throw .refusedByAWS(response) }
    // What the service sends decides, not what was asked for: a gateway may answer in one piece.
    guard response.headers["content-type"]?.lowercased().hasPrefix("application/vnd.amazon.eventstream") == true else {
      return try ConverseAnswer(response).answer
    }
    var stream = ConverseStream(status: response.status)
    try stream.take(response.body)
    return try stream.finish(response.headers)
  }
}

extension GenerationFailure {
  /// What a status of an AWS service means, by the error's name before the number: several share one.
  static func refusedByAWS(_ response: HTTPResponse) -> GenerationFailure {
    let usual = GenerationFailure.status(of: response)
    let document = try? JSONDocument(parsing: response.body, limits: JSONLimits(depth: 64, bytes: 1 << 20))
    // `ThrottlingException:http://…` in the header; `com.amazon.coral#ThrottlingException` in the body of some services.
    let header = response.headers["x-amzn-errortype"]?.split(separator: ":").first
    let name = (header ?? document?.root["__type"]?.string?.split(separator: "#").last).map(String.init)
    guard let name else { return usual }
    let said = document?.root["message"]?.string ?? document?.root["Message"]?.string
    let text = UntrustedText(said ?? "no message").excerpt(300).unsafeText
    var failure = GenerationFailure(awsException: name, saying: text) ?? usual
    failure.message = UntrustedText("answered \(response.status): \(text) (\(name.utf8.count > 60 ? "…" : name))")
    failure.status = response.status
    return failure
  }

  /// The errors of `bedrock-runtime` and those all AWS services share; nil for a name that says no more than its status.
  ///
  /// https://docs.aws.amazon.com/bedrock/latest/APIReference/CommonErrors.html
  init?(awsException name: String, saying text: String) {
    let reason: Reason
    switch name.lowercased() {
    case "throttlingexception", "throttling", "toomanyrequestsexception", "modelnotreadyexception":
      reason = .rateLimited
    case "internalserverexception", "internalfailure", "serviceunavailableexception", "serviceunavailable",
      "modelstreamerrorexception", "modelerrorexception", "modeltimeoutexception", "requesttimeout":
      reason = .server
    case "accessdeniedexception", "unrecognizedclientexception", "expiredtokenexception", "expiredtoken",
      "invalidsignatureexception", "incompletesignature", "missingauthenticationtoken", "notauthorized",
      "optinrequired",
      "servicequotaexceededexception":
      reason = .unauthorized
    case "validationexception", "validationerror", "resourcenotfoundexception", "conflictexception":
      reason = .badRequest
    default: return nil
    }
    self.init(.infrastructure, reason, "\(text) (\(name))")
  }
}

extension FinishReason {
  init(converse word: String) {
    switch word {
    case "end_turn", "stop_sequence": self = .stop
    case "max_tokens", "model_context_window_exceeded": self = .length
    case "tool_use": self = .toolCalls
    case "guardrail_intervened", "content_filtered": self = .contentFilter
    case "refusal": self = .refusal
    default: self = .other
    }
  }
}

extension Usage {
  /// The service counts cached input apart from `inputTokens`; here it is a part of the input, as everywhere.
  init?(converse usage: JSONNode) {
    guard usage.kind == .object else { return nil }
    self.init(
      input: usage.tokens("inputTokens").flatMap { _ in
        usage.tokens(inAll: ["inputTokens", "cacheReadInputTokens", "cacheWriteInputTokens"])
      }, cachedInput: usage.tokens("cacheReadInputTokens"), cacheWrite: usage.tokens("cacheWriteInputTokens"),
      output: usage.tokens("outputTokens"))
    if self == Usage() { return nil }
  }
}
