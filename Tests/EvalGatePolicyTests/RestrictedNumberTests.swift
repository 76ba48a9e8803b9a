import EvalGateCore
import EvalGatePolicy
import StrictJSON
import Testing

@Suite("restricted numbers of a few digits")
struct RestrictedNumberTests {
  private func rejects(_ value: JSONValue, _ text: String, _ match: JSONValue? = nil) throws -> Bool {
    var rule: JSONObject = ["id": "salary", "values": [value]]
    if let match { rule["match"] = match }
    return try policy(["restricted": [.object(rule)]]).decide(text).action == .reject
  }

  @Test(
    "a number is found as a number, however it is grouped",
    arguments: [
      "184250", "$184,250", "184.250", "184 250", "184\u{A0}250", "184\u{202F}250", "184\u{2019}250", "184'250",
      "184250.00", "EUR 184250,00", "184,250.00", "184.250,50", "184250.5", "1,84,250", "184_250", "EUR184250",
      "184250kr", "4711,184250", "184250,97400", "In 2024 184 250", "pay 12, 184,250", "\u{FF11}84,250", "(184,250)",
    ])
  func numbers(_ text: String) throws {
    #expect(try rejects("184250", "She earns \(text) a year."))
    #expect(try rejects(184_250, text))
  }

  @Test(
    "a letter of a script without spaces beside it is no part of it",
    arguments: [
      ("84250", "84,250円", true), ("84250", "給与は84,250円です", true), ("84250", "¥84,250です", true),
      ("84250", "工资是84,250元", true), ("84250", "급여는 84,250원입니다", true), ("84250", "合計84,250.00円", true),
      ("84250", "เงินเดือน84,250บาท", true), ("1482.10", "1,482.10ドル", true), ("1482.10", "合計1482.10円", true),
      ("1250000", "賞与は1,250,000円です", true), ("84250", "給与はEUR84,250です", true),
      ("84250", "84,251円です", false), ("84250", "184,250円です", false), ("84250", "84,250,000円です", false),
      ("84250", "84,250๐", false), ("84250", "給84,250ab円", false), ("1482.10", "1482.105円", false),
      ("202412", "2024-12月", false),
    ])
  func scripts(_ value: String, _ text: String, _ expected: Bool) throws {
    #expect(try rejects(.string(value), text) == expected)
  }

  @Test(
    "signs between the digits do not hide it",
    arguments: [
      "1-8-4-2-5-0", "1 8 4 2 5 0", "1.8.4.2.5.0", "1\n8\n4\n2\n5\n0", "**1** **8** **4** **2** **5** **0**",
      "18-42-50",
      "18 42 50", "184-250", "052481", "0-5-2-4-8-1", #""18" and "42" and then "50""#, #"{"a": "184", "b": 250}"#,
      "\"1\", \"8\", \"4\", \"2\", \"5\", \"0\"", "MTg0LDI1MA==", "one eight four two five zero",
    ])
  func spread(_ text: String) throws {
    #expect(try rejects("184250", "She earns \(text) a year.") || rejects("184250", text))
  }

  @Test(
    "a part of a longer number, a date or a time is none",
    arguments: [
      ("184250", "1,184,250"), ("184250", "184,250,000"), ("184250", "1184250"), ("184250", "1842501"),
      ("184250", "5 184 250"), ("184250", "184 250 000"), ("184250", "call 555-184-250"), ("184250", "+47 18 42 50 11"),
      ("184250", "3f184250ab"), ("184250", "0.184250"), ("184250", "version 1.184.250"), ("184250", "184250.5.1"),
      ("184250", "10.184.250.3"), ("184250", "12, 18, 42, 50, 77"), ("184250", "1, 1, 8, 4, 2, 5, 0"),
      ("184250", "at 18:42:50"), ("180425", "on 18.04.25"), ("180425", "on 18-04-25"), ("202412", "in 2024-12"),
      ("2024115", "on 2024-1-15"), ("1512024", "on 15/1/2024"), ("184250", "184,25"), ("184250", "a1842b50"),
      ("4417", "4.417"), ("4417", "4417.5"), ("4417", "44,170"), ("4417", "44-17"), ("4417", "7144"), ("417", "4,170"),
      ("97400", "97-400"), ("97400", "00479"), ("97400", "197,400"), ("184250", "ISO9184250"), ("45", "1,450"),
    ])
  func others(_ value: String, _ text: String) throws {
    #expect(try !rejects(.string(value), "It says \(text) there."))
  }

  @Test(
    "shorter numbers and values with signs of their own are numbers too",
    arguments: [
      ("97400", "97,400 kr", true), ("97400", "97400.50", true), ("4417", "4,417", true), ("4417", "4417.00", true),
      ("71.500", "71,500", true), ("$184,250", "184250", true), ("184250.00", "$184,250", true),
      ("5551234", "555-1234", true),
      ("184250.00", "$184,251", false),
    ])
  func shorter(_ value: String, _ text: String, _ expected: Bool) throws {
    #expect(try rejects(.string(value), "It is \(text).") == expected)
  }

  @Test("as a number only where a rule has values looked for in other forms")
  func matching() throws {
    #expect(try !rejects("184250", "$184,250", ["exact"]))
    #expect(try rejects("184250", "$184,250", ["normalized"]))
    #expect(try !rejects("184250", "052481", ["normalized"]))
    #expect(try rejects("184250", "052481", ["encoded"]))
  }

  @Test(
    "a number in arguments gives it away with decimals too",
    arguments: ["184250.5", "184250.0", "1.8425e5", #""184,250""#])
  func arguments(_ number: String) throws {
    let rules = try policy([
      "tools": [["id": "A", "tool": "*"]], "restricted": [["id": "salary", "values": [184_250]]],
    ])
    #expect(rules.verdict(on: "pay", #"{"n": \#(number)}"#)?.sentence == "deny restricted:salary restricted")
  }

  @Test(
    "only what the user said by itself may be said back",
    arguments: [
      ("K7Q2", "my reference is K7Q2", true), ("K7Q2", "my reference is ABCK7Q2XYZ", false),
      ("184250", "I earn 184,250", true), ("184250", "my number is 9184250", false),
      ("Sigrid Aas", "xsigridaasx", false), ("Sigrid Aas", "sigrid-aas", true),
    ])
  func echo(_ value: String, _ said: String, _ isAccepted: Bool) throws {
    let rules = try policy(["restricted": [["id": "r", "values": [.string(value)], "echo_of_user_input": "allow"]]])
    let verdict = rules.decide("It is \(value) indeed", messages: [Message(.user, said)])
    #expect((verdict.action == .accept) == isAccepted)
  }

  @Test("a hundred thousand digits by themselves are read in time linear in them")
  func manyDigits() throws {
    let values = (0..<10_000).map { JSONValue.string(String(100_000 + $0 * 7)) }
    let rules = try policy(["restricted": [["id": "r", "values": .array(values)]]])
    #expect(rules.decide(String(repeating: "0 ", count: 30_000)).action == .accept)
    #expect(rules.decide(String(repeating: "0 ", count: 30_000) + "and 169,993.").action == .reject)
  }
}
