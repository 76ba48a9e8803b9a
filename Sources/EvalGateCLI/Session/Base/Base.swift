import EvalGateConfig
import EvalGateCore
import EvalGateForge
import EvalGateStore

/// What a run is compared with, found once for all suites (design section 4, "what is compared with what").
struct Base: Sendable {
  enum Place: Sendable {
    /// A commit, and what the project was there; nil where it was nothing yet or does not load.
    case revision(Revision, any FileSource, Project?)
    /// A baseline file named on the command line, and what it holds.
    case file(String, StoredBaseline)
    /// Another run.
    case run(RunFile)
    /// Results made elsewhere.
    case lines(Baseline)
    /// There is no version control: the stored baselines of the working tree.
    case workingTree
    /// Nothing to compare with yet.
    case new(String)
    /// There ought to be something and it cannot be had.
    case unavailable(String, help: WayOut)
  }

  private(set) var place: Place
  let workspace: Workspace
  /// From when an acceptance counts, as the change's configuration says.
  var headAcceptance = AcceptanceRule.change
  /// How the base calls suites that have another name now.
  private(set) var renames = Renames()
  /// That the change names another target branch than the one it is held to.
  private(set) var retargeted: RuleChange?
  /// The project's configuration, where nothing at the base held any of its files.
  private(set) var new: String?
  /// The project's configuration, where it does not load at the base, so that its own rules decide.
  private(set) var fault: UnreadConfiguration?
  /// Configurations beside it that may have held some of its files and do not load there.
  private(set) var unread: [UnreadConfiguration] = []
  /// What of the base is there and cannot be had in this clone.
  private(set) var absence: Diagnostic?

  /// What the change edits of programs; nil where no suite asks one, and where nothing is compared with a commit.
  private(set) var programEdits: ProgramEdits?
  /// Whether it is the very commit that is checked out: a run on the target branch itself.
  private(set) var isHead = false

  init(place: Place, workspace: Workspace) { (self.place, self.workspace) = (place, workspace) }

  /// As reports name it: `origin/main@4c1e2d0`.
  var reference: BaseReference? {
    switch place {
    case .revision(let revision, _, _):
      // A revision that was asked for by its full name is not said twice.
      BaseReference(
        label: revision.label.flatMap { revision.name.hasPrefix($0) ? nil : $0 } ?? "", revision: revision.name)
    case .file(let path, _): BaseReference(label: path)
    case .run(let run): BaseReference(label: "run \(run.header.id.prefix(7))")
    case .lines(let baseline): BaseReference(label: baseline.reason)
    case .workingTree: BaseReference(label: "the working tree")
    case .new, .unavailable: nil
    }
  }

  /// The project at the base, where it is a commit and loads there.
  var project: Project? {
    if case .revision(_, _, let project) = place { return project }
    return nil
  }

  /// From when an acceptance counts: as the stricter of both sides says.
  var acceptance: AcceptanceRule {
    headAcceptance == .merged || project?.configuration.acceptance == .merged ? .merged : .change
  }

  /// The files of the base revision; those of the working tree where it is none.
  var files: any FileSource {
    if case .revision(_, let files, _) = place { return files }
    return workspace.files
  }

  /// Whether it is a revision at which nothing held the project's files.
  var holdsNothing: Bool {
    if case .revision(_, _, nil) = place { return fault == nil }
    return false
  }

  /// Whether recordings may satisfy a blocking gate of a suite: as the suite says there, and of one that is new as the
  /// configuration there says it of every suite.
  func allowsRecordings(_ suite: Suite) -> Bool {
    guard let project else { return false }
    return project.suite(named: suite.name)?.recordingsAllowed
      ?? project.configuration.part(of: suite.name)?.recordingsAllowed ?? false
  }

  var revision: Revision? {
    if case .revision(let revision, _, _) = place { return revision }
    return nil
  }
}

// MARK: Finding it

extension Base {
  /// - Parameters:
  ///   - flag: `--baseline`: a revision, a file, or `none`.
  ///   - head: the change's own project, with its `base:`; nil where the flag alone says it.
  static func find(_ flag: String?, _ head: Project?, _ workspace: Workspace) async throws -> Base {
    let history = await GitRevisions.find(at: workspace.root)
    let (place, retargeted) = try await Self.place(flag, head, history, workspace)
    var base = Base(place: place, workspace: workspace)
    base.headAcceptance = head?.configuration.acceptance ?? .change
    base.retargeted = retargeted
    guard let head, case .available(let revisions) = history, case .revision(let revision, let files, _) = place else {
      return base
    }
    await base.load(head, at: revision, files)
    base.isHead = try await revisions.head()?.name == revision.name
    if head.suites.contains(where: \.asksPrograms) {
      base.programEdits = await ProgramEdits(since: revision, revisions, head, base.project, workspace)
    }
    base.absence = await files.absence()
    // A pipeline that cannot have the base is no pipeline whose base is wrong: the change would choose its own rules.
    if Host.isCI, let why = await base.hidden() { return base.without(why) }
    return base
  }

  /// Finds what the project was at the revision.
  private mutating func load(_ head: Project, at revision: Revision, _ files: any FileSource) async {
    do throws(Problems) {
      let found = try await workspace.predecessor(of: head, at: files)
      unread = found.unread
      if let path = found.passedOver, Host.isCI {
        place = .unavailable(
          "\(found.new ?? "the configuration") is new, and a run in this folder was held to `\(path)` before",
          help: WayOut(
            "where the pipeline means the new one, let it say so with `--config \(workspace.named(found.new ?? ""))`"))
        return
      }
      guard let project = found.project else {
        new = found.new
        return
      }
      let moves = Renames(from: project, to: head)
      renames = moves.after(found.formerNames)
      place = .revision(revision, files, project.following(moves))
    } catch {
      // What does not load there cannot be held against the head; stored baselines can still be read.
      fault = UnreadConfiguration(path: head.configuration.path ?? "evalgate.yml", error)
    }
  }

  /// The same where the revision is there and what it holds is not.
  private func without(_ why: (message: String, help: WayOut)) -> Base {
    var base = Base(place: .unavailable(why.message, help: why.help), workspace: workspace)
    base.headAcceptance = headAcceptance
    return base
  }

  /// What the base calls a suite.
  func formerName(of suite: Suite) -> String { renames.formerNames[suite.name] ?? suite.name }

  /// Why a run cannot pass whatever its gates say: a pipeline of a change that is held to nothing. Nil where it is held to
  /// something, or the service says that it runs for no change request.
  var obstacle: String? {
    guard Host.isCI, case .unavailable(let why, let help) = place,
      CIEnvironment(workspace.environment).isChangeRequest != false
    else { return nil }
    return "\(why), so nothing says what the change is held to: \(help.text)"
  }

  private static func place(
    _ flag: String?, _ project: Project?, _ history: GitRevisions.Availability, _ workspace: Workspace
  ) async throws -> (Place, RuleChange?) {
    if flag == "none" {
      guard !Host.isCI else {
        throw Diagnostic(
          .baseline, "`--baseline none` is not accepted where `CI` is set",
          help: "name a revision, or leave the flag out")
      }
      return (.new("compared with nothing, as asked"), nil)
    }
    if let flag, flag.hasSuffix(".jsonl") { return (.file(flag, .named(flag, workspace)), nil) }
    let revisions: GitRevisions
    switch history {
    case .available(let found): revisions = found
    case .unavailable(let problem):
      return (await withoutGit(problem, flag, project?.home ?? "", workspace), nil)
    }
    guard let head = try await revisions.head() else { return (.new("the repository has no commit yet"), nil) }
    if let named = flag ?? workspace.pipeline.target {
      if let target = try await revisions.resolve(named) {
        return (try await revision(target, revisions, workspace), nil)
      }
      return (try await unresolved(named, isFlag: flag != nil, isAsked: true, head, revisions, workspace), nil)
    }
    let target = try await ConfiguredTarget.find(project?.configuration.base, revisions, workspace)
    if case .unknown(let why, let help) = target { return (.unavailable(why, help: help), nil) }
    if let named = target.name {
      if let found = try await revisions.resolve(named) {
        return (try await revision(found, revisions, workspace), target.change)
      }
      return (
        try await unresolved(named, isFlag: false, isAsked: false, head, revisions, workspace), target.change
      )
    }
    if let found = try await revisions.resolve("origin/HEAD") {
      return (try await revision(found, revisions, workspace), target.change)
    }
    // A pipeline checks out what it is to judge: held against HEAD, a change would be compared with itself.
    guard !Host.isCI else {
      return (
        .unavailable(
          "no target branch is known here",
          help: WayOut("write `base: origin/main` in evalgate.yml", orNaming: "name one")), nil
      )
    }
    return (at(Revision(name: head.name, label: "HEAD"), revisions), nil)
  }

  /// The merge base with a target branch: what that gained meanwhile is not the change's to answer for. A commit that is named by its
  /// hash is taken as it is where no common history is known.
  private static func revision(
    _ target: Revision, _ revisions: GitRevisions, _ workspace: Workspace
  ) async throws -> Place {
    guard let base = try await revisions.mergeBase(with: target) else {
      if target.isNamedByHash { return at(target, revisions) }
      let name = target.label ?? target.short
      return await revisions.isShallow()
        ? .unavailable(
          "the history is cut off before `\(name)`",
          help: WayOut(Self.wholeHistory("git fetch --unshallow", workspace)))
        : .unavailable("there is no common history with `\(name)`", help: WayOut(orNaming: "name a commit by its hash"))
    }
    return at(Revision(name: base.name, label: target.label), revisions)
  }

  /// The command that brings a history that is cut off, and how the usual checkout brings it at once.
  private static func wholeHistory(_ command: String, _ workspace: Workspace) -> String {
    CIEnvironment(workspace.environment).service == .github
      ? "`fetch-depth: 0` for actions/checkout, or \(command)" : command
  }

  /// A branch that this clone does not have. Without a remote it cannot have it, and HEAD stands in on a machine of one's own.
  private static func unresolved(
    _ name: String, isFlag: Bool, isAsked: Bool, _ head: Revision, _ revisions: GitRevisions, _ workspace: Workspace
  ) async throws -> Place {
    let remote = name.split(separator: "/").first.map(String.init) ?? ""
    let hasRemote = try await revisions.hasRemote(remote)
    let branch = name.split(separator: "/").dropFirst().joined(separator: "/")
    // What the pipeline calls a branch of `origin` is a branch of the clone itself where that came from nowhere.
    if isAsked, !isFlag, !hasRemote, let own = try await revisions.resolve(branch) {
      return try await revision(own, revisions, workspace)
    }
    // Standing on the target branch itself, or where there is no remote at all, HEAD is what there is to compare with.
    let isTarget = await revisions.branch().map { name == "\(remote)/\($0)" } ?? false
    // Nor can a remote have it to which nothing was pushed yet. A pipeline fetches only what it is to judge, so that there it
    // says nothing.
    let isNew = hasRemote && !Host.isCI ? try await !revisions.hasBranches(of: remote) : false
    if !isAsked, name.contains("/"), (!hasRemote && !Host.isCI) || isTarget || isNew {
      return at(Revision(name: head.name, label: "HEAD"), revisions)
    }
    let missing = "there is no revision `\(name)` in this clone"
    guard let fetch = try await revisions.fetching(name) else {
      let isCutOff = isAsked && !isFlag ? await revisions.isShallow() : false
      return .unavailable(
        missing,
        help: isCutOff
          ? WayOut(wholeHistory("git fetch --unshallow", workspace)) : WayOut(orNaming: "name another one"))
    }
    return .unavailable(
      missing,
      help: hasRemote
        ? WayOut(wholeHistory(fetch, workspace))
        : WayOut("\(fetch) where it is a branch of `origin`", orNaming: "name another one"))
  }

  private static func at(_ revision: Revision, _ revisions: GitRevisions) -> Place {
    .revision(revision, revisions.files(at: revision), nil)
  }

  private static func withoutGit(
    _ problem: Diagnostic, _ flag: String?, _ home: String, _ workspace: Workspace
  ) async -> Place {
    // In CI the baselines of the working tree are the change's own: it cannot be held against what it brings along.
    if flag != nil || Host.isCI {
      return .unavailable(problem.message, help: WayOut(problem.help.first ?? "run in a git repository"))
    }
    for folder in Set([home, ""]) where await workspace.files.kind(of: BaselineFile.folder(in: folder)) != .missing {
      return .workingTree
    }
    return .new("there is no git history to compare with")
  }
}

extension DiagnosticCode {
  static let baseline = DiagnosticCode(
    "baseline/not-usable", "What a run was to be compared with cannot be used. Comparing gates then say `undecided`.")
}
