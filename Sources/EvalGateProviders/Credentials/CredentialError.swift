import EvalGateCore

/// Why there is no credential: for people, with the name of the place that was looked at and never what stood there.
package struct CredentialError: Error, Hashable, Sendable {
  /// What is wrong.
  package let message: String
  /// How to mend it.
  package let help: [String]
  /// Whether it may be another way a little later: who gives credentials out is busy or out of reach, and nothing is wrong with them.
  package let mayPass: Bool
  /// How long whoever was asked wants to be left alone, in milliseconds.
  package let retryAfter: Double?

  /// Makes an error of a sentence and what helps.
  package init(_ message: String, help: String..., mayPass: Bool = false, retryAfter: Double? = nil) {
    self.message = message
    self.help = help
    self.mayPass = mayPass
    self.retryAfter = retryAfter
  }
}

extension GenerationFailure {
  /// What a try comes to that had no credential.
  /// - Parameter error: what stood in the way of one.
  init(noCredential error: any Error, _ what: String) {
    let known = error as? CredentialError
    let reason: Reason = error is CancellationError ? .cancelled : known?.mayPass == true ? .server : .unauthorized
    self.init(
      .infrastructure, reason, known.map { ([$0.message] + $0.help).joined(separator: "; ") } ?? what,
      retryAfter: known?.retryAfter)
  }
}
