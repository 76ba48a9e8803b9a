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
        .infrastructure, .badRequest, "answered \(status), and redirects are not followed: mend `base_url`",
        status: status)
    }
    let reason: Reason =
      switch status {
      case 401, 403, 407: .unauthorized
      case 408, 409, 425: .server
      // A quota that is used up does not heal by waiting, as a rate does.
      case 429: report?.isOutOfQuota == true ? .unauthorized : .rateLimited
      case 400..<500: .badRequest
      case 500...: .server
      default: .unreadable
      }
    return GenerationFailure(.infrastructure, reason, "answered \(status): \(detail)", status: status)
  }

  /// What an error means that is reported with a status of success, as in the middle of a stream.
  static func reported(by response: HTTPResponse) -> GenerationFailure {
    guard let report = ServiceError(body: response.body) else {
      return .unreadable("an error instead of an answer", response)
    }
    let message = "answered \(response.status) and then reported an error: \(report.summary)"
    if report.isRefusal { return GenerationFailure(.model, .refused, message, status: response.status) }
    return GenerationFailure(.infrastructure, report.reason, message, status: response.status)
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

  /// Nil where the body is not JSON or says nothing.
  init?(body: [UInt8]) {
    guard let document = try? JSONDocument(parsing: body, limits: JSONLimits(depth: 64, bytes: 1 << 20)) else {
      return nil
    }
    let root = document.root
    if let text = root["error"]?.string {
      (message, names, number) = (text, [], nil)
      return
    }
    var report = root["error"] ?? root
    // The Responses API's failed answers have the error within the answer.
    if let inner = root["response"]?["error"], inner.kind == .object { report = inner }
    guard let message = report["message"]?.string ?? report["detail"]?.string else { return nil }
    self.message = message
    names = ["code", "type", "status"].compactMap { report[$0]?.string }
    number = report["code"]?.number?.int
  }

  var summary: String {
    let text = UntrustedText(message).excerpt(300).unsafeText
    return names.first.map { "\(text) (\($0.unicodeScalars.count > 60 ? "…" : $0))" } ?? text
  }

  var isOutOfQuota: Bool { isNamed(["insufficient_quota", "billing_hard_limit_reached", "credit_balance_exhausted"]) }

  /// A filter of the service that stopped the request: the model's own "no", not a fault of the line.
  var isRefusal: Bool { isNamed(["content_filter", "content_policy_violation", "invalid_prompt"]) }

  /// Whose fault it is where no status says so.
  var reason: GenerationFailure.Reason {
    if isOutOfQuota { return .unauthorized }
    if number == 429
      || isNamed(["rate_limit_error", "rate_limit_exceeded", "too_many_requests", "tokens", "RESOURCE_EXHAUSTED"])
    {
      return .rateLimited
    }
    if [401, 402, 403].contains(number)
      || isNamed([
        "authentication_error", "permission_error", "billing_error", "invalid_api_key", "UNAUTHENTICATED",
        "PERMISSION_DENIED",
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
