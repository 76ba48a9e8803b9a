public import EvalGateCore

/// What is asked of version control, answered by the `git` program.
public struct GitRevisions: Revisions {
  let git: Git
  /// When the repository was found; nil where there was no commit yet.
  private let checkedOut: Revision?
  /// Whether the history was cut off then.
  private let isCutOff: Bool

  /// Whether there is version control to ask.
  public enum Availability: Sendable {
    case available(GitRevisions)
    /// No program, no repository, or one that git does not trust; the diagnostic says which.
    case unavailable(Diagnostic)
  }

  /// - Parameter root: the project's folder, which may lie below the repository's; paths are relative to it.
  public static func find(at root: String) async -> Availability {
    let git = Git(folder: root)
    guard !git.isOutsideRepositories else { return .unavailable(Git.outside) }
    // Where there is no commit yet, git says so after the folder.
    let arguments = ["rev-parse", "--git-dir", "--is-shallow-repository", "HEAD^{commit}"]
    do throws(Diagnostic) {
      let answer = try await git.run(arguments)
      guard let head = answer.lines.last else { return .unavailable(Git.refused(answer, arguments)) }
      return .available(
        GitRevisions(
          git: git, checkedOut: isName(head) ? Revision(name: head, label: "HEAD") : nil,
          isCutOff: answer.lines.dropFirst().first == "true"))
    } catch {
      return .unavailable(error)
    }
  }

  public func resolve(_ reference: String) async throws -> Revision? {
    // What begins with a dash would be an option; no reference may (git check-ref-format).
    guard !reference.isEmpty, reference.utf8.first != UInt8(ascii: "-"),
      reference.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F })
    else { return nil }
    for name in Self.places(of: reference) {
      let output = try await git.run(["rev-parse", "--verify", "--quiet", name + "^{commit}"])
      if output.isSuccess, Self.isName(output.line) { return Revision(name: output.line, label: reference) }
      try Self.assureGit(output)
    }
    return nil
  }

  /// Where a name is looked for. For git a tag goes before the branch of that name, and a branch here before a remote's
  /// (gitrevisions(7)): anybody may push one, and the change would be compared with what they chose. A clone for a pipeline has the
  /// branches of `origin` and none of its own.
  private static func places(of name: String) -> [String] {
    if isOfHead(name) || isName(name) || name.hasPrefix("refs/") { return [name] }
    let remote = "refs/remotes/" + name
    return name.hasPrefix("origin/")
      ? [remote] : [remote, "refs/heads/" + name, "refs/remotes/origin/" + name, name]
  }

  /// Whether a reference means the commit that is checked out, or one that is counted from it.
  public static func isOfHead(_ reference: String) -> Bool {
    let name = reference.prefix { !"~^@:".contains($0) }
    return name == "HEAD" || name.isEmpty
  }

  public func mergeBase(with target: Revision) async throws -> Revision? {
    let output = try await git.run(["merge-base", "--all", "HEAD", target.name])
    let bases = output.lines.filter(Self.isName)
    guard output.isSuccess, let first = bases.first else {
      try Self.assureGit(output)
      return nil
    }
    let base = bases.count == 1 ? first : try await last(of: bases, on: target)
    guard try await isWhole(since: base, target) else { return nil }
    return Revision(name: base, label: target.label)
  }

  /// Where both took from one another they met more than once, and which commit is the younger decides nothing. What the target had
  /// when the change last took from it is on the target's own line; where none is, the change is held to all that the target has.
  private func last(of bases: [String], on target: Revision) async throws -> String {
    let line = try await git.output(
      ["rev-list", "--first-parent", target.name, "--not"] + bases.map { $0 + "^@" })
    let names = Set(bases)
    return line.lines.first(where: names.contains) ?? target.name
  }

  /// Whether all is there of what both sides have since they met. In a history that is cut off a commit at the cut has no parents, and
  /// behind it they may have met later than git can tell.
  private func isWhole(since base: String, _ target: Revision) async throws -> Bool {
    guard isCutOff else { return true }
    return try await git.output(["rev-list", "--max-parents=0", "HEAD", target.name, "--not", base]).lines.isEmpty
  }

  public func head() async throws -> Revision? { checkedOut }

  public func files(at revision: Revision) -> any FileSource { GitFiles(git: git, revision: revision) }

  public func changes(since revision: Revision) async throws -> [String] {
    let untracked = try await git.output(["ls-files", "-z"] + Git.untracked)
    return Set((try await trackedChanges(since: revision) + untracked.names).map(PathBytes.init)).sorted().map(\.path)
  }

  /// The same without files that nobody added: what a pipeline leaves beside a change is no part of it.
  public func trackedChanges(since revision: Revision) async throws -> [String] {
    try await git.output(
      [
        "diff", "--name-only", "-z", "--no-renames", "--no-ext-diff", "--no-textconv", "--relative", revision.name,
        "--",
      ]
    ).names
  }

  public func isShallow() async -> Bool { isCutOff }

  private static func isName(_ text: String) -> Bool {
    (text.utf8.count == 40 || text.utf8.count == 64)
      && text.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
  }

  /// Git says "there is none" with code 1, or 128 for a name it knows but whose commit is not there (a shallow clone).
  private static func assureGit(_ output: Git.Output) throws(Diagnostic) {
    let refused = Git.refused(output, ["rev-parse"])
    if refused.code == .noGit { throw refused }
  }
}

/// A path that sorts and compares by its bytes.
struct PathBytes: Hashable, Comparable {
  let path: String

  static func == (a: Self, b: Self) -> Bool { a.path.utf8.elementsEqual(b.path.utf8) }
  static func < (a: Self, b: Self) -> Bool { a.path.utf8.lexicographicallyPrecedes(b.path.utf8) }
  func hash(into hasher: inout Hasher) {
    var path = path
    path.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }
}
