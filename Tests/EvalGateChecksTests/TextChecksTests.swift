import EvalGateCore
import StrictJSON
import Testing

@Suite("checks of text")
struct TextChecksTests {
  @Test(
    "text is the same however its accents were typed", arguments: ["equals", "contains", "starts_with", "ends_with"])
  func composed(_ id: String) throws {
    let options: JSONValue = id == "equals" ? ["value": "caf\u{E9}"] : ["text": "caf\u{E9}"]
    #expect(try outcome(id, options, output: "cafe\u{301}") == .passed)
  }

  @Test("a letter is not found inside the same letter with an accent")
  func accent() throws {
    #expect(try outcome("contains", ["text": "e"], output: "\u{E9}") == .failed)
  }

  @Test("case folding is Unicode's", arguments: [("STRASSE", "straße"), ("ΣΊΣΥΦΟΣ", "σίσυφος"), ("i\u{307}", "İ")])
  func folding(_ text: String, _ output: String) throws {
    #expect(try outcome("contains", ["text": .string(text), "ignore_case": true], output: output) == .passed)
  }

  @Test("an empty text to look for is refused when it is read", arguments: ["contains", "not_contains", "ends_with"])
  func emptyNeedle(_ id: String) {
    #expect(throws: Diagnostic.self) { try Judge(id, ["text": ""]) }
  }

  @Test("an empty text from the case is an error, not a pass")
  func emptyExpected() throws {
    #expect(try outcome("contains", expected: "", output: "x") == .error)
  }

  @Test("a text is found after any number of false starts", arguments: [1, 100_000])
  func falseStarts(_ count: Int) throws {
    let output = String(repeating: "aaab", count: count) + "aaaac"
    #expect(try outcome("contains", ["text": "aaaac"], output: output) == .passed)
    #expect(try outcome("contains", ["text": "aaaad"], output: output) == .failed)
  }

  @Test("NUL is a character like any other")
  func nul() throws {
    #expect(try outcome("equals", ["value": "a\u{0}b"], output: "a\u{0}b") == .passed)
    #expect(try outcome("equals", ["value": "a"], output: "a\u{0}b") == .failed)
    #expect(try outcome("length", ["at_most": 2], output: "a\u{0}b") == .failed)
  }

  @Test("marks heaped on one letter count one by one")
  func marks() throws {
    let heaped = "a" + String(repeating: "\u{301}", count: 100_000)
    #expect(try outcome("length", ["at_most": 10], output: heaped) == .failed)
    #expect(try outcome("contains", ["text": "b", "ignore_case": true], output: heaped) == .failed)
  }

  private static let valueTable: [(String, JSONValue, Finding.Outcome)] = [
    ("1e2", JSONValue.number(JSONNumber(100)), Finding.Outcome.passed),
    (#"{"a":[1.0]}"#, ["a": [1]], .passed),
    (#"{"a":1,"a":1}"#, ["a": 1], .failed),
    ("[\"e\u{301}\"]", ["\u{E9}"], .failed),
    ("true", true, .passed),
    ("True", true, .failed),
  ]

  @Test("JSON values are equal by value, text by bytes", arguments: Self.valueTable)
  func values(_ output: String, _ value: JSONValue, _ expected: Finding.Outcome) throws {
    #expect(try outcome("equals", ["value": value], output: output) == expected)
  }

  @Test("a part of the case's expectation can be named")
  func part() throws {
    let judge = try Judge("equals", ["from": "$.label", "expected": "$.want.label"])
    #expect(judge(#"{"label": "a"}"#, expected: ["want": ["label": "a"]]).outcome == .passed)
    #expect(judge(#"{"label": "a"}"#, expected: ["other": 1]).outcome == .error)
  }

  private static let problemTable: [(String, JSONValue?)] = [
    ("equals", nil), ("contains", JSONValue.number(JSONNumber(3))), ("numeric", "three"), ("label", ["a"]),
    ("regex", "("),
    ("fields", "text"), ("tool_calls", [:]), ("decision", ["decision": "maybe"]), ("scenario", ["cals": [:]]),
    ("finish_reason", "tired"), ("levenshtein", nil),
  ]

  @Test("a case that a check can never judge is a problem when files are loaded", arguments: Self.problemTable)
  func problems(_ id: String, _ expected: JSONValue?) throws {
    let options: JSONValue = id == "levenshtein" ? ["at_most": 1] : [:]
    let problem = try Judge(id, options).compiled.check.problem(with: expected.map { Node($0, at: here) })
    #expect(problem?.help.isEmpty == false)
  }

  @Test("messages quote only the beginning of an output, on one line")
  func quoting() throws {
    let said = try Judge("equals", ["value": "x"])(String(repeating: "line\n", count: 1000)).said
    #expect(said.utf8.count < 200 && !said.contains("\n"))
  }

  @Test("an expensive pattern is an error")
  func expensivePattern() throws {
    let output = String(repeating: "a", count: 100) + "!"
    #expect(try outcome("regex", ["pattern": "^(a|aa)+$"], output: output) == .error)
  }

  @Test("a pattern that is none is refused with its place")
  func badPattern() {
    let problem = #expect(throws: Diagnostic.self) { try Judge("regex", ["pattern": "a("]) }
    #expect(problem?.code == .badPattern)
  }

  private static let contradictionTable: [(String, JSONValue)] = [
    ("length", [:]), ("length", ["at_least": 3, "at_most": 2]), ("levenshtein", ["at_most": 1, "similarity": 0.5]),
    ("levenshtein", ["similarity": 1.5]), ("label", ["labels": ["a", "A"], "ignore_case": true]),
    ("label", ["labels": ["(other)"]]), ("label", ["labels": ["a"], "value": "b"]),
    ("equals", ["value": 1, "expected": "$.a"]),
    ("numeric", ["value": "three"]), ("numeric", ["tolerance": -1]), ("fields", ["others": "ignore"]),
    ("latency", ["at_most": 3]),
    ("cost", ["at_most": "3"]), ("finish_reason", ["reason": "tired"]), ("json_schema", ["schema": ["type": "objekt"]]),
    ("tool_calls", ["calls": [["nam": "x"]]]), ("contains", ["text": "x", "txt": "y"]),
  ]

  @Test("contradicting options are refused", arguments: Self.contradictionTable)
  func contradictions(_ id: String, _ options: JSONValue) {
    let problem = #expect(throws: Diagnostic.self) { try Judge(id, options) }
    #expect(problem?.location == here && problem?.help.isEmpty == false)
  }
}

@Suite("edit distance")
struct EditDistanceTests {
  /// Distances by the published examples of Levenshtein's and Wagner and Fischer's papers and by hand.
  @Test(
    "distance is the least number of edits",
    arguments: [
      ("kitten", "sitting", 3), ("sunday", "saturday", 3), ("", "abc", 3), ("abc", "abc", 0), ("abcdef", "azced", 3),
      ("intention", "execution", 5), ("flaw", "lawn", 2), ("abab", "baba", 2),
    ])
  func distance(_ a: String, _ b: String, _ edits: Int) throws {
    for (from, to) in [(a, b), (b, a)] {
      #expect(
        try outcome(
          "levenshtein", ["text": .string("|" + from), "at_most": .number(JSONNumber(edits))], output: "|" + to)
          == .passed)
      guard edits > 0 else { continue }
      let less = JSONValue.number(JSONNumber(edits - 1))
      #expect(try outcome("levenshtein", ["text": .string("|" + from), "at_most": less], output: "|" + to) == .failed)
    }
  }

  @Test("random pairs agree with the full table", arguments: 0..<40)
  func fullTable(_ seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    func word() -> String {
      String((0..<random.next() % 14).map { _ in ["a", "b", "c"][Int(random.next() % 3)] as Character })
    }
    let (a, b) = ("x" + word(), "y" + word())
    let edits = Self.table(Array(a), Array(b))
    #expect(
      try outcome("levenshtein", ["text": .string(a), "at_most": .number(JSONNumber(edits))], output: b) == .passed)
    #expect(
      try outcome("levenshtein", ["text": .string(a), "at_most": .number(JSONNumber(edits - 1))], output: b) == .failed)
  }

  @Test("texts too long to compare within a limit are an error")
  func tooLong() throws {
    let a = String(repeating: "ab", count: 40_000)
    let b = String(repeating: "bc", count: 40_000)
    #expect(try outcome("levenshtein", ["text": .string(a), "similarity": 0.1], output: b) == .error)
    #expect(try outcome("levenshtein", ["text": .string(a), "at_most": 5], output: b) == .failed)
  }

  private static func table(_ a: [Character], _ b: [Character]) -> Int {
    var rows = [Array(0...b.count)]
    for i in a.indices {
      var row = [i + 1]
      for j in b.indices { row.append(min(rows[i][j + 1] + 1, row[j] + 1, rows[i][j] + (a[i] == b[j] ? 0 : 1))) }
      rows.append(row)
    }
    return rows[a.count][b.count]
  }
}

/// Steele, Lea & Flood 2014; the same numbers everywhere.
struct SplitMix64 {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
