import CurlHTTP
import EvalGateCore
import StrictJSON

/// Where services say which request an answer belongs to.
enum RequestID {
  /// OpenAI's `x-request-id`, Azure's `apim-request-id`, LiteLLM's `x-litellm-call-id`.
  static func openAI(_ headers: HTTPHeaders) -> String? {
    for name in ["x-request-id", "apim-request-id", "x-litellm-call-id"] {
      if let id = headers[name], !id.isEmpty { return id }
    }
    return nil
  }
}

/// What a gateway says an answer cost.
enum ReportedCost {
  /// In USD: LiteLLM's header (https://docs.litellm.ai/docs/proxy/response_headers), which newer versions send under its second
  /// name only, else OpenRouter's `usage.cost` (https://openrouter.ai/docs/use-cases/usage-accounting), whose credits are
  /// dollars. Nil where neither is a number of at least 0.
  static func read(_ headers: HTTPHeaders, _ usage: JSONNode?) -> Double? {
    for name in ["x-litellm-response-cost", "x-litellm-response-cost-original"] {
      if let text = headers[name], let cost = amount(JSONNumber(text: text)) { return cost }
    }
    return amount(usage?["cost"]?.number)
  }

  private static func amount(_ number: JSONNumber?) -> Double? {
    guard let value = number?.double, value >= 0 else { return nil }
    return value
  }
}

/// Whether a gateway says that it asked another model than the one it was asked for.
enum GatewayFallback {
  /// LiteLLM's count of them (https://docs.litellm.ai/docs/proxy/response_headers).
  static func isReported(in headers: HTTPHeaders) -> Bool {
    headers["x-litellm-attempted-fallbacks"].flatMap { Int($0) }.map { $0 > 0 } ?? false
  }
}
