import ArgumentParser
import EvalGateCore
import EvalGatePolicy
import EvalGateReporters
import StrictJSON

/// The files that people write, each with a schema that editors complete and check it by, and the lines that evalgate writes.
///
/// A test asks the loader which keys it knows and holds these to it, so that neither gets ahead of the other; another one holds
/// what is written to its schemas.
enum SchemaKind: String, NamedChoice {
  case config, prompt, tools, set, cases, waivers, policy, baseline, run, recording, report

  /// Of the file as `docs/schemas/` publishes it.
  var fileName: String { "\(rawValue).schema.json" }

  /// What it is for, in the schema and in the documentation.
  var title: String {
    switch self {
    case .config: "evalgate.yml"
    case .prompt: "A prompt: *.prompt.yml"
    case .tools: "Tools of a prompt: *.tools.yml"
    case .set: "An evalset: set.yml"
    case .cases: "Cases: cases.yml, *.cases.yml, or a line of cases.jsonl"
    case .waivers: "Waivers of an evalset: waivers.yml"
    case .policy: "A policy: policies/*.yml"
    case .baseline: "A line of a baseline: evalsets/baselines/*.jsonl"
    case .run: "A line of a run: .evalgate/runs/*.jsonl"
    case .recording: "A recording: a line of recordings.jsonl"
    case .report: "The report of --report json"
    }
  }

  /// The schema as it is printed, with its line end.
  func text(_ catalog: Catalog) -> String {
    if self == .policy { return PolicySchema.text + "\n" }
    if self == .report { return ReportSchema.text }
    var schema: JSONObject = ["$schema": "http://json-schema.org/draft-07/schema#", "title": .string(title)]
    let parts = FileSchemas(catalog: catalog)
    let own: JSONObject =
      switch self {
      case .config: parts.config
      case .prompt: parts.prompt
      case .tools: parts.tools
      case .set: parts.set
      case .cases: parts.cases
      case .waivers: parts.waivers
      case .policy, .report: [:]
      case .baseline: parts.baselineLine
      case .run: parts.runLine
      case .recording: parts.recording
      }
    for (key, value) in own { schema[key] = value }
    if self == .config || self == .set || self == .cases || self == .prompt {
      schema["definitions"] = .object(parts.definitions(for: self))
    }
    return JSONValue.object(schema).serialized(.pretty) + "\n"
  }
}
