import EvalGateCore
import StrictJSON
import Testing

@Suite("what a check looks at")
struct SubjectTests {
  private func selected(_ from: JSONValue, _ output: String) throws -> Subject {
    subject(try parseSubject(Node(from, at: here)), of: Candidate(answer: Answer(text: output)))
  }

  @Test(
    "a regex takes group 1 of the first or last match, at line ends too",
    arguments: [
      ("first", "1"), ("last", "2"),
    ])
  func regex(_ pick: String, _ text: String) throws {
    let found = try selected(["regex": #"A:\s*(.+)$"#, "pick": .string(pick)], "A: 1\nA: 2\nend")
    #expect(found.text == text)
  }

  @Test("the last match is found among empty ones")
  func emptyMatches() throws {
    #expect(try selected(["regex": "x*", "pick": "last"], "xé€").text == "")
  }

  @Test("a regex without a match leaves nothing to look at")
  func noMatch() throws {
    guard case .absent = try selected(["regex": "A:"], "none") else {
      Issue.record("expected nothing to look at")
      return
    }
  }

  @Test("a regex that costs too much is unknown, not absent")
  func expensive() throws {
    guard case .unknown = try selected(["regex": "(a+)+$"], String(repeating: "a", count: 60) + "!") else {
      Issue.record("expected an unknown subject")
      return
    }
  }

  @Test("the last line is the last that is not blank", arguments: ["a\nb\n \t\n", "a\r\nb\r\n", "a\rb"])
  func lastLine(_ output: String) throws {
    #expect(try selected(["line": "last"], output).text == "b")
  }

  @Test("a path to one value gives it, a path to several gives their list")
  func paths() throws {
    let output = #"{"a": {"b": "x"}, "c": ["x"]}"#
    guard case .json(let one) = try selected("$.a.b", output), case .json(let many) = try selected("$.c[*]", output)
    else {
      Issue.record("expected values")
      return
    }
    #expect(one == "x")
    #expect(many == ["x"])
  }

  @Test(
    "output that is not strict JSON has nothing at any path",
    arguments: [
      "", "{", #"{"a": 1, "a": 2}"#, "```json\n{\"a\": 1}\n```", "\u{0}", String(repeating: "[", count: 100_000),
    ])
  func notJSON(_ output: String) throws {
    guard case .absent = try selected("$.a", output) else {
      Issue.record("expected nothing to look at")
      return
    }
  }

  @Test("a failed generation is absent when it is the model's and unknown when it is the infrastructure's")
  func failures() {
    let model = Candidate(failure: GenerationFailure(.model, .refused, "no"))
    let network = Candidate(failure: GenerationFailure(.infrastructure, .timeout, "late"))
    guard case .absent = subject(.text, of: model), case .unknown = subject(.text, of: network) else {
      Issue.record("expected absent and unknown")
      return
    }
  }

  private static let unreadableTable: [JSONValue] = [
    "txt", "$[?@.a]", ["regex": "("], ["line": "middle"], ["regx": "a"], 3, ["line": "last", "pick": "first"],
  ]

  @Test("a selector that cannot be read says how to write one", arguments: Self.unreadableTable)
  func unreadable(_ from: JSONValue) {
    let problem = #expect(throws: Diagnostic.self) { try parseSubject(Node(from, at: here)) }
    #expect(problem?.help.isEmpty == false)
  }
}

@Suite("running checks")
struct CheckRunningTests {
  @Test("a negated check is the opposite and keeps no facts")
  func negation() throws {
    let negated = try Judge("label", ["labels": ["a", "b"], "not": true])
    #expect(negated("a", expected: "a").outcome == .failed)
    let other = negated("b", expected: "a")
    #expect(other.outcome == .passed)
    #expect(other.facts.isEmpty)
  }

  @Test("a negated check does not turn an error into a pass")
  func negatedError() throws {
    #expect(try outcome("contains", ["not": true], output: "x") == .error)
  }

  @Test("a negated check does not pass where there is nothing to look at")
  func negatedAbsence() throws {
    #expect(try outcome("equals", ["value": "x", "from": "$.a", "not": true], output: "no JSON") == .failed)
  }
}
