import EvalGateCore
import EvalGateProviders
import EvalGateStore
import StrictJSON

/// What became of the program behind a target since a commit.
enum ProgramEdit: Hashable {
  /// Files that it is made of, by name and in order: its command or its `inputs` name them.
  case named([String])
  /// A file that it may be made of.
  case possible(String)
  /// Something besides that may make it answer otherwise, as the end of "nothing says whether the program …".
  case unclear(String)
}

/// What was edited since a commit, as far as programs may be made of it.
///
/// Of a program without `inputs` nobody can tell: it may be made of any file of the repository but those that evalgate reads itself and
/// those that say by their name that they are for people.
actor ProgramEdits {
  private let before: any FileSource
  private let now: any FileSource
  /// The first of those that was edited; nil where none was.
  private let other: ProgramEdit?
  /// Whether version control could say what was edited.
  let isKnown: Bool
  private var known: [Digest: ProgramEdit?] = [:]

  /// - Parameters:
  ///   - project: as it is now.
  ///   - former: as it was then, where that is known.
  init(
    since revision: Revision, _ revisions: GitRevisions, _ project: Project, _ former: Project?, _ workspace: Workspace
  ) async {
    before = revisions.files(at: revision)
    now = workspace.files
    let changed = try? await revisions.trackedChanges(since: revision)
    isKnown = changed != nil
    guard let changed else {
      other = .unclear("is what it was at the commit \(revision.short), which is not in this clone")
      return
    }
    let path = changed.first { path in
      !project.reads(path) && former?.reads(path) != true && !Self.isForPeople(path)
    }
    other = path.map(ProgramEdit.possible)
  }

  /// - Parameters:
  ///   - old: the target as it was.
  ///   - new: the same one now.
  /// - Returns: nil where nothing was edited, and for a service.
  func edit(of old: Target, to new: Target) async -> ProgramEdit? {
    guard let was = old.make, let make = new.make else { return nil }
    let key = Digest(
      of: .array([old, new].map { [.string($0.location.path), $0.options.json] }.map { .array($0) }))
    if let edit = known[key] { return edit }
    let edit = await edit(of: was, to: make)
    known[key] = .some(edit)
    return edit
  }

  /// By what either side says that it is made of: neither a file that is new in `inputs` nor one that was taken out of it is passed
  /// over.
  private func edit(of was: ProgramMake, to make: ProgramMake) async -> ProgramEdit? {
    guard isKnown else { return other }
    for side in [was, make] {
      let (old, new) = (try? await side.parts(in: before), try? await side.parts(in: now))
      if old == nil, new == nil { return .unclear("is what it was, because its files cannot be read") }
      let names = (new ?? ProgramParts()).differences(from: old ?? ProgramParts())
      if !names.isEmpty { return .named(names.sorted()) }
    }
    return was.inputs == nil || make.inputs == nil ? other : nil
  }

  /// Whether the programs behind a suite are others than they were, or may be.
  func concern(_ suite: Suite) async -> Bool {
    for target in suite.route.targets where isKnown || target.make?.inputs == nil {
      if await edit(of: target, to: target) != nil { return true }
    }
    return false
  }

  /// README, LICENSE and their like: no program is made of them.
  private static func isForPeople(_ path: String) -> Bool {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    let parts = name.split(separator: ".", omittingEmptySubsequences: false).map { $0.lowercased() }
    guard let stem = parts.first, peoplesFiles.contains(stem) else { return name == ".gitignore" }
    return parts.count == 1 || parts.count == 2 && ["md", "txt", "rst", "adoc"].contains(parts[1])
  }

  private static let peoplesFiles: Set<String> = [
    "authors", "changelog", "changes", "code_of_conduct", "codeowners", "contributing", "contributors", "copying",
    "history", "licence", "license", "maintainers", "notice", "readme", "security", "support",
  ]
}

extension Project {
  /// Whether evalgate itself reads a file, or keeps it: what it says no program is made of, as far as nobody says otherwise.
  ///
  /// A prompt that no suite runs is measured nowhere else: a program may well read it.
  func reads(_ path: String) -> Bool {
    if path.hasSuffix(".prompt.yml") || path.hasSuffix(".prompt.yaml") {
      return suites.contains { $0.prompt.location.path == path }
    }
    return files[path] != nil || BaselineFile.isPlace(path) || path.hasPrefix(".evalgate/runs/")
      || configuration.parts.contains { $0.path == path }
      || suites.contains { $0.evalset.recordingsPath == path }
  }
}

extension Workspace {
  /// The repository's history; nil where there is no version control to ask.
  func history() async -> GitRevisions? {
    if case .available(let revisions) = await GitRevisions.find(at: root) { revisions } else { nil }
  }

  /// What was edited since a run was made; nil where it is of the commit that is checked out, or nobody knows of which.
  func programEdits(since run: RunHeader, _ project: Project) async -> ProgramEdits? {
    guard let name = run.observed?.revision, let revisions = await history() else { return nil }
    return await programEdits(since: name, revisions, project)
  }

  /// - Parameter name: the full name of a commit.
  func programEdits(since name: String, _ revisions: GitRevisions, _ project: Project) async -> ProgramEdits? {
    guard let head = try? await revisions.head(), head.name != name else { return nil }
    return await ProgramEdits(since: Revision(name: name), revisions, project, nil, self)
  }

  /// Whether the programs behind a suite are others than when a run was made, or may be.
  func hasOtherPrograms(behind suite: Suite, than run: RunHeader, _ project: Project) async -> Bool {
    for (program, make) in suite.programMakes where await run.isStill(program, of: suite, make, in: files) == false {
      return true
    }
    guard suite.asksPrograms, let tuple = run.tuples.first(of: suite) else { return false }
    if await suite.isMadeOtherwise(than: tuple, in: files) { return true }
    return await programEdits(since: run, project)?.concern(suite) ?? false
  }
}
