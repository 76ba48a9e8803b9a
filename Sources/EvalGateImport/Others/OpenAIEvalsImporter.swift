import EvalGateCore
import StrictJSON

/// OpenAI's `evals`: a registry file with the samples it names, or a file of samples alone.
public enum OpenAIEvalsImporter: Importer {
  public static let id = "openai-evals"
  public static let summary = "a registry file of OpenAI's evals with its samples, or a file of samples"

  /// What judges a sample: the last part of the class.
  private enum Judge: String {
    case match = "Match"
    case includes = "Includes"
    case fuzzy = "FuzzyMatch"
    case json = "JsonMatch"
  }

  public static func convert(_ path: String, _ options: ImportOptions, files: any ForeignFiles) throws -> Imported {
    var notes = Notes()
    let name = options.name ?? Slug.of(ForeignPath.stem(of: path)) ?? "imported"
    var draft = Draft(name: name, origin: ProjectPath.name(of: path))
    if path.hasSuffix(".jsonl") {
      add(try files.lines(path), .match, ignoresCase: false, &draft, &notes)
      notes.nearly(
        "samples alone do not say what judges them", at: SourceLocation(path: path),
        help: "they are held to begin with `ideal`, as the class Match does; import the registry file for any other")
    } else {
      try addRegistered(path, files, &draft, &notes)
    }
    guard !draft.cases.isEmpty else {
      throw Problems(
        notes.list + [
          Diagnostic(
            .foreignFile, "no sample of `\(path)` can be converted", at: SourceLocation(path: path),
            help: "nothing was written")
        ])
    }
    draft.prompts = [Draft.Prompt(id: name, content: ["messages": [["role": "user", "content": "{{input}}"]]])]
    draft.routes = [("unknown", ["targets": [["provider": "exec", "command": ["false"]]]])]
    notes.nearly(
      "a registry names no model", at: SourceLocation(path: path),
      help: "the route `unknown` fails: change it in evalgate.yml")
    return draft.imported(notes)
  }

  private static func addRegistered(
    _ path: String, _ files: any ForeignFiles, _ draft: inout Draft, _ notes: inout Notes
  ) throws {
    for entry in try files.value(path).entries where entry.value["class"] != nil {
      let kind = entry.value["class"]?.text ?? ""
      guard let judge = Judge(rawValue: String(kind.split(separator: ":").last ?? "")) else {
        notes.left(
          "`\(entry.key)` of the class `\(kind)`", at: entry.keyLocation,
          help: "only Match, Includes, FuzzyMatch and JsonMatch are judged by code; write the checks by hand")
        continue
      }
      let arguments = entry.value["args"]
      guard let samples = arguments?["samples_jsonl"]?.text, !samples.contains("://") else {
        notes.left(
          "`\(entry.key)` without a file of samples here", at: entry.keyLocation,
          help: "fetch the file beside the registry")
        continue
      }
      // A registry names samples from its own `data` folder, two folders away from `evals`.
      let places = [ForeignPath.join(path, samples), ForeignPath.join(path, "../data/" + samples)]
      guard let place = places.first(where: { (try? files.text($0)) != nil }) else {
        notes.left(
          "`\(entry.key)` with the samples `\(samples)`, which cannot be read,", at: entry.keyLocation,
          help: "put the file beside the registry, or in `../data/`")
        continue
      }
      // What is wrong with a file that is there is told as of one that was named: without it the evalset would be another one.
      let lines = try files.lines(place)
      for key in ["num_few_shot", "few_shot_jsonl"] where arguments?[key] != nil {
        notes.left(
          "`\(key)`", at: arguments?[key]?.location ?? entry.keyLocation, help: "write the examples into the prompt")
      }
      add(lines, judge, ignoresCase: arguments?["ignore_case"]?.content == .bool(true), &draft, &notes)
    }
  }

  private static func add(
    _ lines: [Node], _ judge: Judge, ignoresCase: Bool, _ draft: inout Draft, _ notes: inout Notes
  ) {
    for line in lines {
      let ideals = (line["ideal"]?.items ?? []).compactMap(\.plain)
      guard !ideals.isEmpty, !ideals.contains(""), let check = check(judge, ideals, ignoresCase) else {
        notes.left("a sample without a usable `ideal`", at: line.location, help: "write the case by hand")
        continue
      }
      guard var evalCase = input(line["input"]) else {
        notes.left(
          "a sample whose `input` is neither a text nor messages that begin with a user's and end with one",
          at: line.location,
          help: "write the case by hand")
        continue
      }
      evalCase["id"] = .string("sample-\(draft.cases.count + 1)")
      evalCase["checks"] = [.object(check)]
      draft.cases.append(evalCase)
    }
  }

  private static func check(_ judge: Judge, _ ideals: [String], _ ignoresCase: Bool) -> JSONObject? {
    let texts = JSONValue.array(ideals.map { .string($0) })
    switch judge {
    case .match:
      guard ideals.count > 1 else { return ["check": "starts_with", "text": .string(ideals[0])] }
      return ["check": "regex", "pattern": .string("^(?:" + ideals.map(escaped).joined(separator: "|") + ")")]
    case .includes: return ["check": "contains_any", "texts": texts, "ignore_case": .bool(ignoresCase)]
    case .fuzzy: return ["check": "contains_any", "texts": texts, "ignore_case": true]
    case .json:
      guard ideals.count == 1, let value = try? JSONValue(parsing: Array(ideals[0].utf8)) else { return nil }
      return ["check": "equals", "from": "json", "value": value]
    }
  }

  private static func escaped(_ text: String) -> String {
    text.reduce(into: "") { $0 += #"\^$.|?*+()[]{}"#.contains($1) ? "\\\($1)" : String($1) }
  }

  /// The message to the model as `input`, system messages as `setup.system`, and what was said before as turns.
  private static func input(_ node: Node?) -> JSONObject? {
    if let text = node?.text { return ["input": .string(text)] }
    var messages: [(role: String, content: String)] = []
    for message in node?.items ?? [] {
      guard let role = message["role"]?.text, let content = message["content"]?.text else { return nil }
      // Few-shot examples stand in system messages that are named for who speaks.
      switch (role, message["name"]?.text) {
      case ("system", "example_user"): messages.append(("user", content))
      case ("system", "example_assistant"): messages.append(("assistant", content))
      default: messages.append((role, content))
      }
    }
    let system = messages.filter { $0.role == "system" || $0.role == "developer" }.map(\.content).joined(
      separator: "\n\n")
    var spoken = messages.filter { $0.role == "user" || $0.role == "assistant" }
    // A sample that gives all its words as the system's asks nothing else.
    if spoken.isEmpty, !system.isEmpty { return ["input": .string(system)] }
    guard let first = spoken.first, first.role == "user", spoken.last?.role == "user",
      spoken.count + messages.count(where: { $0.role == "system" || $0.role == "developer" }) == messages.count
    else { return nil }
    spoken.removeFirst()
    var evalCase: JSONObject = ["input": .string(first.content)]
    if !system.isEmpty { evalCase["setup"] = ["system": .string(system)] }
    if !spoken.isEmpty { evalCase["turns"] = .array(spoken.map { .object([$0.role: .string($0.content)]) }) }
    return evalCase
  }
}
