import EvalGateCore
import JSONSchema
import StrictJSON

/// Passes when the output follows a JSON Schema.
struct MatchesSchema: PlainCheck {
  static let id: CheckID = "json_schema"
  static let summary = "The output is strict JSON and follows a JSON Schema (2020-12, 2019-09 or draft 7)."
  static let defaultSubject = SubjectSelector.json
  static let options = [
    OptionHelp("schema", "a schema file, or the schema itself; the prompt's output schema when left out"),
    OptionHelp("format", "`assertion` (the default): a string without its `format` fails; or `annotation`"),
    OptionHelp("content", "`annotation` (the default), or `assertion`: strings have to be what `content…` says"),
  ]
  static let examples = [
    CheckExample(
      options: ["schema": ["type": "object", "required": ["label"]]], output: #"{"label": "billing"}"#, expect: .passed),
    CheckExample(options: ["schema": ["type": "object", "required": ["label"]]], output: "{}", expect: .failed),
    CheckExample(options: ["schema": ["type": "object"]], output: "{", expect: .failed),
    CheckExample(
      options: ["schema": ["type": "integer", "minimum": 1], "from": "$.count"], output: #"{"count": 0}"#,
      expect: .failed),
    CheckExample(
      options: ["schema": ["format": "email"], "from": "$.mail"], output: #"{"mail": "nobody"}"#, expect: .failed),
    CheckExample(
      options: ["schema": ["format": "email"], "format": "annotation", "from": "$.mail"],
      output: #"{"mail": "nobody"}"#, expect: .passed),
    CheckExample(output: "{}", decision: Decision(schema: .valid), expect: .passed),
    CheckExample(output: "{}", expect: .error),
  ]

  private let schema: JSONSchema?

  init(options: inout OptionReader) throws(Diagnostic) {
    let settings = try SchemaSettings(options: &options)
    guard let node = options.node("schema") else {
      guard settings == SchemaSettings() else {
        throw Diagnostic(
          .badOption, "`format` and `content` belong to the prompt's output schema here", at: options.node.location,
          help: "write them under the prompt's `output`, or give the check a `schema` of its own")
      }
      schema = nil
      return
    }
    do throws(SchemaError) {
      schema = try JSONSchema(node.json, options: settings.options)
    } catch {
      let first = error.problems.first
      throw Diagnostic(
        .badOption, "not a JSON Schema: \(first?.message ?? "")",
        at: first.map { node.place(of: $0.location) } ?? node.location,
        help: first?.help ?? "give a file, or a schema of JSON Schema 2020-12, 2019-09 or draft 7")
    }
  }

  var needsOutputSchema: Bool { schema == nil }
  var judgesAttacks: Bool { schema != nil }

  func finding(for subject: Subject, in context: CheckContext) throws(Halt) -> Finding {
    guard let schema else { return try verdict(on: context.decision.schema) }
    let objection = try schemaObjection(schema, try subject.requireJSON())
    return verdict(objection == nil, objection ?? "")
  }

  private func verdict(on outcome: SchemaOutcome) throws(Halt) -> Finding {
    switch outcome {
    case .notAsked: throw .error("nothing to compare with: neither the check nor the prompt has a schema")
    case .undetermined(let what): throw .error(what)
    case .valid: return Finding(Self.id, .passed)
    case .invalid(_, let problems): return Finding(Self.id, .failed, listed(problems.map(\.unsafeText)))
    }
  }
}
