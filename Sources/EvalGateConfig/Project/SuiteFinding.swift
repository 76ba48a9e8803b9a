import EvalGateCore

/// A suite whose parts are known by name and place but not loaded.
struct SuiteDraft {
  let name: String
  let group: String?
  let entry: SuiteEntry
  let prompt: LoadedPrompt
  let promptPath: String
  let evalset: EvalsetFiles
  let route: Node?
}

/// Which suites a configuration has, and of which files: those that it lists, multiplied, and those that are found.
struct SuiteFinding {
  let file: ConfigurationFile
  let assembly: Assembly
  let conventions: Conventions

  /// Listed suites in their order, then found ones by name.
  func drafts() async -> [SuiteDraft] {
    var drafts: [SuiteDraft] = []
    for entry in file.suites {
      assembly.suiteNames.insert(file.qualified(entry.name))
      drafts += await self.drafts(of: entry)
    }
    drafts += await found(besides: Set(file.suites.map(\.name)))
    assembly.suiteNames.formUnion(drafts.flatMap { [$0.name, $0.group].compactMap(\.self) })
    return drafts
  }

  private func drafts(of entry: SuiteEntry) async -> [SuiteDraft] {
    let prompts: [Node] =
      entry.prompts.isEmpty
      ? [Node(.string(entry.name), at: entry.place ?? file.node.location, source: entry.name)] : entry.prompts
    let routes: [Node?] = entry.routes.isEmpty ? [nil] : entry.routes
    var drafts: [SuiteDraft] = []
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
          SuiteDraft(
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
  private func found(besides listed: Set<String>) async -> [SuiteDraft] {
    var drafts: [SuiteDraft] = []
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
        SuiteDraft(
          name: file.qualified(name), group: nil, entry: SuiteEntry(found: name), prompt: prompt, promptPath: path,
          evalset: evalset, route: nil))
    }
    return drafts
  }
}
