import EvalGateCore

/// A versioned file of a project, with the version it says one can go back to.
struct Artefact {
  enum Kind: String, CaseIterable { case prompt, policy, tools }

  let kind: Kind
  let id: String
  let path: String
  let version: String?
  let changelog: [ChangelogEntry]

  /// The version to go back to from the one that is there now; nil where its changelog names none.
  var previous: String? { changelog.first { $0.version == version }?.rollbackTo }

  /// Those of a kind, each once.
  static func all(_ kind: Kind, in project: Project) -> [Artefact] {
    var seen: Set<String> = []
    return project.suites.compactMap { suite in
      switch kind {
      case .prompt: Artefact(suite.prompt)
      case .policy: suite.policy.flatMap { $0.program == nil ? Artefact($0) : nil }
      // A list of tools inside a prompt goes back with the prompt.
      case .tools: suite.prompt.tools.flatMap { $0.location.path == suite.prompt.location.path ? nil : Artefact($0) }
      }
    }.filter { seen.insert($0.id).inserted }
  }

  private init(_ prompt: Prompt) {
    (kind, id, path) = (.prompt, prompt.id, prompt.location.path)
    (version, changelog) = (prompt.declaredVersion, prompt.changelog)
  }

  private init(_ policy: PolicySource) {
    (kind, id, path) = (.policy, policy.id, policy.location.path)
    (version, changelog) = (policy.declaredVersion, policy.changelog)
  }

  private init(_ tools: ToolSet) {
    (kind, id, path) = (.tools, tools.id, tools.location.path)
    (version, changelog) = (tools.declaredRevision, tools.changelog)
  }
}

extension Suite {
  /// What of the suite its own files say one can go back from, and to what.
  var wayBack: [Artefact] {
    let alone = Project(configuration: Configuration(path: nil), suites: [self], gates: [])
    return Artefact.Kind.allCases.flatMap { Artefact.all($0, in: alone) }.filter { $0.previous != nil }
  }
}
