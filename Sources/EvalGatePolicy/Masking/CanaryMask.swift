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
    guard let scanner else { return text }
    let report = scanner.places(in: text)
    // What could not be looked at may hold anything.
    guard report.exceeded.isEmpty else { return "(not shown: \(report.exceeded.joined(separator: ", ")))" }
    let found = report.detections.filter { !$0.range.isEmpty }.sorted { $0.range.lowerBound < $1.range.lowerBound }
    return found.isEmpty ? text : Masked.text(Array(text.utf8), found.map { ($0.range, "canary", $0.evidence.masked) })
  }
}
