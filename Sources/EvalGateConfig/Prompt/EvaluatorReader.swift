import EvalGateCore
import StrictJSON

/// Reads `evaluators` of GitHub's format as our checks.
///
/// As `gh models eval` does it (github/gh-models, `cmd/eval/eval.go`), a string evaluator uses the first of `equals`, `contains`,
/// `startsWith` and `endsWith` that it has; all but `equals` ignore case, and `{{key}}` in it is that key of the row. An
/// evaluator that asks a model is named in a warning.
struct EvaluatorReader {
  private static let criteria = [
    ("equals", "equals", "value"), ("contains", "contains", "text"), ("startsWith", "starts_with", "text"),
    ("endsWith", "ends_with", "text"),
  ]

  /// The evaluators as our files write checks.
  func read(_ node: Node?, _ problems: inout Problems) -> [Node] {
    guard let node else { return [] }
    guard case .sequence(let nodes) = node.content else {
      problems.add(OptionReader.wrong(node, "evaluators", "a list of `{ name, string }`"))
      return []
    }
    return nodes.compactMap { node in
      do throws(Diagnostic) {
        return try evaluator(node, &problems)
      } catch {
        problems.add(error)
        return nil
      }
    }
  }

  private func evaluator(_ node: Node, _ problems: inout Problems) throws(Diagnostic) -> Node? {
    var options = try OptionReader(node, subject: "evaluator")
    let name = try options.optionalString("name") ?? "without a name"
    let (string, llm, uses) = (options.node("string"), options.node("llm"), options.node("uses"))
    for problem in options.unknownKeys() { problems.add(problem) }
    guard let string else {
      guard let other = llm ?? uses else {
        throw Diagnostic(
          .missingKey, "evaluator `\(name)` says neither `string` nor `llm` nor `uses`", at: node.location,
          help: "add `string: { contains: … }`")
      }
      problems.add(
        Diagnostic(
          .unreadEvaluator, "evaluator `\(name)` asks a model and is not read", at: other.location, severity: .warning,
          help: "what it judges is not part of pass or fail here; add a check that code can decide"))
      return nil
    }
    return try check(string, name, &problems)
  }

  private func check(_ node: Node, _ name: String, _ problems: inout Problems) throws(Diagnostic) -> Node? {
    var options = try OptionReader(node, subject: "evaluator `\(name)`")
    let given = Self.criteria.compactMap { key, check, option in options.node(key).map { (key, check, option, $0) } }
    for problem in options.unknownKeys() { problems.add(problem) }
    guard let (key, id, option, value) = given.first else {
      throw Diagnostic(
        .missingKey, "evaluator `\(name)` compares with nothing", at: node.location,
        help: "add one of `equals`, `contains`, `startsWith`, `endsWith`")
    }
    if given.count > 1 {
      problems.add(
        Diagnostic(
          .badCase, "evaluator `\(name)` compares in \(given.count) ways, of which GitHub reads `\(key)` only",
          at: given[1].3.location,
          help: "make an evaluator of each"))
    }
    guard let text = value.source else { throw OptionReader.wrong(value, key, "text") }
    var entries = [
      Node.Entry(key: "check", keyLocation: node.location, value: Node(.string(id), at: node.location, source: id)),
      Node.Entry(
        key: option, keyLocation: value.location, value: Node(.string(text), at: value.location, source: text)),
    ]
    if key != "equals" {
      entries.append(
        Node.Entry(key: "ignore_case", keyLocation: value.location, value: Node(.bool(true), at: value.location)))
    }
    return Node(.mapping(entries), at: node.location)
  }
}
