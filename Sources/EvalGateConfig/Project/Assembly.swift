import EvalGateCore
import StrictJSON

/// One loading of a project, with everything read and found so far.
///
/// A class that belongs to one task: every step adds to the same problems, so that all of them are told together.
final class Assembly {
  let catalog: Catalog
  let shelf: Shelf
  let today: CalendarDate?
  /// Every file of the repository below the project's folder.
  var all: [String] = []
  var problems = Problems()
  /// Evalsets whose prompt does not load: their own problems are told all the same.
  var unprompted: [EvalsetFiles] = []
  /// Every suite that is listed or found, whether or not its files load.
  var suiteNames: Set<String> = []
  /// The topmost configuration that includes the one whose namespace was asked for.
  private(set) var above: Node?
  /// Every route that is defined by name, whether or not a suite uses it.
  var routes: [Route] = []
  private var prompts: [String: LoadedPrompt?] = [:]
  private var policies: [String: PolicySource?] = [:]

  init(_ source: any FileSource, _ catalog: Catalog, _ today: CalendarDate?, isThorough: Bool) {
    self.catalog = catalog
    self.today = today
    shelf = Shelf(source, isThorough: isThorough)
  }

  // MARK: Configurations

  /// Where the names of a configuration begin.
  struct Standing {
    /// What precedes them.
    let namespace: String
    /// The folder below which they begin.
    let home: String

    /// Under other names in the same place.
    func named(_ namespace: String) -> Standing { Standing(namespace: namespace, home: home) }
  }

  /// The configuration and those it includes, each with its own names; includes in the order of paths.
  func configurations(_ path: String, _ standing: Standing, above: [String] = []) async -> [ConfigurationFile] {
    guard let node = await shelf.data(path, namedAt: nil, as: "configuration", &problems) else { return [] }
    let namespace = standing.namespace
    let file = ConfigurationFile(node, path: path, namespace: namespace, home: standing.home, &problems)
    if above.isEmpty { await list(file.folder) } else { file.notesOnInclusion.forEach { problems.add($0) } }
    var files = [file]
    for include in file.includes {
      for found in included(include, by: file) {
        guard !(above + [path]).contains(found) else {
          problems.add(
            Diagnostic(
              .badInclude, "`\(found)` includes itself", at: include.location, help: "remove one of the includes"))
          continue
        }
        let inside = Self.inside(Self.folder(of: found), file.folder)
        let name = namespace.isEmpty ? inside : namespace + "/" + inside
        files += await configurations(found, standing.named(name), above: above + [path])
      }
    }
    return files
  }

  /// Where the names of a configuration begin: of one that another one above it includes as there, so that a suite, its gates and
  /// its baseline have one name and one place wherever a command is run.
  func standing(of path: String) async -> Standing {
    let folder = Self.folder(of: path)
    var (included, top, below) = (path, folder, folder)
    while !below.isEmpty, let above = await configuration(above: below) {
      below = Self.folder(of: above)
      let node = await shelf.data(above, namedAt: nil, as: "configuration", &problems)
      if let node, Self.includes(node, included) { (included, top, self.above) = (above, below, node) }
    }
    return Standing(namespace: Self.inside(folder, top), home: top)
  }

  /// Whether a configuration includes what lies at a path.
  static func includes(_ configuration: Node, _ path: String) -> Bool {
    guard let include = configuration["include"] else { return false }
    let patterns = if case .sequence(let nodes) = include.content { nodes } else { [include] }
    return patterns.contains { pattern in
      guard let text = pattern.source, let resolved = try? ProjectPath.resolve(text, at: pattern.location) else {
        return false
      }
      return !Listing.matches(resolved, among: [path]).isEmpty
    }
  }

  private func configuration(above folder: String) async -> String? {
    do throws(Diagnostic) {
      return try await ConfigurationSearch(source: shelf.source).find(from: ProjectPath.folder(of: folder))
    } catch {
      problems.add(error)
      return nil
    }
  }

  static func folder(of configuration: String) -> String {
    ConfigurationPlace.project(of: configuration) ?? ProjectPath.folder(of: configuration)
  }

  /// A folder as one above it names it; empty for itself.
  private static func inside(_ folder: String, _ above: String) -> String {
    if folder == above { return "" }
    return above.isEmpty ? folder : String(folder.dropFirst(above.count + 1))
  }

  func list(_ folder: String) async {
    do {
      let listing = try await shelf.source.listing(under: folder)
      all = listing.paths
      listing.problems.forEach { problems.add($0) }
    } catch {
      problems.add(error, at: SourceLocation(path: folder.isEmpty ? "." : folder), as: .unreadable)
    }
  }

  private func included(_ node: Node, by file: ConfigurationFile) -> [String] {
    guard case .string(let text) = node.content else {
      problems.add(OptionReader.wrong(node, "include", "the path of a configuration"))
      return []
    }
    guard let pattern = problems.collect({ () throws(Diagnostic) in try ProjectPath.resolve(text, at: node.location) })
    else { return [] }
    let found = Listing.matches(pattern, among: all).filter { $0 != file.path }
    if found.isEmpty { problems.add(includesNothing(text, pattern, at: node.location, in: file)) }
    return found
  }

  /// A pattern outlives what it included: where no other configuration is left that may be meant, it is empty and no mistake.
  private func includesNothing(
    _ text: String, _ pattern: String, at place: SourceLocation, in file: ConfigurationFile
  ) -> Diagnostic {
    let others = all.filter { path in
      path != file.path && ConfigurationPlace.project(of: path) != nil && !Self.includes(file.node, path)
    }
    let meant = Shelf.nearest(to: pattern, among: others)
    let isPattern = text.contains { $0 == "*" || $0 == "?" }
    return Diagnostic(
      .badInclude, "`\(text)` includes nothing", at: place,
      severity: isPattern && meant == nil ? .warning : .error, label: meant.map { "did you mean `\($0)`?" },
      help: isPattern
        ? "take it out where the last one is gone; it includes files, as `services/*/evalgate.yml` does"
        : "take it out where the file is gone, or name files such as `services/*/evalgate.yml`")
  }

  // MARK: Files, each loaded once

  func prompt(_ path: String, namedAt place: SourceLocation?, _ listing: Listing) async -> LoadedPrompt? {
    if let known = prompts[path] { return known }
    let loaded = await PromptReader(shelf: shelf, listing: listing.paths).load(path, namedAt: place, &problems)
    prompts[path] = .some(loaded)
    return loaded
  }

  func policy(_ node: Node, _ conventions: Conventions) async -> PolicySource? {
    let key = "\(node.location.path)\n\(node.json.serialized())"
    if let known = policies[key] { return known }
    let loaded = await PolicyLoader(shelf: shelf, catalog: catalog, conventions: conventions).load(node, &problems)
    policies[key] = .some(loaded)
    return loaded
  }

  /// Reads the policies that a configuration names or that lie beside it, for what they restrict; what is wrong with them is told
  /// where they are used.
  func readPolicies(of file: ConfigurationFile) async {
    let conventions = Conventions(listing: Listing(folder: file.folder, configuration: file.path, all: all))
    let loader = PolicyLoader(shelf: shelf, catalog: catalog, conventions: conventions)
    let named = ([file.defaults.policy] + file.suites.map(\.settings.policy)).compactMap(\.self)
    let kept = problems
    for node in named { _ = await policy(node, conventions) }
    problems = kept
    for path in conventions.policyPaths {
      var ignored = Problems()
      // A list is what some policy takes its values from.
      guard case .mapping? = await shelf.data(path, namedAt: nil, as: "policy", &ignored)?.content else { continue }
      _ = await loader.file(at: path, namedAt: nil, &ignored)
    }
  }
}
