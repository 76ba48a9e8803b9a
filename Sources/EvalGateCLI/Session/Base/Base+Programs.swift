import EvalGateCore
import EvalGateProviders
import EvalGateStore
import StrictJSON

/// What is known of the programs behind a suite and those that they were at the base, without starting any.
enum ProgramsSince: Hashable {
  /// There are none, or they are made of the same files.
  case same
  /// Their files are others: those of the one that answers (`route`), or of the one that decides.
  case edited(TupleChange.Element, [String])
  /// Nobody says what they are made of, and the change edits something: the end of "nothing says whether the program …", and whether
  /// `inputs` would tell.
  case unknown(String, isOfFiles: Bool)
  /// Nobody has to know: something else makes it another version.
  case unasked

  /// What follows `there is no stored baseline`.
  var words: String {
    switch self {
    case .same, .unasked: ""
    case .edited(let element, let paths):
      ", and the program that \(element == .policy ? "decides" : "answers") was edited since"
        + (paths.isEmpty ? "" : " (\(EditedProgram.words(paths)))")
    case .unknown(let what, let isOfFiles):
      ", and nothing says whether the program that answers \(what)" + (isOfFiles ? " (`inputs` names its files)" : "")
    }
  }

  /// What a comparison says of it beside what the programs say of themselves; nil where they are not known to be others.
  func edit(of suite: Suite) -> EditedProgram? {
    guard case .edited(let element, let paths) = self else { return nil }
    return EditedProgram(
      element: element, id: element == .policy ? suite.policy?.id ?? "" : suite.route.name, files: paths)
  }

  /// Why nobody can tell whether both sides are one version, with what helps; nil where it can be told.
  var doubt: String? {
    guard case .unknown(let what, let isOfFiles) = self else { return nil }
    return "nothing says whether the program that answers \(what): "
      + (isOfFiles ? "name its files with `inputs`, or " : "") + "say with `prepare` how its base version is made ready"
  }
}

extension Base {
  /// - Parameter arm: the suite as it is at the base.
  func programs(of suite: Suite, since arm: Suite) async -> ProgramsSince {
    var unknown: ProgramsSince?
    for (old, new) in zip(arm.route.targets, suite.route.targets) {
      switch await programEdits?.edit(of: old, to: new) {
      case .named(let paths): return .edited(.route, paths)
      case .possible(let path):
        unknown = unknown ?? .unknown("is made of `\(path)`, which was edited", isOfFiles: true)
      case .unclear(let what): unknown = unknown ?? .unknown(what, isOfFiles: false)
      case nil: break
      }
    }
    // What decides and is no file of the repository is no change's to edit.
    if let before = arm.policy?.program, let now = suite.policy?.program {
      let (old, new) = (await parts(of: before, in: files), await parts(of: now, in: workspace.files))
      guard old == new else {
        return .edited(.policy, (new ?? ProgramParts()).differences(from: old ?? ProgramParts()).sorted())
      }
    }
    return unknown ?? .same
  }

  /// Nil where they cannot be read.
  func parts(of program: JudgeProgram, in files: any FileSource) async -> ProgramParts? {
    try? await ProgramMake(program).parts(in: files)
  }
}

extension Suite {
  /// Whether a program of the user's answers.
  var asksPrograms: Bool { route.targets.contains { $0.provider == "exec" } }

  /// Whether results were made by other files of the programs that answer than there are; what they do not say is none.
  func isMadeOtherwise(than tuple: RunTuple, in files: any FileSource) async -> Bool {
    for target in route.targets {
      guard let make = target.make, let named = tuple.revisions(of: target) else { continue }
      if await make.isStill(named, in: files) == false { return true }
    }
    return false
  }

  /// The programs that answer and judge, as headers of runs name them.
  var programMakes: [(program: String, make: ProgramMake)] {
    let judging = [policy?.program].compactMap(\.self) + evalset.programs
    return route.targets.compactMap { target in target.make.map { (target.name, $0) } }
      + judging.map { ($0.key, ProgramMake($0)) }
  }

  /// The route, where its program is made of a file by its place on this disk: in a checkout of the base that would be the change's.
  ///
  /// - Parameter files: of the base.
  func boundRoute(in files: any FileSource) async -> String? {
    for target in route.targets {
      if let make = target.make, await make.isBound(to: files) { return route.name }
    }
    return nil
  }
}

extension RunHeader {
  /// Whether a program that named no revisions is made of the files that it was made of in the run; nil where nobody can tell.
  func isStill(_ program: String, of suite: Suite, _ make: ProgramMake, in files: any FileSource) async -> Bool? {
    guard let then = programFiles.first(where: { $0.suite == suite.name && $0.program == program }),
      let now = try? await make.parts(in: files).digest
    else { return nil }
    return now == then.digest
  }
}

extension RunTuple {
  /// What the program behind a target named as its revisions, with its files; nil where it named none.
  func revisions(of target: Target) -> JSONObject? {
    route?.identity.objectValue?["revisions"]?[target.name]?.objectValue
  }
}
