import ArgumentParser
import EvalGateConfig
import EvalGateCore
import EvalGateReporters
import EvalGateStore

struct RollbackCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rollback", abstract: "Restore one prompt, policy or tool file, and nothing else.",
    discussion: """
      To the version that its changelog names under `back_to`, as it was last committed. Only the file in the working tree is \
      written; nothing is committed, and a file with changes of its own is left alone.
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
    let (revision, bytes) = try await content(of: artefact, at: wanted, workspace)
    try PlainFiles.write(bytes, to: workspace.absolute(artefact.path))
    say(artefact, now, wanted, revision, loaded, workspace)
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
    of artefact: Artefact, at version: String, _ workspace: Workspace
  ) async throws -> (Revision, [UInt8]) {
    let revisions: GitRevisions
    switch await GitRevisions.find(at: workspace.root) {
    case .available(let found): revisions = found
    case .unavailable(let problem): throw problem
    }
    guard try await !revisions.isDirty(artefact.path) else {
      throw Diagnostic(
        .rollback, "\(artefact.path) has changes that are not committed", at: SourceLocation(path: artefact.path),
        help: "commit them, or put them aside with `git stash push \(NextSteps.quoted(artefact.path))`")
    }
    // Under its own path first: what it is followed to by its text may be another file.
    let own = try await revisions.history(of: artefact.path).map { (revision: $0, path: artefact.path) }
    for (revision, path) in own {
      if let bytes = try await content(at: path, version, revisions.files(at: revision)) { return (revision, bytes) }
    }
    for (revision, path) in try await revisions.moves(of: artefact.path) where path != artefact.path {
      if let bytes = try await content(at: path, version, revisions.files(at: revision)) { return (revision, bytes) }
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
    _ artefact: Artefact, _ from: String, _ to: String, _ revision: Revision, _ loaded: Project, _ workspace: Workspace
  ) {
    func safe(_ text: String) -> String { SafeText.terminal(UntrustedText(text)) }
    let suites = loaded.suites.filter { suite in
      switch artefact.kind {
      case .prompt: suite.prompt.location.path == artefact.path
      case .policy: suite.policy?.location.path == artefact.path
      case .tools: suite.prompt.tools?.location.path == artefact.path
      }
    }.map { NextSteps.quoted($0.name) }
    let what = "\(artefact.kind.rawValue) \(safe(artefact.fullName)) \(safe(from)) → \(safe(to))"
    workspace.console.line("restored  \(what)  \(safe(artefact.path)) as at \(revision.short)")
    workspace.console.line("          nothing else was touched, and nothing is committed")
    workspace.console.line("  next    evalgate run \(suites.joined(separator: " "))")
  }
}

extension DiagnosticCode {
  static let rollback = DiagnosticCode(
    "rollback/not-possible",
    "One artefact is restored to the version that its changelog names, from the last commit that had it. Where that cannot be told, nothing is written."
  )
}
