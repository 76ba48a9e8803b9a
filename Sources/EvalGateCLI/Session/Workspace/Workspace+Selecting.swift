import EvalGateCore

extension Workspace {
  /// The cases that are meant, without the suites that have none of them where nobody named a suite: they have nothing to be judged by.
  ///
  /// One that has such cases at the base stays, so that a change does not get rid of a gate together with its cases.
  func narrowed(_ selection: Selection, of project: Project, since base: Project?) -> Selection {
    guard selection.suites.isEmpty, !selection.tags.isEmpty || !selection.cases.isEmpty else { return selection }
    func isAsked(_ suite: Suite) -> Bool { suite.evalset.headers.contains(where: selection.accepts) }
    let left = project.suites.filter { suite in
      !isAsked(suite) && base?.suite(named: suite.name).map(isAsked) != true
    }
    guard !left.isEmpty, left.count < project.suites.count else { return selection }
    let names = left.map(\.name)
    say([
      Diagnostic(
        .emptySelection,
        "\(names.map { "`\($0)`" }.joined(separator: ", ")) left out: no case matches\(selection.filters)",
        severity: .note, help: "name a suite where its gates are to decide all the same")
    ])
    var narrowed = selection
    narrowed.suites = project.suites.map(\.name).filter { !names.contains($0) }
    return narrowed
  }
}
