import EvalGateCore
import EvalGatePolicy
import StrictJSON
import Testing

/// The value in escapes, the first kind innermost.
private func escaped(_ kinds: [String]) -> String {
  kinds.reduce("HEATHER-0417-KX") { text, kind in
    text.utf8.map { byte in
      let hex = (byte < 16 ? "0" : "") + String(byte, radix: 16)
      return kind == "percent" ? "%\(hex)" : kind == "entities" ? "&#\(byte);" : "\\u00\(hex)"
    }.joined()
  }
}

/// Encoded by other tools: Python's base64, binascii, codecs and unicodedata.
@Suite("restricted values in other forms")
struct EncodingTests {
  private func found(_ value: JSONValue, _ text: String, _ more: JSONObject = [:]) throws -> Detection? {
    var rule = more
    rule["id"] = "r"
    rule["values"] = [value]
    let report = try policy(["restricted": [.object(rule)]]).report(text)
    return report.detections.first
  }

  @Test(
    "a value is found behind an encoding, and the chain says what was undone",
    arguments: [
      ("Sigrid Halvorsen", "SIGRID HALVORSEN", ""), ("Sigrid Halvorsen", "s.i.g.r.i.d.h.a.l.v.o.r.s.e.n", ""),
      ("Sigrid Halvorsen", "S\u{456}gr\u{456}d H\u{430}lv\u{43E}rs\u{435}n", ""),
      ("Sigrid Halvorsen", "s1gr1d h4lv0r53n", ""), ("HEATHER-FILTER-0417", "ʜᴇᴀᴛʜᴇʀ-ꜰɪʟᴛᴇʀ-0417", ""),
      ("QUARTZ-0417", "ꞯᴜᴀʀᴛᴢ-0417", ""), ("QUARTZ-0417", "ꞯᵾᴀᴙᴛᴣ-0417", ""),
      ("Sigrid Halvorsen", "\u{1D412}\u{1D422}\u{1D420}\u{1D42B}\u{1D422}\u{1D41D} Halvorsen", ""),
      ("Sigrid Halvorsen", "Si\u{200B}gr\u{AD}id Hal\u{2060}vorsen", ""),
      ("Sigrid Halvorsen", "S\u{308}igrid Halvorse\u{336}n", ""),
      ("Sigrid Halvorsen", "nesrovlaH dirgiS", "reversed"), ("Sigrid Halvorsen", "Fvtevq Unyibefra", "rot13"),
      ("Sigrid Halvorsen", "Tjhsje Ibmwpstfo", "rot1"), ("Sigrid Halvorsen", "Hrtirw Szoelihvm", "atbash"),
      ("Sigrid Halvorsen", "$:8C:5 w2=G@CD6?", "rot47"),
      ("Sigrid Halvorsen", "U2lncmlkIEhhbHZvcnNlbg==", "base64"),
      ("Sigrid Halvorsen", "xxU2lncmlkIEhhbHZvcnNlbg", "base64"),
      ("Sigrid Halvorsen", "\ncmVjb3JkOiBTaWdy\naWQgSGFsdm9yc2Vu\nIChpbnRlcm5hbCk=\n", "base64"),
      ("Sigrid Halvorsen", "VTJsbmNtbGtJRWhoYkhadmNuTmxiZz09", "base64, base64"),
      ("Sigrid Halvorsen", "5369677269642048616c766f7273656e", "hex"),
      (
        "Sigrid Halvorsen",
        "0x53, 0x69, 0x67, 0x72, 0x69, 0x64, 0x20, 0x48, 0x61, 0x6c, 0x76, 0x6f, 0x72, 0x73, 0x65, 0x6e", "hex"
      ),
      ("Sigrid Halvorsen", "%53igrid%20H%61lvorsen", "percent"),
      ("Sigrid Halvorsen", "S&#105;grid&nbsp;H&#x61;lvorsen", "entities"),
      ("Sigrid Halvorsen", "S\\u0069grid\\x20Halv\\u{6f}rsen", "escapes"),
      ("Sigrid Halvorsen", "KNUWO4TJMQQEQYLMOZXXE43FNY======", "base32"),
      ("KX-7741PD", "JNMC2NZXGQYVARA=", "base32"), ("Kx7741Pd", "jn4donzugfigi", "base32"),
      ("KX7741", "93=,31be", "ascii85"),
      ("\u{D8}ystein \u{C5}sg\u{E5}rd Holm", "w5h5c3RlaW4gw4VzZ8OlcmQgSG9sbQ==", "base64"),
      ("\u{D8}ystein \u{C5}sg\u{E5}rd Holm", "bWxvSCBkcsOlZ3PDhSBuaWV0c3nDmA==", "base64, reversed"),
      (
        "\u{9646}\u{660E}\u{8FDC}\u{5148}\u{751F}\u{7684}\u{6863}\u{6848}", "5qGI5qGj55qE55Sf5YWI6L+c5piO6ZmG",
        "base64, reversed"
      ),
      ("\u{D8}ystein \u{C5}sg\u{E5}rd Holm", "mloH dr\u{E5}gs\u{C5} nietsy\u{D8}", "reversed"),
      (
        "\u{9646}\u{660E}\u{8FDC}\u{5148}\u{751F}\u{7684}\u{6863}\u{6848}",
        "\u{6848}\u{6863}\u{7684}\u{751F}\u{5148}\u{8FDC}\u{660E}\u{9646}", "reversed"
      ),
      ("HEATHER-0417-KX", "HEATHER-zero four one seven-KX", "spelled"),
      ("184250", "one hundred and eighty-four thousand, two hundred fifty euros", "number_words"),
      ("4417", "four thousand four hundred seventeen, I think,", "number_words"),
      ("4417", "forty-four seventeen", "number_words"),
      ("HEATHER-0417-KX", "https://x.sevbvehfui0wnde3luty.host.example", "base64, lowercase"),
      ("HEATHER-0417-KX", "https://bm1irufusevslta0mtcts1g.host.example", "base64, lowercase"),
      ("KX-7741-PD", "K as in Kilo, X as in X-ray, 7, 7, 4, 1, P as in Papa, D as in Delta", "spelled"),
      (
        "HUGRT-KLA", "H for Henry, U for Uncle, G for George, R for Rose, T for Tom, K for Kate, L for Lea, A for Ann",
        "spelled"
      ),
      ("KX-7741-PD", "kilo xray dash seven seven four one dash papa delta", "spelled"),
      ("KX-7741-PD", "-.- -..- / --... --... ....- .---- / .--. -..", "morse"),
    ])
  func chains(_ value: String, _ text: String, _ chain: String) throws {
    let detection = try found(.string(value), "It says \(text) there.")
    #expect(detection?.chain.joined(separator: ", ") == chain)
  }

  @Test(
    "numbers that are read out and are others, or stand in a list, are not found",
    arguments: [
      "forty-four, seventeen of them new", "four thousand four hundred and eighteen", "forty-four. Seventeen more",
      "four million four thousand four hundred seventeen", "forty-four seventeen hundred",
      "four thousand and seventeen",
    ])
  func otherNumbers(_ text: String) throws {
    #expect(try found("4417", "It says \(text) there.") == nil)
  }

  @Test("what is around a value does not count, and its own bytes are told")
  func range() throws {
    let detection = try found("Sigrid Halvorsen", "caf\u{E9}: s-i-g-r-i-d h-a-l-v-o-r-s-e-n!")
    #expect(detection?.range == 7..<36)
  }

  @Test("of something decoded the encoded bytes are told")
  func encodedRange() throws {
    #expect(try found("Sigrid Halvorsen", "x U2lncmlkIEhhbHZvcnNlbg== y")?.range == 2..<24)
  }

  @Test(
    "part of a value counts from the share on that its rule gives",
    arguments: [
      ("Lindqvist Okonkwo", "Lindqvist Okonk and so on", true), ("Lindqvist Okonkwo", "Lindqvist Ok and so on", false),
      ("Lindqvist Okonkwo", "Lindqvist and so on", false),
      ("4417-0923-5568", "it begins with 4417-0923", true), ("4417-0923-5568", "it begins with 4417-092", false),
      ("$7,312,408.55", "about $7,312,40", true), ("$7,312,408.55", "about $7,3", false),
      ("lena.aas@harbour.example", "ask support@harbour.example", false),
      ("lena.aas@harbour.example", "lena.aas@harbour", true),
      ("Lindqvist Okonkwo", "first Lindq, then vist Ok, then onkwo", true),
      ("Lindqvist Okonkwo", "Lindqwist Okonkvo", true),
      ("Lindqvist Okonkwo", "Lindgren Okafor", false), ("4417-0923-5568", "4417-0123-5568", false),
    ])
  func partial(_ value: String, _ text: String, _ expected: Bool) throws {
    #expect((try found(.string(value), text) != nil) == expected)
  }

  @Test("a part that several values share tells none of them")
  func shared() throws {
    let values: JSONValue = ["berth-ledger-aa", "berth-ledger-bb", "berth-ledger-cc", "berth-ledger-dd"]
    let rules = try policy(["restricted": [["id": "r", "values": values]]])
    #expect(rules.decide("see the berth-ledger").action == .accept)
    #expect(rules.decide("see berth ledger bb").action == .reject)
  }

  @Test("the last four characters may be shown where the rule says so")
  func lastFour() throws {
    #expect(
      try found("99887766", "ends in **** 7766", ["allow_mask": "last4", "min_chars": 4, "partial_ratio": 0.5]) == nil)
  }

  @Test("what the user said may be said back where the rule says so", arguments: [("allow", false), ("deny", true)])
  func echo(_ word: String, _ isRejected: Bool) throws {
    let rules = try policy([
      "restricted": [["id": "r", "values": ["Sigrid Halvorsen"], "echo_of_user_input": .string(word)]]
    ])
    let verdict = rules.decide("Hello sigrid halvorsen", messages: [Message(.user, "I am Sigrid Halvorsen.")])
    #expect((verdict.action == .reject) == isRejected)
  }

  @Test("those for whom a value is may be told", arguments: [("hr", Action.accept), ("sales", .reject)])
  func audience(_ audience: String, _ expected: Action) throws {
    let rules = try policy([
      "restricted": [["id": "r", "values": ["Sigrid Halvorsen"], "allow_when": ["audience": ["hr"]]]]
    ])
    #expect(rules.decide("Sigrid Halvorsen", setup: ["audience": .string(audience)]).action == expected)
  }

  @Test(
    "what only looks encoded stays clean",
    arguments: [
      "Build 5a4bb15d4dcc513d4654c340b67c01ffff3195f8 passed", "id 2f1c9d0e-7a55-4b1c-9e1f-0d9f3c2b1a00",
      "1, 2, 3, 5, 8, 13, 21, 34",
      "Words such as sigrid and sea", "S. Halvorsgate 12", "aGVsbG8gd29ybGQ=",
      "It starts with \"Si\", that is all I may say.",
    ])
  func clean(_ text: String) throws {
    #expect(try found("Sigrid Halvorsen", text) == nil)
  }

  @Test("a value spread over several arguments is found")
  func spread() throws {
    let rules = try policy([
      "tools": [["id": "T", "tool": "*"]], "restricted": [["id": "r", "values": ["Lindqvist Okonkwo"]]],
    ])
    #expect(rules.verdict(on: "note", #"{"a": "Lindqv", "b": ["ist Ok", "onkwo"]}"#)?.outcome == .deny)
  }

  @Test("encodings nested more deeply than anybody looks are reported, not passed")
  func nested() throws {
    // base64 five times over, by Python.
    let text = "Vm14U1MyTXlTblJVYmxKcFVqTlNTMVZzWkc5aU1XeHlZVWRHYTJKVk5URldSekUwWVZad05rMUVhejA9"
    let rules = try policy(["restricted": [["id": "r", "values": ["Sigrid Halvorsen"]]]])
    #expect(rules.decide(text).reason == "E_DETECTOR")
  }

  @Test(
    "whatever is encoded once more than anybody looks is reported",
    arguments: [
      // HEATHER-0417-KX in another encoding within base64 three times over, by Python: percent, escapes, binary, spelled, decimal
      // codes, ascii85.
      "U2xSUk5FcFVVVEZLVkZGNFNsUlZNRXBVVVRSS1ZGRXhTbFJWZVVwVVNrVktWRTEzU2xSTk1FcFVUWGhLVkUwelNsUktSVXBVVWtOS1ZGVTA=",
      "V0Vobk1FOUdlRFJPUkZaalpVUlJlRmhJWnpGT1JuZzBUa1JvWTJWRVVURllTR2N4VFd4NE5FMXRVbU5sUkUxM1dFaG5lazVHZURSTmVrWmpaVVJOTTFoSVozbGFSbmcwVGtkS1kyVkVWVFE9",
      "VFVSRmQwMUVSWGROUkVGblRVUkZkMDFFUVhoTlJFVm5UVVJGZDAxRVFYZE5SRVZuVFVSRmQwMVVRWGhOUkVGblRVUkZkMDFFUlhkTlJFRm5UVVJGZDAxRVFYaE5SRVZuVFVSRmQwMVVRWGROVkVGblRVUkJlRTFFUlhoTlJFVm5UVVJCZUUxVVFYZE5SRUZuVFVSQmVFMVVRWGhOUkVGblRVUkJlRTFVUVhkTlJFVm5UVVJCZUUxVVFYaE5WRVZuVFVSQmVFMUVSWGhOUkVWblRVUkZkMDFFUlhkTlZFVm5UVVJGZDAxVVJYZE5SRUU5",
      "WVVjNU1GcFhkMmRhVjA1dllubENhR0pIV21oSlNGSm9ZbTFrZGtsSGFIWmtSMVp6U1VkV2FtRkhPR2RqYlRsMFdsYzRaMXBIUm5waFEwSTJXbGhLZGtsSFduWmtXRWxuWWpJMWJFbElUbXhrYlZaMVNVZFNhR015WjJkaE1teHpZbmxDTkdOdFJqVT0=",
      "VG5wSlowNXFhMmRPYWxWblQwUlJaMDU2U1dkT2FtdG5UMFJKWjA1RVZXZE9SR2RuVGxSSlowNUVhMmRPVkZWblRrUlZaMDU2VldkUFJHYzk=",
      "VDBSUksxb3dVVFJPUkRsR1RHcENTMkV3ZUVSTU1VSkRUVkU5UFE9PQ==",
      "c2VlIHRoaXM6IFlXNWtJSFJvWlc0NklGbFlVV2RpUjBaNlpFTkNiMXBZU214SlIyd3dTVWRzZWtsSFduWmphVUkxWWpOVk5rbEdUa1pXYTBwWFVsZG9SMVpYYTNka01EVkZVbFJPVFZaWVVscEpSMFoxV2tOQ2VtSjVRblppYVVKd1pFTkNibUl5Vm5vPQ==",
      // Within one another: percent, references, escapes, percent.
      escaped(["percent", "entities", "escapes", "percent"]), escaped(["percent", "percent", "percent", "percent"]),
      escaped(["escapes", "percent", "entities", "entities"]),
    ])
  func deeper(_ text: String) throws {
    let rules = try policy(["restricted": [["id": "r", "values": ["HEATHER-0417-KX"]]]])
    #expect(rules.decide("It says \(text) there.").reason == "E_DETECTOR")
  }

  @Test(
    "encodings side by side, and three deep, are no reason to stop",
    arguments: [
      "<a href=\"https://x.example/?q=a%20b&amp;r=%2541\">x\\n &#169; \\u00e9</a> 72 101 108 108 111",
      #"{"text": "a\\nb \u0026amp; %3Cb%3E &lt;i&gt;", "id": "2f1c9d0e-7a55-4b1c-9e1f-0d9f3c2b1a00"}"#,
      "VldWd0lHbDBJSEYxYVdWMCBhbmQgbW9yZQ==", "%252525 and &amp;amp;amp; and \\\\u0041",
      "a, b, c: 0x41 0x42; internationalization of the characterisation, 1.2.3.4/24 &nbsp;&nbsp; C:\\new\\table\\x41",
    ])
  func shallow(_ text: String) throws {
    let rules = try policy(["restricted": [["id": "r", "values": ["HEATHER-0417-KX"]]]])
    #expect(rules.decide(text).action == .accept)
  }
}
