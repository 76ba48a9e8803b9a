/// What the detectors found in a call is a way out, so the call is denied.
struct DetectedArguments: CallRule {
  var kind: RuleKind { .detected }

  func objection(to call: ProposedCall) -> Objection? {
    call.report.detections.first(where: \.blocks).map(Objection.init)
  }
}

/// `defaults: { on_detector_error }`: what a detector could not look at may hold anything.
struct DetectorBudget: CallRule {
  var kind: RuleKind { .budget }

  static let ruleName = "defaults:on_detector_error"

  let otherwise: Defaults.Word

  func objection(to call: ProposedCall) -> Objection? { Self.objection(to: call.report, otherwise) }

  static func objection(to report: ScanReport, _ otherwise: Defaults.Word) -> Objection? {
    guard otherwise == .deny, let budget = report.exceeded.first else { return nil }
    var objection = Objection(rule: ruleName, .detectorError)
    objection.evidence = budget
    return objection
  }
}
