import CurlHTTP
import EvalGateCore
import EvalGateProviders
import Testing

/// 2027-01-15T08:00:00Z.
private let now = 1_800_000_000

@Suite("Limits in headers")
struct RateAdviceTests {
  @Test(
    "times until a bucket is full are read in every service's form",
    arguments: [
      ("1s", 1000.0), ("6m0s", 360_000), ("17ms", 17), ("1h2m3.5s", 3_723_500), ("0s", 0), ("1.5", 1500),
      ("2m59.56s", 179_560), ("1800000042", 42_000), ("1800000042500", 42_500), ("2027-01-15T08:00:07Z", 7000),
      ("2027-01-15T07:00:00Z", 0),
    ])
  func resets(text: String, expected: Double) {
    let advice = RateAdvice(
      ["x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": text], now: now)
    #expect(advice?.requests == RateAdvice.Window(limit: nil, remaining: 0, reset: expected))
  }

  @Test(
    "what is no time is no advice", arguments: ["", "soon", "-1", "1x", "ms", "5m3", "2027-13-15T08:00:07Z", "nan"])
  func nonsense(text: String) {
    #expect(RateAdvice(["x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": text], now: now) == nil)
  }

  @Test("Anthropic's limits on requests, input and output are read")
  func anthropic() {
    let advice = RateAdvice(
      [
        "anthropic-ratelimit-requests-limit": "50", "anthropic-ratelimit-requests-remaining": "49",
        "anthropic-ratelimit-requests-reset": "2027-01-15T08:00:01Z",
        "anthropic-ratelimit-input-tokens-limit": "1000", "anthropic-ratelimit-input-tokens-remaining": "10",
        "anthropic-ratelimit-input-tokens-reset": "2027-01-15T08:01:00Z",
      ], now: now)
    #expect(advice?.requests == RateAdvice.Window(limit: 50, remaining: 49, reset: 1000))
    #expect(advice?.tokens == [RateAdvice.Window(limit: 1000, remaining: 10, reset: 60_000)])
  }

  // 990 of 1,000 tokens come back in 60 s, so 90 of them in 5,454.5 ms.
  @Test("a part of a bucket takes a part of the time")
  func part() {
    let window = RateAdvice.Window(limit: 1000, remaining: 10, reset: 60_000)
    #expect(abs(window.wait(for: 100) - 5454.545) < 0.001 && window.wait(for: 10) == 0)
  }

  @Test("where the size is not said, all of the time is waited for")
  func unknownSize() { #expect(RateAdvice.Window(limit: nil, remaining: 0, reset: 700).wait(for: 1) == 700) }

  @Test("numbers of any size are no crash", arguments: ["1e300", "-1e300", "9223372036854775807", "0", "nan"])
  func absurd(number: String) {
    let advice = RateAdvice(
      [
        "x-ratelimit-limit-tokens": number, "x-ratelimit-remaining-tokens": number,
        "x-ratelimit-reset-tokens": "99999999h",
      ], now: now)
    #expect((advice?.wait(requests: .max, tokens: .max) ?? 0) >= 0)
  }

  @Test("a request waits where the answer before it said that nothing is left")
  func waits() async throws {
    let clock = TestClock()
    let empty: HTTPHeaders = [
      "x-ratelimit-limit-requests": "10", "x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "20s",
    ]
    let transport = ScriptedTransport(
      [
        .success(HTTPResponse(status: 200, headers: empty, body: completion("x").body)), .success(completion("y")),
      ], clock: clock)
    let generator = try await generator(route([try openAITarget()]), transport, clock: clock)
    _ = await generator.generate(question(), trial: 1)
    _ = await generator.generate(question(), trial: 2)
    #expect(transport.times == [1000, 3000])
  }

  @Test("a 429 without `Retry-After` waits as long as its other headers say")
  func refusal() async throws {
    let clock = TestClock()
    let headers: HTTPHeaders = [
      "anthropic-ratelimit-requests-remaining": "0", "anthropic-ratelimit-requests-reset": "2027-01-15T08:00:30Z",
    ]
    let transport = ScriptedTransport(
      [.success(response(429, "{}", headers: headers)), .success(completion("x"))], clock: clock)
    let generator = try await generator(route([try openAITarget()], attempts: 2), transport, clock: clock)
    let candidate = await generator.generate(question(), trial: 1)
    #expect(candidate.text == "x" && transport.times[1] >= 31_000 && transport.times[1] < 31_600)
  }
}
