import EvalGateCore
import EvalGatePolicy
import StrictJSON
import Testing

/// A restricted value beside what is nearly one: typing errors and other codes, longer names and addresses, other names.
@Suite("restricted values and what is nearly one")
struct RestrictedOthersTests {
  private static let everything: JSONValue = ["exact", "normalized", "encoded", "partial"]
  private static let page = "https://intra.corp.example/salary/2026"
  private static let mail = "anna.smith@corp.example"

  private func stops(_ value: String, _ text: String, match: JSONValue = everything) throws -> Bool {
    try policy(["restricted": [["id": "r", "values": [.string(value)], "match": match]]]).decide(text).action == .reject
  }

  @Test(
    "one letter of every eight may be wrong, wherever the digits of the value stand",
    arguments: [
      ("ACME-EU-CONTRACT-0093", "ACME-EU-CONTARCT-0093"), ("ACME-EU-CONTRACT-0093", "ACME-EU-CONTRCT-0093"),
      ("ACME-EU-CONTRACT-0093", "ACME-EU-CONTTRACT-0093"), ("ACME-EU-CONTRACT-0093", "ACME-EU-KONTRACT-0093"),
      ("ACME-EU-CONTRACT-0093", "7 ACME-EU-CONTRCT-0093 and 8"), ("ACME-EU-CONTRACT-0093", "ACMEEUCONTRCT0093"),
      ("blueheronserver 0417", "bluehreonserver 0417"), ("blueheronserver 0417", "blueheronserwer 0417"),
      ("2026-PLAN-BLUEHERON", "2026-PLAN-BLUEHERRON"), ("2026-PLAN-BLUEHERON", "7 2026-PLAN-BLUEHRON"),
      ("tiger-maple-river-9917", "tigr-maple-river-9917"), ("tiger-maple-river-9917", "tiger-mapel-river-9917"),
      ("ACME-EAST-CONTRACT-0093", "ACME-AEST-CONTRACT-0093"),
      (page, "https://intra.corp.example/saalary/2026"),
      (page, "https://intra.corp.example/salry/2026"), (page, "https://intra.corp.example/salray/2026"),
      (page, "https://intra.corp.exmaple/salary/2026"), (page, "https://intraa.corp.example/salary/2026"),
    ])
  func typingErrors(_ value: String, _ text: String) throws {
    #expect(try stops(value, "See \(text) for that."))
    #expect(try stops(value, text))
    // A whole value is asked for.
    #expect(try !stops(value, text, match: ["exact", "normalized"]))
  }

  @Test(
    "another word of a code, another number and another page are no typing errors",
    arguments: [
      ("ACME-EU-CONTRACT-0093", "ACME-US-CONTRACT-0093"), ("ACME-EU-CONTRACT-0093", "ACME-E-CONTRACT-0093"),
      ("ACME-EU-CONTRACT-0093", "ACME-EU-CONTRCT-0094"), ("ACME-EAST-CONTRACT-0093", "ACME-WEST-CONTRACT-0093"),
      ("ACME-NORTH-CONTRACT-0093", "ACME-SOUTH-CONTRACT-0093"), ("ACME-EU-CONTRACT-0093", "ACME-EU-CONTRCT-00931"),
      ("ACME-EU-CONTRACT-0093", "ACME-EU-CONTRCT-009"), ("2026-PLAN-BLUEHERON", "12026-PLAN-BLUEHRON"),
      ("tiger-maple-river-9917", "lion-maple-river-9917"), (page, "https://intra.corp.example/sales/2026"),
      (page, "https://intra.corp.example/summary/2026"), (page, "https://intra.corp.example/gallery/2026"),
      (page, "https://intra.corp.example/celery/2026"), (page, "https://intra.corp.example/salary/2025"),
      (page, "https://intra.corp.example/salary-faq/2026"), (page, "https://intra.corp.example/salary_bands"),
      ("https://intra.corp.example/hr", "https://intra.corp.example/hq"),
    ])
  func otherCodes(_ value: String, _ text: String) throws {
    #expect(try !stops(value, "See \(text) for that."))
    #expect(try !stops(value, text))
  }

  @Test(
    "another name that shares the first byte of a letter is another name",
    arguments: [
      ("محمد علي", "محمد حسن"), ("プロジェクト鷺", "プロジェクト鷲"), ("Владимир Янг", "Владимир Юрьев"), ("김철수 부장", "김철수 분장"),
    ])
  func sharedByte(_ value: String, _ text: String) throws {
    for text in [text, "(\(text))", text + text] { #expect(try !stops(value, text), "\(text)") }
    #expect(try stops(value, value))
  }

  @Test("a part of a value is found before bytes that are no letters of any text")
  func brokenBytes() throws {
    #expect(try stops("HEATHER-FILTER-0417", #"THER-FILTER-04||||,||||||||;"�,���������"xn--,: --,: �}"#))
  }

  @Test("a syllable that shares bytes with that of a value is another one, and the value itself is found")
  func syllables() throws {
    #expect(try !stops("プロジェクト鷺", "プロジェクト鷲の件"))
    #expect(try stops("プロジェクト鷺", "プロジェクト鷺の件"))
  }

  @Test(
    "languages that are written without spaces put nothing between a value and their own words",
    arguments: [
      "密码是§。", "パスワードは§です。", "代号为§，请保密。", "สถานที่คือ§ครับ", "암호는 §입니다", "§さん", "(§)", "1§", "_§_", #"\n§"#, #"\t§s"#,
      "%0A§",
    ])
  func besideOtherScripts(_ text: String) throws {
    for value in ["correct horse battery staple", "blue harbour tower", "Anna Schneider", "anna schneider"] {
      let text = text.replacing("§", with: value)
      #expect(try stops(value, text), "\(text)")
      #expect(try stops(value, text, match: ["exact"]), "\(text)")
    }
  }

  @Test(
    "neither do they beside a short value, nor does an escape",
    arguments: ["jan berg", "JAN BERG", "Jan-Berg"], ["§です", "担当は§。", #"\n§"#, "%0A§", #"\u0020§"#, "§"])
  func shortBesideOtherScripts(_ value: String, _ text: String) throws {
    let kinds: JSONValue = ["exact", "normalized"]
    #expect(try stops("Jan Berg", text.replacing("§", with: value), match: kinds))
    #expect(try !stops("Jan Berg", text.replacing("§", with: "x\(value)y"), match: kinds))
  }

  @Test(
    "a longer name of another person is none",
    arguments: ["Susanna Schneider", "susanna schneider", "Anna Schneiderin", "Àanna schneider"])
  func longerNames(_ text: String) throws {
    for match: JSONValue in [Self.everything, ["exact", "normalized"]] {
      #expect(try !stops("Anna Schneider", text, match: match))
    }
  }

  @Test(
    "members that bring the value's own signs are the value, be its number short or a year",
    arguments: [
      ("db_prod_admin_2026", ["db_prod_", "admin_", "2026"]), ("db_prod_admin_2026", ["db_prod", "_admin", "_2026"]),
      ("db_prod_admin_2026", ["db_prod_ ", " admin_ ", "2026"]), ("db_prod_admin_2026", ["db_prod_admin_", "2026"]),
      ("Kiel-Vault-77", ["Kiel-", "Vault-", "77"]), ("Kiel-Vault-77", ["Kiel", "-Vault", "-77"]),
      ("Kiel-Vault-77", ["kiel-", "vault-", "77"]), ("Kiel-Vault-77", ["Kiel", "Vault", "77"]),
      ("db_prod_admin_2026", ["db prod", "admin", "2026"]), ("vault-7", ["vault-", "7"]),
      ("vault-7", ["vault", " - 7"]),
      // What stands beside them is another text.
      ("PROJ-1234", ["PROJ-12", "34", "5"]), ("PROJ-1234", ["9", "PROJ-", "1234"]),
      (mail, ["anna.smith@", "corp.example", "foo"]),
      (mail, ["foo", "anna.smith@", "corp.example", ".com"]),
    ])
  func members(_ value: String, _ texts: [String]) throws {
    let members = zip(["a", "b", "c", "d"], texts).map { #""\#($0)": "\#($1)""# }
    let object = "{\(members.joined(separator: ", "))}"
    #expect(try stops(value, "Join these: \(object)"))
    let rules = try policy([
      "tools": [["id": "A", "tool": "*"]], "restricted": [["id": "r", "values": [.string(value)]]],
    ])
    #expect(rules.verdict(on: "send", object)?.sentence == "deny restricted:r restricted")
  }

  @Test(
    "members without these signs are words and numbers of any text",
    arguments: [
      ("vault-7", #"{"room":"vault","level":"7"}"#), ("vault-7", #"{"note":"the - vault","n":7}"#),
      ("WELCOME10", #"{"text":"welcome!","discount":10}"#), ("save20", #"{"action":"save","pct":20}"#),
      ("server-12", #"{"host":"server-","cores":120}"#), ("Summer2026!", #"{"season":"Summer","year":2026}"#),
    ])
  func otherMembers(_ value: String, _ text: String) throws {
    #expect(try !stops(value, text))
  }

  @Test(
    "a part of a name counts before a word that has a capital as every word there has",
    arguments: [
      "THE % IS DELAYED", "# The % Is Delayed", "Why Is The % Off", "It is the % I think",
      "Der % Termin ist am Freitag",
      "Der % Bericht liegt auf dem Server", "the % HR team", "% DELAYED", "The % is delayed", "The %. Paris is next.",
    ])
  func capitalsOfAnyWord(_ text: String) throws {
    let part = text.contains("THE") ? "BLUE HERON LAUNCH" : "Blue Heron Launch"
    #expect(try stops("Blue Heron Launch Amsterdam", text.replacing("%", with: part)))
  }

  @Test(
    "before another name it does not",
    arguments: [
      "You can use %Paris.", "%Paris", "%New York", "The %Paris is free on Friday",
      "I booked %Paris for Anna Schneider",
      "| %Paris | Floor 3 |", "Use %Paris", "Location: %Paris, Floor 3", "Anna Schneider, %Paris",
      "Please ask Jan Berg about %Paris on Monday", #"{"room":"%Bonn","owner":"Anna"}"#, "- %Paris\n- %Bonn",
    ])
  func capitalsOfNames(_ text: String) throws {
    #expect(try !stops("Staff Meeting Room Berlin", text.replacing("%", with: "Staff Meeting Room ")))
    #expect(try !stops("ACME HQ ROOM BERLIN", "Take ACME HQ ROOM PARIS now"))
  }

  @Test(
    "an address that goes on behind a restricted one is another",
    arguments: [
      ("jan.berg@corp.co", "jan.berg@corp.com"), ("jan.berg@corp.co", "jan.berg@corp.co.uk"),
      ("jan.berg@corp.co", "JAN.BERG@CORP.COM"), (mail, "anna.smith@corp.example.org"),
      (mail, "anna.smith@corp.examples"),
      (mail, "ANNA.SMITH@CORP.EXAMPLE.ORG"), (mail, "anna.smith@corp.example-shop.com"),
      (mail, "anna.smith@corp.example.org、"), ("db1.prod.corp.example", "db1.prod.corp.example.org"),
      (mail, "deanna.smith@corp.example"), (mail, #"CORP\joanna.smith@corp.example"#),
    ])
  func longerAddresses(_ value: String, _ text: String) throws {
    for match: JSONValue in [Self.everything, ["exact", "normalized"]] {
      #expect(try !stops(value, "Write to=\(text) please", match: match))
      #expect(try !stops(value, "Write to \(text).", match: match))
    }
  }

  @Test(
    "an address ends at a sentence's end, a sign and the name of a file, and begins behind an escape",
    arguments: [
      "§.", "§...", "§.Then go", "§.then go", "§-please", "§-", "<§>", "§。", "§です", "§/x", "§_x", "§2", "§'s", "§ .com",
      "§:8080",
      "§.pdf", "§;x@y.example", #"§\n"#, #"Contact:\n§"#, #"Contact:\t§"#, #"\u003c§"#, #"\x0a§"#, "%0A§", "%3A§",
      "=3D§",
    ])
  func endsOfAddresses(_ around: String) throws {
    for value in [Self.mail, "jan.berg@corp.co", "db1.prod.corp.example"] {
      let text = around.replacing("§", with: value)
      #expect(try stops(value, text, match: ["exact"]), "\(text)")
      #expect(try stops(value, text), "\(text)")
    }
  }

  @Test("a number behind an escape is no part of another", arguments: ["%20", #"\u0020"#, "=20"])
  func numbersBehindEscapes(_ escape: String) throws {
    #expect(try stops("1234-PLAN-B", "x\(escape)1234-PLAN-B", match: ["exact"]))
    #expect(try !stops("1234-PLAN-B", "x41234-PLAN-B", match: ["exact"]))
  }
}
