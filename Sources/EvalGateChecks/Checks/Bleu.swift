import EvalGateCore
import StrictJSON

/// Passes when enough of the output's word sequences are the expected text's.
struct Bleu: PlainCheck {
  static let id: CheckID = "bleu"
  static let summary =
    "Sequences of 1 to 4 words are those of the expected texts (BLEU, Papineni et al. 2002, one sentence, smoothed as mteval-v13a does)."
  static let options =
    Expectation.help("text", "what it is compared with, one text or several") + [
      OptionHelp("at_least", "the least score, such as `30%`"),
      OptionHelp("tokens", "`marks` (the default: words and punctuation, case kept), `words` or `characters`"),
    ]
  static let examples = [
    CheckExample(
      options: ["text": "The cat is on the mat.", "at_least": 1], output: "The cat is on the mat.", expect: .passed),
    // Precisions 3/6 and 1/5, smoothed 1/8 and 1/12, and one token too short: 0.15.
    CheckExample(
      options: ["text": "The cat is on the mat.", "at_least": 0.5], output: "The dog sat outside the mat",
      expect: .failed),
    CheckExample(
      options: ["at_least": "90%"], expected: ["Closed on Mondays.", "We are closed on Mondays."],
      output: "We are closed on Mondays.", expect: .passed),
    CheckExample(options: ["text": "yes", "at_least": 0.1], output: "", expect: .failed),
  ]

  private let expectation: Expectation
  private let least: Double
  private let tokens: Tokens

  init(options: inout OptionReader) throws(Diagnostic) {
    expectation = try Expectation("text", options: &options)
    least = try options.requiredShare("at_least", of: Self.id)
    tokens = try options.choice("tokens", default: .marks)
  }

  func finding(for subject: Subject, in context: CheckContext) throws(Halt) -> Finding {
    let candidate = try tokens.counted(subject.requireText())
    var references: [[String]] = []
    for text in try expectation.texts(in: context) { references.append(try tokens.counted(text)) }
    let score = Overlap.bleu(references: references, candidate: candidate)
    return verdict(score >= least - 1e-9, tooLow(score, least, "BLEU"), score: min(1, score))
  }

  func problem(with expected: Node?) -> Diagnostic? {
    expectation.problem(with: expected, in: Self.id, wanted: "text or a list of texts") { $0.texts?.isEmpty == false }
  }
}
