import EvalGateCore
import StrictJSON
import Testing

/// Scores from sacrebleu 2.5 (`sentence_score`, effective order) and rouge-score 0.1 (without stemmer), and by hand where it says so.
@Suite("overlap of words")
struct OverlapTests {
  private func score(
    _ id: String, _ references: [String], _ output: String, _ options: JSONObject = [:]
  ) throws -> Double {
    var options = options
    options["text"] = .array(references.map { .string($0) })
    options["at_least"] = 0
    return try #require(Judge(id, .object(options))(output).score)
  }

  private static let commands = [
    "It is a guide to action that ensures that the military will forever heed Party commands .",
    "It is the guiding principle which guarantees the military forces always being under the command of the Party .",
    "It is the practical guide for the army always to heed the directions of the party .",
  ]

  @Test(
    "BLEU is what sacrebleu computes",
    arguments: [
      (["The cat is on the mat."], "The dog sat outside the mat", 0.152_072_182_227),
      (["The cat is on the mat .", "There is a cat on the mat ."], "the the the the the the the", 0.065_672_747_361),
      (
        commands, "It is a guide to action which ensures that the military always obeys the commands of the party .",
        0.540_172_589_860
      ),
      (["a b c d e"], "a b c", 0.513_417_119_033),
      (["Closed on Mondays."], "We are closed on Mondays.", 0.302_137_539_736),
      (["hello world"], "hello", 0.367_879_441_171), (["hello world"], "bye", 0),
    ] as [([String], String, Double)])
  func bleu(_ references: [String], _ output: String, _ expected: Double) throws {
    #expect(abs(try score("bleu", references, output) - expected) < 1e-9)
  }

  @Test("BLEU clips repeated words: 2 of 7 by hand (Papineni et al. 2002, example 2)")
  func clipping() throws {
    // `the` stands twice in the reference; with no pair in common the other orders are 1/12, 1/20 and 1/32.
    let product: Double = (2.0 / 7) * (1.0 / 12) * (1.0 / 20) * (1.0 / 32)
    let expected = product.squareRoot().squareRoot()
    let got = try score("bleu", ["the cat is on the mat"], "the the the the the the the")
    #expect(abs(got - expected) < 1e-9)
  }

  @Test(
    "ROUGE-L is what rouge-score computes",
    arguments: [
      ("police killed the gunman", "police kill the gunman", 0.75, 0.75, 0.75),
      ("police killed the gunman", "the gunman kill police", 0.5, 0.5, 0.5),
      ("closed on Monday", "We are closed on every Monday.", 0.5, 1, 2.0 / 3),
      ("a b c d", "a x b y c", 0.6, 0.75, 2.0 / 3),
      ("a b", "c d", 0, 0, 0),
    ] as [(String, String, Double, Double, Double)])
  func rouge(_ reference: String, _ output: String, _ precision: Double, _ recall: Double, _ fMeasure: Double) throws {
    for (name, expected) in [("precision", precision), ("recall", recall), ("f1", fMeasure)] {
      let got = try score("rouge_l", [reference], output, ["measure": .string(name)])
      #expect(abs(got - expected) < 1e-9, "\(name)")
    }
  }

  @Test("the common subsequence is right across the words of the bit vector", arguments: [1, 63, 64, 65, 130])
  func longTexts(_ count: Int) throws {
    let words = (0..<count).map { "w\($0)" }
    let every = words.enumerated().flatMap { $0.offset % 2 == 0 ? [$0.element] : ["x", "y"] }
    let common = Double((count + 1) / 2)
    let recall = try score(
      "rouge_l", [words.joined(separator: " ")], every.joined(separator: " "), ["measure": "recall"])
    #expect(abs(recall - common / Double(count)) < 1e-12)
  }

  @Test("the same text by quadratic dynamic programming gives the same length")
  func againstTheTextbook() throws {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<50 {
      let a = (0..<Int.random(in: 1...150, using: &random)).map { _ in "\(Int.random(in: 0..<5, using: &random))" }
      let b = (0..<Int.random(in: 1...150, using: &random)).map { _ in "\(Int.random(in: 0..<5, using: &random))" }
      var row = [Int](repeating: 0, count: b.count + 1)
      for token in a {
        var next = row
        for (j, other) in b.enumerated() { next[j + 1] = token == other ? row[j] + 1 : max(row[j + 1], next[j]) }
        row = next
      }
      let recall = try score(
        "rouge_l", [a.joined(separator: " ")], b.joined(separator: " "), ["measure": "recall"])
      #expect(abs(recall - Double(row[b.count]) / Double(a.count)) < 1e-12, "\(a) \(b)")
    }
  }

  @Test("of several texts the best counts")
  func several() throws {
    #expect(try score("rouge_l", ["no", "yes indeed"], "yes indeed") == 1)
  }

  @Test("scripts without spaces are compared by characters")
  func characters() throws {
    #expect(abs(try score("rouge_l", ["今日は良い天気"], "今日は天気", ["tokens": "characters"]) - 10.0 / 12) < 1e-12)
  }

  @Test("letters of every script are words, and case does not count for ROUGE")
  func scripts() throws {
    #expect(try score("rouge_l", ["ΚΑΛΗΜΕΡΑ Über uns"], "καλημερα über uns!") == 1)
  }

  @Test("texts that are too long are an error, not a verdict", arguments: ["rouge_l", "bleu"])
  func tooLong(_ id: String) throws {
    let long = String(repeating: "a b ", count: 3_000)
    #expect(try outcome(id, ["text": "a", "at_least": 0.1], output: long) == .error)
    #expect(try outcome(id, ["text": .string(long), "at_least": 0.1], output: "a") == .error)
  }

  @Test("a bound has to be given", arguments: ["rouge_l", "bleu"])
  func bound(_ id: String) {
    #expect(throws: Diagnostic.self) { try Judge(id, ["text": "a"]) }
    #expect(throws: Diagnostic.self) { try Judge(id, ["text": "a", "at_least": 1.5]) }
  }
}
