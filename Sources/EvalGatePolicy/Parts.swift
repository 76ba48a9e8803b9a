public import EvalGateCore

/// The parts of this target, in the order in which lists show them. A new one is a file and a line here.
public enum Parts {
  /// Checks that rest on a detector.
  public static let checks: [any Check.Type] = [
    RefusalCheck.self,
    LanguageCheck.self,
    PersonalDataCheck.self,
    SecretsCheck.self,
  ]
}
