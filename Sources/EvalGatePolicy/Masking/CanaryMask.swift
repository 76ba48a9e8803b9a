/// Hides the canaries of scenarios in a text, in all the forms in which they are found.
public struct CanaryMask: Sendable {
  private let scanner: Scanner?

  /// - Parameter tokens: of all scenarios.
  public init(_ tokens: [String]) {
    let tokens = Set(tokens).filter { !$0.isEmpty }.sorted()
    scanner = tokens.isEmpty ? nil : Scanner([RestrictedDetector([RestrictedRule(id: "canary", values: tokens)])])
  }

  /// The text without them.
  public func masked(_ text: String) -> String {
    scanner.map { $0.masked(text) { _ in "canary" } } ?? text
  }
}
