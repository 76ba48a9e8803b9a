package import CurlHTTP
import EvalGateCore

/// What a service says of its limits in an answer's headers: `x-ratelimit-*` of OpenAI and those who follow it (Azure, Groq,
/// Mistral, LiteLLM), `anthropic-ratelimit-*`, and the plain `x-ratelimit-*` of gateways such as OpenRouter.
///
/// https://platform.openai.com/docs/guides/rate-limits, https://docs.claude.com/en/api/rate-limits
package struct RateAdvice: Hashable, Sendable {
  /// One limit, as the service saw it when it answered.
  package struct Window: Hashable, Sendable {
    /// What it lets through from full to empty; nil where it does not say.
    package var limit: Int?
    /// What is left.
    package var remaining: Int
    /// Milliseconds until it is full again.
    package var reset: Double

    /// Makes a window of what a service says.
    package init(limit: Int?, remaining: Int, reset: Double) {
      self.limit = limit
      self.remaining = remaining
      self.reset = reset
    }

    /// How long until so much fits, in milliseconds. The services fill their buckets evenly, so a part of the whole time is
    /// enough for a part of the whole; where the size is not known, all of it is waited for.
    package func wait(for need: Int) -> Double {
      guard need > remaining else { return 0 }
      guard let limit, limit > remaining else { return reset }
      let missing = Double(need) - Double(remaining)
      return min(reset, reset * missing / (Double(limit) - Double(remaining)))
    }
  }

  /// Of requests; nil where nothing is said.
  package var requests: Window?
  /// Of tokens: input, output or both, as far as they are said.
  package var tokens: [Window]

  /// Reads the headers; nil where they say nothing that can be kept to.
  /// - Parameter now: seconds since 1970, which moments are counted from.
  package init?(_ headers: HTTPHeaders, now: Int) {
    // Most servers say nothing: one look instead of a search for twenty names in every answer.
    let headers = HTTPHeaders(headers.fields.filter { Self.isOfLimits($0.name) })
    guard !headers.fields.isEmpty else { return nil }
    func window(_ limit: String, _ remaining: String, _ reset: String) -> Window? {
      guard let left = headers[remaining].flatMap(Self.count),
        let wait = headers[reset].flatMap({ Self.milliseconds($0, now: now) })
      else { return nil }
      return Window(limit: headers[limit].flatMap(Self.count), remaining: left, reset: wait)
    }
    func openAI(_ what: String) -> Window? {
      window("x-ratelimit-limit-\(what)", "x-ratelimit-remaining-\(what)", "x-ratelimit-reset-\(what)")
    }
    func anthropic(_ what: String) -> Window? {
      let name = "anthropic-ratelimit-\(what)"
      return window(name + "-limit", name + "-remaining", name + "-reset")
    }
    requests =
      openAI("requests") ?? anthropic("requests")
      ?? window("x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset")
    tokens = [
      openAI("tokens"), anthropic("tokens"), anthropic("input-tokens"), anthropic("output-tokens"),
    ].compactMap { $0 }
    if requests == nil, tokens.isEmpty { return nil }
  }

  private static func isOfLimits(_ name: String) -> Bool {
    prefixes.contains { prefix in
      name.utf8.count > prefix.utf8.count && zip(name.utf8, prefix.utf8).allSatisfy { $0 | 0x20 == $1 }
    }
  }

  private static let prefixes = ["x-ratelimit-", "anthropic-ratelimit-"]

  /// How long until a request fits, in milliseconds.
  /// - Parameters:
  ///   - count: requests since the answer was made, this one included.
  ///   - amount: tokens that they may use.
  package func wait(requests count: Int, tokens amount: Int) -> Double {
    // A request that may use more than a whole bucket holds is not forbidden: the estimate is the worst case.
    tokens.reduce(requests?.wait(for: count) ?? 0) { max($0, $1.wait(for: min(amount, $1.limit ?? amount))) }
  }

  /// A number of at least 0; a debt is nothing left.
  private static func count(_ text: String) -> Int? {
    guard let value = Double(text), value.isFinite else { return nil }
    return Int(min(max(value, 0), 1e15))
  }

  /// `6m0s`, `17ms`, `1.5` (seconds), a moment since 1970 in seconds or milliseconds, or `2026-11-21T03:04:05Z`.
  private static func milliseconds(_ text: String, now: Int) -> Double? {
    guard text.utf8.count <= 64 else { return nil }
    if let moment = Timestamp.secondsSince1970(text) { return Double(max(0, moment - now)) * 1000 }
    if let number = Double(text), number.isFinite, number >= 0 {
      switch number {
      case 100_000_000_000...: return min(max(0, number - Double(now) * 1000), 1e12)
      case 1_000_000_000...: return max(0, number - Double(now)) * 1000
      default: return number * 1000
      }
    }
    return duration(Array(text.utf8))
  }

  private static let units: [String: Double] = [
    "ms": 1, "s": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000,
  ]

  /// As Go writes durations.
  private static func duration(_ bytes: [UInt8]) -> Double? {
    var rest = bytes[...]
    var sum = 0.0
    guard !rest.isEmpty else { return nil }
    while !rest.isEmpty {
      let digits = rest.prefix { (48...57).contains($0) || $0 == UInt8(ascii: ".") }
      rest = rest.dropFirst(digits.count)
      let unit = rest.prefix { (97...122).contains($0) }
      rest = rest.dropFirst(unit.count)
      guard let number = Double(String(decoding: digits, as: UTF8.self)),
        let size = units[String(decoding: unit, as: UTF8.self)]
      else { return nil }
      sum += number * size
    }
    return min(sum, 1e12)
  }
}
