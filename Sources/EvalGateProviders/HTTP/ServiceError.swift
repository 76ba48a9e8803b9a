import CurlHTTP
import EvalGateCore
import StrictJSON

extension GenerationFailure {
  /// What a status that is not a success means, with what the body says of it.
  ///
  /// Reads `{"error": {"message", "type", "code"}}` (OpenAI, Anthropic), `{"error": "…"}` (Ollama), and `{"message", "type",
  /// "code"}` at the top (Mistral, vLLM).
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
  let type: String?
  let code: String?

  /// Nil where the body is not JSON or says nothing.
  init?(body: [UInt8]) {
    guard let document = try? JSONDocument(parsing: body, limits: JSONLimits(depth: 64, bytes: 1 << 20)) else {
      return nil
    }
    let root = document.root
    if let text = root["error"]?.string {
      self.init(message: text, type: nil, code: nil)
      return
    }
    let report = root["error"] ?? root
    guard let message = report["message"]?.string ?? report["detail"]?.string else { return nil }
    self.init(message: message, type: report["type"]?.string, code: report["code"]?.string)
  }

  private init(message: String, type: String?, code: String?) {
    self.message = message
    self.type = type
    self.code = code
  }

  var summary: String {
    let text = UntrustedText(message).excerpt(300).unsafeText
    let word = code ?? type
    return word.map { "\(text) (\($0.unicodeScalars.count > 60 ? "…" : $0))" } ?? text
  }

  var isOutOfQuota: Bool { isNamed("insufficient_quota") || isNamed("billing_hard_limit_reached") }

  /// A filter of the service that stopped the request: the model's own "no", not a fault of the line.
  var isRefusal: Bool {
    isNamed("content_filter") || isNamed("content_policy_violation") || isNamed("invalid_prompt")
  }

  private func isNamed(_ word: String) -> Bool { code == word || type == word }
}
