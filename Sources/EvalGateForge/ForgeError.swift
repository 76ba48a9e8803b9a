/// Why a service did not do what it was asked.
public enum ForgeError: Error, Hashable, Sendable {
  /// The token may not do this (401, 403).
  case forbidden(status: Int)
  /// What was asked for is gone, or hidden from this token (404, 410).
  case gone
  /// It was asked more often than the service allows. It was not done; the token is not at fault.
  case limited(status: Int, seconds: Int)
  /// The answer was lost or was the service's own failure: nobody knows whether it was done.
  case unanswered(String)
  /// Anything else, in words for a person and without anything secret.
  case failed(String)
}

/// Takes a step again whose answer was lost, once. For steps that begin by looking whether they are done already.
func again<Value>(
  _ step: () async throws(ForgeError) -> Value
) async throws(ForgeError) -> Value {
  do throws(ForgeError) {
    return try await step()
  } catch {
    guard case .unanswered = error else { throw error }
    return try await step()
  }
}
