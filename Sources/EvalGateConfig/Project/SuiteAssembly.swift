import EvalGateCore

/// The suites of one configuration, put together of the parts that were found.
struct SuiteAssembly {
  let file: ConfigurationFile
  let assembly: Assembly
  let conventions: Conventions

  init(_ file: ConfigurationFile, _ assembly: Assembly) {
    self.file = file
    self.assembly = assembly
    conventions = Conventions(listing: Listing(folder: file.folder, configuration: file.path, all: assembly.all))
  }

  /// Listed suites in their order, then found ones by name.
  func suites() async -> [Suite] {
    let routes = self.routes()
    let drafts = await SuiteFinding(file: file, assembly: assembly, conventions: conventions).drafts()
    let evalsets = await evalsets(of: drafts)
    var suites: [Suite] = []
    for draft in drafts {
      if let suite = await suite(draft, evalsets[draft.evalset] ?? nil, routes) { suites.append(suite) }
    }
    if assembly.shelf.isThorough { await reviewUnused(besides: drafts) }
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

  private func route(_ draft: SuiteDraft, _ settings: SuiteSettings, _ routes: [String: Route?]) -> Route? {
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

  // MARK: Loading

  /// Every evalset once, with all the prompts that its cases fill in.
  private func evalsets(of drafts: [SuiteDraft]) async -> [EvalsetFiles: LoadedEvalset?] {
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
    _ data: Node, of draft: SuiteDraft, _ prompts: [Prompt], _ loader: EvalsetLoader
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

  private func suite(_ draft: SuiteDraft, _ evalset: LoadedEvalset?, _ routes: [String: Route?]) async -> Suite? {
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
