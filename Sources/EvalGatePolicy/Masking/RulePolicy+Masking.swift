extension RulePolicy {
  /// Whether it holds anything back from those who may read a report: restricted values, personal data, credentials.
  public var holdsBack: Bool { !heldBack.detectors.isEmpty }

  /// A text with what the policy stops in it masked, for whoever may see that it was stopped and not what it was.
  public func masked(_ text: String) -> String {
    // Names of tools and keys stand in it as well.
    heldBack.masked(text, readings: { text in [text, text.underscoresApart].compactMap { $0 } }) { $0.detector.name }
  }

  /// Links and hidden characters are not what somebody may not know.
  private var heldBack: Scanner { fileScanner.only(["restricted", "pii", "secret"].map { DetectorChoice($0) }) }
}
