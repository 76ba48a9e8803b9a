import EvalGateCore
import Testing

@Suite("the numbers of telephones")
struct TelephoneNumberTests {
  @Test(
    "a number is the same with the code of its country, as it is dialled from abroad, and at home",
    arguments: [
      "+49 171 2345678", "0049 171 2345678", "011 49 171 2345678", "+49 (0)171 2345678", "0171/2345678",
      "(0171) 234-5678", "(0)171 2345678", "491712345678", "11491712345678",
    ])
  func home(_ text: String) {
    #expect(TelephoneNumber(text)?.home == "1712345678")
  }

  @Test(
    "of North America it has ten digits behind the 1", arguments: ["+1 (415) 555-0199", "14155550199", "0014155550199"])
  func america(_ text: String) {
    #expect(TelephoneNumber(text)?.home == "4155550199")
    #expect(TelephoneNumber("1712345678")?.home == nil)
  }

  @Test("a number that is called or written to by an address is that number", arguments: ["tel:", "SMS:", "whatsapp:"])
  func schemes(_ scheme: String) {
    #expect(TelephoneNumber(scheme + "+49-171-2345678")?.digits == "491712345678")
    #expect(TelephoneNumber(scheme + "0171-2345678;phone-context=+33") == nil && TelephoneNumber("fax" + scheme) == nil)
  }

  @Test("the code is told by a sign, by zeros and by the way in which North Americans write")
  func code() {
    let american = TelephoneNumber("415-555-0199")
    #expect(american?.isAmerican == true && TelephoneNumber("(415) 555-0199")?.isAmerican == true)
    for text in ["415 555 0199", "0415-555-0199", "415-155-0199", "+41 5555-0199"] {
      #expect(TelephoneNumber(text)?.isAmerican == false, "\(text)")
    }
    #expect(TelephoneNumber("+49 171 2345678")?.code == "49" && TelephoneNumber("0171 2345678")?.code == nil)
    #expect(TelephoneNumber("0049 171 2345678")?.isAbroad == true && TelephoneNumber("0171 2345678")?.isAbroad == false)
    #expect(TelephoneNumber("+49 171 2345678")?.withZero == "4901712345678")
    #expect(CallingCode.isOne(Array("49".utf8)) && CallingCode.isOne(Array("882".utf8)))
    #expect(!CallingCode.isOne(Array("4".utf8)) && !CallingCode.isOne(Array("491".utf8)) && !CallingCode.isOne([]))
  }

  @Test("only a sign or zeros tell that digits begin with the code of a country, or have none")
  func told() {
    #expect(TelephoneNumber("+49 171 2345678")?.isTold == true && TelephoneNumber("0171 2345678")?.isTold == true)
    #expect(TelephoneNumber("491712345678")?.isTold == false)
  }

  @Test(
    "what is too short, too long, or has other signs is none",
    arguments: ["12345678", "+49 171", "1234567890123456", "0171-2345678x", "a@b.example", "", "+210 171 2345"])
  func none(_ text: String) {
    #expect(TelephoneNumber(text)?.home == nil)
  }

  @Test(
    "codes are those that are assigned", arguments: [(141, 1), (491, 2), (358, 3), (210, nil), (99, nil), (999, nil)])
  func codes(_ beginning: Int, _ length: Int?) {
    #expect(CallingCode.length(beginning: beginning) == length)
    #expect(CallingCode.length(of: "49".utf8) == nil && CallingCode.length(of: "4917".utf8) == 2)
  }
}
