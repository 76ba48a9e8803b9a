import EvalGateCore
import EvalGatePolicy
import StrictJSON
import Testing

@Suite("telephones that the user said and tools said otherwise")
struct TaintedTelephoneTests {
  private func verdict(_ value: JSONValue, user: String, said: String, system: String = "Help.") throws -> String? {
    let rules = try policy(["tools": [["id": "T", "tool": "send", "taint": ["paths": ["$.to"], "decision": "deny"]]]])
    return rules.verdict(
      on: call("send", JSONValue.object(["to": value]).serialized()),
      after: [Message(.system, system), Message(.user, user), Message(.tool, said, toolName: "read")])
  }

  @Test(
    "a number that the user said without a code is not one with a code that a tool said",
    arguments: [
      ("+33 171 2345678", "Ring +33 171 2345678."), ("+33171 2345678", "Ring +33 (0)171 2345678."),
      ("+882 171 2345678", "Ring +882 171 2345678."), ("0033171 2345678", "Ring 00 33 171 2345678 2 times."),
      ("331712345678", "Ring +33 171 2345678."), ("tel:+331712345678", "Ring +33-171-2345678."),
      ("+331712345678", "Ring 171 2345678, with +33 before it."), ("+331712345678", "wa.me/331712345678"),
      ("+331712345678", "Ring (+33) 171 2345678."), ("+331712345678", "Ring +33\u{A0}171\u{A0}2345678."),
      ("+491712345678", "Ring +49 171 2345678."),
    ])
  func codes(_ value: String, _ said: String) throws {
    #expect(try verdict(.string(value), user: "My number is 0171 2345678.", said: said) == "deny T tainted")
  }

  @Test("the digits of a number at home are another one where a tool said that they begin with a code")
  func digitsWithCode() throws {
    let user = "Ring +1 415 555 0199."
    #expect(try verdict(.string("4155550199"), user: user, said: "Ring +41 5555 0199.") == "deny T tainted")
  }

  @Test("digits after a zero are no code")
  func zero() throws {
    let said = "Ring +44 1234 56789."
    for value in ["+44123456789", "0044 123456789", "44123456789"] {
      #expect(try verdict(.string(value), user: "I am at 0441 23456789.", said: said) == "deny T tainted", "\(value)")
    }
    #expect(try verdict(.string("+171 2345678"), user: "0171 2345678", said: "+171 2345678") == "deny T tainted")
  }

  @Test(
    "it is with a code that no tool said, with the one that a trusted source says by itself, and at home",
    arguments: [
      ("+491712345678", "0171 2345678", "Mobil 0171 2345678", "Help."),
      ("+491712345678", "0171 2345678", "Mobil +49 171 2345678", "Our numbers are in +49."),
      ("+491712345678", "0171 2345678", "Mobil +49 171 2345678", "Country code: 0049"),
      ("+491712345678", "0171 2345678", "+49 30 901820 and 0171 2345678, open from 7", "Help."),
      ("tel:+49-171-2345678", "+49 171 2345678", "tel:+49-171-2345678", "Help."),
      ("whatsapp:+491712345678", "+49 171 2345678", "+49 171 2345678", "Help."),
      ("0171 2345678", "+49 171 2345678", "0171 2345678", "Help."),
      ("+14155550199", "415-555-0199", "+1 415 555 0199", "Help."),
      ("+14155550199", "(415) 555-0199", "+1 415 555 0199", "Help."),
      ("415-555-0199", "+1 415 555 0199", "415-555-0199", "Help."),
      ("+14155550199", "4155550199", "+1 415 555 0199", "Help."),
      ("14155550199", "4155550199", "+14155550199", "Help."),
      ("12 34 56 78", "+45 12 34 56 78", "12 34 56 78", "Help."),
    ])
  func own(_ value: String, _ user: String, _ said: String, _ system: String) throws {
    #expect(try verdict(.string(value), user: "Ring \(user).", said: said, system: system) == "allow T")
  }

  @Test(
    "a code that a trusted source says by itself is no other one, and no other number",
    arguments: [
      ("+331712345678", "Ring +33 171 2345678."), ("+491712345679", "Ring +49 171 2345679."),
      ("tel:+331712345678", "tel:+331712345678"), ("+524155550199", "+52 415 555 0199"),
      ("+524155550188", "+52 415 555 0188"),
    ])
  func otherCode(_ value: String, _ said: String) throws {
    let user = "Ring 0171 2345678 or 415-555-0199, or 4155550188."
    #expect(try verdict(.string(value), user: user, said: said, system: "We are in +49.") == "deny T tainted")
  }

  @Test("a number that is a number of JSON is the user's as it was said")
  func plain() throws {
    #expect(try verdict(1_712_345_678, user: "0171 2345678", said: "0171 2345678") == "allow T")
    #expect(try verdict(7_911_123_456, user: "07911 123456", said: "07911 123456") == "allow T")
    #expect(try verdict(331_712_345_678, user: "0171 2345678", said: "+33 171 2345678") == "deny T tainted")
  }
}
