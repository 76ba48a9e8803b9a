/// A schema of outputs judges every answer of its prompt.
extension Bar {
  /// Shows schemas that are others than they were. Which of two lets more through nobody can tell, so the change's decides.
  mutating func showOutputSchemas(of head: Project, besides base: Project) {
    var edits: [Edit] = []
    for suite in head.suites {
      guard let before = base.suite(named: suite.name),
        let edit = Edit(of: suite, before.prompt.outputSchema, suite.prompt.outputSchema)
      else { continue }
      if let known = edits.firstIndex(where: { $0.path == edit.path && $0.direction == edit.direction }) {
        edits[known].suites += 1
        edits[known].cases += edit.cases
      } else {
        edits.append(edit)
      }
    }
    for edit in edits {
      note(
        RuleChange(
          .checks, edit.path, edit.direction,
          to: "\(Format.count(edit.cases, "case")) in \(Format.count(edit.suites, "suite"))", decides: .head,
          note: edit.note, location: edit.location))
    }
  }

  /// What happened to a file that holds a schema.
  private struct Edit {
    let path: String
    let direction: RuleChange.Direction
    let note: String
    let location: SourceLocation?
    var suites = 1
    var cases: Int

    /// Nil where the schema is what it was.
    init?(of suite: Suite, _ before: OutputSchema?, _ now: OutputSchema?) {
      guard before?.digest != now?.digest, let known = now ?? before else { return nil }
      path = known.location.path
      let prompt = "prompt `\(suite.prompt.id)`"
      switch (before, now) {
      case (nil, _): (direction, note) = (.added, "the output schema of \(prompt)")
      // No output has to follow a schema that is gone: that is as loud as another one.
      case (_, nil): (direction, note) = (.changed, "no output schema of \(prompt) any more")
      default: (direction, note) = (.changed, "the output schema of \(prompt)")
      }
      location = now?.location ?? suite.prompt.location
      cases = suite.evalset.cases.count
    }
  }
}
