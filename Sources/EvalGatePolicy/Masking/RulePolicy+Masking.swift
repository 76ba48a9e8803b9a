extension RulePolicy {
  /// Whether it holds anything back from those who may read a report: restricted values, personal data, credentials.
  public var holdsBack: Bool { !heldBack.detectors.isEmpty }

  /// A text with what the policy stops in it masked, for whoever may see that it was stopped and not what it was.
  public func masked(_ text: String) -> String {
    // Names of tools and keys stand in it as well.
    heldBack.masked(text, readings: { text in [text, text.underscoresApart].compactMap { $0 } }) { $0.detector.name }
  }

  public func restrictedRanges(in text: String) -> [Range<Int>] {
    guard !restricted.values.isEmpty else { return [] }
    let held = Scanner([restricted]).held(in: text)
    guard held.unseen.isEmpty else { return [0..<text.utf8.count] }
    return held.found.map(\.range).sorted { $0.lowerBound < $1.lowerBound }
  }

  /// Links and hidden characters are not what somebody may not know.
  private var heldBack: Scanner { fileScanner.only(["restricted", "pii", "secret"].map { DetectorChoice($0) }) }
}
