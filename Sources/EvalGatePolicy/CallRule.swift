import EvalGateCore
import StrictJSON

/// One kind of rule about calls. Pure.
protocol CallRule: Sendable {
  /// Which kind it is.
  var kind: RuleKind { get }

  /// Why this kind of rule does not let a call pass; nil where it has nothing against it.
  func objection(to call: ProposedCall) -> Objection?
}

/// The kinds of rules about calls, in the order in which they decide.
enum RuleKind: String, CaseIterable, Sendable {
  case parse, denial
  case unknownTool = "unknown_tool"
  case schema, each, detected, budget, taint, sequences, limits, confirm
}

/// Why something may not pass, or not without being confirmed.
struct Objection: Hashable, Sendable {
  let rule: String
  let reason: String
  var path: String?
  /// Masked.
  var evidence: String?
  /// How it was found.
  var trace: VerdictTrace?
  /// Whether a confirmation of the user would do.
  var isConfirmable = false

  /// - Parameter evidence: of the value that the rule has something against.
  init(
    rule: String, _ reason: PolicyReason, path: String? = nil, evidence: Evidence? = nil, isConfirmable: Bool = false
  ) {
    self.init(rule: rule, word: reason.rawValue)
    self.path = path
    self.evidence = evidence?.masked
    trace = evidence?.hmac.map { VerdictTrace(hmac: $0) }
    self.isConfirmable = isConfirmable
  }

  /// - Parameter word: the policy's own reason.
  init(rule: String, word: String) {
    self.rule = rule
    self.reason = word
  }

  init(_ detection: Detection) {
    let name = detection.detector.name
    let steps = detection.chain.isEmpty ? "" : ", by " + detection.chain.joined(separator: " of ")
    self.init(
      rule: detection.rule, PolicyReason(rawValue: name) ?? .detected, path: detection.channel.path)
    evidence = detection.evidence.masked + steps
    trace = VerdictTrace(detection)
  }

  var outcome: CallVerdict.Outcome { isConfirmable ? .confirm : .deny }

  /// The same against a call that stands at a place in the arguments of another.
  func moved(into place: String) -> Objection {
    var objection = self
    objection.path = path?.moved(into: place) ?? place
    return objection
  }
}

extension String {
  /// A JSONPath in a call as one in the call that holds it; the place itself for what is no JSONPath.
  func moved(into place: String) -> String { hasPrefix("$") ? place + dropFirst() : place }
}

/// A call as the rules look at it: its arguments parsed once, its rules found once, its texts searched once.
struct ProposedCall: Sendable {
  /// Nothing a tool takes is nested more deeply, and what is costs checks that come after.
  static let limits = JSONLimits(depth: 32)

  let tool: CalledTool
  /// Strictly parsed; nil where the text is not one JSON object. A key twice is none: readers disagree on which one wins.
  let arguments: JSONValue?
  /// Whether it calls other tools, and nobody can read which.
  let isUnreadable: Bool
  /// Those that hold for this tool, in the order of the file.
  let rules: [ToolRule]
  /// What the detectors found in its name and arguments.
  let report: ScanReport
  /// Where in the run it stands.
  let place: Place
  private let evidenceKey: EvidenceKey?

  init(
    _ call: TracedCall, as tool: CalledTool, rules: [ToolRule], policy: RulePolicy, context: DetectionContext,
    place: Place
  ) {
    self.tool = tool
    self.rules = rules
    arguments = call.arguments
    isUnreadable = call.isUnreadable
    self.place = place
    evidenceKey = policy.evidenceKey
    let texts = CallTexts(call.call, arguments: call.arguments)
    report = texts.scan(with: policy.scanner, context, hiding: policy.restricted)
  }

  var name: String { tool.name }

  /// A value of its arguments as reports may show it.
  func evidence(of value: String) -> Evidence { Evidence(of: value, key: evidenceKey) }

  /// What the rules of a policy see of a call's place in the run.
  struct Place: Sendable {
    /// What has happened before it.
    let state: RunState
    /// The user's turn it belongs to, from 1.
    let turn: Int
    /// How many texts had been said before.
    let textsBefore: Int
    let isConfirmed: Bool
    /// The arguments without what a confirmation has too that covers the call no more than in part; nil where there is none.
    let rest: JSONValue?
    let taint: TaintedValues
  }
}

extension VerdictTrace {
  /// How a detector found something.
  init(_ detection: Detection) {
    self.init(
      detector: detection.detector.description, view: detection.view, decodeChain: detection.chain,
      span: detection.range, hmac: detection.evidence.hmac)
  }
}
