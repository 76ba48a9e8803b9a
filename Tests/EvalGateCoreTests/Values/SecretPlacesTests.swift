import EvalGateCore
import Testing

@Suite("secrets in what somebody else wrote")
struct SecretPlacesTests {
  @Test(
    "whole ones are hidden, and what a cut has left of one",
    arguments: [
      ("the key topsecret-1 is wrong", "the key [key] is wrong"),
      ("topsecret-1topsecret-1", "[key][key]"),
      // Before a cut, within a quotation that was cut, and where the text breaks off
      ("it said topsec…; and more", "it said [key]…; and more"),
      ("body: `xxtopsecret-`…", "body: `xx[key]`…"),
      ("Incorrect key: tops", "Incorrect key: [key]"),
      ("it began with `xtopsecre`; it ended", "it began with `x[key]`; it ended"),
      // A beginning that is whole and ends nowhere in particular is a word
      ("a topsecret matter", "a topsecret matter"), ("`topside` is gone", "`topside` is gone"),
      ("at the top…", "at the top…"), ("", ""), ("nothing here", "nothing here"),
      // A false start right before the secret
      ("totopsecret-1", "to[key]"),
    ])
  func hidden(_ text: String, _ shown: String) {
    #expect(SecretPlaces("topsecret-1").replaced(in: text, by: "[key]") == shown)
  }

  @Test("wherever a text is cut, no more than three characters of a secret are left of it", arguments: 0...40)
  func anyCut(_ limit: Int) {
    let secret = "sk-0123456789abcdef"
    let shown = UntrustedText("it was \(secret), it said").excerpt(limit).unsafeText
    #expect(!SecretPlaces(secret).replaced(in: shown, by: "[key]").contains("sk-0"))
  }
}
