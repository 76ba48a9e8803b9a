import EvalGateCore
import Testing

@Suite("texts that are cut")
struct UntrustedTextTests {
  @Test("what is short enough stays as it is", arguments: ["", "two words", "4111 1111 1111 1111"])
  func short(_ text: String) {
    #expect(UntrustedText(text).excerptOfWords(19).unsafeText == text)
    #expect(UntrustedText(text).excerpt(19).unsafeText == text)
  }

  @Test(
    "no half word and no half number stands at the end",
    arguments: [
      ("the berth of the harbour", 20, "the berth of the …"),
      ("the berth of the harbour", 16, "the berth of the…"),
      ("the card is 4111 1111 1111 1111, he says", 24, "the card is …"),
      ("the card is 4111 1111 1111 1111, he says", 22, "the card is …"),
      ("the card is 4111 1111 1111 1111, he says", 21, "the card is …"),
      ("write to ines.kroner@harbour.example now", 16, "write to …"),
      ("das Büro von Frau Kröner", 20, "das Büro von Frau …"),
      ("{\"card\":\"4111111111111111\"}", 15, "{\"card\":\"…"),
    ])
  func words(_ text: String, _ limit: Int, _ shown: String) {
    #expect(UntrustedText(text).excerptOfWords(limit).unsafeText == shown)
  }

  @Test(
    "an end begins with a whole word, so that no key loses its front",
    arguments: [
      ("refused: key sk-live-0123456789 is wrong", 20, "… is wrong"), ("refused: key is wrong", 8, "…is wrong"),
      ("short", 5, "short"), ("short", 4, "…"), ("sk-live-0123456789", 10, "…"), ("a b", 0, "…"),
    ])
  func ends(_ text: String, _ limit: Int, _ shown: String) {
    #expect(UntrustedText(text).ending(limit).unsafeText == shown)
  }

  @Test("what goes on without a place to cut it is cut at its length")
  func endless() {
    #expect(
      UntrustedText(String(repeating: "港", count: 30)).excerptOfWords(10).unsafeText == String(
        repeating: "港", count: 10) + "…")
    #expect(UntrustedText(String(repeating: "7 ", count: 30)).excerptOfWords(10).unsafeText == "7 7 7 …")
  }

  @Test("for every length, what is shown is a beginning of the text", arguments: 1..<60)
  func beginning(_ limit: Int) {
    let text = "Pay 4111 1111 1111 1111 to DE89 3704 0044 0532 0130 00, says Frau Kröner of berth 12."
    let shown = UntrustedText(text).excerptOfWords(limit).unsafeText
    #expect(shown.hasSuffix("…") && text.hasPrefix(shown.dropLast()))
    #expect(shown.unicodeScalars.count <= limit + 1 && shown.unicodeScalars.count > limit / 2)
  }
}
