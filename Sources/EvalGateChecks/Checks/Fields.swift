import EvalGateCore
import StrictJSON

/// Passes when every field of an extraction is as expected. What became of each is a fact for field accuracy.
struct Fields: PlainCheck {
  static let id: CheckID = "fields"
  static let summary =
    "Every field of the expected object is in the output as expected, and nothing is invented. `null` counts as not there."
  static let defaultSubject = SubjectSelector.json
  static let options =
    Expectation.help("value", "the object expected") + [
      OptionHelp(
        "fields",
        """
        JSONPaths with how they are compared: `exact`, `case_folded`, `number`, `date`, `set`, `fuzzy` or `ignore`; \
        `{ compare: number, tolerance: 0.01 }`, `{ compare: fuzzy, at_least: 90% }`; \
        `{ match_by: sku, fields: { … } }` for a list whose items belong together by a member
        """),
      OptionHelp("others", "`exact` (fields without a rule are compared too; the default) or `ignore`"),
      OptionHelp("invented", "`fail` (a field that nothing expects fails; the default) or `ignore`"),
    ]
  static let examples = [
    CheckExample(expected: ["total": 68.22, "po": nil], output: #"{"total": 68.220}"#, expect: .passed),
    CheckExample(expected: ["total": 68.22], output: #"{"total": 68.2}"#, expect: .failed),
    CheckExample(expected: ["total": 68.22], output: #"{"total": 68.22, "tip": 5}"#, expect: .failed),
    CheckExample(
      options: ["invented": "ignore"], expected: ["total": 68.22], output: #"{"total": 68.22, "tip": 5}"#,
      expect: .passed),
    CheckExample(expected: ["a": ["b": 1]], output: #"{"a": {}}"#, expect: .failed),
    CheckExample(
      options: [
        "fields": ["$.name": "case_folded", "$.day": "date", "$.total": ["compare": "number", "tolerance": 0.005]]
      ],
      expected: ["name": "Moorhen Catering", "day": "2025-12-25", "total": 10],
      output: #"{"name": "MOORHEN  catering", "day": "2025-12-25T08:00:00Z", "total": "10.004"}"#, expect: .passed),
    CheckExample(
      options: ["fields": ["$.lines": ["match_by": "sku", "fields": ["$.amount": "number"]]]],
      expected: ["lines": [["sku": "A", "amount": 1], ["sku": "B", "amount": 2]]],
      output: #"{"lines": [{"sku": "B", "amount": 2}, {"sku": "A", "amount": 1}]}"#, expect: .passed),
    CheckExample(
      options: ["fields": ["$.tags": "set"]], expected: ["tags": ["a", "b"]], output: #"{"tags": ["b", "a"]}"#,
      expect: .passed),
    CheckExample(expected: ["total": 68.22], output: "The total is 68.22.", expect: .failed),
    CheckExample(expected: "billing", output: "{}", expect: .error),
  ]

  /// What to do with fields without a rule.
  enum Others: String, CaseIterable { case exact, ignore }
  /// What to do with fields that nothing expects.
  enum Invented: String, CaseIterable { case fail, ignore }

  private let expectation: Expectation
  private let rules: [FieldRule]
  private let scope: FieldComparing.Scope

  init(options: inout OptionReader) throws(Diagnostic) {
    expectation = try Expectation("value", options: &options)
    let node = options.node("fields")
    rules = try node.map { node throws(Diagnostic) in try FieldRule.rules(node) } ?? []
    let others = try options.choice("others", default: Others.exact)
    let invented = try options.choice("invented", default: Invented.fail)
    scope = FieldComparing.Scope(comparesOthers: others == .exact, notesInvented: invented == .fail)
    guard scope.comparesOthers || !rules.isEmpty else {
      throw Diagnostic(
        .badOption, "check `fields` compares nothing", at: options.node.location,
        help: "name `fields`, or leave out `others: ignore`")
    }
  }

  func finding(for subject: Subject, in context: CheckContext) throws(Halt) -> Finding {
    let expected = Self.fields(of: try expectation.value(in: context))
    guard expected.objectValue != nil || expected.arrayValue != nil else {
      throw .error("what is expected must be an object, not \(expected.kindName)")
    }
    var got: JSONValue?
    var obstacle: String?
    do throws(Halt) {
      got = try subject.requireJSON()
    } catch {
      guard error.outcome == .failed else { throw error }
      obstacle = error.reason
    }
    var comparing = FieldComparing(scope)
    try comparing.compare(expected, got, rules)
    guard obstacle != nil || !comparing.facts.isEmpty else {
      throw .error("no field is expected, so nothing was compared")
    }
    let differences = obstacle.map { [$0] } ?? comparing.differences
    let share = comparing.facts.isEmpty ? 0 : Double(comparing.matched) / Double(comparing.facts.count)
    return Finding(
      Self.id, differences.isEmpty ? .passed : .failed, listed(differences), score: share, facts: comparing.facts)
  }

  func problem(with expected: Node?) -> Diagnostic? {
    expectation.problem(with: expected, in: Self.id, wanted: "an object") {
      $0.objectValue != nil || $0.arrayValue != nil
    }
  }

  func facts(ofRightAnswerTo evalCase: EvalCase) -> [Fact] {
    guard let expected = expectation.value(of: evalCase).map(Self.fields) else { return [] }
    var comparing = FieldComparing(scope)
    return (try? comparing.compare(expected, expected, rules)) == nil ? [] : comparing.facts
  }

  /// The fields themselves where `fields` stands beside the other things that a case can expect.
  private static func fields(of expected: JSONValue) -> JSONValue {
    guard let object = expected.objectValue, let fields = object["fields"],
      object.keys.allSatisfy({ ["fields", "tool_calls", "decision"].contains($0) })
    else { return expected }
    return fields
  }
}
