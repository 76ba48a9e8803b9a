import EvalGateCore
import StrictJSON

/// promptfoo's tests, from wherever they come, with files read and lists of values spread out.
struct PromptfooTests {
  /// One test as it was found.
  struct Found {
    let description: String?
    let variables: JSONObject
    let assertions: [Node]
    /// `options`, `threshold` and the like, to be looked at by who makes the case.
    let node: Node
    let place: SourceLocation

    init(description: String?, variables: JSONObject, assertions: [Node], node: Node, place: SourceLocation) {
      self.description = description
      self.variables = variables
      self.assertions = assertions
      self.node = node
      self.place = place
    }

    /// The prompts as they are, without variables.
    init(unchanged root: Node) {
      self.init(
        description: nil, variables: [:], assertions: [], node: Node(.mapping([]), at: root.location),
        place: root.location)
    }
  }

  let path: String
  let files: any ForeignFiles

  /// How many tests one file may spread out into.
  private static let most = 100_000

  /// As they are written: what a variable says of others is filled in once all of them are known, those of `defaultTest` too.
  func found(_ node: Node?, _ notes: inout Notes) -> [Found] {
    (node?.items ?? []).flatMap { item -> [Found] in
      if let text = item.text { return fromFile(text.filePath ?? text, at: item.location, &notes) }
      if let file = item["path"]?.text { return fromFile(file.filePath ?? file, at: item.location, &notes) }
      return tests(item, relativeTo: path, &notes)
    }
  }

  /// `scenarios`: every test of a scenario under every configuration of it.
  func found(scenarios: Node?, _ notes: inout Notes) -> [Found] {
    (scenarios?.items ?? []).flatMap { scenario -> [Found] in
      let configurations = found(scenario["config"], &notes)
      let tests = found(scenario["tests"], &notes)
      return configurations.flatMap { configuration in
        tests.map { test in
          var variables = configuration.variables
          for (key, value) in test.variables { variables[key] = value }
          return Found(
            description: test.description ?? configuration.description, variables: variables,
            assertions: configuration.assertions + test.assertions, node: test.node, place: test.place)
        }
      }
    }
  }

  private func fromFile(_ written: String, at place: SourceLocation, _ notes: inout Notes) -> [Found] {
    let pattern = ForeignPath.join(path, written)
    let paths = written.contains("*") ? (try? files.paths(matching: pattern)) ?? [] : [pattern]
    guard !written.contains("://"), !paths.isEmpty else {
      notes.left(
        "`\(written)`, which is not a file here,", at: place, help: "fetch it and import it with `evalgate import csv`")
      return []
    }
    var all: [Found] = []
    for path in paths {
      do {
        switch ForeignPath.suffix(of: path) {
        case "csv": all += try files.rows(path).map { row($0) }
        case "jsonl": for line in try files.lines(path) { all += tests(line, relativeTo: path, &notes) }
        case "yaml", "yml", "json":
          for node in try files.value(path).items { all += tests(node, relativeTo: path, &notes) }
        default:
          notes.left(
            "`\(written)`, which a program makes,", at: place, help: "let it write JSON lines, and import those")
        }
      } catch {
        let problem = (error as? Diagnostic) ?? (error as? Problems)?.sorted.first
        let mention = problem?.location.map { " (\($0.precise))" } ?? ""
        notes.left(
          "`\(written)`, which cannot be read,", at: place,
          help: (problem?.message ?? "there is no such file") + mention
        )
      }
    }
    return all
  }

  // MARK: Tests as mappings

  private func tests(_ node: Node, relativeTo file: String, _ notes: inout Notes) -> [Found] {
    guard node.isMapping else {
      notes.left("a test that is no mapping", at: node.location, help: "write the case by hand")
      return []
    }
    var choices: [(key: String, values: [JSONValue])] = []
    let isSpread = node["options"]?["disableVarExpansion"]?.content != .bool(true)
    var variables = node["vars"]
    if let file = variables?.text {
      variables = try? files.value(ForeignPath.join(path, file.filePath ?? file))
      if variables == nil {
        notes.left(
          "a test whose variables come from `\(file)`, which cannot be read,", at: node.location,
          help: "put the file there, as YAML or JSON")
        return []
      }
    }
    for entry in variables?.entries ?? [] {
      guard let value = variable(entry, &notes) else { return [] }
      if isSpread, let values = value.arrayValue, !values.isEmpty, values.allSatisfy({ $0.stringValue != nil }) {
        choices.append((entry.key, values))
      } else {
        choices.append((entry.key, [value]))
      }
    }
    var sets = [JSONObject()]
    for (key, values) in choices {
      guard sets.count * values.count <= Self.most else {
        notes.left(
          "a test that spreads into more than \(Self.most) cases", at: node.location,
          help: "write the cases that matter")
        return []
      }
      sets = sets.flatMap { set in
        values.map { value in
          var next = set
          next[key] = value
          return next
        }
      }
    }
    return sets.map { variables in
      Found(
        description: node["description"]?.text, variables: variables, assertions: node["assert"]?.items ?? [],
        node: node, place: node.location)
    }
  }

  /// What a variable is, read from the file that it may name; nil where that cannot be read.
  func variable(_ entry: Node.Entry, _ notes: inout Notes) -> JSONValue? {
    guard let file = entry.value.text?.filePath else { return entry.value.json }
    let path = ForeignPath.join(path, file)
    switch ForeignPath.suffix(of: file) {
    case "json", "yaml", "yml": if let value = try? files.value(path) { return value.json }
    case "txt", "md", "html", "csv", "xml": if let text = try? files.text(path) { return .string(text) }
    default: break
    }
    notes.left(
      "a test whose variable `\(entry.key)` comes from `\(file)`", at: entry.value.location,
      help: "write the value out; only texts, YAML and JSON are read")
    return nil
  }

  // MARK: Tests as rows

  /// A row of a CSV file: `__expected`, `__expected1`, … are assertions, other columns with two underscores settings.
  private func row(_ row: Node) -> Found {
    var variables: JSONObject = [:]
    var assertions: [Node] = []
    var description: String?
    for entry in row.entries {
      let text = entry.value.plain ?? ""
      if entry.key.hasPrefix("__expected") {
        if !text.isEmpty { assertions.append(Self.assertion(text, at: entry.value.location)) }
      } else if entry.key == "__description" {
        description = text
      } else if !entry.key.hasPrefix("__") {
        variables[entry.key] = .string(text)
      }
    }
    return Found(
      description: description, variables: variables, assertions: assertions,
      node: Node(.mapping([]), at: row.location), place: row.location)
  }

  /// `contains: text`, `similar(0.8): text`, `fn:…`, or the text itself, which the answer equals.
  static func assertion(_ text: String, at place: SourceLocation) -> Node {
    var object: JSONObject = [:]
    let short = ["fn": "javascript", "eval": "javascript", "grade": "llm-rubric"]
    let head = text.prefix { $0 != ":" }
    var type = String(head)
    if type.hasSuffix(")"), let open = type.firstIndex(of: "("),
      let number = JSONNumber(text: String(type[type.index(after: open)...].dropLast()))
    {
      object["threshold"] = .number(number)
      type = String(type[..<open])
    }
    let isType =
      !type.isEmpty && type.allSatisfy { $0.isASCII && ($0.isLowercase || $0 == "-") }
      && (head.count < text.count || ["is-json", "contains-json", "is-refusal"].contains(type))
    guard isType, known.contains(type.hasPrefix("not-") ? String(type.dropFirst(4)) : type) || short[type] != nil else {
      return Node(["type": "equals", "value": .string(text)], at: place)
    }
    object["type"] = .string(short[type] ?? type)
    let value = text.dropFirst(head.count + 1).trimmingSpaces
    if !value.isEmpty { object["value"] = .string(String(value)) }
    return Node(.object(object), at: place)
  }

  private static let known: Set<String> = [
    "answer-relevance", "bleu", "classifier", "contains", "contains-all", "contains-any", "contains-html",
    "contains-json",
    "contains-sql", "contains-xml", "context-faithfulness", "context-recall", "context-relevance", "cost", "equals",
    "factuality", "finish-reason", "g-eval", "gleu", "guardrails", "icontains", "icontains-all", "icontains-any",
    "is-html",
    "is-json", "is-refusal", "is-sql", "is-xml", "javascript", "latency", "levenshtein", "llm-rubric", "meteor",
    "model-graded-closedqa", "model-graded-factuality", "moderation", "perplexity", "perplexity-score", "python",
    "regex",
    "rouge-n", "ruby", "similar", "starts-with", "webhook", "word-count",
  ]
}
