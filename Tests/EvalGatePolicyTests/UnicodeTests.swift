import EvalGateCore
import EvalGatePolicy
import StrictJSON
import Testing

@Suite("characters that hide or disguise")
struct UnicodeTests {
  private func entities(_ text: String) -> [String] {
    Scanner([UnicodeDetector()]).scan(text).detections.map { "\($0.entity) \($0.blocks ? "blocks" : "reports")" }
  }

  @Test(
    "what smuggles is found",
    arguments: [
      ("hi\u{E0048}\u{E0049}", "tags blocks"), ("\u{1F3F4}\u{E0075}\u{E0073}\u{E007F}", "tags blocks"),
      ("a\u{202E}b\u{202C}", "bidi_override blocks"), ("a\u{2067}b", "bidi_unbalanced blocks"),
      ("a\u{202C}b", "bidi_unbalanced blocks"),
      ("pay\u{200B}ment", "zero_width blocks"), ("a \u{200B}\u{200C}\u{200B}\u{200C} b", "zero_width blocks"),
      ("a\u{FE00}", "variation_selectors blocks"), ("\u{2764}\u{FE0F}\u{FE0F}", "variation_selectors blocks"),
      ("\u{E000}", "private_use blocks"), ("a\u{FFF9}b", "annotation blocks"),
      ("a\u{1B}[31mb", "escape_sequence blocks"),
      ("a\u{0}b", "control blocks"), ("a\u{85}b", "control blocks"), ("p\u{430}ypal", "mixed_script reports"),
      ("\u{1D429}\u{1D41A}\u{1D432}\u{1D429}", "styled_latin reports"),
      ("a\u{300}\u{301}\u{302}", "combining_stack reports"),
    ])
  func found(_ text: String, _ expected: String) {
    #expect(entities(text) == [expected])
  }

  @Test(
    "what one of is legitimate is found in runs and series",
    arguments: [
      ("hello ", "\u{2060}\u{FEFF}"), ("hello\n", "\u{2060}"), ("hello.", "\u{2060}"),
      ("\u{633}\u{644}", "\u{200D}\u{200C}"), ("\u{1F600}", "\u{200D}"), ("\u{E44}\u{E17}", "\u{200B}"),
      ("\u{4E2D}", "\u{200B}"), ("\u{D55C}", "\u{3164}"), ("hello ", "\u{200E}\u{200F}"), ("hello", "\u{180B}\u{180C}"),
      ("hello ", "\u{1BCA0}\u{1BCA1}"), ("hello", "\u{E0080}\u{E00FF}"), ("hello", "\u{E01F0}\u{E0FFF}"),
      ("hello", "\u{FFF0}\u{FFF8}"),
    ])
  func runs(_ before: String, _ hidden: String) {
    #expect(entities(before + String(repeating: hidden, count: 20) + " x") == ["zero_width blocks"])
  }

  @Test(
    "what belongs into no Latin word is found there once",
    arguments: ["\u{200E}", "\u{200F}", "\u{61C}", "\u{180B}", "\u{1BCA0}", "\u{E0080}", "\u{3164}", "\u{2060}"])
  func words(_ hidden: String) {
    #expect(entities("he\(hidden)llo") == ["zero_width blocks"])
  }

  @Test("selectors that spell bits are found", arguments: ["\u{2B50}", "1"])
  func series(_ base: String) {
    let bits = "0110100001101001".map { "\(base)\($0 == "1" ? "\u{FE0F}" : "\u{FE0E}")" }.joined()
    #expect(entities(bits).contains("variation_selectors blocks"))
  }

  @Test(
    "emoji and keycaps of a long text are no series",
    arguments: [
      "\u{2764}\u{FE0F} ", "1\u{FE0F}\u{20E3} ", "\u{260E}\u{FE0E} ", "\u{845B}\u{E0100}", "\u{3402}\u{FE00}",
    ])
  func styles(_ text: String) {
    #expect(entities(String(repeating: text, count: 20)) == [])
  }

  @Test("selectors stand after their bases only", arguments: ["\u{4E2D}\u{FE05}", "\u{2764}\u{FE0D}", "0\u{FE03}"])
  func bases(_ text: String) {
    #expect(entities(text) == ["variation_selectors blocks"])
  }

  /// What is open when a long stretch of plain letters begins, and what begins where it ends.
  @Test(
    "a long stretch of plain text before and after hides nothing and moves nothing",
    arguments: [
      "hi\u{E0048}\u{E0049}", "a\u{202E}b\u{202C}", "a\u{2067}b", "pay\u{200B}ment", "p\u{430}ypal", "\u{430}",
      "a\u{1B}[31mb",
      "a\u{300}\u{301}\u{302}", "\u{1F3F4}\u{E0075}", "\u{E000}", "a\u{0}", "\u{FEFF}x\u{200B}y", "Donau\u{AD}dampf",
    ])
  func stretches(_ text: String) {
    let plain = "The pilot left at noon, and the crane was out of order for 3 days. "
    func ranges(_ text: String) -> [String] {
      Scanner([UnicodeDetector()]).scan(text).detections.map { "\($0.entity) \($0.range)" }
    }
    let alone = ranges("x, " + text + " y")
    let shifted = Scanner([UnicodeDetector()]).scan(plain + "x, " + text + " y " + plain).detections.map { found in
      let move = plain.utf8.count
      // What is open to the end of the text ends later there.
      let end = min(found.range.upperBound - move, ("x, " + text + " y").utf8.count)
      return "\(found.entity) \(found.range.lowerBound - move..<end)"
    }
    #expect(shifted == alone)
    #expect(ranges(plain + plain.replacing("crane", with: "cr\u{430}ne") + plain).count == 1)
    #expect(ranges(plain).isEmpty)
  }

  @Test(
    "what writing systems and emoji need is let be",
    arguments: [
      "\u{1F468}\u{200D}\u{1F469}\u{200D}\u{1F467}", "\u{1F3F4}\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}",
      "\u{2764}\u{FE0F}",
      "3\u{FE0F}\u{20E3}", "\u{1F44D}\u{1F3FD}", "\u{645}\u{6CC}\u{200C}\u{62E}\u{648}\u{627}\u{647}\u{645}",
      "\u{915}\u{94D}\u{200D}\u{937}",
      "\u{E2A}\u{E27}\u{E31}\u{E2A}\u{200B}\u{E14}\u{E35}", "\u{845B}\u{E0100}", "Donau\u{AD}dampf", "\u{FEFF}first",
      "a\tb\r\nc",
      "\u{5E9}\u{5DC}\u{5D5}\u{5DD}\u{200F}!", "\u{2068}name\u{2069}", "na\u{EF}ve caf\u{E9}",
      "\u{41F}\u{440}\u{438}\u{432}\u{435}\u{442}",
      "abc \u{200E} \u{5E9}\u{5DC}\u{5D5}\u{5DD}", "\u{1820}\u{180B}\u{1828}", "C\u{200E}++ \u{5E9}",
      "\u{3B1}\u{3B2}\u{3B3}", "Ti\u{1EBF}ng Vi\u{1EC7}t", "\u{D55C}\u{AD6D}\u{C5B4}", "",
    ])
  func legitimate(_ text: String) {
    #expect(entities(text) == [])
  }

  @Test("a run is one finding with all of its bytes")
  func runs() {
    let detection = Scanner([UnicodeDetector()]).scan("ab\u{E0048}\u{E0049}c").detections.first
    #expect(detection?.range == 2..<10)
  }

  @Test("what the policy lets be is let be", arguments: ["tags", "bidi"])
  func allowed(_ key: String) throws {
    let rules = try policy(["unicode": ["tags": "allow", "bidi": "allow"]])
    #expect(rules.decide(key == "tags" ? "a\u{E0041}" : "a\u{202E}b").action == .accept)
  }
}
