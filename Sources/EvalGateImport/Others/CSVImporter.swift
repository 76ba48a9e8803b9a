import EvalGateCore
import StrictJSON

/// A table of cases: one column is expected, the others are variables.
public enum CSVImporter: Importer {
  public static let id = "csv"
  public static let summary = "a table with a header row: one column is expected, the others are variables"

  private static let expectedNames = [
    "expected", "ideal", "expected_output", "answer", "label", "output", "target", "reference",
  ]
  private static let inputNames = ["input", "prompt", "question", "text", "message", "query", "user"]

  public static func convert(_ path: String, _ options: ImportOptions, files: any ForeignFiles) throws -> Imported {
    let rows = try files.rows(path)
    guard let first = rows.first else {
      throw Diagnostic(
        .foreignFile, "`\(path)` has no row below its header", at: SourceLocation(path: path),
        help: "add a row for each case")
    }
    let columns = first.entries.map(\.key)
    let expected = try column(options.expected, or: expectedNames, of: columns, as: "expected", path)
    let id =
      try options.id.map { try column($0, or: [], of: columns, as: "id", path) }
      ?? columns.first { $0.lowercased() == "id" }
    let rest = columns.filter { $0 != expected && $0 != id }
    let input =
      try options.input.map { try column($0, or: [], of: columns, as: "input", path) }
      ?? inputNames.lazy.compactMap { name in rest.first { $0.lowercased() == name } }.first
    let name = options.name ?? Slug.of(ForeignPath.stem(of: path)) ?? "imported"

    var draft = Draft(name: name, origin: ProjectPath.name(of: path))
    var notes = Notes()
    // A name in a template is letters, digits and underscores; a column may be called anything.
    var renamed: [String: String] = [:]
    var names: Set<String> = []
    for column in rest {
      renamed[column] = Slug.unique(column, or: "column", among: &names).replacing("-", with: "_")
      if renamed[column] != column {
        notes.nearly(
          "the column `\(column)` is the variable `\(renamed[column] ?? "")`", at: first.location,
          help: "templates name it so")
      }
    }
    var taken: Set<String> = []
    for (index, row) in rows.enumerated() {
      let text = row[expected]?.plain ?? ""
      guard !text.isEmpty else {
        notes.left(
          "a row without `\(expected)`", at: row.location, help: "a case that expects nothing is judged by nothing")
        continue
      }
      let wanted = id.flatMap { row[$0]?.plain } ?? ""
      let named = wanted.isEmpty ? "row-\(index + 1)" : wanted
      let isFirst = taken.insert(named).inserted
      let unique = isFirst ? named : Slug.unique(named, or: "row", among: &taken)
      if !isFirst {
        notes.nearly(
          "the id `\(named)` stands in a row above", at: row.location, help: "this row's case is `\(unique)`")
      } else if let id, wanted.isEmpty {
        notes.nearly("a row without `\(id)`", at: row.location, help: "its case is `\(unique)`")
      }
      var evalCase: JSONObject = ["id": .string(unique)]
      evalCase["expected"] = .string(text)
      let variables = JSONObject(rest.map { (renamed[$0] ?? $0, .string(row[$0]?.plain ?? "")) })
      for (key, value) in CaseKeys.placed(variables) { evalCase[key] = value }
      draft.cases.append(evalCase)
    }
    guard !draft.cases.isEmpty else { throw Problems(notes.list) }
    let content =
      input.flatMap { renamed[$0] }.map { "{{\($0)}}" }
      ?? rest.map { "\($0): {{\(renamed[$0] ?? $0)}}" }.joined(separator: "\n")
    draft.prompts = [Draft.Prompt(id: name, content: ["messages": [["role": "user", "content": .string(content)]]])]
    draft.routes = [("unknown", ["targets": [["provider": "exec", "command": ["false"]]]])]
    notes.nearly(
      "a table says nothing of a prompt or a model", at: SourceLocation(path: path),
      help: "prompts/\(name).prompt.yml holds the message alone, and the route `unknown` fails: change both")
    return draft.imported(notes)
  }

  private static func column(
    _ asked: String?, or usual: [String], of columns: [String], as what: String, _ path: String
  ) throws(Diagnostic) -> String {
    if let asked, columns.contains(asked) { return asked }
    if asked == nil, let found = usual.lazy.compactMap({ name in columns.first { $0.lowercased() == name } }).first {
      return found
    }
    throw Diagnostic(
      .foreignFile, asked.map { "there is no column `\($0)`" } ?? "no column says what is expected",
      at: SourceLocation(path: path),
      label: asked.flatMap { suggestion(for: $0, among: columns) }.map { "did you mean `\($0)`?" },
      help: "columns are " + columns.prefix(20).map { "`\($0)`" }.joined(separator: ", "),
      "name one with `--\(what) COLUMN`")
  }
}
