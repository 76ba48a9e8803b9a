import EvalGateCore
import StrictJSON

/// Passes when the output is nearly the expected text.
struct Levenshtein: PlainCheck {
  static let id: CheckID = "levenshtein"
  static let summary = "The output is at most so many edits, or at least so similar, to the expected text."
  static let options =
    Expectation.help("text", "what it is compared with") + [
      OptionHelp("at_most", "the most edits (characters inserted, deleted or replaced)"),
      OptionHelp(
        "similarity", "the least similarity, such as `90%`: 1 less the edits as a share of the longer text's characters"
      ),
      TextForm.help,
    ]
  static let examples = [
    CheckExample(
      options: ["text": "Quillback Tool Rental", "at_most": 2], output: "Quilback Tool Rentals", expect: .passed),
    CheckExample(options: ["text": "Quillback", "at_most": 2], output: "Moorhen", expect: .failed),
    CheckExample(options: ["similarity": 0.8], expected: "kitten", output: "sitting", expect: .failed),
    CheckExample(options: ["similarity": 0.8], expected: "kitten", output: "mitten", expect: .passed),
  ]

  private enum Bound: Sendable { case edits(Int), similarity(Double) }

  private let expectation: Expectation
  private let form: TextForm
  private let bound: Bound

  init(options: inout OptionReader) throws(Diagnostic) {
    form = try TextForm(options: &options)
    expectation = try Expectation("text", options: &options)
    let edits = try options.optionalInt("at_most")
    let similarity = try options.share("similarity")
    switch (edits, similarity) {
    case (let edits?, nil): bound = .edits(edits)
    case (nil, let similarity?): bound = .similarity(similarity)
    default:
      throw Diagnostic(
        .badOption, "check `levenshtein` takes either `at_most` or `similarity`", at: options.node.location,
        help: "write `at_most: 3` for edits, or `similarity: 90%`")
    }
  }

  func finding(for subject: Subject, in context: CheckContext) throws(Halt) -> Finding {
    let expected = form.text(try expectation.text(in: context))
    let got = form.text(String(try subject.requireText().trimmingSpaces))
    let longer = max(expected.unicodeScalars.count, got.unicodeScalars.count)
    let limit =
      switch bound {
      case .edits(let edits): edits
      case .similarity(let least): Similarity.allowedEdits(least, longer: longer)
      }
    switch EditDistance.between(expected, got, limit: limit) {
    case .distance(let edits): return Finding(Self.id, .passed, score: Similarity.share(edits, longer: longer))
    case .overLimit:
      return Finding(Self.id, .failed, "more than \(counted(limit, "edit")) from \(brief(expected)): \(brief(got))")
    case .tooLong:
      throw .error("texts of \(longer) characters are too long to be compared within \(counted(limit, "edit"))")
    }
  }

  func problem(with expected: Node?) -> Diagnostic? {
    expectation.problem(with: expected, in: Self.id, wanted: "text") { $0.isText }
  }
}

/// Similarity of texts as a share: 1 where they are equal, 0 where nothing is left of either.
enum Similarity {
  static func share(_ edits: Int, longer: Int) -> Double { longer == 0 ? 1 : 1 - Double(edits) / Double(longer) }

  /// The most edits that keep a similarity, with a hair's breadth for the arithmetic of fractions.
  static func allowedEdits(_ least: Double, longer: Int) -> Int {
    Int(((1 - least) * Double(longer) + 1e-9).rounded(.down))
  }
}
