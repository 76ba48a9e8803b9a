public import CurlHTTP
import StrictJSON
import Synchronization

/// How long a service that cannot answer now is waited for: so often a request, and so long in all.
///
/// One is shared by everything that a command asks, so that the bound is the command's and not each request's.
public final class ForgePatience: Sendable {
  /// Times that one request is sent, the first included.
  static let tries = 4
  /// Seconds that are waited in all.
  static let longest = 180

  private let left = Mutex(longest)
  private let now: @Sendable () -> Int
  private let pause: @Sendable (_ seconds: Int) async -> Void
  private let tell: @Sendable (_ words: String) -> Void

  /// - Parameters:
  ///   - now: seconds since 1970.
  ///   - pause: waits.
  ///   - tell: what is waited for and how long, for a person.
  public init(
    now: @escaping @Sendable () -> Int, pause: @escaping @Sendable (_ seconds: Int) async -> Void,
    tell: @escaping @Sendable (_ words: String) -> Void
  ) {
    self.now = now
    self.pause = pause
    self.tell = tell
  }

  /// Waits until the next try; false where there is none, or where it would take longer than is left.
  func wait(_ seconds: Int, before attempt: Int, because why: String) async -> Bool {
    guard attempt <= Self.tries else { return false }
    let mayWait = left.withLock { left in
      guard seconds <= left else { return false }
      left -= seconds
      return true
    }
    guard mayWait else { return false }
    tell("\(why): trying again in \(seconds) s")
    await pause(seconds)
    return !Task.isCancelled
  }

  /// Seconds that a service asks to be left alone for, where an answer is its limit on how often it is asked; nil otherwise.
  ///
  /// GitHub answers with 403 or 429 and asks to heed `retry-after`, else `x-ratelimit-reset` where `x-ratelimit-remaining` is 0,
  /// else to wait a minute and then longer each time; a limit told by neither field is told by its message (docs.github.com,
  /// "Rate limits for the REST API"). GitLab answers with 429, with the fields `Retry-After` and `RateLimit-Reset`
  /// (docs.gitlab.com, "User and IP rate limits").
  func limit(in response: HTTPResponse, attempt: Int) -> Int? {
    let headers = response.headers
    let asked = headers["retry-after"].flatMap { Int($0) }
    let isSpent = headers["x-ratelimit-remaining"] == "0"
    let isLimit =
      response.status == 429
      || response.status == 403 && (asked != nil || isSpent || Self.speaksOfLimit(response.body))
    guard isLimit else { return nil }
    if let asked { return max(0, asked) }
    let reset = headers["ratelimit-reset"] ?? (isSpent ? headers["x-ratelimit-reset"] : nil)
    // Compared before it is subtracted: a server may say any number.
    if let reset = reset.flatMap({ Int($0) }) { return reset > now() ? reset - now() + 1 : 1 }
    return 60 << (attempt - 1)
  }

  private static func speaksOfLimit(_ body: [UInt8]) -> Bool {
    // A body that is no JSON has no message.
    let message = (try? JSONValue(parsing: body))?["message"]?.stringValue?.lowercased() ?? ""
    return message.contains("rate limit") || message.contains("abuse detection")
  }
}
