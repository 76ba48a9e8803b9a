import EvalGateCore

/// The share of cases whose output follows the prompt's schema.
struct SchemaPassRate: CaseRate {
  static let id: MetricID = "schema_pass_rate"
  static let summary = "Cases whose output is strict JSON and follows the prompt's output schema."
  static let need = MetricNeed.outputSchema

  init(options: inout OptionReader) throws(Diagnostic) {}

  func holds(_ trial: TrialOutcome) -> Bool? { trial.schemaValid }
}
