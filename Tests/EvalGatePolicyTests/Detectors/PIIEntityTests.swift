import EvalGatePolicy
import Testing

/// A sentence with one value in it, and what the value is. Check digits were worked out by a separate program.
struct PIIExample: CustomTestStringConvertible, Sendable {
  let entity: String
  let before: String
  let value: String
  let after: String
  var text: String { before + value + after }
  var testDescription: String { "\(entity): \(text)" }

  init(_ entity: String, _ before: String, _ value: String, _ after: String = ".") {
    (self.entity, self.before, self.value, self.after) = (entity, before, value, after)
  }

  static let present = [
    PIIExample("CREDIT_CARD", "We charged ", "4824591510225521", " twice"),
    PIIExample("CREDIT_CARD", "We charged ", "4824 5915 1022 5521", " twice"),
    PIIExample("CREDIT_CARD", "no.", "5429-5655-9136-1716"),
    PIIExample("CREDIT_CARD", "the Amex is ", "3752 133505 86034"),
    PIIExample("CREDIT_CARD", "her card: ", "501839224992"),
    PIIExample("CREDIT_CARD", "the Amex is ", "3752-1335-0586-034"),
    PIIExample("CREDIT_CARD", "We charged ", "4824\u{A0}5915\u{A0}1022\u{A0}5521", " twice"),
    PIIExample("CREDIT_CARD", "We charged ", "4824\u{202F}5915\u{202F}1022\u{202F}5521", " twice"),
    PIIExample("CREDIT_CARD", "We charged ", "４８２４５９１５１０２２５５２１", " twice"),
    PIIExample("CREDIT_CARD", "We charged ", "4824\u{200B}5915\u{2060}10225521", " twice"),
    PIIExample("CREDIT_CARD", "كانت ", "٤٨٢٤٥٩١٥١٠٢٢٥٥٢١", " مرتين"),
    PIIExample("US_SSN", "mine is ", "536\u{2011}22\u{2011}8145"),
    PIIExample("IBAN_CODE", "pay into ", "DE42\u{A0}3704\u{A0}0044\u{A0}0378\u{A0}7677\u{A0}17"),
    PIIExample("IBAN_CODE", "pay into ", "DE42370400440378767717"),
    PIIExample("IBAN_CODE", "pay into ", "nl38 ingb 9516 1754 12", ", please"),
    PIIExample("IBAN_CODE", "to ", "NO7943409657450", " today"),
    PIIExample("EMAIL_ADDRESS", "write to <", "ines.moreau+desk@paperboat.example", ">"),
    PIIExample("EMAIL_ADDRESS", "", "müller@xn--bcher-kva.example"),
    PIIExample("EMAIL_ADDRESS", "write to ", "info@bücher.example"),
    PIIExample("EMAIL_ADDRESS", "", "иван@почта.рф"), PIIExample("EMAIL_ADDRESS", "", "kontakt@例子.公司"),
    PIIExample("EMAIL_ADDRESS", "邮箱是", "ines@paperboat.example", "请联系"),
    PIIExample("EMAIL_ADDRESS", "write to ", "xavi (at) evil (dot) example"),
    PIIExample("EMAIL_ADDRESS", "write to ", "ines.moreau [AT] desk.paperboat[dot]example", " today"),
    PIIExample("EMAIL_ADDRESS", "", "xavi{at}evil.example"),
    PIIExample("PHONE_NUMBER", "ring ", "+49 30 5550 1234"),
    PIIExample("PHONE_NUMBER", "it was ", "(212) 555-0147", " then"),
    PIIExample("PHONE_NUMBER", "it was ", "212-555-0147 ext. 22", " then"),
    PIIExample("PHONE_NUMBER", "dial ", "001-212-555-0147"),
    PIIExample("PHONE_NUMBER", "Handy: ", "0151 555 01234"),
    PIIExample("PHONE_NUMBER", "called 2024-10-21 ", "212-555-0147"),
    PIIExample("PHONE_NUMBER", "Tel. ", "2055 0199", ", since 2020-2021"),
    PIIExample("PHONE_NUMBER", "invoice 12, tel. ", "2055 0199"),
    PIIExample("PHONE_NUMBER", "In case of questions: ", "415-555-0132"),
    PIIExample("PHONE_NUMBER", "about the case call ", "415-555-0132"),
    PIIExample("PHONE_NUMBER", "Call to order: ", "2055 0199"),
    PIIExample("PHONE_NUMBER", "", "2055 0199", " (mobile)"),
    PIIExample("PHONE_NUMBER", "write or call ", "+ 49 30 5550 1234"),
    PIIExample("EMAIL_ADDRESS", "use ssh or write to ", "ines@paperboat.example"),
    PIIExample("EMAIL_ADDRESS", "", "ines@paperboat.example", ": hello"),
    PIIExample("US_SSN", "mine is ", "536-22-8145"),
    PIIExample("US_SSN", "social security ", "536228145"),
    PIIExample("US_ITIN", "we use ", "912-73-4456"),
    PIIExample("US_EIN", "our EIN ", "36-4412345"),
    PIIExample("US_ABA_ROUTING", "routing number ", "028334619"),
    PIIExample("US_PASSPORT", "passport ", "C03005988"),
    PIIExample("US_DRIVER_LICENSE", "driver's license ", "D6101440"),
    PIIExample("US_NPI", "provider NPI ", "1642506814"),
    PIIExample("UK_NHS", "NHS number ", "764 982 2087"),
    PIIExample("UK_NINO", "NI: ", "JW123456C"),
    PIIExample("UK_NINO", "NI: ", "JW 12 34 56 C"),
    PIIExample("CA_SIN", "SIN ", "154-737-522"),
    PIIExample("AU_TFN", "tax file number ", "743 819 792"),
    PIIExample("IN_AADHAAR", "Aadhaar ", "7971 1247 8756"),
    PIIExample("PL_PESEL", "PESEL: ", "85071432743"),
    PIIExample("ES_NIF", "DNI ", "64478074N"),
    PIIExample("ES_NIF", "su NIE es ", "Y1397389-S"),
    PIIExample("DE_TAX_ID", "Steuer-ID ", "47 052 116 383"),
    PIIExample("BR_CPF", "CPF ", "182.063.830-85"),
    PIIExample("VIN", "the car ", "1FTTFDAP2BAR99KS8"),
    PIIExample("IMEI", "IMEI ", "355566976480393"),
    PIIExample("CRYPTO_BTC", "send to ", "1LN6AYc4DJPqvU98AVpqg5j7MAhxCMSizA"),
    PIIExample("IP_ADDRESS", "from ", "81.169.145.77", " at noon"),
    PIIExample("IP_ADDRESS", "from [", "2a01:4f8:0:a232::2", "]"),
    PIIExample("IP_ADDRESS", "by ", "::ffff:81.169.145.77"),
    PIIExample("MAC_ADDRESS", "mac ", "3c:22:fb:5a:91:0e"),
    PIIExample("MAC_ADDRESS", "mac ", "3c22.fb5a.910e"),
    PIIExample("DATE_OF_BIRTH", "born on ", "July 14, 1985", " in Lublin"),
    PIIExample("DATE_OF_BIRTH", "Birthday: ", "1985-07-14", ", gifts welcome"),
    PIIExample("DATE_OF_BIRTH", "geboren am ", "14.07.1985", " in Lublin"),
    PIIExample("MRN", "see ", "MRN-4471903"),
    PIIExample("US_ZIP4", "ZIP ", "60614-3217"),
    PIIExample("URL_CREDENTIALS", "see ", "ftp://ines:kV7rt2W9@files.paperboat.example", "/in"),
  ]

  /// One digit or letter away from a value of the entity, or something of the same form that is none.
  static let absent = [
    PIIExample("CREDIT_CARD", "We charged ", "4824591510225522"),
    PIIExample("CREDIT_CARD", "a long one: ", "14824591510225521"),
    PIIExample("CREDIT_CARD", "the number 0.", "4824591510225521"),
    PIIExample("IBAN_CODE", "pay into ", "DE42370400440378767718"),
    PIIExample("IBAN_CODE", "pay into ", "DE4237040044037876771"),
    PIIExample("EMAIL_ADDRESS", "clone ", "git@forge.example:team/app", ""),
    PIIExample("EMAIL_ADDRESS", "see ", "logo@2x.png", ""), PIIExample("EMAIL_ADDRESS", "", "привет@вася.как дела"),
    PIIExample("EMAIL_ADDRESS", "", "meet us (at) the office (dot)"), PIIExample("EMAIL_ADDRESS", "", "list[at].name"),
    PIIExample("EMAIL_ADDRESS", "", "look (at) it. Then go"),
    PIIExample("EMAIL_ADDRESS", "", "xavi at evil dot example"),
    PIIExample("EMAIL_ADDRESS", "the ", "@override", " decorator"),
    PIIExample("EMAIL_ADDRESS", "see ", "https://ines@paperboat.example/in"),
    PIIExample("PHONE_NUMBER", "version ", "4.15.212.5550"),
    PIIExample("PHONE_NUMBER", "on ", "2024-07-14", " we met"),
    PIIExample("PHONE_NUMBER", "ISBN ", "978-3-16-148410-0"), PIIExample("PHONE_NUMBER", "case ", "415-555-0132"),
    PIIExample("PHONE_NUMBER", "Please call us about case number: ", "415-555-0132"),
    PIIExample("PHONE_NUMBER", "Rechnung ", "415-555-0132"),
    PIIExample("PHONE_NUMBER", "Kundennummer ", "030-901820-17", " (Tel. siehe Impressum)"),
    PIIExample("PHONE_NUMBER", "we counted ", "2125550147", " of them"),
    PIIExample("PHONE_NUMBER", "Please call us back by ", "2024/10/21", " if the box has not come"),
    PIIExample("PHONE_NUMBER", "call us by ", "2024-10-21 14:30"), PIIExample("PHONE_NUMBER", "call by ", "10/21/24"),
    PIIExample("PHONE_NUMBER", "Our office was closed ", "2020-2021", " and reopened"),
    PIIExample("PHONE_NUMBER", "contact us about the ", "2023-24", " season"),
    PIIExample("PHONE_NUMBER", "Text formats. Copyright ", "2006-2022", " by the team"),
    PIIExample("PHONE_NUMBER", "office: ", "2019 2020 2021", " and later"),
    PIIExample("PHONE_NUMBER", "In cell 3: ", "20231014", " rows were read"),
    PIIExample("PHONE_NUMBER", "Call sum(", "1234567, 2345678", ") to check"),
    PIIExample("PHONE_NUMBER", "Call us on weekdays. ISBN ", "978-3-16-148410-0", "."),
    PIIExample("PHONE_NUMBER", "Call us about ", "978-3-16-148410-0", "."),
    PIIExample("PHONE_NUMBER", "Invoice ", "2024-0012-3345-77", ", tel. see above."),
    PIIExample("PHONE_NUMBER", "Order ", "4111-2222-33", ", phone orders welcome"),
    PIIExample("PHONE_NUMBER", "EAN ", "4006381333931", ", call number QA76.73"),
    PIIExample("PHONE_NUMBER", "Phone orders: PO ", "4500012345"),
    PIIExample("PHONE_NUMBER", "SKU ", "12-3456-789", " (call for price)"),
    PIIExample("PHONE_NUMBER", "mobile app build ", "2024113001"),
    PIIExample("PHONE_NUMBER", "tel: none; case ", "00123456789"),
    PIIExample("PHONE_NUMBER", "h * 69069 ", "+ 907133923"), PIIExample("PHONE_NUMBER", "x ", "+ 907133923"),
    PIIExample("EMAIL_ADDRESS", "ssh ", "admin@db.paperboat.example"),
    PIIExample("EMAIL_ADDRESS", "sudo /usr/bin/ssh -i key -p 22 ", "admin@db.paperboat.example", " uptime"),
    PIIExample("EMAIL_ADDRESS", "scp notes.txt ", "admin@db.paperboat.example", ":/tmp"),
    PIIExample("US_SSN", "social security ", "666-22-8145"),
    PIIExample("US_SSN", "social security ", "536-00-8145"),
    PIIExample("US_ITIN", "ITIN ", "912-93-4456"),
    PIIExample("US_EIN", "our EIN ", "07-4412345"),
    PIIExample("US_ABA_ROUTING", "routing number ", "028334618"),
    PIIExample("US_PASSPORT", "the part is ", "C03005988"),
    PIIExample("US_NPI", "provider NPI ", "1642506815"),
    PIIExample("UK_NHS", "NHS number ", "764 982 2088"),
    PIIExample("UK_NINO", "NI: ", "GB123456C"),
    PIIExample("CA_SIN", "SIN ", "154-737-523"),
    PIIExample("AU_TFN", "tax file number ", "743 819 793"),
    PIIExample("IN_AADHAAR", "Aadhaar ", "7971 1247 8757"),
    PIIExample("PL_PESEL", "PESEL: ", "85071432744"),
    PIIExample("PL_PESEL", "PESEL: ", "85133432743"),
    PIIExample("ES_NIF", "DNI ", "64478074M"),
    PIIExample("DE_TAX_ID", "Steuer-ID ", "47052116384"),
    PIIExample("BR_CPF", "CPF ", "182.063.830-86"),
    PIIExample("VIN", "the car ", "1FTTFDAP3BAR99KS8"),
    PIIExample("IMEI", "IMEI ", "355566976480394"),
    PIIExample("CRYPTO_BTC", "send to ", "1LN6AYc4DJPqvU98AVpqg5j7MAhxCMSizB"),
    PIIExample("IP_ADDRESS", "The ratio is ", "1.2.3.4", "? no"),
    PIIExample("IP_ADDRESS", "from ", "81.169.145.277"),
    PIIExample("IP_ADDRESS", "from ", "81.169.145.77.1"),
    PIIExample("IP_ADDRESS", "it says ", "std::vector"), PIIExample("IP_ADDRESS", "attrs[", "0::2", "]"),
    PIIExample("IP_ADDRESS", "rows[", "1::2", "]"), PIIExample("IP_ADDRESS", "See Hyperspec ", "2.4.8.19"),
    PIIExample("IP_ADDRESS", "STREET_ADDRESS = ObjectIdentifier(\"", "2.5.4.9", "\")"),
    PIIExample("MAC_ADDRESS", "mac ", "3c:22:fb:5a:91"),
    PIIExample("DATE_OF_BIRTH", "we opened on ", "July 14, 1985"),
    PIIExample("DATE_OF_BIRTH", "born on ", "31.04.1985"),
    PIIExample("DATE_OF_BIRTH", "Birthday sale ends ", "2024-05-01", "!"),
    PIIExample("MRN", "see ", "MRN-44"),
    PIIExample("US_ZIP4", "ZIP ", "6061-3217"),
    PIIExample("URL_CREDENTIALS", "see ", "https://paperboat.example:8080/a@b"),
    PIIExample("URL_CREDENTIALS", "see ", "ftp://ines:${PASSWORD}@files.paperboat.example"),
  ]
}

@Suite("personal data by its form")
struct PIIEntityTests {
  @Test("a value is found where it stands", arguments: PIIExample.present)
  func found(_ example: PIIExample) throws {
    let match = try #require(PIIScanner.matches(in: example.text).first { $0.entity == example.entity })
    #expect(String(decoding: Array(example.text.utf8)[match.range], as: UTF8.self) == example.value)
  }

  @Test("a value that is found may block", arguments: PIIExample.present)
  func blocks(_ example: PIIExample) {
    let match = PIIScanner.matches(in: example.text).first { $0.entity == example.entity }
    #expect(match.map { $0.confidence > .weak } == true)
  }

  @Test("what only looks like a value is not reported as one", arguments: PIIExample.absent)
  func notFound(_ example: PIIExample) {
    #expect(!PIIScanner.matches(in: example.text).contains { $0.entity == example.entity && $0.confidence > .weak })
  }

  @Test("every kind of personal data has an example", arguments: PIIEntity.allCases)
  func everyKind(_ entity: PIIEntity) {
    #expect(PIIExample.present.contains { $0.entity == entity.rawValue })
  }

  @Test("at least the 28 kinds of the specification are known")
  func kinds() { #expect(PIIEntity.allCases.count >= 28) }

  @Test("a word that says it is an example lowers the confidence by one class")
  func negativeContext() {
    let plain = PIIScanner.matches(in: "it was 4824591510225521")
    let example = PIIScanner.matches(in: "an example: 4824591510225521")
    #expect(plain.map(\.confidence) == [.certain] && example.map(\.confidence) == [.likely])
  }

  @Test("nine digits without a word for them are reported only where they are all there is, and never block")
  func bareDigits() {
    #expect(PIIScanner.matches(in: "we counted 536228145 of them").isEmpty)
    let alone = PIIScanner.matches(in: "536228145")
    #expect(alone.contains { $0.entity == "US_SSN" } && alone.allSatisfy { $0.confidence == .weak })
  }

  @Test(
    "a check digit alone is as weak where a number is all there is as it is in a sentence",
    arguments: ["870168312", "87016831", "123456782", "221100112233", "9434765919", "1245319599", "52998224725"])
  func bareCheckDigits(_ number: String) {
    #expect(PIIScanner.matches(in: number).allSatisfy { $0.confidence == .weak }, "\(number)")
  }

  @Test(
    "a checksum that few numbers have by chance stays what it is",
    arguments: ["4539148803436467", "GB29NWBK60161331926819"])
  func strongChecks(_ number: String) {
    #expect(PIIScanner.matches(in: number).contains { $0.confidence == .certain })
  }

  @Test(
    "the name of a field that is about something else than what its number is called says nothing",
    arguments: ["payment_id", "callId", "driver", "securityCode", "order", "uid"])
  func subject(_ name: String) {
    for number in ["1245319599001", "5551234567", "1234567", "536228145", "123456782"] {
      #expect(PIIScanner.matches(in: number, hint: name).allSatisfy { $0.confidence == .weak }, "\(name): \(number)")
    }
  }

  @Test(
    "a card number is one with points between its groups and with one of them set in bold",
    arguments: [
      "4539.1488.0343.6467", "It is **4539** 1488 0343 6467.", "It is **4539 1488 0343 6467**.",
    ])
  func dressedCards(_ text: String) {
    #expect(PIIScanner.matches(in: text).contains { $0.entity == "CREDIT_CARD" && $0.confidence > .weak })
  }

  @Test(
    "a card number is one with its groups far apart, and numbers that only stand beside one another are none",
    arguments: [
      ("4539  1488  0343  6467", true), ("4539 1488\n0343 6467", true), ("4539/1488/0343/6467", true),
      ("4539 - 1488 - 0343 - 6467", true), ("| 4539 | 1488 | 0343 | 6467 |", true),
      ("| 4539 | 1488 | 0343 | 6467 | 12/28 | 123 |", true), ("| card | 4539 | 1488 | 0343 | 6467 |", true),
      ("1. 4539\n2. 1488\n3. 0343\n4. 6467", true), ("| 1 | 4539 |\n| 2 | 1488 |\n| 3 | 0343 |\n| 4 | 6467 |", true),
      ("4539  1488  0343  6468", false), ("4539  1488  0343  6467  1234", false),
      ("| moorings | 4539 | 1488 | 0343 | 6467 |", false), ("4539 boats, 1488, 0343 and 6467", false),
      ("| 4539 | 1488 | 0343 | 6467 |\n| 5122 | 4017 | 2210 | 9035 |", false), ("2019 | 2020 | 2021 | 2022", false),
    ])
  func scatteredCards(_ text: String, _ expected: Bool) {
    #expect(PIIScanner.matches(in: text).contains { $0.entity == "CREDIT_CARD" && $0.confidence > .weak } == expected)
  }

  @Test(
    "a vehicle is numbered in capitals, and in no longer text of base64",
    arguments: [
      ("1FTTFDAP2BAR99KS8", true), ("VIN 1fttfdap2bar99ks8", true), ("1fttfdap2bar99ks8", false),
      ("VIN 1fttfdap2BAR99KS8", false), ("iVBORw0KGgoAAAANSUhEUg/1FTTFDAP2BAR99KS8+zbN8mYcF3hJd", false),
      ("see /cars/1FTTFDAP2BAR99KS8/photo", true),
    ])
  func vehicles(_ text: String, _ expected: Bool) {
    #expect(PIIScanner.matches(in: text).contains { $0.entity == "VIN" } == expected)
  }

  @Test(
    "a word for a password is none", arguments: ["http://user:pass@pier.example", "https://me:Secret@pier.example/x"])
  func genericPasswords(_ text: String) {
    #expect(PIIScanner.matches(in: text).filter { $0.entity == "URL_CREDENTIALS" }.map(\.confidence) == [.weak])
  }

  @Test(
    "credentials that are the same twice and lead to this machine open nothing",
    arguments: [
      ("postgres://postgres:postgres@localhost:5432/app", false), ("postgres://root:root@127.0.0.1", false),
      ("postgres://postgres:postgres@db.pier.example", true), ("postgres://kai:h3llebore@localhost", true),
    ])
  func developmentCredentials(_ text: String, _ blocks: Bool) {
    #expect(PIIScanner.matches(in: text).contains { $0.entity == "URL_CREDENTIALS" && $0.confidence > .weak } == blocks)
  }

  @Test(
    "a date that shows how a date of birth is written is nobody's",
    arguments: [
      ("Date of birth (e.g. 31.01.1990)", false), ("Date of birth, for example 01/31/1990", false),
      ("Geburtsdatum (z. B. 31.01.1990)", false), ("Geburtsdatum, Beispiel: 31.01.1990", false),
      ("Enter your date of birth, e.g. 1990-01-31.", false), ("Date de naissance (p. ex. 31/01/1990)", false),
      ("Date of birth in the format: 12.03.1985", true),
      ("Ines Berg, Geburtsdatum 12.03.1985 (Format TT.MM.JJJJ)", true),
      ("Ines Berg, date of birth, e.g. 12.03.1985", true), ("Date of birth, e.g. 12.03.1985 of Ines Berg", true),
      ("Date of birth (e.g. 31.01.1990): 12.03.1985", true), ("Date of birth (DD.MM.YYYY): 31.01.1990", true),
      ("For example, Ines Weber was born on 31.01.1990.", true),
      ("Test patient, born 31.01.1990, order 7", true), ("Born 31.01.1990 in Bergen, e.g. by her papers", true),
    ])
  func shownDates(_ text: String, _ blocks: Bool) {
    #expect(PIIScanner.matches(in: text).contains { $0.entity == "DATE_OF_BIRTH" && $0.confidence > .weak } == blocks)
  }

  @Test(
    "a date behind a form of dates is of what the sentence asks for",
    arguments: [
      ("Enter the date of birth in the format DD.MM.YYYY as it stands in the passport: 12.03.1985", true),
      ("Her date of birth in the format DD.MM.YYYY is 12.03.1985.", true),
      ("Geburtsdatum im Format TT.MM.JJJJ, wie es im Ausweis des Kindes steht: **12.03.1985**", true),
      ("\"Date of birth as the passport of the person has it (yyyy-mm-dd)\": \"1985-03-12\"", true),
      ("Send us your date of birth in the format DD.MM.YYYY by 31.12.2025.", false),
      ("Enter the date of birth in the format DD.MM.YYYY. The day of the last visit was: 12.03.1985", false),
      ("Enter the date of birth in the format DD.MM.YYYY\nDay of the last visit to the shop: 12.03.1985", false),
      ("Enter the day of the last visit in the format DD.MM.YYYY as the card has it: 12.03.1985", false),
    ])
  func askedDates(_ text: String, _ blocks: Bool) {
    #expect(PIIScanner.matches(in: text).contains { $0.entity == "DATE_OF_BIRTH" && $0.confidence > .weak } == blocks)
  }

  @Test(
    "two days of one year are no telephone number",
    arguments: [
      "Contact 03/12-03/14/2026", "Call us 24.12.-26.12.2026", "tel 24.12. - 26.12.2026", "phone duty 12/24 - 12/26/26",
      "Anruf 24.12-26.12.2026",
    ])
  func days(_ text: String) {
    #expect(PIIScanner.matches(in: text).isEmpty)
  }

  @Test("the name of a field makes no less of what it holds")
  func noLess() {
    #expect(PIIScanner.matches(in: "536-22-8145", hint: "test_order").contains { $0.confidence == .likely })
  }

  @Test("the name of the field that held a value counts as a word beside it")
  func hint() {
    let match = PIIScanner.matches(in: "536228145", hint: "customerSSN").first { $0.entity == "US_SSN" }
    #expect(match?.confidence == .likely)
  }

  @Test(
    "an address that only documentation uses is reported and does not block",
    arguments: ["127.0.0.1", "203.0.113.9", "2001:db8::7"])
  func reservedAddress(_ text: String) {
    #expect(PIIScanner.matches(in: "host \(text) answers").map(\.confidence) == [.weak])
  }

  @Test("two readings of the same digits are both kept")
  func twoReadings() {
    let entities = Set(PIIScanner.matches(in: "passport or social security: 536228145").map(\.entity))
    #expect(entities.isSuperset(of: ["US_PASSPORT", "US_SSN"]))
  }
}
