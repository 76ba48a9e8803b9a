import EvalGateConfig
import EvalGateCore
import StrictJSON
import Testing

@Suite("digests and versions")
struct DigestTests {
  private static let prompt = """
    id: triage
    version: 13
    model: openai/x
    modelParameters: { temperature: 0, maxTokens: 20 }
    messages:
      - { role: user, content: "billing or technical? {{text}}" }
    output: { schema: s.json }
    changelog: [{ version: 13, why: first }]
    """

  private func project(
    prompt: String = prompt, cases: String? = nil, schema: String = #"{"type": "object", "required": ["a"]}"#,
    set: String? = nil,
    policy: String = "id: p\nversion: 1\ntools: [{ id: T, tool: a, decision: deny }]"
  ) async throws -> Project {
    var changes = [
      "triage.prompt.yml": "", "triage.cases.jsonl": "", "prompts/triage.prompt.yml": prompt, "prompts/s.json": schema,
      "policies/p.yml": policy,
      "evalsets/triage/cases.jsonl": cases ?? #"{"id": "a", "text": "x", "expected": "y", "n": 1}"#,
      "evalgate.yml": "version: 1\nsuites: { triage: { policy: p } }",
    ]
    if let set { changes["evalsets/triage/set.yml"] = set }
    return try await load(files(changes))
  }

  private func suite(
    prompt: String = prompt, schema: String = #"{"type": "object", "required": ["a"]}"#
  ) async throws -> Suite {
    try await project(prompt: prompt, schema: schema).suites[0]
  }

  @Test("a prompt's digest is the SHA-256 of its canonical form")
  func vector() async throws {
    // printf '%s' '{"messages":[…' | sha256sum
    let canonical =
      #"{"messages":[{"content":"billing or technical? {{text}}","role":"user"}],"output":{"name":"triage","schema":{"required":["a"],"type":"object"}},"parameters":{"max_tokens":20,"temperature":0}}"#
    #expect(try await suite().prompt.digest == Digest(of: Array(canonical.utf8)))
  }

  @Test(
    "what cannot affect the output does not change a prompt's digest",
    arguments: [
      ("version: 13", "version: 14"), ("id: triage", "id: triage  # the first"),
      ("model: openai/x", "model: anthropic/y"),
      ("{ temperature: 0, maxTokens: 20 }", "{ maxTokens: 20.0, temperature: 0 }"), ("why: first", "why: another"),
      (
        "{ role: user, content: \"billing or technical? {{text}}\" }",
        "role: user\n    content: 'billing or technical? {{text}}'"
      ),
    ])
  func unaffected(part: String, other: String) async throws {
    let changed = Self.prompt.replacing(part, with: other)
    #expect(changed != Self.prompt)
    #expect(try await suite(prompt: changed).prompt.digest == suite().prompt.digest)
  }

  @Test(
    "what can affect the output changes a prompt's digest",
    arguments: [
      ("technical?", "technical??"), ("temperature: 0", "temperature: 1"), ("role: user", "role: system"),
      ("changelog:", "preprocess: [trim]\nchangelog:"),
    ])
  func affected(part: String, other: String) async throws {
    #expect(try await suite(prompt: Self.prompt.replacing(part, with: other)).prompt.digest != suite().prompt.digest)
  }

  @Test("the content of a schema file changes a prompt's digest, its layout does not")
  func schema() async throws {
    let digest = try await suite().prompt.digest
    #expect(try await suite(schema: "{ \"required\": [\"a\"],\n\"type\": \"object\" }").prompt.digest == digest)
    #expect(try await suite(schema: #"{"type": "object"}"#).prompt.digest != digest)
  }

  private func header(_ line: String, set: String? = nil) async throws -> CaseHeader {
    try await project(cases: line, set: set).suites[0].evalset.cases.header(at: 0)
  }

  @Test("a case's digest is the SHA-256 of what affects output and judgement")
  func caseVector() async throws {
    let canonical = #"{"expected":"y","variables":{"n":1,"text":"x"}}"#
    #expect(
      try await header(#"{"id": "a", "text": "x", "expected": "y", "n": 1.0}"#).digest
        == Digest(of: Array(canonical.utf8)))
  }

  @Test(
    "a case's digest covers variables, expectation, turns, setup, trials and severity, and not its id, tags or place",
    arguments: [
      (#"{"id": "b", "text": "x", "expected": "y"}"#, true),
      ("\n" + #"{"id": "a", "expected": "y", "text": "x"}"#, true),
      (#"{"id": "a", "text": "x", "expected": "y", "tags": ["t"]}"#, true),
      (#"{"id": "a", "text": "z", "expected": "y"}"#, false),
      (#"{"id": "a", "text": "x", "expected": "z"}"#, false),
      (#"{"id": "a", "text": "x", "expected": "y", "trials": 2}"#, false),
      (#"{"id": "a", "text": "x", "expected": "y", "severity": "advisory"}"#, false),
      (#"{"id": "a", "text": "x", "expected": "y", "turns": [{"user": "u"}]}"#, false),
      (#"{"id": "a", "text": "x", "expected": "y", "setup": {"system": "s"}}"#, false),
    ])
  func caseDigest(line: String, isSame: Bool) async throws {
    let digest = try await header(#"{"id": "a", "text": "x", "expected": "y"}"#).digest
    #expect(try await (header(line).digest == digest) == isSame)
  }

  @Test("checks have a digest of their own")
  func checks() async throws {
    let line = #"{"id": "a", "text": "x", "expected": "y"}"#
    let plain = try await header(line)
    let other = try await header(line, set: "defaults: { checks: [{ check: equals, ignore_case: true }] }")
    #expect(plain.digest == other.digest && plain.checksDigest != other.checksDigest)
  }

  @Test("an evalset's digest follows its settings and its cases in order")
  func evalset() async throws {
    let (a, b) = (#"{"id": "a", "text": "x", "expected": "y"}"#, #"{"id": "b", "text": "z", "expected": "y"}"#)
    func digest(_ cases: String, _ set: String? = nil) async throws -> Digest {
      try await project(cases: cases, set: set).suites[0].evalset.digest
    }
    let both = try await digest(a + "\n" + b)
    #expect(try await digest(a + "\n\n" + b + "\n") == both)
    #expect(try await digest(b + "\n" + a) != both)
    #expect(try await digest(a) != both)
    #expect(try await digest(a + "\n" + b, "trials: 2") != both)
    #expect(try await digest(a + "\n" + b, "version: 7 # comment") == both)
  }

  @Test("a policy's digest is over its rules, not over its comments or version")
  func policy() async throws {
    func digest(_ text: String) async throws -> Digest? { try await project(policy: text).suites[0].policy?.digest }
    let first = try await digest("id: p\nversion: 1\ntools: [{ id: T, tool: a, decision: deny }]")
    #expect(try await digest("# why\nversion: 2\nid: p\ntools:\n  - { tool: a, id: T, decision: deny }") == first)
    #expect(try await digest("id: p\nversion: 1\ntools: [{ id: T, tool: b, decision: deny }]") != first)
  }

  @Test("values that a policy takes from a file belong to its digest")
  func values() async throws {
    func digest(_ values: String) async throws -> Digest? {
      let files = files([
        "evalgate.yml": "version: 1\nsuites: { triage: { policy: p } }",
        "policies/p.yml": "id: p\nrestricted: [{ id: r, values_from: v.json }]", "policies/v.json": values,
      ])
      return try await load(files).suites[0].policy?.digest
    }
    #expect(try await digest(#"["a"]"#) != digest(#"["b"]"#))
  }

  @Test("the same version for other content is an error that says what to make it")
  func reused() async throws {
    let changed = Self.prompt.replacing("technical?", with: "technical??")
    let found = versionProblems(head: try await project(prompt: changed), base: try await project())
    #expect(
      found.map(\.line) == [
        "version/reused prompts/triage.prompt.yml:2:10: prompt `triage` changed, and version 13 was used for something else"
      ])
    #expect(found[0].help == ["make it 14"])
  }

  @Test("where the file is as it was, what it names is spoken of")
  func reusedByWhatItNames() async throws {
    let found = versionProblems(
      head: try await project(schema: #"{"type": "object"}"#), base: try await project(schema: #"{"type": "string"}"#))
    #expect(
      found.map(\.help) == [
        ["something that its file names changed, not the file: bring that back as it was, or make it 14"]
      ])
  }

  @Test("a new version without a changelog entry is an error, with one it is none")
  func unexplained() async throws {
    let silent = Self.prompt.replacing("version: 13\nmodel", with: "version: 14\nmodel")
    let told = silent.replacing("changelog: [", with: "changelog: [{ version: 14, why: shorter, back_to: 13 }, ")
    let base = try await project()
    #expect(
      versionProblems(head: try await project(prompt: silent), base: base).map(\.code.name) == ["version/unexplained"])
    #expect(versionProblems(head: try await project(prompt: told), base: base).isEmpty)
  }

  @Test("of a tool file its revision is spoken of, and its changelog may say `revision` or `version`")
  func toolFile() async throws {
    // Tools belong to a prompt's digest, so the prompt declares no version here.
    let prompt = Self.prompt.replacing("version: 13\nmodel", with: "model")
    func project(_ tools: String) async throws -> Project {
      try await load(
        files([
          "triage.prompt.yml": "", "triage.cases.jsonl": "", "evalgate.yml": "version: 1", "prompts/t.tools.yml": tools,
          "prompts/s.json": "{}", "prompts/triage.prompt.yml": prompt + "\ntools: t.tools.yml\n",
          "evalsets/triage/cases.jsonl": #"{"id": "a", "text": "x", "expected": "y"}"#,
        ]))
    }
    let base = try await project("revision: 1\ntools: [{ name: a }]")
    let reused = versionProblems(head: try await project("revision: 1\ntools: [{ name: b }]"), base: base)
    #expect(reused.map(\.message) == ["tool file `t` changed, and revision 1 was used for something else"])
    let silent = versionProblems(head: try await project("revision: 2\ntools: [{ name: b }]"), base: base)
    #expect(silent.map(\.message) == ["revision 2 of tool file `t` has no changelog entry"])
    #expect(silent[0].help == ["add `{ revision: 2, why: …, back_to: 1 }` to `changelog`"])
    for word in ["revision", "version"] {
      let told = "revision: 2\nchangelog: [{ \(word): 2, why: better, back_to: 1 }]\ntools: [{ name: b }]"
      #expect(versionProblems(head: try await project(told), base: base).isEmpty)
    }
  }

  /// A repository of services, each with a prompt of one name and a text of its own.
  private func services(_ texts: [String: String], version: Int = 1) async throws -> Project {
    var written = [
      "triage.prompt.yml": "", "triage.cases.jsonl": "", "evalgate.yml": "version: 1\ninclude: s/*/evalgate.yml",
    ]
    for (name, text) in texts {
      written["s/\(name)/evalgate.yml"] = "version: 1"
      written["s/\(name)/greet.prompt.yml"] = """
        version: \(version)
        model: openai/gpt-4.1-mini
        messages: [{ role: user, content: "\(text) {{text}}" }]
        changelog: [{ version: \(version), why: begins }]
        """
      written["s/\(name)/greet.cases.jsonl"] = #"{"text": "x", "expected": "y"}"#
    }
    return try await load(files(written))
  }

  @Test("prompts of one name are told apart by their files, and one that was moved is known again")
  func folders() async throws {
    let base = try await services(["mail": "hello", "web": "hi"])
    func problems(_ texts: [String: String], version: Int = 1) async throws -> [String] {
      versionProblems(head: try await services(texts, version: version), base: base).map(\.code.name)
    }
    // A new service, before or after the others, is no edit of theirs.
    #expect(try await problems(["chat": "hey", "mail": "hello", "web": "hi"]).isEmpty)
    #expect(try await problems(["mail": "hello", "web": "hi", "zoo": "hey"]).isEmpty)
    // Another folder for one of them, as it was.
    #expect(try await problems(["blog": "hi", "mail": "hello"]).isEmpty)
    // The same, edited under its version; and each of those that stay.
    #expect(try await problems(["blog": "hey", "mail": "hello"]) == ["version/reused"])
    #expect(try await problems(["mail": "hello", "web": "hey"]) == ["version/reused"])
    #expect(try await problems(["mail": "hey", "web": "hi"]) == ["version/reused"])
    #expect(try await problems(["blog": "hey", "shop": "hello"], version: 2).isEmpty)
  }

  @Test("an unchanged project breaks no rule of versions")
  func unchanged() async throws {
    #expect(versionProblems(head: try await project(), base: try await project()).isEmpty)
  }

  @Test("a policy that changed under its version is an error")
  func policyReused() async throws {
    let changed = try await project(policy: "id: p\nversion: 1\ntools: []")
    #expect(
      versionProblems(head: changed, base: try await project()).map(\.message) == [
        "policy `p` changed, and version 1 was used for something else"
      ])
  }
}

extension String {
  func replacing(_ part: String, with other: String) -> String {
    guard let range = firstRange(of: part) else { return self }
    return self[..<range.lowerBound] + other + self[range.upperBound...]
  }

  private func firstRange(of part: String) -> Range<Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(part) { return start..<(index(start, offsetBy: part.count)) }
      start = index(after: start)
    }
    return nil
  }
}
