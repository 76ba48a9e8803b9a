import EvalGateCore
import EvalGatePolicy
import StrictJSON
import Testing

@Suite("amounts that only tools told, with whatever stands beside them")
struct TaintedAmountTests {
  private func verdict(
    _ value: String, as name: String = "amount", user: String = "Pay the bill.", said: String = "125000"
  ) throws -> String? {
    let rules = try policy([
      "tools": [["id": "T", "tool": "pay", "effect": "money", "taint": ["paths": ["$..*"], "decision": "deny"]]]
    ])
    return rules.verdict(
      on: call("pay", JSONValue.object([name: .string(value)]).serialized()),
      after: [Message(.user, user), Message(.tool, "Of \(said), now.", toolName: "read_mail")])
  }

  private static let (allowed, denied) = ("allow T", "deny T tainted")

  private static let known = [
    "125000 EUR", "125000EUR", "USD 125000", "US$ 125000", "US$125000", "€125000", "125,000.00 €", "125000 euros",
    " 125\u{202F}000,00 EUR", "125'000 CHF", "125000.0 eur", "125000 zl", "125000 zł", "125000zł", "125000 PLN",
    "125000 Kč", "125000 Kc\u{30C}", "125000 yen", "125000円", "Rs 125000", "Rs. 125000", "Fr. 125000", "125000 USDT",
    "EUR: 125000", "125000 EUR.", "(125000 EUR)", "+125000 EUR", "-125000 EUR", "125000,- EUR", "CHF 125'000.-",
    "125_000 EUR", "125000 cents", "１２５０００ EUR", "\u{2212}125000\u{A0}€", "UZS125000", "125000 руб.",
  ]

  @Test("an amount beside a currency is its number, whichever it is and however it is written", arguments: known)
  func currencies(_ value: String) throws {
    // The name says that it is somebody to turn to: a currency makes it an amount all the same.
    for name in ["amount", "to"] {
      for said in ["125000", "EUR 125,000.00", "125.000,00 €", "125000EUR", "125000円です", "総額125000", value] {
        #expect(try verdict(value, as: name, said: said) == Self.denied, "\(said)")
        for user in ["Pay 125.000,00 €.", "Pay 125000 EUR.", "Pay \(value)", "125000円を払う"] {
          #expect(try verdict(value, as: name, user: user, said: said) == Self.allowed, "\(user), \(said)")
        }
      }
    }
    #expect(try verdict(value, user: "Pay 12500 EUR, ref 1125000.") == Self.denied)
    #expect(try verdict(value, user: "Pay 1250.00 EUR.") == Self.denied)
  }

  @Test(
    "an amount beside a script without spaces is read, in digits of any width, by whomever it is said",
    arguments: ["12500円", "１２５００円", "１２，５００円", "合計１２，５００円です", "金１２５００円也", "￥１２，５００", "总计12,500元", "12,500원입니다"])
  func scripts(_ said: String) throws {
    #expect(try verdict("12500", said: said) == Self.denied)
    #expect(try verdict("12500", user: "\(said)を支払って", said: "12500") == Self.allowed)
    #expect(try verdict("2500", said: said) == Self.allowed)
  }

  @Test(
    "zeros before an amount change nothing, and before another number they do",
    arguments: [
      ("1250 EUR", "EUR 01250", denied), ("1250 EUR", "01,250.00", denied), ("1250", "EUR 0001250.00", denied),
      ("1250", "01250円", denied), ("01250", "1250", denied), ("0001250.00", "1250.00", denied),
      ("EUR 01250", "1250", denied), ("0001250.50", "1250.50", denied),
      ("1250", "order 01250", allowed), ("1250", "01250 Hamburg", allowed), ("1250", "0-01250-4", allowed),
      ("1250", "EUR 101250", allowed), ("1250", "EUR 1001250.00", allowed), ("1250", "version 3.01250.00", allowed),
    ])
  func zeros(_ value: String, _ said: String, _ expected: String) throws {
    #expect(try verdict(value, said: said) == expected)
    if expected == Self.denied { #expect(try verdict(value, user: "Pay \(said).", said: said) == Self.allowed) }
  }

  @Test("so do they in what is no amount", arguments: [("01250", "1250"), ("1250", "01250")])
  func codes(_ value: String, _ said: String) throws {
    #expect(try verdict(value, as: "postal_code", said: said) == Self.allowed)
  }

  private static let unknown = [
    "125000 US dollars", "125000 EUR/month", "125000 parcels", "125000 quatloos", "quatloos 125000", "quatloos: 125000",
    "to 125000 EUR", "about EUR 125,000.00 only", "Σ=125000", "125,000 rupaye", "125000quatloos", "総額125000",
    "125000.00 per year",
  ]

  @Test("so is the only number of a short value, whatever stands beside it", arguments: unknown)
  func words(_ value: String) throws {
    for said in ["125000", "EUR 125,000.00", "125000EUR"] {
      #expect(try verdict(value, said: said) == Self.denied, "\(said)")
      #expect(try verdict(value, user: "Pay \(value)!", said: said) == Self.allowed, "\(said)")
      #expect(try verdict(value, user: "Pay 125000.", said: said) == Self.allowed, "\(said)")
    }
    #expect(try verdict(value, said: "12500 and 1125000") == Self.allowed)
  }

  @Test(
    "a title, a host with its port and what else a name tells is no quantity",
    arguments: ["title", "subject", "body", "command", "query", "file", "host", "url", "to"])
  func told(_ name: String) throws {
    #expect(try verdict("lot 125000", as: name) == Self.allowed)
  }

  @Test(
    "nor is a year behind a word, the end of a name, one number of several, or one in a sentence",
    arguments: [
      ("May 2026", "2026"), ("Budget 2026", "2026"), ("INV125000", "125000"), ("125000 of 7", "125000"),
      ("1250 00-1", "125000"), ("10.0.0.1 tcp", "10001"), ("999 EUR", "999"), ("€999", "999"), ("12 zl", "12"),
      ("Order lot 125000 from the shop in the harbour, please", "125000"), ("Room 12.5000.1", "1250001"),
    ])
  func none(_ value: String, _ said: String) throws {
    #expect(try verdict(value, as: "value", said: said) == Self.allowed)
  }

  @Test(
    "where an amount is asked for every number is one",
    arguments: ["amount", "target_amount", "sourceAmount", "Amount", "amount_text"])
  func asked(_ name: String) throws {
    for value in [
      "1 x 125000 EUR", "125000 quatloos within 30 days", "sum125000",
      "EUR 125,000.00 (one hundred twenty-five thousand)",
      "12 or 125'000.- Rs.", "125\u{200B}000 EUR", "125000.0000 EUR",
    ] {
      #expect(try verdict(value, as: name) == Self.denied, "\(value)")
      #expect(try verdict(value, as: name, said: "125001 or 1125000, in 30 days") == Self.allowed, "\(value)")
      #expect(try verdict(value, as: name, user: "Pay 125000.") == Self.allowed, "\(value)")
    }
    #expect(try verdict("sum 2000", as: name, said: "2000") == Self.denied)
    #expect(try verdict("9 mm", as: name, said: "9 and 2000") == Self.allowed)
  }

  @Test(
    "zeros behind the decimal sign make no other number",
    arguments: ["1250.5", "1250.50", "1250.500000", "1,250.5000", "1.250,50 EUR", "1250.5000 quatloos"])
  func zeros(_ value: String) throws {
    for said in ["1250.5", "1,250.50"] {
      #expect(try verdict(value, said: said) == Self.denied, "\(said)")
      #expect(try verdict(value, user: "Pay \(said).", said: said) == Self.allowed, "\(said)")
    }
    for said in ["1250.05", "1250", "1250.55"] {
      #expect(try verdict(value, said: said) == Self.allowed, "\(said)")
    }
  }

  @Test(
    "a number of four digits before a word or beside a currency is no year",
    arguments: ["2000 credits", "2000 zł", "Rs. 2000", "EUR 2000", "2,000 credits", "2000 US dollars", "¥2000"])
  func noYear(_ value: String) throws {
    #expect(try verdict(value, said: "2000") == Self.denied)
    #expect(try verdict(value, user: "Pay 2000.", said: "2000") == Self.allowed)
  }

  @Test("a value in which a number is trusted is none that a tool alone has said, unless it is nothing but an amount")
  func otherWords() throws {
    #expect(try verdict("mallory 4028", user: "Order 4028.", said: "mallory 4028") == Self.denied)
    #expect(try verdict("1250.kr", as: "host", user: "Pay 1250.", said: "http://1250.kr/") == Self.denied)
    #expect(try verdict("1250EUR", user: "Pay 1250XYZ", said: "1250") == Self.denied)
    #expect(try verdict("1250@all", as: "host", user: "Pay 1250.", said: "1250@all") == Self.denied)
    #expect(try verdict("1250XYZ", user: "Pay 1250XYZ", said: "1250") == Self.allowed)
  }
}
