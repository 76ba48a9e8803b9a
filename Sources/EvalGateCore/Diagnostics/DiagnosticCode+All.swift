extension DiagnosticCode {
  /// The codes of this room, for `evalgate explain`.
  public static let ofCore: [DiagnosticCode] = [
    .badImage, .badPath, .badPattern, .internalError, .missingKey, .template, .undefinedVariable, .unknownKey,
    .unknownWord, .wrongType,
  ]
}
