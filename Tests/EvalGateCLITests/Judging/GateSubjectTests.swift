import Testing

/// A gate that nothing can ever be measured for would end every run undecided, and nobody would know before.
@Suite("gates with nothing to judge")
struct GateSubjectTests {
  @Test("a metric that no suite has, and a tag that no case has, are errors where they stand")
  func found() async throws {
    var files = Sample.two
    files["t.cases.jsonl"] = #"{"id": "a", "text": "x", "expected": "x", "tags": ["billing"]}"# + "\n"
    files["evalgate.yml"] = Sample.configuration(
      gates: """

          tools:  { metric: routing_accuracy, at_least: 90% }
          valid:  { metric: schema_pass_rate, suite: t, at_least: 99% }
          tagged: { metric: pass_rate, tag: biling, at_least: 90% }
          shown:  { metric: accuracy, at_least: 90%, block: false }
          fine:   { metric: pass_rate, tag: billing, at_least: 90% }
        """)
    try await Snapshot.expect([TemporaryProject(files).evalgate("validate")], "gate-subjects")
  }

  @Test("in an included folder a gate holds where there is something to measure, as it does at the top")
  func included() async throws {
    var files = ["evalgate.yml": "version: 1\ninclude: services/*/evalgate.yml\n"]
    let place = "services/mail/"
    files[place + "evalgate.yml"] = Sample.configuration(gates: "{ labels: { metric: accuracy, at_least: 90% } }")
    for (name, check) in [("sorted", "label, labels: [x, y]"), ("free", "equals")] {
      files[place + "prompts/\(name).prompt.yml"] = Sample.two["t.prompt.yml"]
      files[place + "evalsets/\(name)/cases.jsonl"] = #"{"id": "a", "text": "x", "expected": "x"}"# + "\n"
      files[place + "evalsets/\(name)/set.yml"] =
        "id: \(name)\nkind: task\ntask: classification\ndefaults: { checks: [{ check: \(check) }] }\n"
    }
    let project = try TemporaryProject(files)
    let run = try await project.evalgate("run")
    #expect(run.run.code == 0, "\(run.text)")
    #expect(run.run.output.contains("services/mail/labels:sorted"), "\(run.text)")
    #expect(!run.run.output.contains("labels:free"), "\(run.text)")
  }
}
