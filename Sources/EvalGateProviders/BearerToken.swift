package import CurlHTTP
import EvalGateCore

/// A token with what goes beside it.
package struct BearerToken: Sendable {
  /// The token itself.
  package let secret: Secret
  /// Fields that a request with it has to have, none of them secret.
  package var headers: HTTPHeaders = [:]
}

/// Where the short-lived token comes from that a service is opened with instead of a key.
///
/// Asked before every try, so that a source which fetches tokens keeps one as long as it is good and replaces it in time.
protocol BearerTokenSource: Sendable {
  /// A token that is good now.
  /// - Throws: a failure of kind infrastructure where none is to be had; its message never holds a token.
  func bearer() async throws(GenerationFailure) -> BearerToken

  /// Drops a token that was refused. False where the next one would be the same.
  func forget() async -> Bool

  /// Ends a fetch that is under way.
  func close() async
}

extension BearerTokenSource {
  func forget() async -> Bool { false }
  func close() async {}
}

/// A token that somebody else fetched and put into the environment.
struct FixedToken: BearerTokenSource, CustomStringConvertible, CustomReflectable {
  private let text: String

  init(_ text: String) { self.text = text }

  func bearer() async throws(GenerationFailure) -> BearerToken { BearerToken(secret: Secret(text)) }

  var description: String { "(token)" }
  var customMirror: Mirror { Mirror(self, children: []) }
}
