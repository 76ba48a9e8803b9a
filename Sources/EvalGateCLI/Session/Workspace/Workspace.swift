import EvalGateChecks
import EvalGateConfig
import EvalGateCore
import EvalGatePolicy
import EvalGateProviders
import EvalGateStore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Where a command works: the repository, its files, its history and what evalgate keeps beside them.
struct Workspace: Sendable {
  /// The repository's root. Where there is none, the folder of the configuration that is named, if the working folder lies in it,
  /// and else the working folder.
  let root: String
  /// The working folder relative to the root; empty at the root.
  let folder: String
  let files: DiskFiles
  let console: Console
  let options: ProjectOptions
  let environment: [String: String]
  /// Overwrites what this environment keeps secret, wherever a model or a server may quote it.
  let secrets: SecretMask

  init(_ options: ProjectOptions, console: Console = Console()) throws {
    _ = try EvidenceKeys.own()
    let working = Host.workingFolder
    root = Self.repositoryRoot(above: working) ?? Self.folder(of: options.config, above: working) ?? working
    folder = working == root ? "" : String(working.dropFirst(root == "/" ? 1 : root.count + 1))
    files = try DiskFiles(root: root)
    try KeptPlaces.check(below: root)
    self.console = console
    self.options = options
    environment = Host.environment
    secrets = SecretMask.of(environment)
  }

  /// Loads what the configuration says and prints its warnings.
  func project(quiet: Bool = false, notes: Bool = false) async throws -> Project {
    let project = try await loader.load(
      configPath: options.config.map(relativeToRoot), workingFolder: folder)
    Discretion.keep(project.suites.compactMap(\.policy))
    try KeptPlaces.check(baselinesIn: Set(project.suites.map(\.home)).subtracting([""]), below: root)
    // What is merely good to know is said by `validate`, which is asked for it.
    if !quiet { say(project.notes.filter { notes || $0.severity != .note }) }
    return project
  }

  private var loader: ProjectLoader { ProjectLoader(files: files, catalog: Self.catalog, today: Host.today) }

  /// A problem that was found after loading, with the line it is about.
  func withExcerpt(_ problem: Diagnostic) async -> Diagnostic { await loader.withExcerpts([problem]).first ?? problem }

  /// What the rules of versions say of the project beside the one at the base.
  func versionProblems(of project: Project, since base: Project) async -> [Diagnostic] {
    await loader.withExcerpts(EvalGateConfig.versionProblems(head: project, base: base))
  }

  /// What the project asks no more of what its safety suites ask at the base.
  func scenarioProblems(of project: Project, since base: Project) async -> [Diagnostic] {
    await loader.withExcerpts(EvalGateConfig.scenarioProblems(head: project, base: base))
  }

  /// What a project was at other files that it came from.
  func predecessor(of project: Project, at files: any FileSource) async throws(Problems) -> Predecessor {
    try await loader(reading: files).predecessor(
      of: project, at: self.files, isNamed: options.config != nil, workingFolder: folder)
  }

  /// What the same configuration says of other files.
  func project(reading files: any FileSource) async throws -> Project {
    let project = try await loader(reading: files).load(
      configPath: options.config.map(relativeToRoot), workingFolder: folder)
    Discretion.keep(project.suites.compactMap(\.policy))
    return project
  }

  /// For files of which nothing is told.
  func loader(reading files: any FileSource) -> ProjectLoader {
    ProjectLoader(files: files, catalog: Self.catalog, isThorough: false)
  }

  func say(_ diagnostics: [Diagnostic]) {
    guard !diagnostics.isEmpty else { return }
    console.write(
      Diagnostics.text(diagnostics, console: console, environment: environment, color: options.color), to: .error)
  }

  var runs: RunsFolder { RunsFolder(root: root) { say([$0]) } }

  /// Removes all but the newest runs. What stands in the way is said and changes no verdict.
  func pruneRuns() async {
    do throws(Diagnostic) { try await runs.ofThisMachine().prune() } catch {
      var problem = error
      problem.severity = .warning
      say([problem])
    }
  }

  func absolute(_ path: String) -> String { path.hasPrefix("/") ? path : root + "/" + path }

  /// The parts there are.
  static let catalog = Catalog(
    checks: EvalGateChecks.Parts.checks + EvalGatePolicy.Parts.checks, metrics: EvalGateChecks.Parts.metrics,
    providers: EvalGateProviders.Parts.providers, sinks: OutputSink.allCases.map(\.rawValue),
    target: { try EvalGateProviders.Parts.target($0) },
    policy: { node in
      var policy = try RulePolicy(parsing: node)
      // A key that cannot be used was refused when the command began.
      policy.evidenceKey = try EvidenceKeys.own()
      return policy
    })

  /// A path as given on the command line, relative to the root as every printed path is.
  func relativeToRoot(_ path: String) -> String {
    if path.hasPrefix(root + "/") { return String(path.dropFirst(root.count + 1)) }
    return folder.isEmpty || path.hasPrefix("/") ? path : folder + "/" + path
  }

  /// A path from the repository's root as it is named in the working folder.
  func named(_ path: String) -> String {
    if folder.isEmpty { return path }
    return path.hasPrefix(folder + "/") ? String(path.dropFirst(folder.count + 1)) : absolute(path)
  }

  /// The folder of a file on the command line, where it lies above the working folder.
  private static func folder(of config: String?, above working: String) -> String? {
    guard let config, let slash = config.lastIndex(of: "/"),
      let path = realpath(String(config[..<slash]), nil)
    else { return nil }
    defer { free(path) }
    let folder = String(cString: path)
    return working.hasPrefix(folder + "/") ? folder : nil
  }

  /// The nearest folder from `folder` upwards that is a git repository.
  static func repositoryRoot(above folder: String) -> String? {
    var candidate = folder
    while !candidate.isEmpty {
      if access(candidate + "/.git", F_OK) == 0 { return candidate }
      guard let slash = candidate.lastIndex(of: "/") else { return nil }
      candidate = String(candidate[..<slash])
    }
    return nil
  }
}
