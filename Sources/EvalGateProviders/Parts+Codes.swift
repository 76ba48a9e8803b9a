public import EvalGateCore

extension Parts {
  /// The codes of this room, for `evalgate explain`.
  public static let codes: [DiagnosticCode] = [
    .badURL, .missingCredentials, .missingModel, .missingPrice, .missingVariable, .overspentBudget, .program,
    .unknownProvider,
  ]
}
