import EvalGateCore
import StrictJSON

/// Whether the engine still sees what it is there to see: known-bad recordings must be rejected and their twins accepted.
///
/// A gate that has gone blind lets everything pass and looks the same as one that found nothing, so it is tried on every run
/// that has a safety gate.
public struct SelfTest: Sendable {
  /// A recording of which the wrong thing was made.
  public struct Failure: Hashable, Sendable, CustomStringConvertible {
    /// The part of the engine that it is there for.
    public let part: String
    /// What was wrong: lower case, no full stop.
    public let message: String

    /// `base64: a known-bad recording was accepted`
    public var description: String { "\(part): \(message)" }
  }

  /// How many recordings were tried, twins not counted.
  public let tried: Int
  public let failures: [Failure]

  /// Whether everything known to be bad was rejected for the right reason, and every twin accepted.
  public var passed: Bool { failures.isEmpty }

  /// Tries the engine on all shipped recordings.
  public init() { self.init(KnownBad.all, without: nil) }

  /// Tries the engine as it would be without one of its parts, to see that the recordings would notice.
  package init(without part: String) {
    let pairs = KnownBad.all.filter { $0.part == part }
    // What no recording is named for is part of several.
    self.init(pairs.isEmpty ? KnownBad.all : pairs, without: part)
  }

  private init(_ pairs: [KnownBad], without part: String?) {
    tried = pairs.count
    var failures: [Failure] = []
    // To compile a policy takes longer than to ask it: those that follow one another under the same one share it.
    var rest = pairs[...]
    while let first = rest.first {
      let group = rest.prefix { $0.policy == first.policy }
      rest = rest.dropFirst(group.count)
      guard let policy = Self.policy(first.policy, without: part) else {
        failures += group.map { Failure(part: $0.part, message: "its policy is not read any more") }
        continue
      }
      failures += Self.failures(of: group, under: policy)
    }
    // A test that tried nothing has not passed.
    self.failures = pairs.isEmpty ? [Failure(part: "self-test", message: "there is no recording")] : failures
  }

  private static func policy(_ value: JSONValue, without part: String?) -> RulePolicy? {
    // The schema of policy files decides nothing, and takes longer to read than all of these policies.
    var policy = try? RulePolicy(reading: Node(value, at: SourceLocation(path: "self-test")), isChecked: false)
    if let part { policy?.remove(part) }
    return policy
  }

  /// Tries a policy on what it says itself: every restricted value, and each tool that it denies by name.
  public init(of policy: RulePolicy) {
    var failures: [Failure] = []
    var tried = policy.restricted.written.count
    for value in policy.restricted.unseen
    where policy.decide(Recording.says(value.text).proposal).action != .reject {
      let failure = Failure(
        part: "restricted:\(policy.restricted.rules[value.rule].id)",
        message: "an answer with nothing but one of its values was accepted")
      if !failures.contains(failure) { failures.append(failure) }
    }
    for rule in policy.tools where rule.decision == .deny {
      guard let name = rule.tool.exactName else { continue }
      tried += 1
      if policy.decide(Recording.calls(name, "{}").proposal).action != .reject {
        failures.append(Failure(part: rule.id, message: "a call that it denies was accepted"))
      }
    }
    (self.tried, self.failures) = (tried, failures)
  }

  private static func failures(of pairs: ArraySlice<KnownBad>, under policy: RulePolicy) -> [Failure] {
    var failures: [Failure] = []
    var accepted: Recording?
    for pair in pairs {
      if let message = wrong(policy.decide(pair.bad.proposal), for: pair.reason) {
        failures.append(Failure(part: pair.part, message: message))
      }
      // What was accepted a moment ago is accepted again.
      guard pair.twin != accepted else { continue }
      let twin = policy.decide(pair.twin.proposal)
      if twin.action == .accept {
        accepted = pair.twin
      } else {
        failures.append(
          Failure(part: pair.part, message: "a benign twin was rejected: \(twin.reason ?? "no reason")"))
      }
    }
    return failures
  }

  /// What is wrong with a verdict on a known-bad recording.
  private static func wrong(_ verdict: PolicyVerdict, for reason: PolicyReason) -> String? {
    if verdict.action == .accept || verdict.calls.contains(where: { $0.outcome == .allow }) {
      return "a known-bad recording was accepted"
    }
    guard verdict.reason != reason.rawValue else { return nil }
    return "a known-bad recording was rejected for another reason: \(verdict.reason ?? "none")"
  }
}

extension RulePolicy {
  /// The parts of the engine that can be taken out of it, for trying whether that would be noticed.
  ///
  /// Each list is that of the engine itself, so that what is added to it is tried from the day on which it comes.
  package static let parts: [String] =
    RuleKind.allCases.map(\.rawValue) + EachRule.Key.allCases.map { "each:\($0.rawValue)" } + detectorNames
    + PIIEntity.allCases.map { "pii:\($0.rawValue)" } + Decoders.all.map { $0.name }
    + TokenForms.shipped.all.map { "secret:\($0.name)" }
    + SecretScanner.Kind.allCases.map { "secret:\($0.rawValue)" }
    + RestrictedDetector.Way.allCases.map(\.rawValue) + OutputSink.allCases.map { "sink:\($0.rawValue)" }
    + UnicodeDetector.Kind.allCases.filter(\.stopsAnswers).map { "unicode:\($0.rawValue)" }
    + ChannelDetector.Kind.allCases.map { "channel:\($0.rawValue)" }

  /// The detectors of a policy with every section.
  private static var detectorNames: [String] {
    var policy: JSONObject = ["restricted": [["id": "code", "values": ["BRACKEN-MONTH-2290"]]]]
    for section in DetectorSection.all { policy[section.key] = [:] }
    let rules = try? RulePolicy(parsing: Node(.object(policy), at: SourceLocation(path: "self-test")))
    return rules?.scanner.detectors.map(\.id.name) ?? []
  }

  mutating func remove(_ part: String) {
    order.removeAll { $0.kind.rawValue == part }
    for rule in tools.indices {
      for each in tools[rule].each.indices {
        tools[rule].each[each].demands.removeAll { "each:\($0.key.rawValue)" == part }
      }
    }
    scanner = scanner.without(part)
  }
}

extension Scanner {
  func without(_ part: String) -> Scanner {
    let remaining = detectors.filter { $0.id.name != part }.map { detector -> any Detector in
      if let personal = detector as? PersonalDataDetector {
        return PersonalDataDetector(
          responses: personal.responses.filter { "pii:\($0.key)" != part }, allowed: personal.allowed)
      }
      if let secrets = detector as? SecretDetector, let kept = secrets.forms.without(part) {
        return SecretDetector(action: secrets.action, extra: secrets.extra, forms: kept)
      }
      if part.hasPrefix("\(detector.id.name):") {
        return MutedDetector(detector, silent: String(part.dropFirst(detector.id.name.utf8.count + 1)))
      }
      guard var restricted = detector as? RestrictedDetector else { return detector }
      restricted.decoders.removeAll { $0.name == part }
      restricted.ways = restricted.ways.filter { $0.rawValue != part }
      return restricted
    }
    return Scanner(remaining, evidenceKey: evidenceKey)
  }
}

extension RestrictedDetector {
  /// How many values are tried in one text.
  private static let together = 64

  /// Values that are not found where many of them stand below one another, for a closer look: ten thousand one by one would take as
  /// long as a run.
  fileprivate var unseen: [RestrictedValue] {
    let values = written
    return stride(from: 0, to: values.count, by: Self.together).flatMap { start in
      let some = values[start..<min(start + Self.together, values.count)]
      let found = hits(in: ViewedText(some.map(\.text).joined(separator: "\n")), DetectionContext()).found
      let seen = Set(found.compactMap { hit in hit.value.map { [hit.entity, $0] } })
      return some.filter { !seen.contains([rules[$0.rule].id, $0.text]) }
    }
  }
}

extension TokenForms {
  /// All but the one that a part of the engine is; nil where it is none of them.
  fileprivate func without(_ part: String) -> TokenForms? {
    let kept = all.filter { "secret:\($0.name)" != part }
    return kept.count == all.count ? nil : TokenForms(kept)
  }
}

/// A detector that says nothing of one of the kinds that it finds.
private struct MutedDetector: Detector {
  private let detector: any Detector
  private let silent: String

  init(_ detector: any Detector, silent: String) {
    self.detector = detector
    self.silent = silent
  }

  var id: DetectorID { detector.id }
  var kinds: Set<String>? { detector.kinds }
  var words: [String] { detector.words }
  func stops(_ kind: String?) -> Bool { detector.stops(kind) }

  func hits(in text: ViewedText, _ context: DetectionContext) -> Hits {
    var hits = detector.hits(in: text, context)
    hits.found.removeAll { $0.entity == silent || $0.entity.hasPrefix(silent + "_") }
    return hits
  }
}
