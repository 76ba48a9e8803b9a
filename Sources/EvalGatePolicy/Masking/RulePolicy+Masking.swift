extension RulePolicy {
  /// Whether it holds anything back from those who may read a report: restricted values, personal data, credentials.
  public var holdsBack: Bool { !heldBack.detectors.isEmpty }

  /// A text with what the policy stops in it masked, for whoever may see that it was stopped and not what it was.
  public func masked(_ text: String) -> String {
    // Names of tools and keys stand in it as well, and several lines may be shown as one.
    heldBack.masked(text, readings: { text in [text, text.underscoresApart, text.onOneLine].compactMap { $0 } }) {
      $0.detector.name
    }
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

extension String {
  /// As it reads on one line: with blanks for line ends and tabs, also for those that are escaped as in JSON. As long as it is; nil where
  /// it has none of them.
  fileprivate var onOneLine: String? {
    var bytes = Array(utf8)
    var isFolded = false
    for index in bytes.indices {
      let isEscape =
        bytes[index] == UInt8(ascii: "\\") && index + 1 < bytes.count && "nrt".utf8.contains(bytes[index + 1])
      guard isEscape || "\n\r\t".utf8.contains(bytes[index]) else { continue }
      bytes[index] = UInt8(ascii: " ")
      if isEscape { bytes[index + 1] = UInt8(ascii: " ") }
      isFolded = true
    }
    return isFolded ? String(decoding: bytes, as: UTF8.self) : nil
  }
}
