import EvalGateCore
import StrictJSON

/// Passes when the output is neither too short nor too long.
struct Length: PlainCheck {
  static let id: CheckID = "length"
  static let summary = "The output has at least and at most so many characters, words or bytes."
  static let options = [
    OptionHelp("at_least", "the fewest it may have; no bound when left out"),
    OptionHelp("at_most", "the most it may have; no bound when left out"),
    OptionHelp(
      "unit",
      "`characters` (Unicode scalars, as JSON Schema counts; the default), `words` (between white space) or `bytes` (UTF-8)"
    ),
  ]
  static let examples = [
    CheckExample(options: ["at_most": 5], output: "cafés", expect: .passed),
    CheckExample(options: ["at_most": 5, "unit": "bytes"], output: "cafés", expect: .failed),
    CheckExample(options: ["at_least": 2, "at_most": 3, "unit": "words"], output: " two  words\n", expect: .passed),
    CheckExample(options: ["at_least": 1], output: "", expect: .failed),
  ]

  /// What is counted.
  enum Unit: String, CaseIterable { case characters, words, bytes }

  private let unit: Unit
  private let bounds: ClosedRange<Int>

  var judgesAttacks: Bool { false }

  init(options: inout OptionReader) throws(Diagnostic) {
    unit = try options.choice("unit", default: .characters)
    let least = try options.optionalInt("at_least")
    let most = try options.optionalInt("at_most")
    guard least != nil || most != nil, least ?? 0 <= most ?? .max else {
      throw Diagnostic(
        .badOption, least == nil ? "check `length` has no bound" : "`at_least` is more than `at_most`",
        at: options.node.location, help: "give `at_least`, `at_most` or both")
    }
    bounds = (least ?? 0)...(most ?? .max)
  }

  func finding(for subject: Subject, in context: CheckContext) throws(Halt) -> Finding {
    let count = count(try subject.requireText())
    let noun = String(unit.rawValue.dropLast())
    let bound =
      count < bounds.lowerBound
      ? "needs at least \(bounds.lowerBound)" : "may have at most \(bounds.upperBound)"
    return verdict(bounds.contains(count), "\(counted(count, noun)), \(bound)")
  }

  private func count(_ text: String) -> Int {
    switch unit {
    // Not what a reader sees as one character: a thousand marks on one letter must not count as one.
    case .characters: text.unicodeScalars.count
    case .words: text.unicodeScalars.split { $0.properties.isWhitespace }.count
    case .bytes: text.utf8.count
    }
  }
}
