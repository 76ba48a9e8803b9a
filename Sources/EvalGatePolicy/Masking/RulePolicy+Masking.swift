extension RulePolicy {
  /// Whether it holds anything back from those who may read a report: restricted values, personal data, credentials.
  public var holdsBack: Bool { !heldBack.detectors.isEmpty }

  /// A text with what the policy stops in it masked, for whoever may see that it was stopped and not what it was.
  public func masked(_ text: String) -> String {
    let bytes = Array(text.utf8)
    var report = heldBack.places(in: text)
    // Names of tools and keys stand in it as well.
    if let apart = text.underscoresApart { report.add(heldBack.places(in: apart)) }
    // What could not be looked at may hold anything.
    guard report.exceeded.isEmpty else { return "(not shown: \(report.exceeded.joined(separator: ", ")))" }
    let found = report.detections.filter { $0.blocks && !$0.range.isEmpty }.sorted {
      $0.range.lowerBound < $1.range.lowerBound
    }
    guard !found.isEmpty else { return text }
    return Masked.text(bytes, found.map { ($0.range, $0.detector.name, $0.evidence.masked) })
  }

  /// Links and hidden characters are not what somebody may not know.
  private var heldBack: Scanner { fileScanner.only(["restricted", "pii", "secret"].map { DetectorChoice($0) }) }
}
