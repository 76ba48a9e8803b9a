extension DiagnosticCode {
  /// The codes of this room, for `evalgate explain`.
  public static let ofCore: [DiagnosticCode] = [
    .badImage, .badPath, .badPattern, .internalError, .missingKey, .programInputs, .severalAnswers, .template,
    .undefinedVariable, .unknownKey, .unknownWord, .wrongType,
  ]
}
