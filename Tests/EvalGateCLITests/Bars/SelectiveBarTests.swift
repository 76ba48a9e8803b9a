import Testing

@Suite("a change does not get round a gate that counts few of what its check judges")
struct SelectiveBarTests {
  /// A hundred cases, one of eight of which says `rare` as text; every third of these is odd, which a worse prompt answers wrong.
  private static func project(
    gate: String, task: String = "classification", _ line: (Int, _ isRare: Bool) -> String
  ) async throws -> TemporaryProject {
    let lines = (0..<100).map { line($0, $0 % 8 == 0 && $0 < 96) }
    let project = try TemporaryProject([
      "evalgate.yml": Sample.configuration(gates: "{ kept: { \(gate) } }"), ".gitignore": ".evalgate/\n",
      "prompts/t.prompt.yml": "messages: [{ role: user, content: \"{{text}}\" }]\n",
      "evalsets/t/set.yml": "version: 1\ntask: \(task)\n",
      "evalsets/t/cases.jsonl": lines.joined(separator: "\n") + "\n",
    ])
    try await project.commit("As it was")
    _ = try await project.evalgate("run")
    _ = try await project.evalgate("baseline", "accept", "--reason", "as shipped")
    try await project.commit("Accept")
    return project
  }

  private static func isOdd(_ place: Int) -> Bool { place % 24 == 0 }

  private static func labelled(_ place: Int, isRare: Bool) -> String {
    let odd = isRare && isOdd(place) ? #", "odd": "yes""# : ""
    let label = isRare ? "rare" : "usual"
    return #"{"id": "c\#(place)", "n": "\#(place)", "text": "\#(label)"\#(odd), "expected": "\#(label)"}"#
  }

  private static func extracted(_ place: Int, isRare: Bool) -> String {
    let odd = isRare && isOdd(place) ? #", "odd": "yes""# : ""
    let fields = isRare ? ["name": "n\(place)", "iban": "i"] : ["name": "n\(place)"]
    let text =
      "{" + fields.sorted { $0.key > $1.key }.map { #""\#($0.key)": "\#($0.value)""# }.joined(separator: ", ") + "}"
    return #"{"id": "c\#(place)", "text": "\#(text.replacing("\"", with: "\\\""))"\#(odd), "expected": \#(text)}"#
  }

  /// Has the prompt answer odd cases with something else, and edits these.
  private static func worsen(
    _ project: TemporaryProject, _ answer: String, editing edit: (String) -> String?
  ) async throws -> EvalGate.Run {
    try project.write(
      "messages: [{ role: user, content: '{{#if odd}}\(answer){{else}}{{text}}{{/if}}' }]\n", to: "prompts/t.prompt.yml"
    )
    let lines = try project.read("evalsets/t/cases.jsonl").split(separator: "\n").compactMap { line in
      line.contains("odd") ? edit(String(line)) : String(line)
    }
    try project.write(lines.joined(separator: "\n") + "\n", to: "evalsets/t/cases.jsonl")
    return try await project.evalgate("run").run
  }

  @Test(
    "a third of a label's cases is no tenth of it",
    arguments: ["metric: recall, label: rare, at_least: 90%", "metric: f1, label: rare, at_least: 90%"])
  func taken(gate: String) async throws {
    let project = try await Self.project(gate: gate, Self.labelled)
    let worse = try await Self.worsen(project, "usual") { $0 }
    #expect(worse.code == 1, "\(worse)")
    let run = try await Self.worsen(project, "usual") { _ in nil }
    #expect(run.code == 3 && run.output.contains("4 of 12 cases were taken out, more than one in ten"), "\(run)")
  }

  @Test("cases that a label's gate counted are not expected otherwise beside what broke them")
  func relabelled() async throws {
    let project = try await Self.project(gate: "metric: recall, label: rare, at_least: 90%", Self.labelled)
    let run = try await Self.worsen(project, "usual") {
      $0.replacing(#""expected": "rare""#, with: #""expected": "usual""#)
    }
    #expect(run.code == 3 && run.output.contains("4 of 12 cases no longer expect what it counts"), "\(run)")
    // In a change of its own it is the change's to say.
    try project.write("messages: [{ role: user, content: \"{{text}}\" }]\n", to: "prompts/t.prompt.yml")
    let alone = try await project.evalgate("run").run
    #expect(alone.code == 0, "\(alone)")
  }

  @Test(
    "a third of the cases that have a field is no tenth of them",
    arguments: ["at_least: 90%", "no_worse_than: baseline"])
  func field(bound: String) async throws {
    let project = try await Self.project(
      gate: #"metric: field_accuracy, field: "$.iban", \#(bound)"#, task: "extraction", Self.extracted)
    let run = try await Self.worsen(project, #"{"name": "none"}"#) { _ in nil }
    #expect(run.code == 3 && run.output.contains("4 of 12 cases were taken out, more than one in ten"), "\(run)")
  }

  @Test("a third of the cases that are repeated is no tenth of them")
  func repeated() async throws {
    let project = try await Self.project(gate: "metric: flake_rate, at_most: 10%") { place, isRare in
      Self.labelled(place, isRare: isRare).dropLast() + (isRare ? #", "trials": 3}"# : "}")
    }
    let run = try await Self.worsen(project, "usual") { _ in nil }
    #expect(run.code == 3 && run.output.contains("4 of 12 cases were taken out, more than one in ten"), "\(run)")
  }

  @Test("a tenth of all cases may go beside an edit where none of them was counted")
  func uncounted() async throws {
    let project = try await Self.project(gate: "metric: recall, label: rare, at_least: 90%", Self.labelled)
    try project.write("messages: [{ role: user, content: \" {{text}}\" }]\n", to: "prompts/t.prompt.yml")
    let lines = try project.read("evalsets/t/cases.jsonl").split(separator: "\n").filter {
      !$0.contains("c9\"") && !$0.contains("c1\"")
    }
    try project.write(lines.joined(separator: "\n") + "\n", to: "evalsets/t/cases.jsonl")
    let run = try await project.evalgate("run").run
    #expect(run.code == 0 && run.output.contains("12/12"), "\(run)")
  }
}
