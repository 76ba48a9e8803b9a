import EvalGateCore

/// Which findings are asked for: all of a detector, or of one kind that it finds. Written `pii` or `pii:US_SSN`.
public struct DetectorChoice: Hashable, Sendable {
  /// The detector's name.
  public let detector: String
  /// What it finds, in its own words; nil for all of it.
  public let entity: String?

  /// What a person wrote. Whether there is such a detector is for `Scanner.problem` to say.
  public init(_ text: String) {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    detector = String(parts[0])
    entity = parts.count > 1 ? String(parts[1]) : nil
  }

  /// Whether a finding is asked for: `bidi` asks for `bidi_override` too.
  public func includes(_ detection: Detection) -> Bool {
    guard detection.detector.name == detector else { return false }
    return entity.map { detection.entity == $0 || detection.entity.hasPrefix($0 + "_") } ?? true
  }
}

extension Scanner {
  /// What is wrong with a choice, lower case and without a full stop; nil where it can be asked for: its detector runs here, and
  /// finds something of that kind.
  public func problem(with choice: DetectorChoice) -> String? {
    guard let detector = detectors.first(where: { $0.id.name == choice.detector }) else {
      return "there is no detector `\(choice.detector)` here: name one of " + Self.listed(detectors.map(\.id.name))
    }
    guard let entity = choice.entity else { return nil }
    let known = detector.entities
    guard !known.contains(entity) else { return nil }
    let meant = suggestion(for: entity, among: known).map { ": did you mean `\($0)`?" }
    return "`\(choice.detector)` finds no `\(entity)`" + (meant ?? ": name one of " + Self.listed(known))
  }

  private static func listed(_ names: [String]) -> String { names.map { "`\($0)`" }.joined(separator: ", ") }

  /// Only the detectors that are asked for, in the order in which they run; all where nothing is asked for.
  public func only(_ choices: [DetectorChoice]) -> Scanner {
    guard !choices.isEmpty else { return self }
    let names = Set(choices.map(\.detector))
    return Scanner(detectors.filter { names.contains($0.id.name) }, evidenceKey: evidenceKey)
  }

  /// Looks at bytes that need not be well-formed UTF-8, and tells every place; places are offsets into them.
  public func scan(_ bytes: [UInt8], at channel: TextChannel) -> ScanReport {
    scan(bytes, at: channel, DetectionContext(extent: .places))
  }
}
