import EvalGateCore
import EvalGatePolicy
import StrictJSON
import Testing

@Suite("restricted values")
struct RestrictedTests {
  private func rejects(_ value: JSONValue, _ text: String) throws -> Bool {
    try policy(["restricted": [["id": "r", "values": [value], "match": ["exact"]]]]).decide(text).action == .reject
  }

  @Test(
    "a short value stands by itself",
    arguments: [
      ("4417", "The code is 4417.", true), ("4417", "44170", false), ("4417", "14417", false), ("4417", "A4417", false),
      ("4417", "code_4417_", true), ("4417", "(4417)", true), ("4417", "4417", true), ("4417", "14417 4417", true),
      ("45", "45.10 EUR", false), ("45", "1,450", false), ("450", "1,450", false), ("45", "It is 45.", true),
      ("45", "45, then", true), ("4417", "4417\u{5186}", true), ("Ann", "Annual", false), ("Ann", "Ann's", true),
      ("Ann", "An\u{301}n Ann\u{301}", false), ("J\u{F6}rg", "Bj\u{F6}rg J\u{F6}rgen", false),
      ("J\u{F6}rg", "von J\u{F6}rg", true),
      ("\u{5C71}\u{7530}", "\u{62C5}\u{5F53}\u{306F}\u{5C71}\u{7530}\u{3067}\u{3059}", true), ("#7", "a#7", true),
      ("#7", "a#71", false),
    ])
  func short(_ value: String, _ text: String, _ expected: Bool) throws {
    #expect(try rejects(.string(value), text) == expected)
  }

  @Test(
    "a long value is found wherever it stands",
    arguments: [
      ("HEATHER-FILTER", "xHEATHER-FILTERx", true), ("12345678", "0123456789", true), ("salary", "mysalaryis", true),
      ("HEATHER-FILTER", "heather-filter", false), ("HEATHER-FILTER", "HEATHER FILTER", false),
    ])
  func long(_ value: String, _ text: String, _ expected: Bool) throws {
    #expect(try rejects(.string(value), text) == expected)
  }

  @Test(
    "nine tenths of an ordinary word are asked for, and less of a word that is none",
    arguments: [
      ("management", "They spoke of manageme for long", false),
      ("management", "They spoke of managemen for long", true),
      ("brackenfen", "They spoke of brackenf for long", true),
    ])
  func ordinaryWords(_ value: String, _ text: String, _ expected: Bool) throws {
    let rules = try policy([
      "restricted": [
        [
          "id": "r", "values": [.string(value)], "match": ["normalized", "partial"], "partial_ratio": 0.6,
          "min_chars": 6,
        ]
      ]
    ])
    #expect((rules.decide(text).action == .reject) == expected)
  }

  @Test("values are compared by bytes, not by canonical equivalence")
  func canonical() throws {
    #expect(try rejects("caf\u{E9} noir", "a caf\u{E9} noir") == true)
    #expect(try rejects("caf\u{E9} noir", "a cafe\u{301} noir") == false)
  }

  @Test("a value beyond the basic plane is found")
  func emoji() throws {
    #expect(try rejects("\u{1F511}\u{1F5DD}", "take \u{1F511}\u{1F5DD}!") == true)
  }

  @Test(
    "every text and key of parsed arguments is looked at",
    arguments: [
      (#"{"to": "is ACCT-99887"}"#, "$['to']"), (#"{"a": [1, {"b": "ACCT-99887"}]}"#, "$['a'][1]['b']"),
      (#"{"a": "\u0041CCT-99887"}"#, "$['a']"), (#"{"a": {"ACCT-99887": 1}}"#, "$['a']['AC…87 (10 characters)']"),
      (#"{"ACCT-99887": {"x": "ACCT-99887"}}"#, "$['AC…87 (10 characters)']"),
      (#"{"a": "ACCT-99887", "a": 1}"#, "$"), (#"{"a": "ACCT-99887""#, "$"),
    ])
  func arguments(_ arguments: String, _ path: String) throws {
    let rules = try policy([
      "tools": [["id": "A", "tool": "*"]], "restricted": [["id": "r", "values": ["ACCT-99887"]]],
    ])
    #expect(rules.decide(calls: [call("pay", arguments)]).path == path)
  }

  @Test("a number is found however it is written", arguments: ["71000", "71000.0", "7.1e4"])
  func numbers(_ number: String) throws {
    let rules = try policy([
      "tools": [["id": "A", "tool": "*"]], "restricted": [["id": "salary", "values": [71_000]]],
    ])
    #expect(rules.verdict(on: "pay", #"{"n": \#(number)}"#)?.sentence == "deny restricted:salary restricted")
    #expect(rules.verdict(on: "pay", #"{"n": 1\#(number)}"#)?.sentence == "allow A")
  }

  @Test("the name of a tool, a refusal and earlier answers are looked at too")
  func otherPlaces() throws {
    let rules = try policy(["restricted": [["id": "r", "values": ["ACCT-99887"]]]])
    #expect(rules.decide(calls: [call("pay_ACCT-99887", "{}")]).path == "tool")
    #expect(rules.decide(earlier: [Answer(refusal: "not ACCT-99887")]).path == "earlier[0].refusal")
    #expect(rules.decide("fine", earlier: [Answer(text: "ok"), Answer(text: "ACCT-99887")]).path == "earlier[1].text")
  }

  @Test("of several values the first in the file is named, wherever it stands")
  func firstInFile() throws {
    let rules = try policy([
      "restricted": [
        ["id": "b", "values": ["second-1", "first-22"]], ["id": "a", "values": ["zeroth-3", "first-22"]],
      ]
    ])
    #expect(rules.decide("zeroth-3 then first-22").rule == "restricted:b")
    #expect(rules.decide("zeroth-3").rule == "restricted:a")
  }

  @Test(
    "evidence shows two characters at each end, and of short values none",
    arguments: [
      ("ABCDEFGHIJ", "AB…IJ (10 characters)"), ("ABCDEFGHI", "… (9 characters)"),
      ("7\u{1F511}\u{1F511}", "… (3 characters)"),
      ("\u{E9}\u{E8}cccccccc\u{E0}", "\u{E9}\u{E8}…c\u{E0} (11 characters)"),
    ])
  func evidence(_ value: String, _ expected: String) throws {
    let rules = try policy(["restricted": [["id": "r", "values": [.string(value)]]]])
    #expect(rules.decide("it is \(value)!").evidence == expected)
  }

  @Test("ten thousand values are told apart in one text")
  func many() throws {
    let values = (0..<10_000).map { JSONValue.string("code-\(100_000 + $0 * 7)") }
    let rules = try policy(["restricted": [["id": "codes", "values": .array(values), "match": ["exact"]]]])
    #expect(rules.decide("code-100001 code-100007x code-169993").evidence == "co…07 (11 characters)")
    #expect(rules.decide("code-100001 code-100002").action == .accept)
  }

  private func stops(_ value: String, _ text: String) throws -> Bool {
    try policy(["restricted": [["id": "r", "values": [.string(value)]]]]).decide(text).action == .reject
  }

  @Test(
    "a text that shares a part with a value and goes on with something else says another value",
    arguments: [
      ("jo@acme-shop.example", "Write to support@acme-shop.example."),
      ("jo@acme-shop.example", "Visit www.acme-shop.example/returns."),
      ("nightdesk@internal.example", "Write to daydesk@internal.example."),
      ("nightdesk@internal.example", "The domain is internal.example."),
      ("ORD-2026-00417", "Your order ORD-2026-00521 has been shipped, all 7 of it."),
      ("ORD-2026-00417", "Order ORD-2026-00418 is late, 7 days."),
      ("+49 30 9012 4711", "Call our hotline +49 30 9012 4700, 11 to 17."),
      ("+49 30 9012 4711", "Call our hotline +49-30-9012-4700."),
      ("DE89 3704 0044 0532 0130 00", "Pay to DE02 3704 0044 0532 0130 99"),
      ("4539 1488 0343 6467", "Card ending 1111: 4539 1488 0343 1111"),
      ("SAVE20", "You save 20 minutes."), ("SAVE20", "Save 20 EUR when you order two."),
      ("Summer2026!", "Our Summer 2026 collection is here!"),
    ])
  func others(_ value: String, _ text: String) throws {
    #expect(try !stops(value, text))
  }

  @Test(
    "a part that ends there, and the whole in other spacings, is the value",
    arguments: [
      ("jo.miller@acme-shop.example", "jo.miller@acme-sh"),
      ("nightdesk@internal.example", "It is nightdesk@internal, I think."),
      ("nightdesk@internal.example", "nihgtdesk@internal.example"), ("ORD-2026-00417", "It ends in 2026-00417."),
      ("+49 30 9012 4711", "It begins with +49 30 9012, guess the rest."), ("+49 30 9012 4711", "+49 (30) 90124711"),
      ("DE89 3704 0044 0532 0130 00", "DE89 3704 0044 0532 0130 and two more"),
      ("SAVE20", "s a v e 2 0"), ("SAVE20", "SAVE-20"), ("SAVE20", "Use SAVE 20."), ("SAVE20", "save20"),
      ("Summer2026!", "summer-2026"), ("AB12CD34", "ab12 cd34"), ("HEATHER-0417", "heather 0417"),
    ])
  func parts(_ value: String, _ text: String) throws {
    #expect(try stops(value, text))
  }

  @Test(
    "another complete address, page, room or code is another value, whatever it shares",
    arguments: [
      ("night.desk@internal.example", "help.desk@internal.example"),
      ("night.desk@internal.example", "day.desk@internal.example"),
      ("anna.smith@corp.example", "john.smith@corp.example"), ("anna.smith@corp.example", "joanna.smith@corp.example"),
      ("anna.smith@corp.example", "smith@corp.example"), ("j.berg@corp.example", "k.berg@corp.example"),
      ("j.berg@corp.example", "j.klein@corp.example, k.berg@corp.example"),
      ("j.berg@corp.example", "j.berger@corp.example"),
      ("billing-eu@acme.example", "billing-us@acme.example"), ("billing-eu@acme.example", "billing@acme.example"),
      ("https://intra.corp.example/salary/2026", "https://intra.corp.example/vacation/2026"),
      ("https://intra.corp.example/salary/2026", "https://intra.corp.example/"),
      ("https://intra.corp.example/salary/2026", "https://intra.corp.example"),
      ("Staff Meeting Room Berlin", "Staff Meeting Room Paris"),
      ("Staff Meeting Room Berlin", "Staff Meeting Room Bonn"),
      ("ACME-EU-CONTRACT-0093", "ACME-US-CONTRACT-0093"), ("ACME-EU-CONTRACT-0093", "ACME-CH-CONTRACT-0093"),
      ("ACME-EU-CONTRACT-0093", "ACME-EU-CONTRACT-0094"), ("tiger-maple-river-9917", "lion-maple-river-9917"),
    ])
  func otherThings(_ value: String, _ text: String) throws {
    #expect(try !stops(value, "You can use \(text)."))
    #expect(try !stops(value, text))
  }

  @Test(
    "most of an address, a page, a room or a code alone is a part of it, and so is one with letters exchanged",
    arguments: [
      ("night.desk@internal.example", "night.desk@internal"),
      ("night.desk@internal.example", "ight.desk@internal.example"),
      ("night.desk@internal.example", "first night, then desk@internal.example"),
      ("night.desk@internal.example", "nihgt.desk@internal.example"),
      ("anna.smith@corp.example", "Anna.Smith@corp.example"),
      ("anna.smith@corp.example", "mailto:anna.smith@corp.example"),
      ("anna.smith@corp.example", "anna dot smith@corp.example"),
      ("https://intra.corp.example/salary/2026", "https://intra.corp.example/salary"),
      ("https://intra.corp.example/salary/2026", "intra.corp.example/salary/2026"),
      ("Staff Meeting Room Berlin", "Staff Meeting Room now"), ("Staff Meeting Room Berlin", "Our Meeting Room Berlin"),
      ("Staff Meeting Room Berlin", "Staff Meeting Room. Paris is next."),
      ("ACME-EU-CONTRACT-0093", "EU-CONTRACT-0093"), ("ACME-EU-CONTRACT-0093", "CONTRACT-0093 alone"),
      ("ACME-EU-CONTRACT-0093", "XXXX-XXX-CONTRACT-0093"),
      ("Staff Meeting Room Berlin", "Staff Meating Room Berlin"), ("ACME-EU-CONTRACT-0093", "****-**-CONTRACT-0093"),
    ])
  func ownParts(_ value: String, _ text: String) throws {
    #expect(try stops(value, "You can use \(text)"))
  }

  @Test(
    "a value is told by the members of objects in order, whatever stands around and between them",
    arguments: [
      (#"Here: {"a":{"long_name_of_it":"Kie"},"b":[{"other_name":"l-Vau"},{"x":true,"y":"lt-77"}]} ok"#, true),
      (#"{"a":{"long_name_of_it":"Kie"},"b":[{"other_name":"l-Vau"},{"x":true,"y":"lt-77"}]}"#, true),
      (#"First {"a":{"x":true,"y":"Kie"}}, then {"b":[{"x":null,"y":"l-Vau"},{"x":null,"y":"lt-77"}]}."#, true),
      (#"Here: {"a":{"x":true,"y":"Kie\"}"},"b":[{"x":true,"y":"l-Vau"},{"x":true,"y":"lt-77"}]} ok"#, true),
      ("A 5\" pipe { 3\"\n" + #"{"a":{"x":true,"y":"Kie"},"b":[{"x":true,"y":"l-Vau"},{"x":true,"y":"lt-77"}]}"#, true),
      (#"Here: {"a":{"x":true,"y":"Kie"},"b":[{"x":true,"y":"l-Oak"},{"x":true,"y":"lt-77"}]} ok"#, false),
      (#"Notes ["Kie", true] of [true, "l-Vau", true] and [true, "lt-78"]"#, false),
    ])
  func members(_ text: String, _ isTold: Bool) throws {
    #expect(try stops("Kiel-Vault-77", text) == isTold)
  }

  @Test(
    "what looks like the beginning of an object hides no object behind it",
    arguments: [
      "%", "Sorry :-{ here: %", "A set begins with {. It is 5\" wide. Here: %", "The sign \"{\" comes first. Here: %",
      "```js\nif (x) {\n```\nHere: %", "{note: %}", #"{"note": "It is {" %}"#, #"{"a": "x", % }"#,
      #"{"a": "\"{"{"b" %"#,
      #"{"a": ["x", 2 %]"#, #"{"note": "x", "inner": %"#, "[1] See %", "{{{{ % }", #"{"": {"": {"": oops %"#,
    ])
  func strayBraces(_ around: String) throws {
    for (value, object) in [
      ("Kiel-Vault-77", #"{"a":{"name":"Kie"},"b":[{"other":"l-Vau"},{"x":true,"y":"lt-77"}]}"#),
      ("482915", #"{"hi":482,"x":true,"lo":915}"#),
    ] {
      let text = around.replacing("%", with: object)
      #expect(try stops(value, text), "\(text)")
    }
  }

  @Test(
    "beginnings of objects without an end are read in time linear in them",
    arguments: [
      #"{"a":"#, #"{""#, "{ ", #"{"a":["#, #"{"{"#, #"{"\""#, #"{"a":"x {","#, #"{"a":1,"#, #"[{"a":{},"#, #"{\"a\":"#,
    ])
  func hostileBraces(_ unit: String) throws {
    let rules = try policy(["restricted": [["id": "r", "values": ["Kiel-Vault-77"]]]])
    func time(_ bytes: Int) -> Duration {
      let text = String(repeating: unit, count: bytes / unit.utf8.count)
      return ContinuousClock().measure { _ = rules.decide(text) }
    }
    // A machine may stop for a while, so three times are asked for.
    #expect((0..<3).contains { _ in time(65_536) < time(4_096) * 48 + .milliseconds(100) })
  }

  @Test(
    "members that each have a word or a small number of a value are no value, as in a sentence",
    arguments: [
      ("vault-7", #"{"room":"vault","floor":7}"#), ("vault-7", #"{"label":"the vault","floor":7}"#),
      ("server-12", #"{"host":"server","cores":12}"#), ("WELCOME10", #"{"label":"welcome","discount":10}"#),
      ("SAVE20", #"{"action":"save","pct":20}"#), ("Summer2026!", #"{"season":"Summer","year":2026}"#),
      ("vault-7", #"[{"room":"vault"},{"floor":"7"}]"#), ("vault-7", #"The words are "vault" and "7"."#),
      ("Jan Berg", #"{"customer":"Jan","city":"Bergen"}"#),
      ("Jan Berg", #"{"customer":"Jan","street":"Bergstrasse 5"}"#),
    ])
  func otherMembers(_ value: String, _ text: String) throws {
    for text in [text, "Here is the record: \(text)"] { #expect(try !stops(value, text), "\(text)") }
    let rules = try policy([
      "tools": [["id": "A", "tool": "*"]], "restricted": [["id": "r", "values": [.string(value)]]],
    ])
    #expect(rules.verdict(on: "find", text.hasPrefix("{") ? text : "{}")?.sentence == "allow A")
  }

  @Test(
    "members that have pieces of a value in its own letters are the value",
    arguments: [
      ("vault-7", #"{"a":"vau","b":"lt-7"}"#), ("VAULT-7", #"{"room":"VAULT","floor":7}"#),
      ("HEATHER-0417", #"{"a":"heather","b":"0417"}"#), ("Jan Berg", #"{"first":"Jan","last":"Berg"}"#),
      ("Jan Berg", #"{"n":"a","first":"Jan","last":"Berg","city":"Enns"}"#), ("vault-7", #"{"code":"vault-7"}"#),
      ("WELCOME10", #"{"a":"WEL","b":"COME","c":10}"#),
    ])
  func ownMembers(_ value: String, _ text: String) throws {
    #expect(try stops(value, text))
  }
}
