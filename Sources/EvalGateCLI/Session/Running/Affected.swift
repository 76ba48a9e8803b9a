import EvalGateConfig
import EvalGateCore
import EvalGateProviders
import EvalGateStore

/// Which suites a change touches: those whose prompt, tools, schema, policy, evalset, checks, route or stored results are others than
/// they were.
///
/// What cannot be known counts as touched: a program without `inputs`, a revision whose files do not load.
struct Affected {
  /// Why each suite has to run, by name; one that is not in it does not.
  let why: [String: String]
  /// The commit that was looked at.
  let revision: Revision
  /// As it was there; nil where it does not load or nothing of it was there.
  let before: Project?

  /// - Parameter reference: what the change is measured from: the commit where the working tree's history left it.
  static func find(
    since reference: String, _ project: Project, _ workspace: Workspace
  ) async throws -> Affected {
    let revisions: GitRevisions
    switch await GitRevisions.find(at: workspace.root) {
    case .available(let found): revisions = found
    case .unavailable(let problem): throw problem
    }
    guard let target = try await revisions.resolve(reference) else {
      throw Diagnostic(
        .changedSince, "there is no revision `\(reference)` in this clone", help: "fetch it, or name another one")
    }
    guard let base = try await revisions.mergeBase(with: target) else {
      throw Diagnostic(
        .changedSince, "there is no common history with `\(reference)`",
        help: await revisions.isShallow() ? "git fetch --unshallow" : "name another revision")
    }
    let before: Project?
    var isBroken = false
    do {
      before = try await workspace.predecessor(of: project, at: revisions.files(at: base)).project
    } catch is Problems {
      (before, isBroken) = (nil, true)
    }
    let paths = try await revisions.changes(since: base)
    var why: [String: String] = [:]
    for suite in project.suites {
      why[suite.name] = isBroken ? "the files there do not load" : reason(suite, before, paths)
    }
    return Affected(why: why, revision: base, before: before)
  }

  /// Nil for a suite that nothing touches.
  private static func reason(_ suite: Suite, _ project: Project?, _ paths: [String]) -> String? {
    guard let before = project?.suite(named: suite.name) else { return "the suite is new" }
    let changes = TupleChange.between(before.tuple, suite.tuple)
    if let first = changes.first { return "\(first.element.rawValue) \(first.id) changed" }
    guard before.tuple.digest == suite.tuple.digest, before.evalset.digest == suite.evalset.digest,
      before.route.allowFallback == suite.route.allowFallback, before.evalset.waivers == suite.evalset.waivers
    else { return "its settings changed" }
    let stored = Set([suite, before].flatMap(\.baselinePlaces))
    if let touched = paths.first(where: stored.contains) { return "\(touched) changed" }
    if suite.policy?.program != nil || !suite.evalset.programs.isEmpty {
      return "it asks a program, and what that is made of is not known"
    }
    for target in suite.route.targets where target.provider == "exec" {
      guard let make = target.make, make.inputs != nil else { return "its program names no `inputs`" }
      if let touched = paths.first(where: make.includes) {
        return "\(touched) changed"
      }
    }
    return nil
  }
}

extension Suite {
  /// Wherever something may be stored of it: in the folder of its project, and at the top of the repository.
  fileprivate var baselinePlaces: [String] {
    Set([home, ""]).flatMap { home in BaselineFile.Kind.allCases.map { BaselineFile.path(of: name, in: home, $0) } }
  }
}

extension DiagnosticCode {
  static let changedSince = DiagnosticCode(
    "run/changed-since",
    "What a change touches is measured from the commit where its history left a revision. Without that commit nobody can tell what may be left out."
  )
}
