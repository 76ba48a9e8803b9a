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

  /// Those of a kind, each file once.
  static func all(_ kind: Kind, in project: Project) -> [Artefact] { all(kind, in: project.suites) }

  static func all(_ kind: Kind, in suites: [Suite]) -> [Artefact] {
    var seen: Set<String> = []
    return suites.compactMap { suite in
      switch kind {
      case .prompt: Artefact(suite.prompt)
      case .policy: suite.policy.flatMap { $0.program == nil ? Artefact($0) : nil }
      // A list of tools inside a prompt goes back with the prompt.
      case .tools: suite.prompt.tools.flatMap { $0.location.path == suite.prompt.location.path ? nil : Artefact($0) }
      }
    }.filter { seen.insert($0.path).inserted }
  }

  /// As the command line names it: by its path where included projects give several the same id.
  func name(among all: [Artefact]) -> String { all.count { $0.id == id } > 1 ? path : id }

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
    Artefact.Kind.allCases.flatMap { Artefact.all($0, in: [self]) }.filter { $0.previous != nil }
  }
}
