public import EvalGateCore

/// A verdict with all that was found on the way to it.
public struct PolicyReport: Sendable {
  /// What the policy decided.
  public private(set) var verdict = PolicyVerdict(action: .accept)
  /// Everything the detectors found, in texts first, then in calls; what does not block too.
  public var detections: [Detection] { found.map(\.detection) }
  /// The same with what of the conversation holds it.
  private(set) var found: [(detection: Detection, place: Sighting.Place)] = []
  /// What detectors could not look at.
  public private(set) var exceeded: [String] = []

  private var calls: [CallVerdict] = []
  private var denial: Objection?
  private var confirmation: Objection?

  init() {}

  mutating func add(_ report: ScanReport, in place: Sighting.Place) {
    found += report.detections.map { ($0, place) }
    exceeded += report.exceeded
  }

  mutating func add(_ call: ProposedCall, index: Int, _ objection: Objection?) {
    add(call.report, in: .call(index))
    guard let objection else {
      let rule = call.rules.first?.id ?? KnownTool.ruleName
      calls.append(CallVerdict(index: index, tool: call.name, outcome: .allow, rule: rule))
      return
    }
    calls.append(
      CallVerdict(
        index: index, tool: call.name, outcome: objection.outcome, rule: objection.rule, reason: objection.reason))
    if objection.isConfirmable { confirmation = confirmation ?? objection } else { denial = denial ?? objection }
  }

  /// Draws the conclusion, when all has been added.
  mutating func conclude(_ defaults: Defaults, _ restricted: RestrictedDetector) {
    var report = ScanReport()
    report.exceeded = exceeded
    let leak = decisive(restricted).map(Objection.init)
    let budget = DetectorBudget.objection(to: report, defaults.onDetectorError)
    if let reason = leak ?? denial ?? budget {
      verdict = Self.verdict(.reject, reason, calls)
    } else if let confirmation {
      verdict = Self.verdict(.escalate, confirmation, calls)
    } else {
      verdict = PolicyVerdict(action: .accept, calls: calls)
    }
  }

  /// Of restricted values the first in the file; else what was found first.
  private func decisive(_ restricted: RestrictedDetector) -> Detection? {
    let blocking = found.map(\.detection).filter(\.blocks)
    let leaks = blocking.filter { $0.detector == restricted.id }
    return leaks.min { $0.order < $1.order } ?? blocking.first
  }

  private static func verdict(_ action: Action, _ objection: Objection, _ calls: [CallVerdict]) -> PolicyVerdict {
    PolicyVerdict(
      action: action, rule: objection.rule, reason: objection.reason, path: objection.path,
      evidence: objection.evidence, trace: objection.trace, calls: calls)
  }
}
