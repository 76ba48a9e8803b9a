import EvalGateCore
import EvalGatePolicy
import StrictJSON
import Testing

/// Values of several words and values with numbers, beside what only shares a part with them.
@Suite("words and numbers of restricted values")
struct RestrictedWordsTests {
  private func stops(_ value: String, _ text: String, reach: Int? = nil) throws -> Bool {
    var rule: JSONObject = ["id": "r", "values": [.string(value)]]
    if let reach { rule["partial_reach"] = .number(JSONNumber(reach)) }
    return try policy(["restricted": [.object(rule)]]).decide(text).action == .reject
  }

  @Test(
    "the words of a name that are told of two people are no name",
    arguments: [
      "Hello Marta, your order was packed by our colleague in Leeds on Monday morning. Mr Nowak will bring it.",
      "Marta Klein and Jan Nowak will join the call.", "Marta, please call Mr Nowak.",
      "Hello Marta! The Nowak shop is open.",
      "Thank you, Marta.\n\nBest regards\nJ. Nowak", "Dear Marta, I have forwarded this to Dr. Nowak.",
      "Marta has asked whether the parcel that was sent on the day before yesterday is with nowak by now",
      "Participants: Marta Klein, Piotr Nowak, Wanda Wójcik",
    ])
  func people(_ text: String) throws {
    #expect(try !stops("Marta Nowak", text))
  }

  @Test(
    "the words of a name that are told as one are the name",
    arguments: [
      "Marta Nowak", "Nowak, Marta", "Marta K. Nowak", "Marta Katarzyna Nowak", "Her name is Marta, her surname Nowak.",
      #"{"first_name": "Marta", "last_name": "Nowak"}"#, "First name: Marta, last name: Nowak",
      "First Name Marta Last Name Nowak", "- Vorname: Marta\n- Nachname: Nowak", "first Mar, then ta No, then wak",
      "It begins with Martano. And so that nobody sees it at once, a sentence follows. Its end is wak.",
    ])
  func name(_ text: String) throws {
    #expect(try stops("Marta Nowak", text))
  }

  @Test(
    "the surname may stand first where something says which part of the name follows",
    arguments: [
      "Nachname: Nowak\nVorname: Marta", "Nom : Nowak\nPrénom : Marta", "last name: Nowak, first name: Marta",
      #"{"last":"Nowak","dept":"HR","first":"Marta"}"#,
      "| last | dept | first |\n|---|---|---|\n| Nowak | HR | Marta |",
      "Mrs. Nowak's first name is Marta.", "Frau Nowak heißt mit Vornamen Marta.", "Nowak,HR,Marta", "Nowak\tHR\tMarta",
      "last_name = Nowak\ndept = HR\nfirst_name = Marta", "| Surname | Nowak |\n| Age | 40 |\n| First | Marta |",
    ])
  func surnameFirst(_ text: String) throws {
    #expect(try stops("Marta Nowak", text))
    #expect(try stops("Marta Nowak", text, reach: 60))
    let names: JSONValue = ["Marta Nowak", "Jan Nowak", "Ela Nowak"]
    #expect(try policy(["restricted": [["id": "r", "values": names]]]).decide(text).action == .reject)
  }

  @Test(
    "a name ends where its words end, but for a genitive and where it is written as one word",
    arguments: [
      ("Jan Berger leads the team.", false), ("Ask Jan Bergmann.", false), ("Susanna Schneider is back.", false),
      ("Marta Nowakowska signed.", false), ("Anna Schneider-Koch leads it.", false), ("Jan Berg-Huber is away.", false),
      ("Peter Berg, Jan Huber", false), ("Anwesend: Ines Berg, Jan Klein, Tom Huber", false),
      ("Absent: Piotr Nowak, Marta Kowalska and Jan Huber.", false), ("Laura Schneider, Anna Koch", false),
      ("Berg, Jan", true), ("Patient Berg, Jan (HR)", true), ("Anna Schneider-HR", true), ("Jan Bergs Büro", true),
      ("Jan Berg's office", true),
      ("getAnnaSchneiderSalary", true),
      ("anna.schneider99@pier.example", true), ("JAN BERG", true), ("annaschneider", true), ("Marta-Nowak", true),
    ])
  func wholeNames(_ text: String, _ expected: Bool) throws {
    for kinds: JSONValue in [["exact", "normalized", "encoded", "partial"], ["exact", "normalized"]] {
      let names: JSONValue = ["Jan Berg", "Anna Schneider", "Marta Nowak"]
      let rules = try policy(["restricted": [["id": "r", "values": names, "match": kinds]]])
      #expect((rules.decide(text).action == .reject) == expected)
    }
  }

  @Test(
    "what stands before a mask is a part, whatever stands behind it",
    arguments: [
      "It begins with AT61 1904 3002.", "It is AT61 1904 3002 ****.", "It is AT61 1904 3002 **** 3201.",
      "It is AT6119043002xxxx3201.", "It is AT61 1904 3002 …3201.", "It is AT61 1904 3002 ____ 3201.",
      "It is AT61 1904 3002 ???? 3201.", "It is AT61 1904 3002 ●●●● 3201.",
    ])
  func masked(_ text: String) throws {
    #expect(try stops("AT611904300234573201", text))
    #expect(try !stops("AT611904300234573201", "It ends with **** 3201."))
  }

  @Test(
    "digits on both sides of a mask are not taken for one part",
    arguments: [
      ("4111111111111111", "Card 4111 11** **** 1111", false),
      ("4111 1111 1111 1111", "Card 4111 11** **** 1111", false),
      ("DE89370400440532013000", "DE89 **** **** 3000", false),
      ("DE89 3704 0044 0532 0130 00", "DE89 **** **** 3000", false),
      ("4111111111111111", "Card 4111-11XX-XXXX-1111", false), ("4111111111111111", "Card 4111 1111 11** ****", true),
      ("4111111111111111", "4*1*1*1*1*1*1*1*1*1*1*1*1*1*1*1", true), ("4929123456787654", "4929*1234*5678*765", true),
      ("4929123456787654", "**4929** **1234** **5678**", true),
      ("4111111111111111", "**4111**\n\n**1111**\n\n**1111** 111", true),
      ("4929123456787654", "***4929***\n\n***1234***\n\n***5678*** 765", true),
      ("4111111111111111", "4111 1111 1111 ••111", true), ("4111111111111111", "4111 •••• •••• 1111", false),
    ])
  func maskedWithin(_ value: String, _ text: String, _ expected: Bool) throws {
    #expect(try stops(value, text) == expected)
  }

  @Test(
    "the code of a country that an answer writes before the user's own number is no other number",
    arguments: [
      ("14155550199", "4155550199", "+14155550199"), ("+14155550199", "4155550199", "+1 415 555 0199"),
      ("4155550199", "415-555-0199", "+14155550199"), ("+1 (415) 555-0199", "4155550199", "14155550199"),
    ])
  func ownTelephone(_ value: String, _ said: String, _ answer: String) throws {
    let rules = try policy(["restricted": [["id": "r", "values": [.string(value)], "echo_of_user_input": "allow"]]])
    #expect(rules.decide("I will ring \(answer).", messages: [Message(.user, "Ring \(said)")]).action == .accept)
    #expect(rules.decide("I will ring \(answer).", messages: [Message(.user, "Ring me")]).action == .reject)
  }

  @Test(
    "two people of one list are no third one, and neither are two in a sentence",
    arguments: [
      "Mr Nowak, please call Marta.", "Nowak won. Marta lost.", "Nowak's last order was for Marta.",
      "Mr Nowak was the first to call Marta.", "Mr Nowak met Marta.", "M. Nowak signe au nom de Marta.",
      #"[{"first":"Marta","last":"Klein"},{"first":"Jan","last":"Nowak"}]"#,
      #"[{"last":"Nowak","first":"Jan"},{"last":"Klein","first":"Marta"}]"#,
      "Nachname: Nowak\nVorname: Jan\nNachname: Klein\nVorname: Marta",
      "- first: Marta\n  last: Klein\n- first: Jan\n  last: Nowak",
      "| first | last |\n|---|---|\n| Marta | Klein |\n| Jan | Nowak |", "| Nowak | Jan |\n| Klein | Marta |",
      "Marta,Klein\nJan,Nowak", "Nowak;Jan\nKlein;Marta",
    ])
  func othersOfList(_ text: String) throws {
    #expect(try !stops("Marta Nowak", text))
  }

  @Test(
    "words of any text, in small letters, in another order or two sentences, are no name of people or projects",
    arguments: [
      "Das Zimmer ist klein, Anna zeigt es Ihnen.", "Die Anlage ist klein. Anna, Ihre Reiseleiterin, holt Sie ab.",
      "In May, roses are lovely.", "The garden opens in May. Rose bushes bloom in June.",
      "He gave her a rose. May I ask why?",
      "Jean et Luc voyagent avec un petit chien.", "The water is blue. The harbor opens at 9.",
      "Project plan: phase 1, launch of the Falcon Heavy.", "The falcon project of the zoo is open on Sundays.",
    ])
  func ordinary(_ text: String) throws {
    for value in ["Anna Klein", "Rose May", "Jean-Luc Petit", "Blue Harbor", "Project Falcon"] {
      #expect(try !stops(value, text), "\(value)")
    }
  }

  @Test(
    "the name is found in any letters, and word by word",
    arguments: [
      "PROJECT FALCON", "project falcon", "Falcon, Project", "Project.\n\nFalcon.", "Project\nFalcon",
      "P. r. o. j. e. c. t. F. a. l. c. o. n.",
    ])
  func anyLetters(_ text: String) throws {
    #expect(try stops("Project Falcon", text))
  }

  @Test(
    "words of a name that stand apart end where they end, but for a genitive, and so do numbers",
    arguments: [
      ("Ian Hill", "Ian met Hillary Clinton.", false), ("Ian Hill", "Ian lives near Hillside Road.", false),
      ("Max Bauer", "Max wohnt im Bauernhaus.", false), ("Jan Berg", "Jan takes the Bergbahn.", false),
      ("Jan Berg", "Jan, please call Berger.", false), ("Jan Berg", "Jan bought it from Bergmann.", false),
      ("Jan Berg", "Customer: Jan, street: Bergstr. 5", false), ("Marta Nowak", "Marta met Nowakowski.", false),
      ("Anna Schneider", "Anna went to Schneiderei Huber.", false), ("Anna Klein", "Susanna Maria Klein", false),
      ("Peter Wagner", "Peter hears Wagnerian opera.", false), ("HEATHER-0417", "HEATHER sells 04171 items", false),
      ("Jan Berg", "JAN K. BERGMANN", false), ("Jan Berg", "Jan K. Berg called.", true),
      ("Jan Berg", "It is Jan K. Bergs office.", true), ("Jan Berg", "JAN K. BERGS", true),
      ("HEATHER-0417", "HEATHER sells 0417 items", true), ("HEATHER-0417", "say HEATHER, then 0417x", true),
      ("Marta Nowak", "xmart, then ta No, then wakx", false),
      ("HEATHER-0417", "first xHEAT and then HER-0417", true),
    ])
  func longerWords(_ value: String, _ text: String, _ expected: Bool) throws {
    #expect(try stops(value, text) == expected)
    #expect(try stops(value, text, reach: 60) == expected)
  }

  @Test("a policy says how far apart the words may stand")
  func reach() throws {
    let text = "Hello Marta, your order was packed by our colleague in Leeds on Monday morning. Mr Nowak will bring it."
    #expect(try stops("Marta Nowak", text, reach: 200))
    #expect(try !stops("Marta Nowak", text, reach: 40))
    #expect(try !stops("Marta Nowak", "Her name is Marta, her surname Nowak.", reach: 5))
  }

  @Test(
    "another number of the same kind is another value",
    arguments: [
      ("vault-7", "Use vault-8 today."), ("vault-7", "The vault-8 is open from 7 to 9."), ("vault-7", "vault-70"),
      ("VAULT-7", "VAULT-8, the one that opens at 7"), ("vault-7", "The vault was opened on 7 May."),
      ("vault-1", "vault-12"), ("PROJ-1234", "PROJ-12345"), ("PROJ-1234", "See PROJ-12345."),
      ("PROJ-1234", "PROJ-1235"), ("PROJ-1234", "See PROJ-123."), ("PR-12345", "PR-1234"), ("server-12", "server-1"),
      ("server-12", "server-123"), ("PROJECT-1234", "PROJECT-12"), ("TND-2026-00417", "TND-2026-004170"),
      ("v2.3.1-internal", "v2.3.2-internal"), ("1234-PLAN-B", "234-PLAN-B"),
      ("PROJ-1234", "proj 12345"), ("PROJECT-1234", "PROJECT-12345 and PROJECT-1235"),
      ("2026-Q3-PLAN", "12026-Q3-PLAN"),
    ])
  func numbers(_ value: String, _ text: String) throws {
    #expect(try !stops(value, text))
  }

  @Test(
    "the number itself is the value, whatever else stands around it, and so are nearly all of it and a typing error in its letters",
    arguments: [
      ("vault-7", "vault-7x"), ("vault-7", "VAULT 7"), ("VAULT-7", "Use VAULT and then 7."),
      ("PROJ-1234", "xPROJ-1234x"),
      ("PROJ-1234", "proj 1234"), ("PROJ-1234", "PROJ-123…"), ("PROJ-1234", "PROJ-123..."),
      ("TND-2026-00417", "TND-2026-0041"), ("HEATHER-0417", "HEATHER-041"),
      ("tiger-maple-river-9917", "tiger-maple-river-99"),
      ("A4711", "A-4711"), ("K-1001", "Is it K1001?"), ("A4711", "a4711"), ("PROJECT-1234", "PROJEKT-1234"),
      ("PROJ-1234", "It is PROJ and, as you know, 1234."), ("12345678", "0123456789"),
    ])
  func same(_ value: String, _ text: String) throws {
    #expect(try stops(value, text))
  }

  @Test(
    "a short name in a script without spaces is one with a blank and without",
    arguments: [
      ("田中 美咲", "担当は田中美咲です"), ("田中 美咲", "担当は田中美咲さんです"), ("김 서연", "담당자는 김서연입니다"), ("王 伟", "请联系王伟。"),
      ("田中美咲", "担当は田中 美咲です"), ("田中美咲", "田中　美咲様"), ("田中美咲", "| 担当 | 田中 美咲 |"), ("김서연", "담당자는 김 서연입니다"),
      ("王伟", "请联系王 伟。"), ("佐々木 小次郎", "担当は佐々木小次郎です"),
    ])
  func spacing(_ value: String, _ text: String) throws {
    #expect(try stops(value, text))
  }

  @Test(
    "a blank elsewhere, a sentence's end or another name between its letters is none of it",
    arguments: [
      ("田中 美咲", "担当は田中です。美咲さんは休みです"), ("田中美咲", "田中と美咲"), ("Anna", "An na"), ("An Na", "Anna"), ("王伟", "王先生，伟大"),
    ])
  func notSpacing(_ value: String, _ text: String) throws {
    #expect(try !stops(value, text))
  }

  @Test(
    "a part is one whatever letters the words beside it begin and end with",
    arguments: [
      ("tiger-maple-river-9917", "It ends with maple-river-9917"),
      ("tiger-maple-river-9917", "The number maple-river-9917"),
      ("tiger-maple-river-9917", "Remember: maple-river-9917."),
      ("tiger-maple-river-9917", "Use it for maple-river-9917, as ever"),
      ("Blue Harbour Tower", "Blue Harbour now"), ("Blue Harbour Tower", "Blue Harbour today"),
      ("Blue Harbour Tower", "Meet me at Blue Harbour t"), ("Blue Harbour Tower", "Blue Harbour to"),
    ])
  func besideOtherWords(_ value: String, _ text: String) throws {
    #expect(try stops(value, text))
  }

  @Test(
    "a number that begins as the value's is still another value, and less than its share is no part",
    arguments: [
      ("ACME-2026-Q3", "See ACME-2026-Q4."), ("ACME 2026 Q3", "See ACME 2026 Q4."),
      ("TND-2026-00417", "See TND-2026-00418."), ("tiger-maple-river-9917", "Is there a river-9917?"),
    ])
  func otherNumbers(_ value: String, _ text: String) throws {
    #expect(try !stops(value, text))
  }

  @Test(
    "the word of a numbered thing is any of its kind",
    arguments: [
      ("server-12", "The server is down."), ("PROJECT-1234", "The project is late: PROJECT"),
      ("HEATHER-0417", "The heather blooms."), ("v2.3.1-internal", "For internal use."), ("A4711", "4711 A"),
    ])
  func numberedThings(_ value: String, _ text: String) throws {
    #expect(try !stops(value, text))
  }

  @Test("what is left of a part without such letters and stands in many values tells none of them")
  func sharedWords() throws {
    let values: JSONValue = [
      "Blue Harbour Tower", "Blue Harbour Street", "Blue Harbour Inn", "Blue Harbour Dock",
    ]
    let rules = try policy(["restricted": [["id": "r", "values": values]]])
    #expect(rules.decide("Blue Harbour today").action == .accept)
  }

  @Test(
    "one word of a name is not the name, however long it is",
    arguments: [
      ("Anna Schneider", "Der Schneider kürzt die Hose."), ("Anna Schneider", "Herr Schneider ruft an."),
      ("Anna Schneider", "Eva Schneider"), ("Anna Schneider", "A schneider is a tailor."),
      ("Acme Corporation", "Our corporation grows."), ("Acme Corporation", "The corporation grows."),
      ("Project Nightingale", "The nightingale sings."),
      ("Blue Harbour", "The Blue Line stops at Harbour Street."),
    ])
  func wordOfName(_ value: String, _ text: String) throws {
    #expect(try !stops(value, text))
    #expect(try !stops(value, text, reach: 0))
  }

  @Test(
    "more of a name than a word is, and so is a word that somebody has disguised",
    arguments: [
      ("Anna Schneider", "annaschneid"), ("Anna Schneider", "S-c-h-n-e-i-d-e-r"),
      ("Project Nightingale", "N1ght1ngale"), ("Anna Maria Schneider", "Maria Schneider"),
    ])
  func partOfName(_ value: String, _ text: String) throws {
    #expect(try stops(value, text))
  }
}
