/// How much a finding can be relied on. Only `certain` and `likely` block.
public enum Confidence: String, Hashable, Sendable, CaseIterable, Comparable {
  /// A form alone, such as nine digits: worth a look, never a verdict.
  case weak
  /// A form with context, or part of a value.
  case likely
  /// A checksum that holds, or an exact value.
  case certain

  private var rank: Int {
    switch self {
    case .weak: 0
    case .likely: 1
    case .certain: 2
    }
  }

  /// By how much they can be relied on.
  public static func < (left: Confidence, right: Confidence) -> Bool { left.rank < right.rank }
}

/// Which detector found something, and in which of its versions: the same text can be judged differently by another one.
public struct DetectorID: Hashable, Sendable, CustomStringConvertible {
  /// Such as `restricted` or `unicode`.
  public let name: String
  /// Raised whenever the same text could give other findings.
  public let version: Int

  public init(_ name: String, version: Int) {
    self.name = name
    self.version = version
  }

  /// As reports write it: `restricted@2`.
  public var description: String { "\(name)@\(version)" }
}

/// Something a detector found in a text. Holds no raw value: only masked evidence and an HMAC to join by.
public struct Detection: Hashable, Sendable {
  public let detector: DetectorID
  /// What was found, in the detector's own words: `salary`, `US_SSN`, `bidi_override`.
  public let entity: String
  /// UTF-8 bytes in the text as it came, whatever it took to read it.
  public let range: Range<Int>
  public let confidence: Confidence
  /// The form of the text in which it shows: `text`, `folded`, `letters`, `assembled`.
  public let view: String
  /// What had to be undone to see it, outermost first: `["base64", "hex"]`.
  public let chain: [String]
  public let evidence: Evidence
  /// Where the text stood.
  public let channel: TextChannel
  /// Which of several is named: the place of a restricted value in its file.
  let order: Int

  /// The same in another place.
  func moved(to channel: TextChannel) -> Detection {
    Detection(
      detector: detector, entity: entity, range: range, confidence: confidence, view: view, chain: chain,
      evidence: evidence,
      channel: channel, order: order)
  }

  /// The same in a call that stands at a place in the arguments of another.
  func moved(into place: String) -> Detection {
    moved(to: TextChannel(channel.kind, path: channel.path.moved(into: place)))
  }

  /// What was found, as verdicts and scenarios name it: `restricted:salary`, `system_prompt`.
  var rule: String { entity == detector.name ? entity : "\(detector.name):\(entity)" }

  /// Whether it may stop something.
  public var blocks: Bool { confidence > .weak }
}

/// Where a text of a run stands.
public struct TextChannel: Hashable, Sendable {
  /// What kind of place it is, in the order in which places are looked at.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// A text in the arguments of a proposed call.
    case argument
    /// A key in them.
    case argumentKey = "argument_key"
    /// The arguments as written, where they are not one JSON object.
    case rawArguments = "raw_arguments"
    case toolName = "tool_name"
    case text
    case refusal
    case reasoning
    /// A file or standard input, for a scan.
    case file
  }

  public let kind: Kind
  /// Where exactly: a JSONPath into the arguments, or the name of the text.
  public let path: String

  public init(_ kind: Kind, path: String) {
    self.kind = kind
    self.path = path
  }
}

/// What detectors found in a text, and what they could not look at.
public struct ScanReport: Hashable, Sendable {
  /// In the order of the detectors, those of one detector in the order of the text.
  public var detections: [Detection] = []
  /// Budgets that ran out, such as `restricted: 256 decoded fragments`. Never a pass: what was not looked at may hold anything.
  public var exceeded: [String] = []
  /// The detectors that ran out of one, by name.
  package var blind: Set<String> = []

  public init() {}

  /// Whether everything was looked at and nothing found that may block.
  public var isClean: Bool { exceeded.isEmpty && !detections.contains(where: \.blocks) }
}
