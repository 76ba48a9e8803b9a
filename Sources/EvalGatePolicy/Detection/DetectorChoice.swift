/// Which findings are asked for: all of a detector, or of one kind that it finds. Written `pii` or `pii:US_SSN`.
public struct DetectorChoice: Hashable, Sendable {
  /// The detector's name.
  public let detector: String
  /// What it finds, in its own words; nil for all of it.
  public let entity: String?

  /// What a person wrote. Whether there is such a detector is for `problem(among:)` to say.
  public init(_ text: String) {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    detector = String(parts[0])
    entity = parts.count > 1 ? String(parts[1]) : nil
  }

  /// What is wrong with it, lower case and without a full stop; nil where it can be asked for.
  /// - Parameter detectors: the names of the detectors that run.
  public func problem(among detectors: [String]) -> String? {
    guard detectors.contains(detector) else {
      return "there is no detector `\(detector)` here: name one of "
        + detectors.map { "`\($0)`" }.joined(separator: ", ")
    }
    guard detector == "pii", let entity, PIIEntity(rawValue: entity) == nil else { return nil }
    return "`pii` finds no `\(entity)`: name one of "
      + PIIEntity.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", ")
  }

  /// Whether a finding is asked for.
  public func includes(_ detection: Detection) -> Bool {
    detection.detector.name == detector && (entity == nil || entity == detection.entity)
  }
}

extension Scanner {
  /// Only the detectors that are asked for, in the order in which they run; all where nothing is asked for.
  public func only(_ choices: [DetectorChoice]) -> Scanner {
    guard !choices.isEmpty else { return self }
    let names = Set(choices.map(\.detector))
    return Scanner(detectors.filter { names.contains($0.id.name) }, evidenceKey: evidenceKey)
  }

  /// Looks at bytes that need not be well-formed UTF-8; places are offsets into them.
  public func scan(_ bytes: [UInt8], at channel: TextChannel) -> ScanReport {
    scan(bytes, at: channel, DetectionContext())
  }
}
