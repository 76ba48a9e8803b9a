import EvalGateCore
import StrictJSON

/// A row of GitHub's `testData`, in which every key is a variable of the template, `expected` among them.
enum GitHubCase {
  /// - Parameters:
  ///   - checks: evaluators that speak of the row, as checks; empty where all rows are judged alike.
  ///   - isJudgedByExpected: false where the file's evaluators judge, of which none can be read: GitHub compares `expected` with
  ///     the answer only where an evaluator does.
  static func node(_ row: Node, _ checks: [Node], isJudgedByExpected: Bool, _ problems: inout Problems) -> Node {
    guard case .mapping(let entries) = row.content else { return row }
    let variables = Node(.mapping(entries), at: row.location)
    var keys = [Node.Entry(key: "vars", keyLocation: row.location, value: variables)]
    if isJudgedByExpected, let expected = entries.first(where: { $0.key == "expected" }) { keys.append(expected) }
    if !checks.isEmpty {
      let filled = checks.map { Self.filled($0, entries, &problems) }
      keys.append(
        Node.Entry(key: "checks", keyLocation: row.location, value: Node(.sequence(filled), at: row.location)))
    }
    return Node(.mapping(keys), at: row.location)
  }

  /// Whether what an evaluator compares with differs from row to row.
  static func speaksOfRow(_ check: Node) -> Bool {
    guard case .mapping(let entries) = check.content else { return false }
    return entries.contains { $0.value.source?.contains("{{") ?? false }
  }

  /// A check with the row's values in place of `{{key}}`.
  private static func filled(_ check: Node, _ row: [Node.Entry], _ problems: inout Problems) -> Node {
    guard case .mapping(let entries) = check.content else { return check }
    return Node(
      .mapping(
        entries.map { entry in
          guard case .string(let text) = entry.value.content, text.contains("{{") else { return entry }
          let place = entry.value.location
          let value = fill(text, row)
          if let rest = value.unknown {
            problems.add(
              Diagnostic(
                .badCase, "the evaluator asks for `{{\(rest)}}`, which a row does not have", at: place,
                label: suggestion(for: rest, among: row.map(\.key)).map { "did you mean `{{\($0)}}`?" },
                help: "every row of `testData` needs a key that an evaluator asks for"))
          }
          return Node.Entry(
            key: entry.key, keyLocation: entry.keyLocation,
            value: Node(.string(value.text), at: place, source: value.text))
        }), at: check.location)
  }

  /// From left to right, so that what a value holds is not taken for a key once more.
  private static func fill(_ text: String, _ row: [Node.Entry]) -> (text: String, unknown: String?) {
    var (result, rest, unknown) = ("", text[...], String?.none)
    while let open = rest.firstRange(of: "{{"), let close = rest[open.upperBound...].firstRange(of: "}}") {
      let key = rest[open.upperBound..<close.lowerBound].trimmingSpaces
      result += rest[..<open.lowerBound]
      if let value = row.first(where: { $0.key == key })?.value {
        result += value.source ?? value.json.serialized()
      } else {
        unknown = unknown ?? String(key)
      }
      rest = rest[close.upperBound...]
    }
    return (result + rest, unknown)
  }
}
