import EvalGateCore

/// Where files lie when nobody says otherwise.
struct Conventions {
  let listing: Listing

  private var prompts: String { ProjectPath.join(listing.folder, "prompts") }
  private var evalsets: String { ProjectPath.join(listing.folder, "evalsets") }
  private var policies: String { ProjectPath.join(listing.folder, "policies") }

  static let caseExtensions = ["jsonl", "yml", "yaml", "csv"]
  /// A folder below `evalsets/` that holds accepted results instead.
  static let reserved = "baselines"

  // MARK: Prompts

  var allPrompts: [String] { listing.paths.filter(PromptReader.isPrompt) }

  /// The prompt of a name: in `prompts/`, or anywhere in the project.
  func prompt(_ id: String, at place: SourceLocation?) throws(Diagnostic) -> String? {
    let usual = listing.existing([id + ".prompt.yml", id + ".prompt.yaml"], in: prompts)
    let found = usual.isEmpty ? allPrompts.filter { PromptReader.stem(of: $0) == id } : usual
    return try only(found, "prompt", id, at: place)
  }

  /// Whether there is a prompt of a name, for which `evalsets/` is looked into.
  func hasPrompt(_ id: String) -> Bool { allPrompts.contains { PromptReader.stem(of: $0) == id } }

  /// Whether a prompt is what its name means: it lies in `prompts/`, or no other of its name does.
  func means(_ id: String, promptAt path: String) -> Bool {
    let usual = conventionalPaths(ofPrompt: id)
    return usual.contains(path) || !usual.contains(where: listing.has)
  }

  /// Where the prompt of a name usually lies, whether it is there or not.
  func conventionalPaths(ofPrompt id: String) -> [String] {
    [".prompt.yml", ".prompt.yaml"].map { ProjectPath.join(prompts, id + $0) }
  }

  /// Listed paths at which a folder would be looked into: only a link can be a folder there.
  var linkPlaces: [String] {
    let folders = [prompts, evalsets, policies]
    return listing.paths.filter { path in
      folders.contains(path) || ProjectPath.folder(of: path) == evalsets
        || (path.hasPrefix(prompts + "/") && !PromptReader.isPrompt(path))
    }
  }

  // MARK: Evalsets

  /// Names of the folders in `evalsets/`.
  var evalsetNames: [String] {
    var names: [String] = []
    for path in listing.paths where path.hasPrefix(evalsets + "/") {
      let rest = path.dropFirst(evalsets.utf8.count + 1)
      guard let end = rest.firstIndex(of: "/") else { continue }
      let name = String(rest[..<end])
      if name != Self.reserved, names.last != name, !names.contains(name) { names.append(name) }
    }
    return names
  }

  func folder(ofEvalset id: String) -> String { ProjectPath.join(evalsets, id) }

  /// The files that make up `evalsets/<id>/`, whether they are there or not.
  func conventionalPaths(ofEvalset id: String) -> [String] {
    let names = ["set.yml", "waivers.yml", "recordings.jsonl"] + Self.caseExtensions.map { "cases." + $0 }
    return names.map { ProjectPath.join(folder(ofEvalset: id), $0) }
  }

  /// The first listed file of those in `evalsets/<id>/`.
  func firstFile(ofEvalset id: String) -> String? { conventionalPaths(ofEvalset: id).first(where: listing.has) }

  /// The evalset in `evalsets/<id>/`, where there is one.
  func evalset(_ id: String, at place: SourceLocation?) throws(Diagnostic) -> EvalsetFiles? {
    try evalset(inFolder: ProjectPath.join(evalsets, id), id: id, listing.paths, at: place)
  }

  /// An evalset that is a folder with `set.yml`, a file of cases, or both.
  func evalset(
    inFolder folder: String, id: String, _ paths: [String], at place: SourceLocation?
  ) throws(Diagnostic) -> EvalsetFiles? {
    let inside = Set(paths.filter { ProjectPath.folder(of: $0) == folder })
    func existing(_ names: [String]) -> [String] { names.map { ProjectPath.join(folder, $0) }.filter(inside.contains) }
    var files = EvalsetFiles(id: id, recordings: ProjectPath.join(folder, "recordings.jsonl"))
    files.set = try only(existing(["set.yml", "set.yaml"]), "settings of evalset", id, at: place)
    files.cases = try only(existing(Self.caseExtensions.map { "cases." + $0 }), "cases of evalset", id, at: place)
    files.waivers = try only(existing(["waivers.yml", "waivers.yaml"]), "waivers of evalset", id, at: place)
    return files.set == nil && files.cases == nil ? nil : files
  }

  /// The cases beside a prompt: `x.cases.jsonl` beside `x.prompt.yml`.
  func evalset(beside prompt: String) throws(Diagnostic) -> EvalsetFiles? {
    let (folder, stem) = (ProjectPath.folder(of: prompt), PromptReader.stem(of: prompt))
    let found = listing.existing(Self.caseExtensions.map { "\(stem).cases.\($0)" }, in: folder)
    guard let cases = try only(found, "cases of prompt", stem, at: SourceLocation(path: prompt)) else { return nil }
    var files = besideFiles(folder, stem)
    files.cases = cases
    return files
  }

  /// Files of cases named after a prompt that is not beside them, each with where it would be.
  var casesWithoutPrompt: [(cases: String, prompt: String)] {
    let prompts = Set(allPrompts.map { ProjectPath.join(ProjectPath.folder(of: $0), PromptReader.stem(of: $0)) })
    return listing.paths.compactMap { path in
      guard let suffix = Self.caseExtensions.map({ ".cases." + $0 }).first(where: path.hasSuffix) else { return nil }
      let stem = String(path.dropLast(suffix.count))
      guard !ProjectPath.name(of: stem).isEmpty, !prompts.contains(stem) else { return nil }
      return (path, stem + ".prompt.yml")
    }
  }

  /// The evalset that `testData` of a prompt makes.
  func evalset(within prompt: String) -> EvalsetFiles {
    besideFiles(ProjectPath.folder(of: prompt), PromptReader.stem(of: prompt))
  }

  private func besideFiles(_ folder: String, _ stem: String) -> EvalsetFiles {
    EvalsetFiles(
      id: stem, waivers: listing.existing([stem + ".waivers.yml", stem + ".waivers.yaml"], in: folder).first,
      recordings: ProjectPath.join(folder, stem + ".recordings.jsonl"))
  }

  // MARK: Policies

  func policy(_ id: String, at place: SourceLocation?) throws(Diagnostic) -> String? {
    try only(listing.existing([id + ".yml", id + ".yaml"], in: policies), "policy", id, at: place)
  }

  var policyPaths: [String] {
    listing.paths.filter { ProjectPath.folder(of: $0) == policies && ($0.hasSuffix(".yml") || $0.hasSuffix(".yaml")) }
  }

  var policyNames: [String] { policyPaths.map { String(ProjectPath.name(of: $0).prefix { $0 != "." }) } }

  private func only(
    _ found: [String], _ noun: String, _ id: String, at place: SourceLocation?
  ) throws(Diagnostic) -> String? {
    guard found.count > 1 else { return found.first }
    throw Diagnostic(
      .ambiguousFile, "\(noun) `\(id)`: there is both `\(found[0])` and `\(found[1])`",
      at: place ?? SourceLocation(path: found[1]),
      help: "keep one of them, or name the file with its path")
  }
}
