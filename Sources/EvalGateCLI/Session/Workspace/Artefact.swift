import EvalGateCore

/// A versioned file of a project, with the version it says one can go back to.
struct Artefact {
  enum Kind: String, CaseIterable { case prompt, policy, tools }

  let kind: Kind
  let id: String
  let path: String
  /// The folder whose configuration it is of, as reports put it before the id; empty at the top.
  private let folder: String
  let version: String?
  let changelog: [ChangelogEntry]

  /// The version to go back to from the one that is there now; nil where its changelog names none.
  var previous: String? { changelog.first { $0.version == version }?.rollbackTo }

  /// Those of a kind, each file once.
  static func all(_ kind: Kind, in project: Project) -> [Artefact] { all(kind, in: project.suites) }

  static func all(_ kind: Kind, in suites: [Suite]) -> [Artefact] {
    var seen: Set<String> = []
    return suites.compactMap { suite in
      let folder = suite.name.split(separator: "/").dropLast().joined(separator: "/")
      return switch kind {
      case .prompt: Artefact(suite.prompt, folder)
      case .policy: suite.policy.flatMap { $0.program == nil ? Artefact($0, folder) : nil }
      // A list of tools inside a prompt goes back with the prompt.
      case .tools:
        suite.prompt.tools.flatMap { $0.location.path == suite.prompt.location.path ? nil : Artefact($0, folder) }
      }
    }.filter { seen.insert($0.path).inserted }
  }

  /// As reports name it: with its folder, where it has one.
  var fullName: String { folder.isEmpty || id.hasPrefix(folder + "/") ? id : "\(folder)/\(id)" }

  /// As the command line names it: by its path where another one has the same name.
  func name(among all: [Artefact]) -> String { all.count { $0.fullName == fullName } > 1 ? path : fullName }

  /// Those that a person means: by the name that reports give them, by their path, or by their id alone.
  static func meant(by name: String, in namespace: String, among all: [Artefact]) -> [Artefact] {
    let names = namespace.isEmpty ? [name] : [name, "\(namespace)/\(name)"]
    let exact = all.filter { names.contains($0.fullName) || $0.path == name }
    return exact.isEmpty ? all.filter { $0.id == name } : exact
  }

  private init(_ prompt: Prompt, _ folder: String) {
    (kind, id, path, self.folder) = (.prompt, prompt.id, prompt.location.path, folder)
    (version, changelog) = (prompt.declaredVersion, prompt.changelog)
  }

  private init(_ policy: PolicySource, _ folder: String) {
    (kind, id, path, self.folder) = (.policy, policy.id, policy.location.path, folder)
    (version, changelog) = (policy.declaredVersion, policy.changelog)
  }

  private init(_ tools: ToolSet, _ folder: String) {
    (kind, id, path, self.folder) = (.tools, tools.id, tools.location.path, folder)
    (version, changelog) = (tools.declaredRevision, tools.changelog)
  }
}

extension Suite {
  /// What of the suite its own files say one can go back from, and to what.
  var wayBack: [Artefact] {
    Artefact.Kind.allCases.flatMap { Artefact.all($0, in: [self]) }.filter { $0.previous != nil }
  }
}
