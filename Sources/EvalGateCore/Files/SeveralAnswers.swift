import StrictJSON

extension Diagnostic {
  /// What is wrong with parameters that ask a service for more than one answer to a request, of which one would be judged; nil
  /// where they ask for one.
  ///
  /// - Parameter parameters: a mapping as a file wrote it, with what services have in mappings of their own.
  public static func severalAnswers(askedBy parameters: Node) -> Diagnostic? {
    guard case .mapping(let entries) = parameters.content else { return nil }
    for entry in entries {
      let name = entry.key.lowercased().filter { $0 != "_" }
      if ["generationconfig", "options", "additionalmodelrequestfields", "extrabody"].contains(name) {
        if let inner = severalAnswers(askedBy: entry.value) { return inner }
      }
      guard ["n", "candidatecount", "bestof", "numgenerations", "numreturnsequences"].contains(name) else { continue }
      guard let count = entry.value.json.doubleValue ?? entry.value.json.stringValue.flatMap(Double.init), count > 1
      else { continue }
      return Diagnostic(
        .severalAnswers, "`\(entry.key)` asks for several answers at once, and one of them would be judged",
        at: entry.keyLocation,
        help: "leave it out; `trials: 3` of the suite asks several times, and judges every answer")
    }
    return nil
  }
}

extension DiagnosticCode {
  public static let severalAnswers = DiagnosticCode(
    "prompt/several-answers",
    "A parameter such as `n` or `candidateCount` asks a service for several answers to one request. One of them would be judged, and the others paid for and never looked at."
  )
}
