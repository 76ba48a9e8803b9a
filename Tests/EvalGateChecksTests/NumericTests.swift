import EvalGateCore
import StrictJSON
import Testing

@Suite("numbers as people write them")
struct NumericTests {
  private static let dressTable: [(String, String, JSONValue)] = [
    ("18", "18", [:]), (" +18.0 ", "18", [:]), ("1,234,567.50", "1234567.5", [:]), ("1 234.5", "1234.5", [:]),
    ("\u{2212}3", "-3", [:]), (".5", "0.5", [:]), ("007", "7", [:]), ("1e3", "1000", [:]), ("5.", "5", [:]),
    ("1.234,5", "1234.5", ["decimal": "comma"]), ("$1,234", "1234", ["currency": true]),
    ("-$12", "-12", ["currency": true]), ("€ -12", "-12", ["currency": true]), ("12 EUR", "12", ["currency": true]),
    ("GBP 12.50", "12.5", ["currency": true]), ("-0", "0", [:]), ("12.5%", "0.125", ["percent": true]),
  ]

  @Test("a number is read whatever its dress", arguments: Self.dressTable)
  func read(_ output: String, _ value: String, _ options: JSONValue) throws {
    #expect(
      try outcome("numeric", options, expected: .number(try #require(JSONNumber(text: value))), output: output)
        == .passed)
  }

  @Test(
    "what is no number fails",
    arguments: [
      "", "-", "1,23", "1,2345", "12,34,567", "1.2.3", "1e", "e5", "0x10", "NaN", "inf", "18 apples", "$18", "18%",
      "१८", "1\u{301}",
      "--1", "1\u{0}", ",123", "1,,234", String(repeating: "9", count: 1_000_000),
    ])
  func noNumber(_ output: String) throws {
    #expect(try outcome("numeric", expected: 1, output: output) == .failed)
  }

  @Test("a tolerance is kept in decimal, not in binary")
  func decimalTolerance() throws {
    #expect(try outcome("numeric", ["value": 68.22, "tolerance": 0.01], output: "68.23") == .passed)
    #expect(try outcome("numeric", ["value": 68.22, "tolerance": 0.01], output: "68.2301") == .failed)
  }

  @Test(
    "a tolerance in per cent is a share of the expected number",
    arguments: [("101", Finding.Outcome.passed), ("101.1", .failed)])
  func relative(_ output: String, _ expected: Finding.Outcome) throws {
    #expect(try outcome("numeric", ["value": 100, "tolerance": "1%"], output: output) == expected)
  }

  @Test("huge numbers neither trap nor pass by overflow")
  func huge() throws {
    #expect(try outcome("numeric", ["value": 1, "tolerance": 1], output: "1e400") == .failed)
    #expect(try outcome("numeric", ["value": 1, "tolerance": "50%"], output: "1e99999999999999999999") == .failed)
  }

  @Test(
    "the official verdict on real answers is met in every case",
    .enabled(if: Self.answers != nil, "no shared data here"))
  func gsm8k() throws {
    let judge = try Judge("numeric", ["from": ["regex": #"A:\s*(.+)$"#, "pick": "last"]])
    var agreed = 0
    for line in try #require(Self.answers).split(separator: "\n") {
      let row = try JSONValue(parsing: String(line))
      for (model, output) in try #require(row["outputs"]?.objectValue) {
        let official = try #require(row["official_correct"]?[model]?.boolValue as Bool?)
        let finding = judge(try #require(output.stringValue), expected: row["expected_final"])
        agreed += (finding.outcome == .passed) == official && finding.outcome != .error ? 1 : 0
      }
    }
    #expect(agreed == 440)
  }

  private static let answers: String? = shared("real-outputs/gsm8k.jsonl")
}
