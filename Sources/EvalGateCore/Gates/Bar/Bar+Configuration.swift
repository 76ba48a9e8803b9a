/// What the configuration says of every suite at once.
extension Bar {
  /// - Parameters:
  ///   - suites: the change's, as they are held.
  ///   - isPipeline: see ``init(_:heldTo:renames:remains:isPipeline:)``.
  mutating func held(
    _ head: Configuration, to base: Project, _ suites: [Suite], isPipeline: Bool
  ) -> Configuration {
    let profiles = held(head.profiles, to: base, suites, isPipeline: isPipeline)
    let before = base.configuration
    if head.acceptance != before.acceptance {
      let isTighter = head.acceptance == .merged
      changes.append(
        RuleChange(
          .configuration, "acceptance", isTighter ? .tightened : .loosened, from: before.acceptance.rawValue,
          to: head.acceptance.rawValue, decides: isTighter ? .head : .base))
    }
    // A change that could choose to be silent would be seen by nobody.
    let shift = RuleShift.between(before.comment, head.comment) { $1.loudness > $0.loudness }
    if shift != .same {
      changes.append(
        RuleChange(
          .configuration, "comment", shift == .looser ? .loosened : .tightened, from: before.comment.rawValue,
          to: head.comment.rawValue, decides: shift == .looser ? .base : .head))
    }
    let budget = held(head.budget, to: before.budget, .configuration, "budget of a run", nil)
    return head.with(profiles: profiles, budget: budget, comment: shift == .looser ? before.comment : head.comment)
  }
}

extension CommentPolicy {
  fileprivate var loudness: Int {
    switch self {
    case .never: 0
    case .onChange: 1
    case .always: 2
    }
  }
}
