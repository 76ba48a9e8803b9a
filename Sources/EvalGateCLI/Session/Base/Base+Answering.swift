import EvalGateCore

extension Base {
  /// Whether a change edits nothing by which a safety suite is answered: prompts, tools, policies, routes, programs, and recordings
  /// that may decide. What cannot be known counts as edited.
  func isOfRulesAlone(_ project: Project, since before: Project) async -> Bool {
    for suite in project.suites {
      let was = before.suite(named: suite.name)
      guard suite.evalset.kind == .safety || was?.evalset.kind == .safety else { continue }
      guard let was, await answers(suite, as: was) else { return false }
    }
    return true
  }

  /// Without what is another than in stored results and is as the base has it: the target branch gained it since they were accepted,
  /// and no change is to be named for it. On the target branch itself that is what there is to tell.
  func edits(of suite: Suite, among changes: [TupleChange]) -> [TupleChange] {
    guard !isHead, let was = project?.suite(named: suite.name)?.tuple else { return changes }
    return changes.filter { change in
      switch change.element {
      case .prompt: was.prompt != suite.tuple.prompt
      case .tools: was.tools != suite.tuple.tools
      case .evalset: was.evalset != suite.tuple.evalset
      case .preprocess, .policy, .checks, .route, .model: true
      }
    }
  }

  /// Whether nothing is edited by which a suite is answered.
  func answers(_ suite: Suite, as was: Suite) async -> Bool {
    let arm = suite.asked(as: was)
    guard arm.tuple.isSameVersion(as: suite.tuple), await programs(of: suite, since: arm) == .same else { return false }
    return await recordingDoubt(about: suite) == nil
  }
}
