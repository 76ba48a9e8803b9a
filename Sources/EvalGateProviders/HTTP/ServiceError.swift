import CurlHTTP
import EvalGateCore
import StrictJSON

extension GenerationFailure {
  /// What a status that is not a success means, with what the body says of it.
  ///
  /// Reads `{"error": {"message", "type", "code"}}` (OpenAI, Anthropic), `{"error": {"message", "status", "code"}}` (Google),
  /// `{"error": "…"}` (Ollama), and `{"message", "type", "code"}` at the top (Mistral, vLLM).
  static func status(of response: HTTPResponse) -> GenerationFailure {
    let report = ServiceError(body: response.body)
    let status = response.status
    let detail = report?.summary ?? "body: \(excerpt(of: response.body))"
    if report?.isRefusal == true {
      return GenerationFailure(.model, .refused, "answered \(status): \(detail)", status: status)
    }
    if (300..<400).contains(status) {
      return GenerationFailure(
        .infrastructure, .badRequest,
        "answered \(status), and redirects are not followed: name the address it leads to",
        status: status)
    }
    return GenerationFailure(
      .infrastructure, reason(of: response, report), "answered \(status): \(detail)", status: status,
      retryAfter: report?.retryAfter)
  }

  private static func reason(of response: HTTPResponse, _ report: ServiceError?) -> Reason {
    let status = response.status
    // What is not paid for does not heal by waiting, as a rate does.
    if (400..<500).contains(status), report?.isOutOfCredit == true { return .outOfCredit }
    // Unless the service says when: too much is promised to requests that are under way
    // (https://openrouter.ai/docs/use-cases/limits, "In-flight spending budget").
    if status == 402 { return response.headers["retry-after"] == nil ? .outOfCredit : .rateLimited }
    return switch status {
    case 401, 403, 407: .unauthorized
    case 408, 409, 425: .server
    case 429: .rateLimited
    case 400..<500: .badRequest
    case 500...: .server
    default: .unreadable
    }
  }

  /// What an error means that is reported with a status of success, as in the middle of a stream.
  static func reported(by response: HTTPResponse) -> GenerationFailure {
    reported(ServiceError(body: response.body), in: response)
  }

  /// What an error means that stands within an answer, whatever else the answer says.
  static func reported(_ error: JSONNode, in response: HTTPResponse) -> GenerationFailure {
    reported(ServiceError(error), in: response)
  }

  private static func reported(_ report: ServiceError?, in response: HTTPResponse) -> GenerationFailure {
    guard let report else { return .unreadable("an error instead of an answer", response) }
    let message = "answered \(response.status) and then reported an error: \(report.summary)"
    if report.isRefusal { return GenerationFailure(.model, .refused, message, status: response.status) }
    return GenerationFailure(
      .infrastructure, report.reason, message, status: response.status, retryAfter: report.retryAfter)
  }

  /// An answer that cannot be used.
  static func unreadable(_ why: String, _ response: HTTPResponse) -> GenerationFailure {
    GenerationFailure(
      .infrastructure, .unreadable, "answered \(response.status) with \(why): \(excerpt(of: response.body))",
      status: response.status)
  }

  /// The start of a body, to tell an HTML page of a proxy from half an answer.
  static func excerpt(of bytes: [UInt8], limit: Int = 160) -> String {
    guard !bytes.isEmpty else { return "(empty)" }
    let start = String(decoding: bytes.prefix(limit), as: UTF8.self)
    return "`\(start)`" + (bytes.count > limit ? "…" : "")
  }
}

/// What a service says of an error in the body.
private struct ServiceError {
  let message: String
  /// What the service calls the kind of error: `code`, `type` and `status`, as far as they are words.
  let names: [String]
  /// A `code` that is a number means what a status of HTTP means.
  let number: Int?
  /// How long it asks to be left alone, in milliseconds: Google says it nowhere else
  /// (https://cloud.google.com/apis/design/errors#retry_info).
  let retryAfter: Double?

  /// Nil where the body is not JSON or says nothing.
  init?(body: [UInt8]) {
    guard let document = try? JSONDocument(parsing: body, limits: JSONLimits(depth: 64, bytes: 1 << 20)) else {
      return nil
    }
    // Google's compatible endpoint answers with a list of one.
    let root = document.root.kind == .array ? document.root[0] ?? document.root : document.root
    // The Responses API's failed answers have the error within the answer.
    if let inner = root["response"]?["error"], inner.kind == .object {
      self.init(inner)
    } else {
      self.init(root["error"] ?? root)
    }
  }

  /// Nil for what says nothing.
  init?(_ report: JSONNode) {
    if let text = report.string {
      (message, names, number, retryAfter) = (text, [], nil, nil)
      return
    }
    names = ["code", "type", "status"].compactMap { report[$0]?.string }
    number = report["code"]?.number?.int
    guard let message = report["message"]?.string ?? report["detail"]?.string else { return nil }
    self.message = message
    let info = report["details"]?.elements.first { $0["@type"]?.string?.hasSuffix("google.rpc.RetryInfo") == true }
    retryAfter = info?["retryDelay"]?.string.flatMap(RetryAfter.milliseconds(ofDuration:))
  }

  var summary: String {
    let text = UntrustedText(message).excerpt(300).unsafeText
    return names.first.map { "\(text) (\($0.unicodeScalars.count > 60 ? "…" : $0))" } ?? text
  }

  /// Whether the account at the service has nothing left to pay with. Anthropic says so in words alone.
  var isOutOfCredit: Bool {
    isNamed([
      "insufficient_quota", "billing_hard_limit_reached", "billing_not_active", "credit_balance_exhausted",
      "billing_error", "exceeded_current_quota_error",
    ]) || message.lowercased().utf8.firstRange(of: "credit balance is too low".utf8) != nil
  }

  /// A filter of the service that stopped the request: the model's own "no", not a fault of the line.
  var isRefusal: Bool { isNamed(["content_filter", "content_policy_violation", "invalid_prompt"]) }

  /// Whose fault it is where no status says so.
  var reason: GenerationFailure.Reason {
    if number == 402 || isOutOfCredit { return .outOfCredit }
    if number == 429
      || isNamed(["rate_limit_error", "rate_limit_exceeded", "too_many_requests", "tokens", "RESOURCE_EXHAUSTED"])
    {
      return .rateLimited
    }
    if [401, 403].contains(number)
      || isNamed([
        "authentication_error", "permission_error", "invalid_api_key", "UNAUTHENTICATED", "PERMISSION_DENIED",
      ])
    {
      return .unauthorized
    }
    if let number, (400..<500).contains(number) { return .badRequest }
    return isNamed(["invalid_request_error", "not_found_error", "request_too_large", "INVALID_ARGUMENT", "NOT_FOUND"])
      ? .badRequest : .server
  }

  private func isNamed(_ words: [String]) -> Bool { names.contains { words.contains($0) } }
}
