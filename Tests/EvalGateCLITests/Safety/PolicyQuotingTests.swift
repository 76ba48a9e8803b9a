import Testing

/// What a message about a policy shows of its lines.
@Suite("lines of policies in messages")
struct PolicyQuotingTests {
  @Test(
    "no message quotes what stands under a key that a policy does not know",
    arguments: [
      "restrictd: [{ id: codes, values: [HEATHER-0417] }]", "Restricted:\n  - id: codes\n    values: [HEATHER-0417]",
      "codes: [HEATHER-0417]", "restrictd:\n- values: [HEATHER-0417", "restrictd:\n- values: HEATHER-0417: x",
      "codes:\n  HEATHER-0417: 1\n  HEATHER-0417: 2", "\"restrictd\": [HEATHER-0417]", "HEATHER-0417: 1",
      "secrets: { alow: [HEATHER-0417] }", "canaries: { values: [HEATHER-0417] }",
      "restricted:\n  - id: codes\n    vales: [HEATHER-0417]",
      "tools: [{ id: A, tool: x, effect: reed, vales: [HEATHER-0417] }]",
      // Of what cannot be read nobody knows which keys it has.
      "tools: [{ id: A, tool: x: y, vales: [HEATHER-0417] }]", "tools: [{ id: A, id: B, vales: [HEATHER-0417] }]",
      "tools: [{ HEATHER-0417: A, HEATHER-0417: B }]", "tools: [{ id: A, vales: *HEATHER-0417 }]",
      "tools:\n- vales: [HEATHER-0417", "pii: { alow: !HEATHER-0417 x }", "pii: { alow: \"HEATHER-0417\\q\" }",
      "pii: { ? [HEATHER-0417] : x }", "pii: { alow: HEATHER-0417, <<: x }",
    ])
  func quotingUnknown(_ section: String) async throws {
    let project = try TemporaryProject([
      "p.yml": "id: p\nversion: 1\n\(section)\nunicode: {}\n",
      "f.json.yml": "{\n  \"id\": \"p\",\n  \"restrictd\": [\"HEATHER-0417\"]\n}\n",
      "one-line.yml": "{ id: p, restrictd: [HEATHER-0417] }\n",
    ])
    try await project.expectNoQuote(of: "HEATHER", checking: "p.yml", "f.json.yml", "one-line.yml")
  }

  @Test("a key that a policy does not know is named, and the lines of what it knows are shown")
  func namingUnknown() async throws {
    let project = try TemporaryProject([
      "p.yml": "id: p\ncodes: [HEATHER-0417]\ntools: [{ id: A, tool: x, effect: read, decision: dney }]\n"
    ])
    let output = try await project.evalgate("policy", "check", "p.yml").run.output
    #expect(output.contains("unknown key `codes` in the policy"), "\(output)")
    #expect(output.contains(" 3 | tools: [{ id: A, tool: x, effect: read, decision: dney }]"), "\(output)")
  }

  @Test(
    "of a policy that cannot be read the place is named, and words of policies are",
    arguments: [
      ("tools: [{ id: A, tool: x: y }]", ["p.yml:1:25", "did not find expected ',' or '}'"]),
      ("tools: []\ntools: []", ["p.yml:2:1", "duplicate key `tools`", "already in line 1"]),
      ("tools: [{ id: A, id: B }]", ["p.yml:1:18", "duplicate key `id`"]),
    ])
  func unread(_ text: String, _ parts: [String]) async throws {
    let project = try TemporaryProject(["p.yml": "\(text)\n"])
    let output = try await project.evalgate("policy", "check", "p.yml").run.output
    for part in parts { #expect(output.contains(part), "\(output)") }
    #expect(!output.contains(" | tools:"), "\(output)")
  }

  @Test("of every section but `restricted` lines are shown")
  func sections() async throws {
    let keys = [
      "changelog", "version", "id", "name", "description", "defaults", "trust", "tools", "sequences", "pii", "secrets",
      "canaries", "system_prompt", "channels", "unicode",
    ]
    for key in keys + ["restricted"] {
      let project = try TemporaryProject(["p.yml": "\(key): [[7]]\n"])
      let output = try await project.evalgate("policy", "check", "p.yml").run.output
      #expect(output.contains(" 1 | \(key): [[7]]") == (key != "restricted"), "\(output)")
    }
    // A key that is new to policies belongs into the list above, and among those whose lines are shown.
    let project = try TemporaryProject(["p.yml": "codes: 7\n"])
    let output = try await project.evalgate("policy", "check", "p.yml").run.output
    let line = try #require(output.split(separator: "\n").first { $0.contains("known keys are") })
    let known = line.split(separator: "`", omittingEmptySubsequences: false).enumerated()
      .filter { $0.offset % 2 == 1 }.map { String($0.element) }
    #expect(Set(known) == Set(keys + ["restricted"]), "\(output)")
  }

  @Test("the example of `explain safety/blind` ends as blind")
  func blindExample() async throws {
    let project = try TemporaryProject([:])
    let explained = try await project.evalgate("explain", "safety/blind").run.output
    let line = try #require(explained.split(separator: "\n").first { $0.contains("│ ") })
    let example = try #require(line.split(separator: "│ ").last)
    try project.write("id: p\n\(example)\n", to: "p.yml")
    #expect(try await project.evalgate("policy", "check", "p.yml").run.code == 5, "\(explained)")
  }
}

extension TemporaryProject {
  /// Checks policies that are wrong, and expects that no form of the messages quotes a text.
  func expectNoQuote(of text: String, checking files: String...) async throws {
    for file in files {
      for format in ["text", "json", "sarif", "github"] {
        let output = try await evalgate("policy", "check", file, "--format", format).run
        #expect(output.code == 2, "\(file) \(format) \(output)")
        #expect(!(output.output + output.error).contains(text), "\(file) \(format) \(output)")
      }
    }
  }
}
