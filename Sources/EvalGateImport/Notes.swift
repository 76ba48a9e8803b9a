import EvalGateCore

/// What was not converted, or not exactly, in the order in which it was met.
struct Notes {
  private(set) var list: [Diagnostic] = []
  private var seen: Set<Diagnostic> = []

  /// - Parameter help: what a reader can do about it.
  mutating func left(_ what: String, at place: SourceLocation, help: String) {
    add(Diagnostic(.notConverted, "\(what) is left out", at: place, severity: .warning, help: help))
  }

  mutating func nearly(_ what: String, at place: SourceLocation, help: String) {
    add(Diagnostic(.convertedNearly, what, at: place, severity: .note, help: help))
  }

  /// Once for each place: what a default says would else be repeated for every case.
  private mutating func add(_ diagnostic: Diagnostic) {
    if seen.insert(diagnostic).inserted { list.append(diagnostic) }
  }
}
