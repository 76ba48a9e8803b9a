import EvalGateCore

/// The suites of one configuration: found, listed, multiplied, and put together.
struct SuiteAssembly {
  let file: ConfigurationFile
  let assembly: Assembly
  let conventions: Conventions

  /// A suite whose parts are known by name and place but not loaded.
  private struct Draft {
    let name: String
    let group: String?
    let entry: SuiteEntry
    let prompt: LoadedPrompt
    let promptPath: String
    let evalset: EvalsetFiles
    let route: Node?
  }

  init(_ file: ConfigurationFile, _ assembly: Assembly) {
    self.file = file
    self.assembly = assembly
    conventions = Conventions(listing: Listing(folder: file.folder, configuration: file.path, all: assembly.all))
  }

  /// Listed suites in their order, then found ones by name.
  func suites() async -> [Suite] {
    let routes = self.routes()
    var drafts: [Draft] = []
    for entry in file.suites {
      assembly.suiteNames.insert(file.qualified(entry.name))
      drafts += await self.drafts(of: entry)
    }
    drafts += await found(besides: Set(file.suites.map(\.name)))
    assembly.suiteNames.formUnion(drafts.flatMap { [$0.name, $0.group].compactMap(\.self) })
    let evalsets = await evalsets(of: drafts)
    var suites: [Suite] = []
    for draft in drafts {
      if let suite = await suite(draft, evalsets[draft.evalset] ?? nil, routes) { suites.append(suite) }
    }
    if assembly.shelf.isThorough { await reviewUnused(besides: drafts.map(\.evalset), drafts.map(\.promptPath)) }
    await refuseMisplaced()
    return suites
  }

  /// Those that nobody named and nobody has told of.
  private func refuseMisplaced() async {
    let told = assembly.problems.list.filter { $0.code == .notAFile }
    let misplaced = Misplaced(
      conventions: conventions, source: assembly.shelf.source, listed: file.suites.map(\.name))
    for problem in await misplaced.problems() {
      guard let path = problem.location?.path, !told.contains(where: { $0.message.contains("`\(path)`") }) else {
        continue
      }
      assembly.problems.add(problem)
    }
  }

  // MARK: Routes

  private func routes() -> [String: Route?] {
    let reader = RouteReader(catalog: assembly.catalog)
    var routes: [String: Route?] = [:]
    for entry in file.routes {
      let route = reader.read(entry.value, named: file.qualified(entry.key), &assembly.problems)
      routes[entry.key] = .some(route)
      if let route { assembly.routes.append(route) }
    }
    return routes
  }

  private func route(_ draft: Draft, _ settings: SuiteSettings, _ routes: [String: Route?]) -> Route? {
    if let node = draft.route ?? settings.route {
      if let known = routes[node.source ?? ""] { return known }
      let names = file.routes.map(\.key)
      assembly.problems.add(
        Diagnostic(
          .unknownName, "unknown route `\(node.source ?? node.kindName)`", at: node.location,
          label: suggestion(for: node.source ?? "", among: names).map { "did you mean `\($0)`?" },
          help: names.isEmpty
            ? "write it under `routes`" : "routes are " + names.map { "`\($0)`" }.joined(separator: ", ")))
      return nil
    }
    if let model = draft.prompt.prompt.model {
      let place = draft.prompt.modelLocation ?? draft.prompt.prompt.location
      return RouteReader(catalog: assembly.catalog).route(model: model, at: place, &assembly.problems)
    }
    assembly.problems.add(
      Diagnostic(
        .noRoute, "suite `\(draft.name)` has no route and its prompt names no model",
        at: draft.entry.place ?? draft.prompt.prompt.location,
        help: "give the suite a `route`, or the prompt a `model: provider/model`"))
    return nil
  }

  // MARK: Names to files

  private func drafts(of entry: SuiteEntry) async -> [Draft] {
    let prompts: [Node] =
      entry.prompts.isEmpty
      ? [Node(.string(entry.name), at: entry.place ?? file.node.location, source: entry.name)] : entry.prompts
    let routes: [Node?] = entry.routes.isEmpty ? [nil] : entry.routes
    var drafts: [Draft] = []
    for prompt in prompts {
      let path = promptPath(prompt)
      var loaded: LoadedPrompt?
      if let path { loaded = await assembly.prompt(path, namedAt: prompt.location, conventions.listing) }
      guard let evalset = await evalset(of: entry, loaded, path) else { continue }
      guard let path, let loaded else {
        assembly.unprompted.append(evalset)
        continue
      }
      for route in routes {
        var name = entry.name
        if prompts.count > 1 { name += "@" + (prompt.source ?? "") }
        if routes.count > 1 { name += "@" + (route?.source ?? "") }
        drafts.append(
          Draft(
            name: file.qualified(name), group: name == entry.name ? nil : file.qualified(entry.name), entry: entry,
            prompt: loaded,
            promptPath: path, evalset: evalset, route: route))
      }
    }
    return drafts
  }

  private func promptPath(_ node: Node) -> String? {
    assembly.problems.collect { () throws(Diagnostic) -> String in
      guard case .string(let text) = node.content else {
        throw OptionReader.wrong(node, "prompt", "the name or path of a prompt")
      }
      if text.contains("/") || PromptReader.isPrompt(text) { return try ProjectPath.resolve(text, at: node.location) }
      if let path = try conventions.prompt(text, at: node.location) { return path }
      let known = conventions.allPrompts.map(PromptReader.stem)
      throw Diagnostic(
        .unknownName, "unknown prompt `\(text)`", at: node.location,
        label: suggestion(for: text, among: known).map { "did you mean `\($0)`?" },
        help: "write it to `prompts/\(text).prompt.yml`, or name a file with its path")
    }
  }

  /// - Parameters:
  ///   - prompt: nil where it does not load.
  ///   - path: of the prompt; nil where there is none of that name.
  private func evalset(of entry: SuiteEntry, _ prompt: LoadedPrompt?, _ path: String?) async -> EvalsetFiles? {
    guard let node = entry.evalset else {
      let found = assembly.problems.collect { () throws(Diagnostic) -> EvalsetFiles? in
        if let files = try conventions.evalset(entry.name, at: entry.place) { return files }
        if let path, let files = try conventions.evalset(beside: path) { return files }
        // The cases may stand in the prompt that does not load.
        guard let prompt, let path else { return nil }
        if prompt.testData != nil { return conventions.evalset(within: path) }
        throw unknownEvalset(entry.name, at: entry.place ?? prompt.prompt.location)
      }
      return found ?? nil
    }
    guard case .string(let text) = node.content else {
      assembly.problems.add(OptionReader.wrong(node, "evalset", "the name or path of an evalset"))
      return nil
    }
    if text.contains("/") || text.contains(".") { return await evalset(atPath: text, node.location) }
    return assembly.problems.collect { () throws(Diagnostic) -> EvalsetFiles in
      if text == Conventions.reserved {
        throw Diagnostic(
          .unknownName, "`\(text)` is the folder of baselines, not an evalset", at: node.location,
          help: "name another evalset")
      }
      if let files = try conventions.evalset(text, at: node.location) { return files }
      if let beside = try conventions.prompt(text, at: node.location),
        let files = try conventions.evalset(beside: beside)
      {
        return files
      }
      throw unknownEvalset(text, at: node.location)
    }
  }

  private func unknownEvalset(_ name: String, at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      .unknownName, "unknown evalset `\(name)`", at: place,
      label: suggestion(for: name, among: conventions.evalsetNames).map { "did you mean `\($0)`?" },
      help: "write its cases to `evalsets/\(name)/cases.jsonl`, or name an evalset with `evalset: …`")
  }

  /// A folder, its `set.yml`, or a file of cases, by path.
  private func evalset(atPath text: String, _ place: SourceLocation) async -> EvalsetFiles? {
    guard let path = assembly.problems.collect({ () throws(Diagnostic) in try ProjectPath.resolve(text, at: place) })
    else { return nil }
    let name = ProjectPath.name(of: path)
    let isSet = name == "set.yml" || name == "set.yaml"
    let isFolder = await assembly.shelf.source.kind(of: path) == .folder
    let folder = isFolder ? path : ProjectPath.folder(of: path)
    if isFolder || isSet {
      var listing = assembly.all
      if !conventions.listing.paths.contains(where: { $0.hasPrefix(folder + "/") }) {
        do {
          let found = try await assembly.shelf.source.listing(under: folder)
          listing = found.paths
          found.problems.forEach { assembly.problems.addOnce($0) }
        } catch {
          assembly.problems.add(error, at: place, as: .unreadable)
          return nil
        }
      }
      let id = ProjectPath.name(of: folder)
      return assembly.problems.collect { () throws(Diagnostic) -> EvalsetFiles in
        guard let files = try conventions.evalset(inFolder: folder, id: id, listing, at: place) else {
          throw Diagnostic(
            .emptyEvalset, "folder `\(path)` is no evalset", at: place,
            help: "put `cases.jsonl`, `cases.yml` or `cases.csv` into it")
        }
        return files
      }
    }
    let stem = name.split(separator: ".").first.map(String.init) ?? name
    return EvalsetFiles(id: stem, cases: path, recordings: ProjectPath.join(folder, stem + ".recordings.jsonl"))
  }

  // MARK: Discovery

  /// Prompts with cases of the same name beside them, in `evalsets/`, or inside them. The prompt of a name that lies in `prompts/` is
  /// the one that is meant; where none does, one that lies anywhere.
  private func found(besides listed: Set<String>) async -> [Draft] {
    var drafts: [Draft] = []
    let stems = conventions.allPrompts.sorted { (PromptReader.stem(of: $0), $0) < (PromptReader.stem(of: $1), $1) }
    let evalsets = Set(conventions.evalsetNames)
    for path in stems {
      let name = PromptReader.stem(of: path)
      guard !listed.contains(name) else { continue }
      let prompt = await assembly.prompt(path, namedAt: nil, conventions.listing)
      let isMeant = evalsets.contains(name) && conventions.means(name, promptAt: path)
      let evalset = assembly.problems.collect { () throws(Diagnostic) -> EvalsetFiles? in
        let beside = try conventions.evalset(beside: path)
        let named = isMeant ? try conventions.evalset(name, at: nil) : nil
        if let beside, let named {
          throw Diagnostic(
            .ambiguousFile,
            "prompt `\(name)` has cases both in `\(beside.cases ?? "")` and in `\(named.set ?? named.cases ?? "")`",
            at: prompt?.prompt.location ?? SourceLocation(file: path),
            help: "keep one of the two, or list the suite with its `evalset`")
        }
        return beside ?? named ?? (prompt?.testData == nil ? nil : conventions.evalset(within: path))
      }
      guard let evalset = evalset ?? nil else { continue }
      assembly.suiteNames.insert(file.qualified(name))
      guard let prompt else {
        assembly.unprompted.append(evalset)
        continue
      }
      if let other = drafts.first(where: { $0.entry.name == name }) {
        assembly.problems.add(
          Diagnostic(
            .duplicateName, "two suites are called `\(name)`: `\(other.promptPath)` and `\(path)`",
            at: prompt.prompt.location,
            help: "rename one of the prompts, or list it under `suites` with another name"))
        continue
      }
      drafts.append(
        Draft(
          name: file.qualified(name), group: nil, entry: SuiteEntry(found: name), prompt: prompt, promptPath: path,
          evalset: evalset, route: nil))
    }
    return drafts
  }

  // MARK: Loading

  /// Every evalset once, with all the prompts that its cases fill in.
  private func evalsets(of drafts: [Draft]) async -> [EvalsetFiles: LoadedEvalset?] {
    let loader = EvalsetLoader(
      shelf: assembly.shelf, catalog: assembly.catalog, today: assembly.today, listing: conventions.listing.paths)
    var loaded: [EvalsetFiles: LoadedEvalset?] = [:]
    for draft in drafts where loaded[draft.evalset] == nil {
      let users = drafts.filter { $0.evalset == draft.evalset }
      var seen: Set<String> = []
      let prompts = users.filter { seen.insert($0.promptPath).inserted }.map(\.prompt.prompt)
      if let data = draft.prompt.testData, draft.evalset.set == nil, draft.evalset.cases == nil {
        loaded[draft.evalset] = .some(await testData(data, of: draft, prompts, loader))
      } else {
        loaded[draft.evalset] = .some(await loader.load(draft.evalset, prompts: prompts, &assembly.problems))
      }
    }
    for files in assembly.unprompted where loaded[files] == nil {
      loaded[files] = .some(await loader.load(files, prompts: [], &assembly.problems))
    }
    return loaded
  }

  private func testData(
    _ data: Node, of draft: Draft, _ prompts: [Prompt], _ loader: EvalsetLoader
  ) async -> LoadedEvalset? {
    guard case .sequence(let nodes) = data.content else {
      assembly.problems.add(OptionReader.wrong(data, "testData", "a list of mappings"))
      return nil
    }
    let evaluators = EvaluatorReader().read(draft.prompt.evaluators, &assembly.problems)
    let isByRow = evaluators.contains(where: GitHubCase.speaksOfRow)
    let checks = CheckReader(catalog: assembly.catalog, reviewed: assembly.shelf.reviewed)
      .read(Node(.sequence(isByRow ? [] : evaluators), at: data.location), &assembly.problems)
    let asksModelsOnly = evaluators.isEmpty && draft.prompt.isEvaluated
    let cases = nodes.map {
      GitHubCase.node(
        $0, isByRow ? evaluators : [], isJudgedByExpected: !asksModelsOnly, &assembly.problems)
    }
    return await loader.load(
      cases, checks: checks.checks, files: draft.evalset, at: data.location, prompts: prompts, &assembly.problems)
  }

  private func suite(_ draft: Draft, _ evalset: LoadedEvalset?, _ routes: [String: Route?]) async -> Suite? {
    let settings = draft.entry.settings.over(file.defaults)
    let route = route(draft, settings, routes)
    var policy: PolicySource?
    if let node = settings.policy {
      policy = await assembly.policy(node, conventions)
      guard policy != nil else { return nil }
    }
    guard let route, let evalset else { return nil }
    if let schema = draft.prompt.schema {
      SchemaReview.warn(about: schema, sentBy: route, &assembly.problems)
    }
    // Of a check that was misspelt that is the consequence, and only the cause is told.
    let files = [draft.evalset.set, draft.evalset.cases, draft.promptPath]
    let isTold = assembly.problems.list.contains {
      $0.code.name.hasPrefix("check/") && files.contains($0.location?.path)
    }
    if let unjudged = evalset.unjudged, !isTold, draft.prompt.prompt.outputSchema == nil, policy == nil {
      let others = unjudged.count > 1 ? " and \(unjudged.count - 1) more" : ""
      assembly.problems.add(
        Diagnostic(
          .unjudgedCase, "nothing judges case `\(unjudged.id)`\(others)", at: unjudged.place,
          help: draft.prompt.isEvaluated
            ? "its evaluators ask models, which do not decide here: add one with `string`, or an output schema"
            : "give it `expected` or `checks`, or the prompt an output schema", excerpt: unjudged.excerpt))
    }
    if let needing = evalset.needingSchema, draft.prompt.prompt.outputSchema == nil {
      let others = needing.count > 1 ? " and \(needing.count - 1) more" : ""
      assembly.problems.addOnce(
        Diagnostic(
          .noSchema,
          "check `\(needing.check ?? "")` of case `\(needing.id)`\(others) has no schema, and prompt `\(draft.prompt.prompt.id)` has none either",
          at: needing.place, help: "give the check a `schema`, or the prompt an `output: { schema: … }`",
          excerpt: needing.excerpt))
    }
    let isSafety = evalset.evalset.kind == .safety
    let suite = Suite(
      name: draft.name, prompt: draft.prompt.prompt, evalset: evalset.evalset, policy: policy, route: route,
      critical: settings.critical ?? false, mode: settings.mode, recordingsAllowed: settings.recordings ?? false,
      maxMissing: draft.entry.settings.maxMissing ?? (isSafety ? 0 : file.defaults.maxMissing ?? 0.02),
      trials: settings.trials, confirm: settings.confirm ?? .fresh, sentinels: settings.sentinels ?? 0,
      budget: draft.entry.budget,
      location: draft.entry.place, group: draft.group, home: file.home)
    for problem in evalset.needs.problems(in: suite) { assembly.problems.addOnce(problem) }
    return suite
  }
}
