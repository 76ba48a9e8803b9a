import EvalGateCore

/// In the place of a target whose credential is not there. What it was to answer is missing evidence, as from a service that is
/// down: kept answers may be all that is asked for, and where they are not, a pipeline without secrets still gets its verdict
/// and its reports.
struct LockedDoor: Connection {
  private let failure: GenerationFailure

  init(_ problem: Diagnostic) {
    failure = GenerationFailure(.infrastructure, .unauthorized, problem.message)
  }

  /// Whether a problem of connecting is that a credential is missing.
  static func isOne(_ problem: Diagnostic) -> Bool {
    problem.code == .missingVariable || problem.code == .missingCredentials
  }

  func prepare(_ request: GenerationRequest, trial: Int) throws(GenerationFailure) -> PreparedCall { throw failure }
}
