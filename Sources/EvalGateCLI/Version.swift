/// The version of the program, which runs carry and reports print.
public enum EvalGateVersion {
  public static let current = "0.1.0"
}
