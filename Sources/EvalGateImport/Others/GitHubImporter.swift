import EvalGateCore
import StrictJSON

/// GitHub's `.prompt.yml`: the prompt as it is, its `testData` and `evaluators` as an evalset of their own.
///
/// evalgate reads such a file without this; what it gains is cases in files of their own, one a line.
public enum GitHubImporter: Importer {
  public static let id = "github"
  public static let summary = "GitHub's .prompt.yml with testData and evaluators"

  public static func convert(_ path: String, _ options: ImportOptions, files: any ForeignFiles) throws -> Imported {
    let root = try files.value(path)
    guard root.isMapping, root["messages"] != nil else {
      throw Diagnostic(
        .foreignFile, "`\(path)` is no prompt file of GitHub", at: root.location, help: "it has at least `messages`")
    }
    var notes = Notes()
    let stem = ForeignPath.name(of: path).replacing(".prompt.yml", with: "").replacing(".prompt.yaml", with: "")
    let name = options.name ?? Slug.of(stem) ?? "imported"
    var draft = Draft(name: name, origin: ForeignPath.name(of: path))
    draft.prompts = [
      Draft.Prompt(
        id: name,
        content: JSONObject(
          root.entries.filter { $0.key != "testData" && $0.key != "evaluators" }.map { ($0.key, $0.value.json) }))
    ]
    let checks = (root["evaluators"]?.items ?? []).flatMap { self.checks($0, &notes) }
    if !checks.isEmpty { draft.set["defaults"] = ["checks": .array(checks.map { .object($0) })] }
    for (index, row) in (root["testData"]?.items ?? []).enumerated() {
      let variables = row.json.objectValue ?? [:]
      guard !checks.isEmpty || variables.contains(key: "expected") else {
        notes.left("a row that nothing judges", at: row.location, help: "give it `expected`, or the file an evaluator")
        continue
      }
      var evalCase: JSONObject = ["id": .string("row-\(index + 1)"), "vars": .object(variables)]
      evalCase["expected"] = variables["expected"]
      draft.cases.append(evalCase)
    }
    guard !draft.cases.isEmpty else {
      throw Problems(
        notes.list + [
          Diagnostic(
            .foreignFile, "no row of `testData` can be converted", at: root["testData"]?.location ?? root.location,
            help: "nothing was written; the prompt itself needs no import, it is read as it is")
        ])
    }
    if root["model"] == nil {
      notes.left(
        "the model, which the file does not name,", at: root.location, help: "the route `unknown` fails: change it")
      draft.routes = [("unknown", ["targets": [["provider": "exec", "command": ["false"]]]])]
    }
    return draft.imported(notes)
  }

  /// The first of the four criteria that a string evaluator has, as GitHub reads it; all but `equals` ignore case.
  private static func checks(_ node: Node, _ notes: inout Notes) -> [JSONObject] {
    let criteria = [
      ("equals", "equals", "value"), ("contains", "contains", "text"), ("startsWith", "starts_with", "text"),
      ("endsWith", "ends_with", "text"),
    ]
    guard let string = node["string"] else {
      notes.left(
        "the evaluator `\(node["name"]?.plain ?? "")`, which asks a model,", at: node.location,
        help: "add a check that code can decide")
      return []
    }
    for (key, check, option) in criteria {
      guard let value = string[key]?.plain else { continue }
      guard !value.contains("{{") else {
        notes.left(
          "the evaluator `\(node["name"]?.plain ?? "")` with a template", at: node.location,
          help: "give each case its `expected`, and the check `\(check)` no value")
        return []
      }
      var object: JSONObject = ["check": .string(check)]
      object[option] = .string(value)
      if key != "equals" { object["ignore_case"] = true }
      return [object]
    }
    notes.left(
      "the evaluator `\(node["name"]?.plain ?? "")`, which compares with nothing,", at: node.location,
      help: "write the check by hand")
    return []
  }
}
