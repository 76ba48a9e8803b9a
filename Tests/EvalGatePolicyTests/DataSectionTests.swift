import EvalGateCore
import EvalGatePolicy
import StrictJSON
import Testing

@Suite("personal data in arguments of calls")
struct NamedArgumentTests {
  private static let desk: JSONValue = ["tools": [["id": "A", "tool": "*"]], "pii": [:]]

  @Test(
    "the name of a member says what its number is, and nothing says it of an id",
    arguments: [
      (#"{"order": "123456782"}"#, "accept"), (#"{"order": 123456782}"#, "accept"),
      (#"{"ids": ["9434765919"]}"#, "accept"),
      (#"{"sin": "123456782"}"#, "reject pii:CA_SIN"), (#"{"sins": [123456782]}"#, "reject pii:CA_SIN"),
      (#"{"patient": {"nhs_number": "9434765919"}}"#, "reject pii:UK_NHS"),
      (#"{"customerSSN": "536228145"}"#, "reject pii:US_SSN"),
      (#"{"order": "4539148803436467"}"#, "reject pii:CREDIT_CARD"),
    ])
  func named(_ arguments: String, _ expected: String) throws {
    let verdict = try policy(Self.desk).decide(calls: [call("look_up", arguments)])
    #expect([verdict.action.rawValue, verdict.rule].compactMap { $0 }.joined(separator: " ") == expected)
  }
}

@Suite("personal data and secrets in a policy")
struct DataSectionTests {
  private func verdict(_ value: JSONValue, _ text: String) throws -> String {
    let verdict = try policy(value).decide(text)
    return [verdict.action.rawValue, verdict.rule, verdict.reason].compactMap { $0 }.joined(separator: " ")
  }

  @Test(
    "a kind does what the policy says of it",
    arguments: [
      (["entities": ["IBAN_CODE": "block"]], "reject pii:IBAN_CODE pii"),
      (["entities": ["IBAN_CODE": "report"]], "accept"),
      (["entities": ["CREDIT_CARD": "block"]], "accept"), ([:], "reject pii:IBAN_CODE pii"),
      (["allow_values": ["de02 1203 0000 0000 2020 51"]], "accept"),
    ] as [(JSONValue, String)])
  func kinds(_ rules: JSONValue, _ expected: String) throws {
    #expect(try verdict(["pii": rules], "Pay to DE02120300000000202051, please.") == expected)
  }

  @Test(
    "a value that opens nothing may be allowed, and no other with it",
    arguments: [
      ("db_password = \"kV7-rt2W_9sLqX4z\"", "accept"),
      ("db_password = \"kV7-rt2W_9sLqX4y\"", "reject secret:assigned-secret secret"),
      ("db_password = \"kV7-rt2W_9sLqX4z\", key = \"Tz9vLm2KxQ4bN8mY\"", "reject secret:assigned-secret secret"),
      ("use ak_9f2kq7x1", "accept"),
    ])
  func allowedSecrets(_ text: String, _ expected: String) throws {
    let secrets: JSONValue = [
      "allow": ["kV7-rt2W_9sLqX4z", "ak_9f2kq7x1"], "extra": [["id": "acme", "regex": "ak_[a-z0-9]{8}"]],
    ]
    #expect(try verdict(["secrets": secrets], text) == expected)
  }

  @Test(
    "a member's name counts for what it holds",
    arguments: [
      (#"{"to": "a@harbour.no", "password": "Wq4!kdT0qP"}"#, "secret:assigned-secret"),
      (#"{"login": {"api_key": "kV7rt2W9sLqX4zPbN8mY"}}"#, "secret:assigned-secret"),
      (#"{"body": "kV7rt2W9sLqX4zPbN8mY"}"#, nil),
      (#"{"name": "DB_PASSWORD", "value": "kV7rt2W9sLqX4zPbN8mY"}"#, "secret:assigned-secret"),
      (#"{"env": [{"key": "DB_PASSWORD", "value": "kV7rt2W9sLqX4zPbN8mY"}]}"#, "secret:assigned-secret"),
      (#"{"field": "DB_PASSWORD", "value": "kV7rt2W9sLqX4zPbN8mY"}"#, "secret:assigned-secret"),
      (#"{"NAME": "DB_PASSWORD", "VALUE": "kV7rt2W9sLqX4zPbN8mY"}"#, "secret:assigned-secret"),
      (#"{"name": "MOORINGS", "value": "kV7rt2W9sLqX4zPbN8mY"}"#, nil),
    ] as [(String, String?)])
  func namedSecrets(_ arguments: String, _ expected: String?) throws {
    let rules = try policy(["tools": [["id": "T", "tool": "send"]], "secrets": [:]])
    #expect(rules.decide(calls: [call("send", arguments)]).rule == expected)
  }

  @Test("an unknown kind is refused with a suggestion")
  func unknown() {
    #expect(problems(["pii": ["entities": ["CREDIT_CRD": "block"]]]).map(\.code) == [.unknownKey])
  }

  @Test(
    "a form of one's own is a secret where it carries enough",
    arguments: [("ak_9f2kq7x1", "reject secret:acme secret"), ("ak_aaaaaaaa", "accept"), ("ak_9f2", "accept")])
  func extra(_ text: String, _ expected: String) throws {
    let secrets: JSONValue = ["extra": [["id": "acme", "regex": "ak_[a-z0-9]{8}", "entropy": 3.0]]]
    #expect(try verdict(["secrets": secrets], "use \(text)") == expected)
  }

  @Test("a form that backtracks without end is reported, never passed")
  func backtracking() throws {
    let secrets: JSONValue = ["extra": [["id": "acme", "regex": #"(a|aa)+\1?$"#]]]
    #expect(try verdict(["secrets": secrets], String(repeating: "a", count: 5_000) + "!").hasSuffix("E_DETECTOR"))
  }

  @Test("a field may be kept free of a kind that is only reported elsewhere")
  func noDetector() throws {
    let rules = try policy([
      "pii": ["entities": ["EMAIL_ADDRESS": "report"]],
      "tools": [
        [
          "id": "T", "tool": "note",
          "allow_when": ["each": [["path": "$.body", "no_detector": ["pii:EMAIL_ADDRESS"]]]],
        ]
      ],
    ])
    #expect(rules.verdict(on: "note", #"{"body": "ask lena.aas@harbour.no"}"#)?.sentence == "deny T detected")
    #expect(rules.verdict(on: "note", #"{"to": "lena.aas@harbour.no"}"#)?.outcome == .allow)
  }
}
