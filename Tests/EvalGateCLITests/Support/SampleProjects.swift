/// Projects that tests start from. Their model is `echo`, which answers with the last message, so a prompt that inserts
/// another variable of the case gives other answers.
enum Sample {
  /// Design section 4, word for word.
  static let smallest = [
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

  /// Two cases that pass.
  static let two = [
    "t.prompt.yml": """
    messages:
      - { role: user, content: "{{text}}" }

    """,
    "t.cases.jsonl": """
    {"id": "a", "text": "billing", "expected": "billing"}
    {"id": "b", "text": "technical", "expected": "technical"}

    """,
    "evalgate.yml": configuration(),
  ]

  static func configuration(
    target: String = "{ provider: echo }", gates: String = "{ accuracy: { metric: pass_rate, at_least: 90% } }",
    mode: String = "live", more: String = ""
  ) -> String {
    """
    version: 1
    defaults: { route: r, mode: \(mode) }
    routes: { r: { targets: [\(target)], timeout: 20s, retry: { attempts: 2, base: 1ms, ceiling: 1ms } } }
    gates: \(gates)
    \(more)
    """
  }

  /// Forty tickets. Version 13 answers with `first`, wrong for tickets 7 and 19; version 14 with `second`, wrong for the
  /// billing tickets 1 to 27 but for 7, which are 13. So 14 breaks 12 and fixes one.
  static func triage(version: Int = 13) -> [String: String] {
    [
      "prompts/triage.prompt.yml": prompt(version: version), "evalsets/triage/cases.jsonl": tickets,
      "evalsets/triage/set.yml": """
      id: triage
      version: 9
      kind: task
      task: classification
      defaults: { checks: [{ check: label, labels: [billing, technical] }] }

      """,
      "evalgate.yml": configuration(
        gates:
          "\n  accuracy: { metric: accuracy, no_worse_than: baseline }\n  floor: { metric: pass_rate, at_least: 60% }"),
    ]
  }

  static func prompt(version: Int, why: String = "shorter", entry: Bool = true) -> String {
    """
    id: triage
    version: \(version)
    messages:
      - { role: user, content: "{{\(version == 13 ? "first" : "second")}}" }
    \(entry ? "changelog: [{ version: \(version), why: \(why), back_to: \(version - 1) }]" : "")
    """
  }

  private static let tickets = (1...40).map { number in
    let isBilling = number % 2 == 1
    let expected = isBilling ? "billing" : "technical"
    let other = isBilling ? "technical" : "billing"
    let first = [7, 19].contains(number) ? other : expected
    let second = isBilling && number <= 27 && number != 7 ? other : expected
    let id = "t-\(number < 10 ? "0" : "")\(number)"
    return #"{"id": "\#(id)", "first": "\#(first)", "second": "\#(second)", "expected": "\#(expected)"}"# + "\n"
  }.joined()
}

extension TemporaryProject {
  /// The triage project at version 13, run, accepted as baseline and committed.
  static func withBaseline() async throws -> TemporaryProject {
    let project = try TemporaryProject(Sample.triage())
    try project.write(".evalgate/\n", to: ".gitignore")
    try await project.commit("Version 13")
    let run = try await project.evalgate("run")
    let accepted = try await project.evalgate("baseline", "accept", "--reason", "as shipped")
    guard run.run.code == 0, accepted.run.code == 0 else {
      throw Failure("no baseline: \(run.text)\n\(accepted.text)")
    }
    try await project.commit("Accept version 13")
    return project
  }
}
