public import EvalGateCore

/// Loads a project from its files: everything validated and compiled, or every problem of every file together.
///
/// Needs no network and no clock. From a revision of git it loads as from the working tree.
public struct ProjectLoader: Sendable {
  let files: any FileSource
  private let catalog: Catalog
  private let today: CalendarDate?
  private let isThorough: Bool

  /// - Parameters:
  ///   - files: the repository, at the working tree or a revision.
  ///   - catalog: the checks, metrics, providers and policies there are.
  ///   - today: the day in UTC by which waivers expire; without it they are read and not judged.
  ///   - isThorough: whether what nothing uses is looked at too, and schemas beyond what compiling takes: against their
  ///     meta-schema, and by what can never match. Needless for a revision, of which nothing is told.
  public init(
    files: any FileSource, catalog: Catalog, today: CalendarDate? = nil, isThorough: Bool = true
  ) {
    self.files = files
    self.catalog = catalog
    self.today = today
    self.isThorough = isThorough
  }

  /// Finds the configuration, and loads it with all it leads to.
  /// - Parameters:
  ///   - configPath: a configuration that is the only one read, from the repository's root; nil looks for one.
  ///   - workingFolder: where to begin looking, from the repository's root; empty for the root itself.
  /// - Throws: all problems, warnings included, when any of them is an error. Each has the line it is about.
  public func load(configPath: String? = nil, workingFolder: String = "") async throws(Problems) -> Project {
    let assembly = assembly()
    let configurations = await configurations(configPath, workingFolder, assembly)
    return try await project(of: configurations, assembly, workingFolder: workingFolder)
  }

  func assembly() -> Assembly { Assembly(files, catalog, today, isThorough: isThorough) }

  /// What configurations say that were found and read.
  func project(
    of configurations: [ConfigurationFile], _ assembly: Assembly, workingFolder: String = ""
  ) async throws(Problems) -> Project {
    var suites: [Suite] = []
    for file in configurations { suites += await SuiteAssembly(file, assembly).suites() }
    if isThorough {
      await SchemaReview.reviewFiles(of: assembly)
      refuseMisnamed(besides: configurations, assembly)
    }
    refuseEmpty(suites, configurations, workingFolder, assembly)
    refuseEqualNames(suites, assembly)
    let gates = gates(configurations, suites, assembly)
    checkBudget(configurations.first, suites, assembly)
    // What a policy restricts is not said because something else is wrong, so those are read that no suite got to.
    if !assembly.problems.isEmpty { for file in configurations { await assembly.readPolicies(of: file) } }
    let problems = Problems(assembly.problems.list.map(assembly.shelf.withExcerpt))
    guard !problems.hasErrors else { throw Problems(problems.sorted) }
    let written = configurations.filter { $0.node.content != .null }
    let (root, above) = (configurations.first, assembly.above)
    let acceptances = [root?.acceptance, above.flatMap { AcceptanceRule(rawValue: $0["acceptance"]?.source ?? "") }]
    return Project(
      configuration: Configuration(
        path: written.first?.path, namespace: root?.namespace ?? "", parts: written.map(\.part),
        // What a change is compared with is said once, at the top.
        base: root?.base ?? above?["base"]?.source,
        budget: root?.budget ?? Budget(), defaultMode: root?.defaults.mode, comment: root?.comment ?? .onChange,
        acceptance: acceptances.contains(.merged) ? .merged : .change,
        profiles: root?.profiles ?? Profile.builtIn, routes: assembly.routes,
        values: ConfigurationValues.all(of: root)),
      suites: suites, gates: gates, notes: problems.sorted, files: assembly.shelf.digests)
  }

  /// Loads one policy file by itself, with the values it names.
  /// - Parameter path: from the repository's root.
  /// - Throws: all its problems, each with its place and the line it is about.
  public func policy(at path: String) async throws(Problems) -> PolicySource {
    let shelf = Shelf(files)
    let listing = Listing(folder: "", configuration: nil, all: [])
    let loader = PolicyLoader(shelf: shelf, catalog: catalog, conventions: Conventions(listing: listing))
    var problems = Problems()
    let source = await loader.file(at: path, namedAt: nil, &problems)
    guard let source, !problems.hasErrors else { throw Problems(Problems(problems.list.map(shelf.withExcerpt)).sorted) }
    return source
  }

  /// Problems found after loading, each with the line it is about.
  public func withExcerpts(_ problems: [Diagnostic]) async -> [Diagnostic] {
    guard !problems.isEmpty else { return [] }
    let assembly = assembly()
    await assembly.list("")
    await assembly.readPolicies(of: ConfigurationFile(folder: ""))
    let shelf = assembly.shelf
    for path in Set(problems.compactMap(\.location?.path)) {
      // A file that cannot be read any more is named without its line.
      _ = try? await shelf.text(path, limit: Shelf.handWritten, namedAt: nil, as: "file")
      // Whose set it is and of which kind nobody says here.
      let isOfScenarios = problems.contains { $0.location?.path == path && $0.code.name.hasPrefix("safety/") }
      let holdsCases = path.hasSuffix(".jsonl") || isOfScenarios && ProjectPath.name(of: path) != "set.yml"
      if holdsCases { shelf.keepTextsHidden(in: path) }
    }
    return problems.map(shelf.withExcerpt)
  }

  private func configurations(
    _ path: String?, _ workingFolder: String, _ assembly: Assembly
  ) async -> [ConfigurationFile] {
    if let path {
      guard let normalised = ProjectPath.normalised(path) else {
        assembly.problems.add(
          Diagnostic(
            .outsideRepository, "`\(path)` leads out of the repository", help: "name a configuration inside it"))
        return []
      }
      return await assembly.configurations(normalised, await assembly.standing(of: normalised))
    }
    do throws(Diagnostic) {
      let search = ConfigurationSearch(source: files, refusesMisnamed: isThorough)
      if let found = try await search.find(from: workingFolder) {
        return await assembly.configurations(found, await assembly.standing(of: found))
      }
    } catch {
      assembly.problems.add(error)
      return []
    }
    let folder = ProjectPath.normalised(workingFolder) ?? ""
    await assembly.list(folder)
    return [ConfigurationFile(folder: folder)]
  }

  private func refuseEmpty(
    _ suites: [Suite], _ configurations: [ConfigurationFile], _ workingFolder: String, _ assembly: Assembly
  ) {
    guard suites.isEmpty, !assembly.problems.hasErrors, let root = configurations.first else { return }
    let isWritten = root.node.content != .null
    assembly.problems.add(
      Diagnostic(
        .noConfiguration,
        isWritten
          ? "no suite: nothing is listed and nothing was found"
          : "no evalgate.yml here or above in the repository, and no prompt with cases",
        at: isWritten ? root.node.location : nil,
        help: (isWritten ? "" : "`evalgate init` writes a small project that passes at once; or ")
          + "put `x.cases.jsonl` beside `x.prompt.yml`"))
  }

  /// Below the project's folder; those above it were looked for on the way up.
  private func refuseMisnamed(besides read: [ConfigurationFile], _ assembly: Assembly) {
    let read = Set(read.map(\.path))
    for path in assembly.all where ConfigurationPlace.isMisnamed(path) && !read.contains(path) {
      assembly.problems.add(ConfigurationPlace.refusal(ofMisnamed: path))
    }
  }

  private func refuseEqualNames(_ suites: [Suite], _ assembly: Assembly) {
    var places: [String: SourceLocation?] = [:]
    for suite in suites {
      if let first = places[suite.name] {
        assembly.problems.add(
          Diagnostic(
            .duplicateName, "two suites are called `\(suite.name)`", at: suite.location ?? suite.prompt.location,
            label: (first ?? nil).map { "already at \($0)" }, help: "rename one of them: baselines are kept by suite"))
      } else {
        places[suite.name] = .some(suite.location ?? suite.prompt.location)
      }
    }
  }

  private func gates(_ configurations: [ConfigurationFile], _ suites: [Suite], _ assembly: Assembly) -> [GateRule] {
    guard configurations.contains(where: { !$0.gates.isEmpty }) else {
      return DefaultGates.rules(for: suites, catalog, &assembly.problems)
    }
    let written = configurations.flatMap { file -> [GateRule] in
      let prefix = file.namespace.isEmpty ? "" : file.namespace + "/"
      let own = suites.filter { $0.name.hasPrefix(prefix) }
      let reader = GateReader(
        catalog: catalog, suites: own, names: assembly.suiteNames.filter { $0.hasPrefix(prefix) },
        namespace: file.namespace, looksForSubjects: isThorough && !assembly.problems.hasErrors)
      return file.gates.flatMap { reader.read($0, &assembly.problems) }
    }
    let unspoken = configurations.flatMap { file in
      DefaultGates.rules(
        for: suites.filter { own in owner(of: own, configurations)?.path == file.path }, of: file.namespace,
        besides: written,
        catalog, &assembly.problems)
    }
    return written + unspoken + DefaultGates.safety(of: suites, besides: written, catalog, &assembly.problems)
  }

  /// The configuration that lists or finds a suite: of those whose folder it lies in, the nearest.
  private func owner(of suite: Suite, _ configurations: [ConfigurationFile]) -> ConfigurationFile? {
    configurations.filter { $0.namespace.isEmpty || suite.name.hasPrefix($0.namespace + "/") }
      .max { $0.namespace.utf8.count < $1.namespace.utf8.count }
  }

  /// A budget in money needs a price for everything that may be asked.
  private func checkBudget(_ file: ConfigurationFile?, _ suites: [Suite], _ assembly: Assembly) {
    guard let file, file.budget.usd != nil else { return }
    var seen: Set<String> = []
    for suite in suites {
      for target in suite.route.targets where target.prices == nil && seen.insert(target.name).inserted {
        assembly.problems.add(
          Diagnostic(
            .budgetWithoutPrices, "`\(target.name)` has no prices, so a budget in USD cannot be kept",
            at: target.location,
            help: "add `prices: { input: …, output: … }` in USD per million tokens, or drop `usd` from `budget`"))
      }
    }
  }
}
