import EvalGateCore
import StrictJSON

/// `promptfooconfig.yaml`: prompts, providers, tests, scenarios and assertions.
public enum PromptfooImporter: Importer {
  public static let id = "promptfoo"
  public static let summary = "promptfoo's configuration with its prompts, providers, tests and assertions"

  public static func convert(_ path: String, _ options: ImportOptions, files: any ForeignFiles) throws -> Imported {
    let written = try files.value(path)
    guard written.isMapping else {
      throw Diagnostic(
        .foreignFile, "`\(path)` is no configuration of promptfoo", at: written.location,
        help: "name the file with `prompts`, `providers` and `tests`")
    }
    var conversion = PromptfooConversion(
      path: path, root: written.resolvingReferences(in: written), files: files,
      name: options.name ?? Slug.of(written["description"]?.text.map { String($0.prefix(40)) } ?? "") ?? "imported")
    return try conversion.run()
  }
}

private struct PromptfooConversion {
  let path: String
  let root: Node
  let files: any ForeignFiles
  let name: String
  var notes = Notes()

  /// Keys that say how promptfoo works rather than what is tested.
  private static let silent: Set<String> = [
    "$schema", "description", "prompts", "providers", "targets", "tests", "defaultTest", "scenarios", "evaluateOptions",
    "commandLineOptions", "outputPath", "sharing", "tags", "metadata", "assertionTemplates", "version",
    "writeLatestResults",
  ]

  mutating func run() throws -> Imported {
    for entry in root.entries where !Self.silent.contains(entry.key) {
      notes.left("`\(entry.key)`", at: entry.keyLocation, help: Self.help(for: entry.key))
    }
    var draft = Draft(name: name, origin: ProjectPath.name(of: path))
    let settings = [root["evaluateOptions"], root["commandLineOptions"]]
    let concurrency = settings.lazy.compactMap { $0?["maxConcurrency"]?.number }.first
    draft.routes = PromptfooProviders().routes(
      (root["providers"] ?? root["targets"])?.items ?? [], concurrency: concurrency.flatMap { Int(exactly: $0) }, &notes
    )
    if let trials = settings.lazy.compactMap({ $0?["repeat"]?.number }).first, let trials = Int(exactly: trials),
      trials > 1
    {
      draft.set["trials"] = .number(JSONNumber(min(trials, 1000)))
    }
    if draft.routes.isEmpty {
      notes.left(
        "every provider", at: root["providers"]?.location ?? root["targets"]?.location ?? root.location,
        help: "the route `unknown` stands for them and fails until you change it in evalgate.yml")
      draft.routes = [("unknown", ["targets": [["provider": "exec", "command": ["false"]]]])]
    }
    let tests = PromptfooTests(path: path, files: files)
    var found = tests.found(root["tests"], &notes) + tests.found(scenarios: root["scenarios"], &notes)
    // Without any, the prompts are asked once as they are.
    if root["tests"] == nil, root["scenarios"] == nil { found = [PromptfooTests.Found(unchanged: root)] }
    let defaults = try self.defaults(tests)
    let structured = structuredVariables(found, defaults)
    draft.prompts = prompts(structured)
    try addCases(found, defaults, structured, &draft)
    guard !draft.prompts.isEmpty, !draft.cases.isEmpty else {
      throw Problems(
        notes.list + [
          Diagnostic(
            .foreignFile, draft.prompts.isEmpty ? "no prompt can be converted" : "no test can be converted",
            at: root.location,
            help: "what was left out is listed with its reason; nothing was written")
        ])
    }
    return draft.imported(notes)
  }

  private static func help(for key: String) -> String {
    switch key {
    case "redteam":
      "attacks that a model writes change from run to run; write them as a safety set, see docs/policies.md"
    case "env": "variables of the environment stay there; targets name the one that holds the key"
    case "derivedMetrics":
      "metrics are those of `evalgate list metrics`, or a count of your own in a script over the run"
    case "nunjucksFilters", "extensions": "templates and runs take no code; prepare the variables instead"
    default: "it has no counterpart"
    }
  }

  // MARK: Defaults

  private struct Defaults {
    var variables: JSONObject = [:]
    var assertions: [Node] = []
    var node: Node?
  }

  private mutating func defaults(_ tests: PromptfooTests) throws -> Defaults {
    guard var node = root["defaultTest"] else { return Defaults() }
    if let file = node.text?.filePath {
      node = try files.value(ForeignPath.join(path, file)).resolvingReferences(in: root)
    }
    var variables: JSONObject = [:]
    for entry in node["vars"]?.entries ?? [] {
      if let value = tests.variable(entry, &notes) { variables[entry.key] = value }
    }
    return Defaults(variables: variables, assertions: node["assert"]?.items ?? [], node: node)
  }

  // MARK: Prompts

  private func structuredVariables(_ found: [PromptfooTests.Found], _ defaults: Defaults) -> Set<String> {
    var names: Set<String> = []
    for variables in found.map(\.variables) + [defaults.variables] {
      for (key, value) in variables where value.arrayValue != nil || value.objectValue != nil { names.insert(key) }
    }
    return names
  }

  private mutating func prompts(_ structured: Set<String>) -> [Draft.Prompt] {
    let written = root["prompts"]?.items ?? [Node("{{prompt}}", at: root.location)]
    let found = PromptfooPrompts(path: path, files: files).found(written, &notes)
    var taken: Set<String> = []
    return found.compactMap { prompt in
      do throws(Nunjucks.Unconvertible) {
        var messages: [JSONValue] = []
        for message in prompt.messages {
          let content = try Nunjucks(structured: structured).convert(message.content)
          messages.append(["role": .string(message.role), "content": .string(content)])
        }
        let id = Slug.unique(found.count == 1 ? name : prompt.name ?? name, or: name, among: &taken)
        return Draft.Prompt(id: id, content: ["messages": .array(messages)])
      } catch {
        notes.left(
          "the prompt \(prompt.name.map { "`\($0)`" } ?? "here") with \(error.what)", at: prompt.place,
          help:
            "templates here know `{{path}}`, `{{path | json}}`, `{{#if path}}` and `{{#each list}}`; write it by hand")
        return nil
      }
    }
  }

  // MARK: Cases

  private mutating func addCases(
    _ found: [PromptfooTests.Found], _ defaults: Defaults, _ structured: Set<String>, _ draft: inout Draft
  ) throws {
    let assertions = PromptfooAssertions(path: path, files: files)
    let selector = self.selector(defaults.node)
    if let node = defaults.node { mention(node, of: "`defaultTest`") }
    var usual: [JSONObject] = []
    let isUsual = !defaults.assertions.contains(where: PromptfooAssertions.isTemplate)
    if isUsual { usual = assertions.checks(defaults.assertions, variables: [:], &notes) }
    if !usual.isEmpty, selector != .unknown {
      draft.set["defaults"] = ["checks": .array(usual.map { .object(selector.applied(to: $0)) })]
    }
    let wanted = Set(try draft.prompts.flatMap(Self.variables))
    var taken: Set<String> = []
    for (index, test) in found.enumerated() {
      var variables = defaults.variables
      for (key, value) in test.variables { variables[key] = value }
      variables = filled(variables, test)
      for key in wanted where !variables.contains(key: key) { variables[key] = "" }
      let own = test.node["options"]?["disableDefaultAsserts"]?.content == .bool(true)
      let inherited =
        own ? [] : isUsual ? usual : assertions.checks(defaults.assertions, variables: variables, &notes)
      let added = assertions.checks(test.assertions, variables: variables, &notes)
      let selector = test.node["options"]?["transform"] == nil ? selector : self.selector(test.node)
      mention(test.node, of: "a test")
      guard !(inherited + added).isEmpty, selector != .unknown else {
        notes.left(
          "a test of which no assertion remains", at: test.place,
          help: "a case that nothing judges would pass whatever comes")
        continue
      }
      let isJudged = (test.assertions + (own ? [] : defaults.assertions)).contains(where: assertions.judges)
      guard !isJudged || (inherited + added).contains(where: PromptfooAssertions.judges) else {
        notes.left(
          "a test of which no assertion about what is said remains", at: test.place,
          help: "a case of which only time, money or the end is looked at would pass whatever comes")
        continue
      }
      var evalCase: JSONObject = [
        "id": .string(Slug.unique(test.description ?? "", or: "test-\(index + 1)", among: &taken))
      ]
      for (key, value) in CaseKeys.placed(variables) { evalCase[key] = value }
      let tags = Self.tags(test.node["metadata"], defaults.node?["metadata"])
      if !tags.isEmpty { evalCase["tags"] = .array(tags.map { .string($0) }) }
      if !added.isEmpty || !isUsual || own || test.node["options"]?["transform"] != nil {
        evalCase["checks"] = .array((inherited + added).map { .object(selector.applied(to: $0)) })
      }
      draft.cases.append(evalCase)
    }
  }

  private mutating func filled(_ variables: JSONObject, _ test: PromptfooTests.Found) -> JSONObject {
    let (values, open) = PromptfooVariables.filled(variables)
    for name in open {
      notes.nearly(
        "the variable `\(name)` is asked as it is written, with its `{{ }}`",
        at: test.node["vars"]?[name]?.location ?? test.place,
        help: "write out what it stands for: what is inserted is never read as a template here")
    }
    return values
  }

  private enum Selector: Equatable {
    case whole
    case path(String)
    case unknown

    /// What a transform before all assertions selects, said in each check that has not selected anything itself.
    func applied(to check: JSONObject) -> JSONObject {
      guard case .path(let path) = self, check["from"] == nil,
        PromptfooAssertions.judges(check)
      else { return check }
      var check = check
      check["from"] = .string(path)
      return check
    }
  }

  private mutating func selector(_ node: Node?) -> Selector {
    guard let transform = node?["options"]?["transform"] ?? node?["options"]?["postprocess"] else { return .whole }
    let text = transform.text.map { String($0.trimmingSpaces) } ?? ""
    if text == "output" || text == "output.trim()" { return .whole }
    if let path = PromptfooAssertions.selector(text) { return .path(path) }
    notes.left(
      "every assertion after the transform `\(text.prefix(60))`", at: transform.location,
      help: "say with `from:` in the checks what part of the answer is judged")
    return .unknown
  }

  /// What a test, or the one that all others start from, says beside variables and assertions: read elsewhere, or named here.
  private mutating func mention(_ test: Node, of whose: String) {
    let read: Set<String> = ["vars", "assert", "options", "metadata", "description"]
    for entry in test.entries where !read.contains(entry.key) {
      // All of its assertions, which is what every case asks here.
      if entry.key == "threshold", entry.value.number == 1 { continue }
      notes.left("`\(entry.key)` of \(whose)", at: entry.value.location, help: Self.help(forKeyOfTest: entry.key))
    }
    mentionOptions(test["options"])
  }

  private static func help(forKeyOfTest key: String) -> String {
    switch key {
    case "threshold", "assertScoringFunction": "a case passes when all its checks pass"
    case "provider": "a suite has one route"
    case "providers", "prompts": "make a suite of its own for these cases"
    case "providerOutput": "write the answer as a recording"
    default: "it has no counterpart"
    }
  }

  /// Options that are read, or that concern a judge which is left out anyway.
  private static let knownOptions: Set<String> = [
    "transform", "postprocess", "disableVarExpansion", "disableDefaultAsserts", "provider", "rubricPrompt",
    "factuality",
    "runSerially", "disableConversationVar", "timeout",
  ]

  private mutating func mentionOptions(_ options: Node?) {
    for entry in options?.entries ?? [] where !Self.knownOptions.contains(entry.key) {
      notes.left(
        "the option `\(entry.key)`", at: entry.keyLocation,
        help: "write what it does into the prompt, the variables or the route's parameters")
    }
  }

  /// `metadata: { tier: smoke }` is the tag `tier:smoke`; a test's own value stands before the one that all start from.
  private static func tags(_ metadata: Node?, _ usual: Node?) -> [String] {
    let own = metadata?.entries ?? []
    let inherited = (usual?.entries ?? []).filter { entry in !own.contains { $0.key == entry.key } }
    return (inherited + own).compactMap { entry in
      entry.value.plain.flatMap { $0.utf8.count <= 64 && !$0.contains("\n") ? "\(entry.key):\($0)" : nil }
    }
  }

  /// The variables that a prompt cannot do without; promptfoo prints nothing for one that is missing, we refuse.
  private static func variables(of prompt: Draft.Prompt) throws -> [String] {
    try (prompt.content["messages"]?.arrayValue ?? []).flatMap { message in
      try Template(message["content"]?.stringValue ?? "", location: SourceLocation(path: "")).references
        .filter { !$0.isOptional }.map(\.root)
    }
  }
}

/// Where the variables of a case stand.
enum CaseKeys {
  private static let taken: Set<String> = [
    "id", "expected", "checks", "tags", "severity", "turns", "setup", "vars", "trials", "cluster",
  ]

  /// Beside the case's own keys, or under `vars` where a name would be taken for one of them.
  static func placed(_ variables: JSONObject) -> JSONObject {
    variables.keys.contains(where: taken.contains) ? ["vars": .object(variables)] : variables
  }
}
