public import EvalGateCore

/// What the rules of versions say of a project beside the one it came from (design section 4).
///
/// A declared version stands for one content: the same version with another digest than at the base is an error, for prompts,
/// tool files and policies; so is a new version without a changelog entry. What declares no version has its digest for one and
/// cannot break either rule.
public func versionProblems(head: Project, base: Project) -> [Diagnostic] {
  let (old, now) = (Artefacts(base), Artefacts(head))
  var problems: [Diagnostic] = []
  for artefact in now.all {
    guard let version = artefact.version, let before = now.former(of: artefact, in: old) else { continue }
    if version == before.version {
      guard artefact.digest != before.digest else { continue }
      problems.append(
        Diagnostic(
          .versionReused, "\(artefact.name) changed, and \(artefact.word) \(version) was used for something else",
          at: artefact.place,
          help: artefact.isWritten(as: before)
            ? "something that its file names changed, not the file: bring that back as it was, or make it "
              + next(after: version) : "make it \(next(after: version))"))
    } else if !artefact.changelog.contains(where: { $0.version == version }) {
      problems.append(
        Diagnostic(
          .versionUnexplained, "\(artefact.word) \(version) of \(artefact.name) has no changelog entry",
          at: artefact.place,
          help: "add `{ \(artefact.word): \(version), why: …, back_to: \(before.version ?? "…") }` to `changelog`"))
    } else if let target = artefact.changelog.first(where: { $0.version == version })?.rollbackTo,
      target != before.version, !artefact.changelog.contains(where: { $0.version == target })
    {
      problems.append(
        Diagnostic(
          .unknownWayBack,
          "\(artefact.word) \(version) of \(artefact.name) goes back to \(target), which neither the base nor the changelog has",
          at: artefact.place, severity: .warning,
          help: before.version.map { "the base has \(artefact.word) \($0): write `back_to: \($0)`" }
            ?? "the base declares no \(artefact.word), so there is none to go back to: leave `back_to` out"))
    }
  }
  return problems
}

/// The version after this one where that is plain: 13 → 14, 1.2 → 1.3.
private func next(after version: String) -> String {
  let head = version.lastIndex(of: ".").map { version[...$0] } ?? ""
  guard let number = Int(version.dropFirst(head.count)), number < Int.max else { return "another version" }
  return "\(head)\(number + 1)"
}

/// The versioned files of a project, each once.
private struct Artefacts {
  struct Artefact {
    /// What kind of file it is, and how it is called: in a repository of many services several may be called alike.
    let name: String
    /// What its file calls the version.
    var word = "version"
    let version: String?
    let digest: Digest
    let place: SourceLocation
    let changelog: [ChangelogEntry]
    /// Of the bytes of its file.
    var file: Digest?
  }

  private(set) var all: [Artefact] = []
  private let files: [String: Digest]

  init(_ project: Project) {
    files = project.files
    for suite in project.suites {
      let prompt = suite.prompt
      add(
        Artefact(
          name: "prompt `\(prompt.id)`", version: prompt.declaredVersion, digest: prompt.digest,
          place: prompt.versionPlace ?? prompt.location,
          changelog: prompt.changelog))
      if let tools = prompt.tools {
        add(
          Artefact(
            name: "tool file `\(tools.id)`", word: ToolReader.revision, version: tools.declaredRevision,
            digest: tools.digest,
            place: tools.revisionPlace ?? tools.location, changelog: tools.changelog))
      }
      if let policy = suite.policy {
        add(
          Artefact(
            name: "policy `\(policy.id)`", version: policy.declaredVersion, digest: policy.digest,
            place: policy.versionPlace ?? policy.location, changelog: policy.changelog))
      }
    }
  }

  private mutating func add(_ artefact: Artefact) {
    guard !all.contains(where: artefact.isSameFile) else { return }
    var artefact = artefact
    artefact.file = files[artefact.place.path]
    all.append(artefact)
  }

  /// What a file of these was in others: the one of its name in its place, else one of its name that is nowhere any more, for then it
  /// was moved. Where several are gone, nobody can tell which of them it was: rather one that speaks for it.
  func former(of artefact: Artefact, in others: Artefacts) -> Artefact? {
    let known = others.all.filter { $0.name == artefact.name }
    if let same = known.first(where: artefact.isSameFile) { return same }
    let gone = known.filter { old in !all.contains(where: old.isSameFile) }
    return gone.first { $0.digest == artefact.digest } ?? gone.first { $0.version != artefact.version } ?? gone.first
  }
}

extension Artefacts.Artefact {
  /// Whether the files themselves are the same, so that what differs stands in others that they name.
  fileprivate func isWritten(as other: Self) -> Bool { file != nil && file == other.file }

  fileprivate func isSameFile(as other: Self) -> Bool { name == other.name && place.path == other.place.path }
}
