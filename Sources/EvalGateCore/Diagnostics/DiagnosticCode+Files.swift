extension DiagnosticCode {
  public static let unknownKey = DiagnosticCode(
    "file/unknown-key",
    "A key that nothing reads. It is an error rather than ignored, because a mistyped key would silently switch a rule off."
  )
  public static let missingKey = DiagnosticCode("file/missing-key", "A key that has no default is absent.")
  public static let wrongType = DiagnosticCode("file/wrong-type", "A value is of another kind than its key takes.")
  public static let unknownWord = DiagnosticCode("file/unknown-word", "A value is not one of the words its key takes.")
}

extension DiagnosticCode {
  public static let internalError = DiagnosticCode(
    "internal/bug",
    "Something that cannot happen happened: a bug in evalgate. Please report it with the command and the version.")
}
