import EvalGateCore

extension Problems {
  /// Runs a step, keeps its problem and goes on with nil, so that one problem does not hide the next.
  mutating func collect<Value>(_ step: () throws(Diagnostic) -> Value) -> Value? {
    do {
      return try step()
    } catch {
      add(error)
      return nil
    }
  }

  /// Adds a problem unless it is known already, as that of a file which several others name.
  mutating func addOnce(_ diagnostic: Diagnostic) {
    if !list.contains(diagnostic) { add(diagnostic) }
  }

  /// Adds what a part outside this target threw, which may be anything.
  mutating func add(_ error: any Error, at place: SourceLocation, as code: DiagnosticCode) {
    switch error {
    case let diagnostic as Diagnostic:
      var diagnostic = diagnostic
      diagnostic.location = diagnostic.location ?? place
      add(diagnostic)
    case let problems as Problems: add(problems)
    default: add(Diagnostic(code, "\(error)", at: place, help: "run `evalgate explain \(code.name)`"))
    }
  }
}
