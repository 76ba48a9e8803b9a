import EvalGateCore
import EvalGateProviders
import EvalGateStore

/// What is known of the programs behind a suite and those that they were at the base, without starting any.
enum ProgramsSince: Hashable {
  /// There are none, or they are made of the same files.
  case same
  /// Their files are others.
  case edited
  /// Nobody says what they are made of.
  case unknown
  /// Nobody has to know: something else makes it another version.
  case unasked

  /// What follows `there is no stored baseline`.
  var words: String {
    switch self {
    case .same, .unasked: ""
    case .edited: ", and the program that answers was edited since"
    case .unknown: ", and nothing says what the program is made of that answers (`inputs` names its files)"
    }
  }
}

extension Base {
  /// - Parameter arm: the suite as it is at the base.
  func programs(of suite: Suite, since arm: Suite) async -> ProgramsSince {
    let answering = zip(arm.route.targets, suite.route.targets).map { ($0.make, $1.make) }
    var isKnown = true
    for case (let before?, let now?) in answering {
      let (old, new) = (await digest(of: before, in: files), await digest(of: now, in: workspace.files))
      guard old == new else { return .edited }
      if old == nil { isKnown = false }
    }
    // What decides and is no file of the repository is no change's to edit.
    if let before = arm.policy?.program, let now = suite.policy?.program {
      let (old, new) = (ProgramMake(before), ProgramMake(now))
      guard await digest(of: old, in: files) == digest(of: new, in: workspace.files) else { return .edited }
    }
    return isKnown ? .same : .unknown
  }

  /// Nil where nobody says what it is made of, and where that cannot be read.
  private func digest(of make: ProgramMake, in files: any FileSource) async -> Digest? {
    (try? await make.digest(in: files)) ?? nil
  }
}
