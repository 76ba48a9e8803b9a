/// Why there is no credential: for people, with the name of the place that was looked at and never what stood there.
package struct CredentialError: Error, Hashable, Sendable {
  /// What is wrong.
  package let message: String
  /// How to mend it.
  package let help: [String]

  /// Makes an error of a sentence and what helps.
  package init(_ message: String, help: String...) {
    self.message = message
    self.help = help
  }
}
