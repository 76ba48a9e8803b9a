import EvalGateCore
import JSONSchema
import StrictJSON

/// Passes when the output follows a JSON Schema.
struct MatchesSchema: PlainCheck {
  static let id: CheckID = "json_schema"
  static let summary = "The output is strict JSON and follows a JSON Schema (2020-12, 2019-09 or draft 7)."
  static let defaultSubject = SubjectSelector.json
  static let options = [
    OptionHelp("schema", "a schema file, or the schema itself; the prompt's output schema when left out")
  ]
  static let examples = [
    CheckExample(
      options: ["schema": ["type": "object", "required": ["label"]]], output: #"{"label": "billing"}"#, expect: .passed),
    CheckExample(options: ["schema": ["type": "object", "required": ["label"]]], output: "{}", expect: .failed),
    CheckExample(options: ["schema": ["type": "object"]], output: "{", expect: .failed),
    CheckExample(
      options: ["schema": ["type": "integer", "minimum": 1], "from": "$.count"], output: #"{"count": 0}"#,
      expect: .failed),
    CheckExample(output: "{}", decision: Decision(schema: .valid), expect: .passed),
    CheckExample(output: "{}", expect: .error),
  ]

  private let schema: JSONSchema?

  init(options: inout OptionReader) throws(Diagnostic) {
    guard let node = options.node("schema") else {
      schema = nil
      return
    }
    do throws(Halt) {
      schema = try compileSchema(node.json)
    } catch {
      throw Diagnostic(
        .badOption, error.reason, at: node.location, help: "give a file, or a schema of JSON Schema 2020-12")
    }
  }

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
