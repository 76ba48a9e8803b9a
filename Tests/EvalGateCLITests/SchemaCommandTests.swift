import JSONSchema
import StrictJSON
import Testing

@Suite("evalgate schema")
struct SchemaCommandTests {
  static let kinds = [
    "config", "prompt", "tools", "set", "cases", "waivers", "policy", "baseline", "run", "recording", "report",
  ]

  private static func schema(_ kind: String) async throws -> JSONValue {
    let project = try TemporaryProject()
    let run = try await project.evalgate("schema", kind).run
    #expect(run.code == 0, "\(run.error)")
    return try JSONValue(parsing: Array(run.output.utf8))
  }

  @Test("what it prints is a schema, and what the documentation publishes", arguments: kinds)
  func published(kind: String) async throws {
    let project = try TemporaryProject()
    let text = try await project.evalgate("schema", kind).run.output
    try Published.expect(text, at: "\(Repository.root)/docs/schemas/\(kind).schema.json")
    guard case .valid = try JSONSchema.validateSchema(JSONValue(parsing: Array(text.utf8))) else {
      Issue.record("the schema of \(kind) is no schema")
      return
    }
  }

  /// A key that nobody knows, at every place where a mapping is read; the message lists the keys that are known there.
  @Test(
    "the keys of a schema are the keys that the loader knows",
    arguments: [
      ("config", "", "evalgate.yml", "version: 1\nzz: 1\n"),
      ("config", "/properties/defaults", "evalgate.yml", "version: 1\ndefaults: { zz: 1 }\n"),
      ("config", "/definitions/suite", "evalgate.yml", "version: 1\nsuites: { triage: { zz: 1 } }\n"),
      ("config", "/definitions/budget", "evalgate.yml", "version: 1\nbudget: { zz: 1 }\n"),
      ("config", "/definitions/profile", "evalgate.yml", "version: 1\nprofiles: { a: { zz: 1 } }\n"),
      (
        "config", "/definitions/route", "evalgate.yml",
        "version: 1\nroutes: { a: { targets: [{ provider: echo }], zz: 1 } }\n"
      ),
      (
        "config", "/definitions/route/properties/retry", "evalgate.yml",
        "version: 1\nroutes: { a: { targets: [{ provider: echo }], retry: { zz: 1 } } }\n"
      ),
      (
        "config", "/definitions/route/properties/breaker", "evalgate.yml",
        "version: 1\nroutes: { a: { targets: [{ provider: echo }], breaker: { zz: 1 } } }\n"
      ),
      (
        "config", "/definitions/route/properties/limits", "evalgate.yml",
        "version: 1\nroutes: { a: { targets: [{ provider: echo }], limits: { zz: 1 } } }\n"
      ),
      ("prompt", "", "triage.prompt.yml", "messages: [{ role: user, content: a }]\nzz: 1\n"),
      ("prompt", "/properties/messages/items", "triage.prompt.yml", "messages: [{ role: user, content: a, zz: 1 }]\n"),
      ("tools", "", "t.tools.yml", "tools: []\nzz: 1\n"),
      ("set", "", "evalsets/a/set.yml", "zz: 1\n"),
      ("set", "/properties/defaults", "evalsets/a/set.yml", "defaults: { zz: 1 }\n"),
      (
        "waivers", "/items", "evalsets/a/waivers.yml",
        "- { case: a, reason: r, owner: o, expires: 2026-01-01, zz: 1 }\n"
      ),
    ])
  func keys(kind: String, place: String, path: String, text: String) async throws {
    var files = [
      "evalgate.yml": "version: 1\n",
      "triage.prompt.yml": "model: openai/gpt-4.1\nmessages: [{ role: user, content: a }]\ntools: t.tools.yml\n",
      "triage.cases.jsonl": "{\"expected\": \"a\"}\n", "t.tools.yml": "tools: []\n", "evalsets/a/set.yml": "id: a\n",
      "evalsets/a/cases.jsonl": "{\"id\": \"a\", \"expected\": \"a\"}\n",
      "prompts/a.prompt.yml": "model: openai/gpt-4.1\nmessages: [{ role: user, content: a }]\n",
    ]
    files[path] = text
    let run = try await TemporaryProject(files).evalgate("validate").run
    let line = try #require(
      run.error.split(separator: "\n").first { $0.contains("known keys are ") },
      "\(kind) \(place): \(run.output)\(run.error)")
    let known = Set(line.split(separator: "`").enumerated().filter { $0.offset % 2 == 1 }.map { String($0.element) })
    var schema = try await Self.schema(kind)
    for step in place.split(separator: "/") { schema = try #require(schema[String(step)], "\(place)") }
    #expect(Set(schema["properties"]?.objectValue?.keys ?? []) == known)
  }

  @Test("every line of a run and every recording follows its schema")
  func written() async throws {
    let project = try TemporaryProject(Sample.triage())
    _ = try await project.evalgate("run", "--mode", "record", "--save", "first.jsonl")
    _ = try await project.evalgate("baseline", "accept", "./first.jsonl", "--reason", "as shipped")
    try await project.commit("Accept")
    try project.write(Sample.prompt(version: 14), to: "prompts/triage.prompt.yml")
    let run = try await project.evalgate("run", "--mode", "record", "--save", "second.jsonl").run
    #expect(run.code == 1, "\(run.output)\(run.error)")
    _ = try await project.evalgate("recordings", "keep")
    for kind in ["run", "recording", "baseline"] {
      try await project.write(Self.schema(kind).serialized(), to: "\(kind).json")
    }
    for (file, kind) in [
      ("first.jsonl", "run"), ("second.jsonl", "run"), ("evalsets/triage/recordings.jsonl", "recording"),
      ("evalsets/baselines/triage.jsonl", "baseline"),
    ] {
      let run = try await project.evalgate("json", "--lines", file, "--schema", "\(kind).json").run
      #expect(run.code == 0, "\(file): \(run.output)\(run.error)")
    }
    try project.write(
      project.read("second.jsonl").replacing(#""pass_fail":"fail""#, with: #""pass_fail":"perhaps""#),
      to: "second.jsonl")
    #expect(try await project.evalgate("json", "--lines", "second.jsonl", "--schema", "run.json").run.code != 0)
  }

  @Test(
    "the schema of cases takes the setups that its reader takes",
    arguments: [
      (#"{"plant": {"text": "x"}}"#, true), (#"{"plant": {"into": "user", "text": "x", "at": "end"}}"#, true),
      (#"{"plant": {"into": "user"}}"#, false), (#"{"plant": {"text": " "}}"#, false), (#"{"plant": {}}"#, false),
      (#"{"canaries": {"a": "lamp-4", "b": ["x-1", "y-2"]}}"#, true), (#"{"canaries": ["lamp-4"]}"#, true),
      (#"{"canaries": {}}"#, false), (#"{"canaries": []}"#, false), (#"{"canaries": {"a": ""}}"#, false),
      (#"{"audience": ["hr"]}"#, true), (#"{"audience": []}"#, false), (#"{"audience": 3}"#, false),
    ])
  func setups(setup: String, isGood: Bool) async throws {
    let evalCase =
      #"{"id": "a", "turns": [{"user": "hi"}], "setup": \#(setup), "expected": {"calls": {"deny": ["pay"]}}}"#
    let project = try TemporaryProject([
      "evalgate.yml": "version: 1\n",
      "prompts/desk.prompt.yml": "model: openai/gpt-4.1\nmessages: [{ role: system, content: hi }]\n",
      "evalsets/desk/set.yml": "kind: safety\n", "evalsets/desk/cases.jsonl": evalCase,
      "cases.json": try await Self.schema("cases").serialized(),
    ])
    let checked = try await project.evalgate("json", "--lines", "evalsets/desk/cases.jsonl", "--schema", "cases.json")
      .run
    let validated = try await project.evalgate("validate").run
    #expect((checked.code == 0) == isGood, "\(checked)")
    #expect((validated.code == 0) == isGood, "\(validated)")
  }

  @Test("the files of this repository follow their schemas")
  func repository() async throws {
    let project = try TemporaryProject()
    let lines = ["ticket-triage", "invoice-extract", "support-agent", "support-safety"]
    let schema = try await Self.schema("cases")
    try project.write(schema.serialized(), to: "cases.json")
    for set in lines {
      let run = try await project.evalgate(
        "json", "--lines", Repository.root + "/evalsets/\(set)/cases.jsonl", "--schema", "cases.json"
      )
      .run
      #expect(run.code == 0, "\(run.output)\(run.error)")
    }
  }
}
