import EvalGateCore
import Testing

@Suite("how much of a prompt another text has")
struct WordingTests {
  private static let prompt = Wording(["You are a helpful desk assistant.", "{{q}}"])

  @Test(
    "counts words that stand together, whatever stands between them",
    arguments: [
      ("content: \"You are a helpful desk assistant.\"", 1),
      ("YOU ARE A\\nhelpful -- desk\n  assistant", 1),
      ("you are a very helpful desk assistant", 0.8),
      ("you are a harmful desk assistant", 0.6),
      ("assistant desk helpful a are you", 0),
      ("", 0),
    ] as [(String, Double)])
  func share(text: String, share: Double) { #expect(Self.prompt.share(in: text) == share) }

  @Test("finds it in a long text only where it stands together")
  func together() {
    let filler = String(repeating: "something else is said here at length ", count: 40)
    #expect(Self.prompt.share(in: filler + "you are a helpful desk assistant " + filler) == 1)
    #expect(Self.prompt.share(in: ["you are", "are a", "a helpful", "helpful desk"].joined(separator: filler)) < 0.5)
  }

  @Test("says nothing of a prompt of a few words")
  func short() { #expect(Wording(["billing or technical"]).share(in: "billing or technical") == 0) }

  @Test("takes each character of a script without spaces for a word")
  func ideographs() {
    let prompt = Wording(["你是一个有用的助手。"])
    #expect(prompt.share(in: "你是一个非常有用的助手") > 0.6)
    #expect(prompt.share(in: "今天天气很好") == 0)
  }
}
