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
    let stem = ProjectPath.name(of: path).replacing(".prompt.yml", with: "").replacing(".prompt.yaml", with: "")
    let name = options.name ?? Slug.of(stem) ?? "imported"
    var draft = Draft(name: name, origin: ProjectPath.name(of: path))
    draft.prompts = [
      Draft.Prompt(
        id: name,
        content: JSONObject(
          root.entries.filter { $0.key != "testData" && $0.key != "evaluators" }.map { ($0.key, $0.value.json) }))
    ]
    let evaluators = root["evaluators"]?.items ?? []
    let checks = evaluators.compactMap { check($0, &notes) }
    // What speaks of the row stands at the case, and then all of them do: a case's checks take the place of its set's.
    let isByRow = checks.contains { $0.template != nil }
    if !checks.isEmpty, !isByRow { draft.set["defaults"] = ["checks": .array(checks.map { .object($0.options) })] }
    for (index, row) in (root["testData"]?.items ?? []).enumerated() {
      let variables = row.json.objectValue ?? [:]
      // Where evaluators judge, `expected` is a variable like any other.
      let isJudged = evaluators.isEmpty ? variables.contains(key: "expected") : !checks.isEmpty
      let own = isByRow ? checks.compactMap { filled($0, row, &notes) } : []
      guard isJudged, !isByRow || !own.isEmpty else {
        notes.left("a row that nothing judges", at: row.location, help: "give it `expected`, or the file an evaluator")
        continue
      }
      var evalCase: JSONObject = ["id": .string("row-\(index + 1)"), "vars": .object(variables)]
      if evaluators.isEmpty { evalCase["expected"] = variables["expected"] }
      if !own.isEmpty { evalCase["checks"] = .array(own.map { .object($0) }) }
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

  /// A string evaluator as a check.
  private struct Check {
    let name: String
    var options: JSONObject
    /// Under which key of `options` the text stands that takes something from the row, and that text; nil where none does.
    var template: (key: String, text: String)?
  }

  private static let criteria = [
    (key: "equals", check: "equals", option: "value"), (key: "contains", check: "contains", option: "text"),
    (key: "startsWith", check: "starts_with", option: "text"), (key: "endsWith", check: "ends_with", option: "text"),
  ]

  /// The first of the four criteria that a string evaluator has, as GitHub reads it; all but `equals` ignore case.
  private static func check(_ node: Node, _ notes: inout Notes) -> Check? {
    let name = node["name"]?.plain ?? ""
    guard let string = node["string"] else {
      notes.left(
        "the evaluator `\(name)`, which asks a model,", at: node.location, help: "add a check that code can decide")
      return nil
    }
    for entry in node.entries where entry.key != "name" && entry.key != "string" {
      notes.left(
        "`\(entry.key)` of the evaluator `\(name)`", at: entry.keyLocation, help: "its `string` is what is converted")
    }
    for (key, check, option) in criteria {
      guard let value = string[key]?.plain else { continue }
      for entry in string.entries where entry.key != key {
        notes.left(
          "`\(entry.key)` of the evaluator `\(name)`", at: entry.keyLocation,
          help: criteria.contains { $0.key == entry.key }
            ? "of several comparisons GitHub reads one, here `\(key)`: make an evaluator of each"
            : "GitHub knows no such comparison: write the check by hand")
      }
      var object: JSONObject = ["check": .string(check)]
      object[option] = .string(value)
      if key != "equals" { object["ignore_case"] = true }
      return Check(name: name, options: object, template: value.contains("{{") ? (option, value) : nil)
    }
    notes.left(
      "the evaluator `\(name)`, which compares with nothing,", at: node.location, help: "write the check by hand")
    return nil
  }

  /// With the row's values in place of `{{key}}`, from left to right, so that what a value holds is not filled in once more; nil
  /// where the row lacks one.
  private static func filled(_ check: Check, _ row: Node, _ notes: inout Notes) -> JSONObject? {
    guard let (key, template) = check.template else { return check.options }
    var (text, rest) = ("", template[...])
    while let open = rest.firstRange(of: "{{"), let close = rest[open.upperBound...].firstRange(of: "}}") {
      let name = rest[open.upperBound..<close.lowerBound].trimmingSpaces
      guard let value = row[String(name)] else {
        notes.left(
          "the evaluator `\(check.name)` for a row without `\(name)`", at: row.location,
          help: "give the case a check of its own")
        return nil
      }
      text += rest[..<open.lowerBound]
      text += value.plain ?? value.json.serialized()
      rest = rest[close.upperBound...]
    }
    var options = check.options
    options[key] = .string(text + rest)
    return options
  }
}
