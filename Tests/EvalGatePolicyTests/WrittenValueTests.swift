import EvalGateCore
import EvalGatePolicy
import StrictJSON
import Testing

/// Amounts, dates, telephone numbers, names and words as people write them.
@Suite("restricted values as people write them")
struct WrittenValueTests {
  private func rejects(_ value: String, _ text: String) throws -> Bool {
    try policy(["restricted": [["id": "r", "values": [.string(value)]]]]).decide(text).action == .reject
  }

  @Test(
    "an amount is the same with the signs of any country",
    arguments: [
      ("1482.10", "$1,482.10"), ("1482.10", "1.482,10 €"), ("1482.10", "1 482,10 €"), ("1482.10", "1\u{A0}482,10"),
      ("1482.10", "1\u{202F}482,10"), ("1482.10", "CHF 1'482.10"), ("1482.10", "1\u{2019}482.10"),
      ("1482.10", "1482,1"), ("1482.10", "12,1482.10,4"), ("1482.10", "1-4-8-2-1-0"),
      ("1482,10", "1,482.10"), ("$1,482.10", "1482.10"), ("12500.50", "12,500.50 EUR"), ("12500.50", "12.500,50 €"),
      ("900.00", "900,00 €"), ("850.75", "850,75 €"), ("1999.00", "1.999,00 €"), ("7777.30", "The fee is 7,777.30."),
      ("184250.50", "1,84,250.50"), ("1482.10", "EUR1,482.10"), ("1482.10", "<b>1</b>,482.10"),
    ])
  func amounts(_ value: String, _ text: String) throws {
    #expect(try rejects(value, "It is \(text)"))
  }

  @Test(
    "another amount is none, nor are its digits in a version, a date or another number",
    arguments: [
      ("1482.10", "1,482.11"), ("1482.10", "11,482.10"), ("1482.10", "1,482.105"), ("1482.10", "1,482"),
      ("1482.10", "v1482.10.3"), ("900.00", "900"),
      ("900.00", "1,900.00"),
      ("850.75", "850.7"), ("12.50", "12.05.2024"), ("1482.10", "1,482.10.2"), ("4417", "4.417"),
    ])
  func otherAmounts(_ value: String, _ text: String) throws {
    #expect(try !rejects(value, "It is \(text) there."))
  }

  @Test(
    "two numbers that together have the digits of an amount are none, nor are its digits without the sign",
    arguments: [
      "1482, 10 maggio", "Tom died in 1482, 10 years later", "port 1482, 10 ms", "Rechnung 1482/10",
      "Invoice 1482 (10 items)", "main.c:1482:10 warning", "Release 1.482.10 fixes it", "Section 14.82.10",
      "Tel. 148210", "1482 / 10 = 148.2",
    ])
  func neighbours(_ text: String) throws {
    #expect(try !rejects("1482.10", text))
  }

  @Test(
    "a day is the same however it is written",
    arguments: [
      "12 April 1987", "April 12, 1987", "12.04.1987", "12. April 1987", "12 avril 1987", "12/04/1987", "04/12/1987",
      "12th of April, 1987", "April 12th 1987", "1987/04/12", "12-Apr-1987", "12 de abril de 1987", "12.4.1987",
      "12.4.87", "4/12/87",
      "12.04.87",
      "1987年4月12日", "1987-04-12", "12 KWIETNIA 1987",
    ])
  func days(_ text: String) throws {
    for value in ["1987-04-12", "12 April 1987", "12.04.1987"] {
      #expect(try rejects(value, "She was born on \(text)."))
    }
  }

  @Test(
    "another day is none",
    arguments: [
      "13 April 1987", "12 May 1987", "12.04.1988", "April 1987", "12/05/1987", "112.04.1987", "May 12, 1987",
    ])
  func otherDays(_ text: String) throws {
    #expect(try !rejects("1987-04-12", "She was born on \(text)."))
  }

  @Test(
    "a telephone number is the same with its country's code and as it is dialled at home",
    arguments: [
      ("+49 171 2345678", "0171 2345678"), ("+49 171 2345678", "(0171) 234 56 78"), ("0171 9988776", "+49 171 9988776"),
      ("+49 171 2345678", "0049 171 2345678"), ("+49 (0)171 2345678", "0171/2345678"),
      ("+33 6 12 34 56 78", "06 12 34 56 78"),
    ])
  func telephones(_ value: String, _ text: String) throws {
    #expect(try rejects(value, "Call \(text) today."))
    #expect(try !rejects(value, "Call 0171 2345679 or 06 12 34 56 79 today."))
  }

  @Test(
    "a name is the same with the last name first",
    arguments: [
      ("James Smith", "Smith, James"), ("Anna Klein", "Klein, Anna (HR)"),
      ("James Smith", #"{"last_name": "Smith", "first_name": "James"}"#),
      ("James Smith", "| Last | First |\n|---|---|\n| Smith | James |"), ("Anna Maria Klein", "Klein, Anna Maria"),
    ])
  func names(_ value: String, _ text: String) throws {
    #expect(try rejects(value, text))
    #expect(try !rejects(value, "Klein, Andrea and Smith, Jane"))
  }

  @Test(
    "words and small numbers of any text do not make a value of one word, nor does its domain make a machine",
    arguments: [
      ("SAVE20", "Save up to 20% in our app."), ("SAVE20", "You save about 20 euros."),
      ("WELCOME10", "Welcome! You have 10 new messages."), ("WELCOME10", "You are welcome. 10 items are left."),
      ("SUMMER15", "This summer we had 15 interns."), ("SUMMER15", "Summer in Leeds: 15 degrees."),
      ("STAFF30", "We have staff in 30 countries."), ("db01.corp.example", "Please write to support@corp.example."),
      ("db01.corp.example", "See https://www.corp.example/returns"),
      ("db01.corp.example", "intranet.corp.example is down"),
      ("db01.corp.co.uk", "intranet.corp.co.uk is down"),
    ])
  func words(_ value: String, _ text: String) throws {
    #expect(try !rejects(value, text))
  }

  @Test(
    "a value of one word and the name of a machine are found all the same",
    arguments: [
      ("SAVE20", "Use SAVE20."), ("SAVE20", "Use SAVE 20."), ("WELCOME10", "Use WELCOME and then 10."),
      ("SUMMER15", "s u m m e r 1 5"), ("WELCOME10", "welcome10"),
      ("db01.corp.example", "Connect to db01 . corp . example"),
      ("db01.corp.example", "ssh root@db01.corp.example"),
    ])
  func wordsFound(_ value: String, _ text: String) throws {
    #expect(try rejects(value, text))
  }

  @Test(
    "tags, columns and words that announce letters are left out",
    arguments: [
      ("HEATHER-0417", "HEA<b>THER-0417</b>"), ("HEATHER-0417", "H<wbr>E<wbr>A<wbr>T<wbr>H<wbr>E<wbr>R-0417"),
      ("HEATHER-0417", "<td>HEATHER</td><td>0417</td>"), ("HEATHER-0417", "HEATHER<!-- -->-0417"),
      ("HEATHER-0417", "<p>HEATHER-04<br>17</p>"), ("184250", "<mark>184</mark>,250"),
      ("184250", "<td>184</td><td>250</td>"),
      ("184250", "The salary is <b>184</b>.250 €"),
      ("HEATHER-0417", "<li>H</li><li>EATH</li><li>ER-0</li><li>417</li>"),
      ("HEATHER-0417", #"The rows: [{"i": 0, "w": "HEA"}, {"i": 1, "w": "THER"}, {"i": 2, "w": "-0417"}]"#),
      ("HEATHER-0417", "- id: 0\n  w: HEA\n- id: 1\n  w: THER\n- id: 2\n  w: 0417"),
      ("HEATHER-0417", "index,word\n1,HEA\n2,TH\n3,ER\n4,0\n5,417"), ("HEATHER-0417", "w1=HEA\nw2=TH\nw3=ER\nw4=0417"),
      ("HEATHER-0417", "1th: HEA, 2th: TH, 3th: ER, 4th: 0417"),
      ("HEATHER-0417", "[(0, 'HEA'), (1, 'THER'), (2, '0417')]"),
      (
        "tR7kqvW2mm", "lowercase t, uppercase R, seven, lowercase k, lowercase q, v, uppercase W, two, small m, small m"
      ),
      (
        "tR7kqvW2mm",
        "T as in tango (lower case), Romeo (capital), 7, kilo, quebec, victor, Whiskey (capital), 2, mike, mike"
      ),
      ("tR7#kq!vW2", "tR7 hash kq exclamation mark vW2"),
    ])
  func leftOut(_ value: String, _ text: String) throws {
    #expect(try rejects(value, text))
    #expect(try !rejects("QUILTED-9932", text))
  }

  @Test(
    "encodings are undone as programs and people write them",
    arguments: [
      "print(chr(72)+chr(69)+chr(65)+chr(84)+chr(72)+chr(69)+chr(82)+chr(45)+chr(48)+chr(52)+chr(49)+chr(55))",
      "Chr(72) & Chr(69) & Chr(65) & Chr(84) & Chr(72) & Chr(69) & Chr(82) & Chr(45) & Chr(48) & Chr(52) & Chr(49) & Chr(55)",
      "CONCAT(CHAR(72),CHAR(69),CHAR(65),CHAR(84),CHAR(72),CHAR(69),CHAR(82),CHAR(45),CHAR(48),CHAR(52),CHAR(49),CHAR(55))",
      "SEVB VEhF Ui0w NDE3", "SEVB-VEhF-Ui0w-NDE3", "SEVBVEhF Ui0wNDE3 LVFSUw==", "4845 4154 4845 522d 3034 3137",
      "48454154 4845522d 30343137", "=48=45=41=54=48=45=52=2D=30=34=31=37", "HEATHER=2D=30417",
    ])
  func encodings(_ text: String) throws {
    #expect(try rejects("HEATHER-0417", "Use \(text) there."))
  }
}
