import EvalGateConfig
import EvalGateCore
import EvalGateProviders
import EvalGateStore

/// Which suites a change touches: those whose prompt, tools, schema, policy, evalset, checks, route or stored results are others than
/// they were, and those that are answered from recordings that are other ones.
///
/// What cannot be known counts as touched: a program without `inputs`, a revision whose files do not load.
struct Affected {
  /// Why each suite has to run, by name; one that is not in it does not.
  let why: [String: String]
  /// The commit that was looked at.
  let revision: Revision
  /// As it was there; nil where it does not load or nothing of it was there.
  let before: Project?

  /// - Parameters:
  ///   - reference: what the change is measured from: the commit where the working tree's history left it.
  ///   - mode: where answers of a suite come from.
  static func find(
    since reference: String, _ project: Project, _ workspace: Workspace, mode: (Suite) -> Mode
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
    let files = revisions.files(at: base)
    guard let found = try? await workspace.predecessor(of: project, at: files) else {
      let why = project.suites.map { ($0.name, "the files there do not load") }
      return Affected(why: Dictionary(why) { first, _ in first }, revision: base, before: nil)
    }
    let paths = try await revisions.changes(since: base)
    let programs = await ProgramEdits(since: base, revisions, project, found.project, workspace)
    let change = Change(
      before: found.project, files: files, paths: Set(paths), programs: programs, workspace: workspace)
    var why: [String: String] = [:]
    for suite in project.suites {
      if let touched = await change.touches(suite, mode(suite)) { why[suite.name] = touched }
    }
    return Affected(why: why, revision: base, before: found.project)
  }
}

/// A change, as far as it may touch a suite.
private struct Change {
  let before: Project?
  let files: any FileSource
  let paths: Set<String>
  let programs: ProgramEdits
  let workspace: Workspace

  /// How it touches a suite; nil where it does not.
  func touches(_ suite: Suite, _ mode: Mode) async -> String? {
    guard let before = before?.suite(named: suite.name) else { return "the suite is new" }
    let changes = TupleChange.between(before.tuple, suite.tuple)
    if let first = changes.first { return "\(first.element.rawValue) \(first.id) changed" }
    // Whatever a route says may decide whether there is an answer at all.
    guard before.route.conduct == suite.route.conduct else { return "route \(suite.route.name) changed" }
    guard before.tuple.digest == suite.tuple.digest, before.evalset.digest == suite.evalset.digest,
      before.evalset.waivers == suite.evalset.waivers
    else { return "its settings changed" }
    for place in Set([suite, before].flatMap(\.baselinePlaces)).sorted() where await isEdited(place) {
      return "\(place) changed"
    }
    if mode == .replay || mode == .auto {
      for place in Set([suite, before].map(\.evalset.recordingsPath)).sorted() where await isEdited(place) {
        return "\(place) changed"
      }
    }
    if suite.policy?.program != nil || !suite.evalset.programs.isEmpty {
      return "it asks a program, and what that is made of is not known"
    }
    for (old, new) in zip(before.route.targets, suite.route.targets) where new.provider == "exec" {
      guard new.make?.inputs != nil else { return "its program names no `inputs`" }
      switch await programs.edit(of: old, to: new) {
      case .named(let paths): return "\(paths.listed(3)) changed"
      case .possible(let path): return "\(path) changed"
      case .unclear(let what): return "nothing says whether its program \(what)"
      case nil: break
      }
    }
    return nil
  }

  /// Whether a path, or what it leads to on either side, is another one.
  private func isEdited(_ path: String) async -> Bool {
    if paths.contains(path) { return true }
    for place in [await files.destination(of: path), await workspace.files.destination(of: path)] {
      if let place, paths.contains(place) { return true }
    }
    return false
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
