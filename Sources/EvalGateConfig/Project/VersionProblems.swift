public import EvalGateCore

/// What the rules of versions say of a project beside the one it came from (design section 4).
///
/// A declared version stands for one content: the same version with another digest than at the base is an error, for prompts,
/// tool files and policies; so is a new version without a changelog entry. What declares no version has its digest for one and
/// cannot break either rule.
public func versionProblems(head: Project, base: Project) -> [Diagnostic] {
  let old = Artefacts(base)
  var problems: [Diagnostic] = []
  for (key, artefact) in Artefacts(head).all {
    guard let version = artefact.version, let before = old.byKey[key] else { continue }
    if version == before.version {
      guard artefact.digest != before.digest else { continue }
      problems.append(
        Diagnostic(
          .versionReused, "\(artefact.name) changed, and \(artefact.word) \(version) was used for something else",
          at: artefact.place,
          help: "make it \(next(after: version))"))
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
    let name: String
    /// What its file calls the version.
    var word = "version"
    let version: String?
    let digest: Digest
    let place: SourceLocation
    let changelog: [ChangelogEntry]
  }

  private(set) var all: [(key: String, Artefact)] = []
  private(set) var byKey: [String: Artefact] = [:]

  init(_ project: Project) {
    for suite in project.suites {
      let prompt = suite.prompt
      add(
        "prompt \(prompt.id)",
        Artefact(
          name: "prompt `\(prompt.id)`", version: prompt.declaredVersion, digest: prompt.digest,
          place: prompt.versionPlace ?? prompt.location,
          changelog: prompt.changelog))
      if let tools = prompt.tools {
        add(
          "tools \(tools.id)",
          Artefact(
            name: "tool file `\(tools.id)`", word: ToolReader.revision, version: tools.declaredRevision,
            digest: tools.digest,
            place: tools.revisionPlace ?? tools.location, changelog: tools.changelog))
      }
      if let policy = suite.policy {
        add(
          "policy \(policy.id)",
          Artefact(
            name: "policy `\(policy.id)`", version: policy.declaredVersion, digest: policy.digest,
            place: policy.versionPlace ?? policy.location, changelog: policy.changelog))
      }
    }
  }

  private mutating func add(_ key: String, _ artefact: Artefact) {
    guard byKey[key] == nil else { return }
    byKey[key] = artefact
    all.append((key, artefact))
  }
}
