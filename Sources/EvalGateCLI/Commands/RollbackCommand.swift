import ArgumentParser
import EvalGateConfig
import EvalGateCore
import EvalGateReporters
import EvalGateStore
import StrictJSON

struct RollbackCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rollback", abstract: "Restore one prompt, policy or tool file, and nothing else.",
    discussion: """
      To the version that its changelog names under `back_to`, as it was last committed. Only the file in the working tree is \
      written; nothing is committed, and a file with changes of its own is left alone. What the version was made with beside it \
      is named, with the command that brings it back.
      """)

  @OptionGroup var project: ProjectOptions

  @Argument(
    help: ArgumentHelp("The id of a prompt; of a policy or tool file with --policy or --tools.", valueName: "id"))
  var id: String

  @Flag(help: "Restore the policy of this id.")
  var policy = false

  @Flag(help: "Restore the tool file of this id.")
  var tools = false

  @Option(help: ArgumentHelp("Another version than the changelog names.", valueName: "version"))
  var to: String?

  func validate() throws {
    if policy, tools { throw ValidationError("--policy and --tools are two artefacts: restore one at a time") }
  }

  func run() async throws {
    let workspace = try Workspace(project)
    let loaded = try await workspace.project(quiet: true)
    let artefact = try find(in: loaded)
    let name = "\(artefact.kind.rawValue) `\(artefact.id)`"
    guard let now = artefact.version else {
      throw Diagnostic(
        .rollback, "\(name) declares no version, so there is none to go back to",
        at: SourceLocation(path: artefact.path),
        help: "use git for this file, and give it a `version` and a `changelog`")
    }
    guard let wanted = to ?? artefact.previous else {
      throw Diagnostic(
        .rollback, "the changelog of \(name) names no version to go back to from \(now)",
        at: SourceLocation(path: artefact.path), help: "name one with `--to`, and add `back_to` to the entry of \(now)")
    }
    guard wanted != now else {
      throw Diagnostic(.rollback, "\(name) is at version \(now) already", help: "name another version with `--to`")
    }
    let revisions = try await history(workspace)
    let former = try await content(of: artefact, at: wanted, revisions)
    try PlainFiles.write(former.bytes, to: workspace.absolute(artefact.path))
    say(artefact, now, wanted, former.revision, workspace)
    for step in try await steps(after: artefact, former, loaded, revisions, workspace) { workspace.console.line(step) }
  }

  /// A file as it was at a version.
  private struct Former {
    let revision: Revision
    let path: String
    let bytes: [UInt8]
  }

  private func history(_ workspace: Workspace) async throws -> GitRevisions {
    switch await GitRevisions.find(at: workspace.root) {
    case .available(let found): return found
    case .unavailable(let problem): throw problem
    }
  }

  private func find(in loaded: Project) throws -> Artefact {
    let kind: Artefact.Kind = policy ? .policy : tools ? .tools : .prompt
    let all = Artefact.all(kind, in: loaded)
    let found = Artefact.meant(by: id, in: loaded.configuration.namespace, among: all)
    if found.count == 1 { return found[0] }
    if found.count > 1 {
      throw Diagnostic(
        .rollback, "\(found.count) files have the \(kind.rawValue) `\(id)`",
        help: "name one of " + found.map { "`\($0.name(among: all))`" }.listed(20))
    }
    let others = Artefact.Kind.allCases.filter { other in
      other != kind && Artefact.all(other, in: loaded).contains { $0.id == id || $0.fullName == id }
    }
    let known = all.map { $0.name(among: all) }
    throw Diagnostic(
      .rollback, "there is no \(kind.rawValue) `\(id)`",
      label: suggestion(for: id, among: known).map { "did you mean `\($0)`?" },
      help: others.first.map { other in
        "`\(id)` is a \(other.rawValue) file: "
          + (other == .prompt ? "leave `--\(kind.rawValue)` out" : "add `--\(other.rawValue)`")
      }
        ?? (known.isEmpty
          ? "none has a file of its own" : "there are " + known.map { "`\($0)`" }.listed(20)))
  }

  /// The file as it last was at that version.
  private func content(
    of artefact: Artefact, at version: String, _ revisions: GitRevisions
  ) async throws -> Former {
    guard try await !revisions.isDirty(artefact.path) else {
      throw Diagnostic(
        .rollback, "\(artefact.path) has changes that are not committed", at: SourceLocation(path: artefact.path),
        help: "commit them, or put them aside with `git stash push \(NextSteps.quoted(artefact.path))`")
    }
    // Under its own path first: what it is followed to by its text may be another file.
    let own = try await revisions.history(of: artefact.path).map { (revision: $0, path: artefact.path) }
    for (revision, path) in own {
      if let bytes = try await content(at: path, version, revisions.files(at: revision)) {
        return Former(revision: revision, path: path, bytes: bytes)
      }
    }
    for (revision, path) in try await revisions.moves(of: artefact.path) where path != artefact.path {
      if let bytes = try await content(at: path, version, revisions.files(at: revision)) {
        return Former(revision: revision, path: path, bytes: bytes)
      }
    }
    throw Diagnostic(
      .rollback, "no commit has \(artefact.path) at version \(version)", at: SourceLocation(path: artefact.path),
      help: await revisions.isShallow()
        ? "the history is cut off: `git fetch --unshallow`" : "see its history with `git log -- \(artefact.path)`")
  }

  /// A file where it is of a version; nil where it is of another one, or not there.
  private func content(at path: String, _ version: String, _ files: any FileSource) async throws -> [UInt8]? {
    guard await files.kind(of: path) == .file else { return nil }
    let bytes = try await files.read(path, limit: 16 << 20)
    return declaredVersion(of: bytes, path: path) == version ? bytes : nil
  }

  private func say(
    _ artefact: Artefact, _ from: String, _ to: String, _ revision: Revision, _ workspace: Workspace
  ) {
    func safe(_ text: String) -> String { SafeText.terminal(UntrustedText(text)) }
    let what = "\(artefact.kind.rawValue) \(safe(artefact.fullName)) \(safe(from)) → \(safe(to))"
    workspace.console.line("restored  \(what)  \(safe(artefact.path)) as at \(revision.short)")
    workspace.console.line("          nothing else was touched, and nothing is committed")
  }

  // MARK: What comes next

  private func steps(
    after artefact: Artefact, _ former: Former, _ loaded: Project, _ revisions: GitRevisions, _ workspace: Workspace
  ) async throws -> [String] {
    let suites = loaded.suites.filter { suite in
      switch artefact.kind {
      case .prompt: suite.prompt.location.path == artefact.path
      case .policy: suite.policy?.location.path == artefact.path
      case .tools: suite.prompt.tools?.location.path == artefact.path
      }
    }
    let run = "evalgate run \(suites.map { NextSteps.quoted($0.name) }.joined(separator: " "))"
    let others = artefact.kind == .prompt ? try await otherFiles(than: former, revisions, workspace) : []
    guard others.isEmpty else {
      var steps: [String] = []
      for path in others {
        let isEdited = try await revisions.isDirty(path)
        let verb = steps.isEmpty ? "next" : "and "
        steps.append(
          "  \(verb)    git restore --source \(former.revision.short) -- \(NextSteps.quoted(workspace.named(path)))"
            + (isEdited ? "  (its changes are not committed, and would be lost)" : ""))
      }
      return steps + ["  then    \(run)"]
    }
    return [await holdsTogether(workspace) ? "  next    \(run)" : "  next    evalgate validate"]
  }

  /// Files that the version was made with and that are others now: what one artefact does not bring along.
  private func otherFiles(
    than former: Former, _ revisions: GitRevisions, _ workspace: Workspace
  ) async throws -> [String] {
    let files = revisions.files(at: former.revision)
    // A commit that does not load tells nothing of what its prompts name.
    guard let project = try? await workspace.project(reading: files),
      let prompt = project.suites.map(\.prompt).first(where: { $0.location.path == former.path })
    else { return [] }
    var others: [String] = []
    for path in prompt.namedFiles {
      let now = try? await workspace.files.read(path, limit: ImageFile.largest)
      if try await files.read(path, limit: ImageFile.largest) != now { others.append(path) }
    }
    return others
  }

  /// Whether the project loads with what was restored, and by the rules of versions may be run.
  private func holdsTogether(_ workspace: Workspace) async -> Bool {
    guard let now = try? await workspace.project(quiet: true) else { return false }
    guard let before = (try? await Base.find(nil, now, workspace))?.project else { return true }
    return await !workspace.versionProblems(of: now, since: before).contains { $0.severity == .error }
  }
}

extension Prompt {
  /// Paths of the files that it is made of beside its own. Those that a schema refers to are not known here.
  fileprivate var namedFiles: [String] {
    let pictures = messages.flatMap(\.images).filter { !$0.dependsOnCase }
      .compactMap { try? $0.path(for: [:], ofCaseAt: location) }
    let paths = [outputSchema?.location.path, tools?.location.path].compactMap(\.self) + pictures
    return Set(paths).subtracting([location.path]).sorted()
  }
}

extension DiagnosticCode {
  static let rollback = DiagnosticCode(
    "rollback/not-possible",
    "One artefact is restored to the version that its changelog names, from the last commit that had it. Where that cannot be told, nothing is written."
  )
}
