import EvalGateConfig
import EvalGateCore

/// The smallest useful set-up of the design, word for word.
let smallest = [
  "triage.prompt.yml": """
  model: openai/gpt-4.1-mini
  messages:
    - { role: user, content: "billing or technical? {{text}}" }
  """,
  "triage.cases.jsonl": """
  {"text": "charged twice", "expected": "billing"}
  """,
  "evalgate.yml": """
  version: 1
  gates: { accuracy: { metric: pass_rate, at_least: 90% } }
  """,
]

/// The smallest set-up with some files written otherwise; an empty text removes one.
func files(_ changes: [String: String] = [:]) -> MemoryFiles {
  MemoryFiles(smallest.merging(changes) { $1 }.filter { !$0.value.isEmpty })
}

func load(
  _ files: any FileSource, config: String? = nil, from folder: String = "", today: CalendarDate? = nil
) async throws(Problems) -> Project {
  try await ProjectLoader(files: files, catalog: .test, today: today).load(configPath: config, workingFolder: folder)
}

/// Everything that is said of files that do not load, as `code place: message`.
func problems(
  _ files: any FileSource, config: String? = nil, from folder: String = "", today: CalendarDate? = nil
) async -> [String] {
  await diagnostics(files, config: config, from: folder, today: today).map(\.line)
}

func diagnostics(
  _ files: any FileSource, config: String? = nil, from folder: String = "", today: CalendarDate? = nil
) async -> [Diagnostic] {
  do throws(Problems) {
    return try await load(files, config: config, from: folder, today: today).notes
  } catch {
    return error.list
  }
}

extension Diagnostic {
  var line: String { "\(code) \(location?.precise ?? "-"): \(message)" }
}
