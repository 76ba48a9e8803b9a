import EvalGateCore

/// Finds the canaries of a scenario, in all the forms in which restricted values are found.
package struct CanaryDetector: Detector {
  package let id = DetectorID("canary", version: 3)

  package init() {}

  package func hits(in text: ViewedText, _ context: DetectionContext) -> Hits {
    guard !context.canaries.isEmpty else { return Hits() }
    let rules = context.canaries.map { RestrictedRule(id: $0.field, values: [$0.token]) }
    var result = RestrictedDetector(rules).hits(in: text, DetectionContext())
    // A token that nobody could guess is certain in whatever form.
    result.found = result.found.map {
      Hit($0.entity, at: $0.range, .certain, view: $0.view, chain: $0.chain, value: $0.value)
    }
    return result
  }
}
