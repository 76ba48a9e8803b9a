import EvalGateCore
import StrictJSON

/// Passes when the output has the expected text's words in its order, as far as asked.
struct RougeL: PlainCheck {
  static let id: CheckID = "rouge_l"
  static let summary =
    "The longest common subsequence of words with the expected text is long enough (ROUGE-L, Lin 2004); of several texts the best counts."
  static let options =
    Expectation.help("text", "what it is compared with, one text or several") + [
      OptionHelp("at_least", "the least score, such as `50%`"),
      OptionHelp("measure", "`f1` (the default), `recall` or `precision`"),
      OptionHelp("tokens", "`words` (the default: letters and digits, case folded), `marks` or `characters`"),
    ]
  static let examples = [
    // 3 of 4 words in common, in order: precision and recall 3/4 (Lin 2004, section 3.1, example).
    CheckExample(
      options: ["text": "police killed the gunman", "at_least": 0.7], output: "police kill the gunman", expect: .passed),
    CheckExample(
      options: ["text": "police killed the gunman", "at_least": 0.7], output: "the gunman kill police", expect: .failed),
    CheckExample(
      options: ["at_least": "100%", "measure": "recall"], expected: "closed on Monday",
      output: "We are closed on every Monday.", expect: .passed),
    CheckExample(options: ["text": "yes", "at_least": 0.1], output: "", expect: .failed),
  ]

  enum Score: String, CaseIterable { case f1, recall, precision }

  private let expectation: Expectation
  private let least: Double
  private let score: Score
  private let tokens: Tokens

  init(options: inout OptionReader) throws(Diagnostic) {
    expectation = try Expectation("text", options: &options)
    least = try options.requiredShare("at_least", of: Self.id)
    score = try options.choice("measure", default: .f1)
    tokens = try options.choice("tokens", default: .words)
  }

  func finding(for subject: Subject, in context: CheckContext) throws(Halt) -> Finding {
    let candidate = try tokens.counted(subject.requireText())
    var best = 0.0
    for text in try expectation.texts(in: context) {
      let measured = Overlap.RougeL(reference: try tokens.counted(text), candidate: candidate)
      switch score {
      case .f1: best = max(best, measured.fMeasure)
      case .recall: best = max(best, measured.recall)
      case .precision: best = max(best, measured.precision)
      }
    }
    // A hair's breadth for the arithmetic of fractions.
    return verdict(best >= least - 1e-9, tooLow(best, least, "ROUGE-L \(score.rawValue)"), score: best)
  }

  func problem(with expected: Node?) -> Diagnostic? {
    expectation.problem(with: expected, in: Self.id, wanted: "text or a list of texts") { $0.texts?.isEmpty == false }
  }
}

extension Tokens {
  /// The tokens of a text that is short enough to be compared.
  func counted(_ text: String) throws(Halt) -> [String] {
    let tokens = of(text)
    guard tokens.count <= Self.limit else {
      throw .error("text of \(tokens.count) words is too long to be compared, at most \(Self.limit)")
    }
    return tokens
  }
}

extension OptionReader {
  /// A share that has to be there.
  mutating func requiredShare(_ key: String, of check: CheckID) throws(Diagnostic) -> Double {
    if let share = try share(key) { return share }
    throw Diagnostic(
      .missingKey, "check `\(check)` needs `\(key)`", at: node.location,
      help: "write the least score, such as `\(key): 50%`")
  }
}

/// "ROUGE-L f1 is 0.43, expected at least 0.70".
func tooLow(_ score: Double, _ least: Double, _ name: String) -> String {
  "\(name) is \(Format.fixed(score, 2)), expected at least \(Format.fixed(least, 2))"
}
