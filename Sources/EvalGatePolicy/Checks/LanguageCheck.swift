import EvalGateCore
import StrictJSON

/// Passes when an answer is in a given language.
struct LanguageCheck: Check {
  static let id: CheckID = "language"
  static let summary = "The answer is in a given language."
  static let options = [
    OptionHelp("is", "a language as RFC 5646 writes it, such as `de`, or a list of those that are right; required")
  ]
  static let examples = [
    CheckExample(options: ["is": "de"], output: "Ihre Bestellung ist am Montag angekommen.", expect: .passed),
    CheckExample(options: ["is": "de"], output: "Your order arrived on Monday, as it should.", expect: .failed),
    CheckExample(options: ["is": ["en", "ja"]], output: "ご注文の品は月曜日に届きました。", expect: .passed),
    CheckExample(options: ["is": "en"], output: "12345", expect: .error),
  ]

  private let wanted: [String]

  var judgesAttacks: Bool { false }

  init(options: inout OptionReader) throws(Diagnostic) {
    let node = try options.required("is")
    let known = LanguageDetector.languages
    guard let words = node.json.texts, !words.isEmpty, words.allSatisfy(known.contains) else {
      throw OptionReader.wrong(node, "is", "a language, or a list of languages, of \(known.joined(separator: ", "))")
    }
    wanted = words
  }

  func findings(for subject: Subject, in context: CheckContext) -> [Finding] {
    DetectorSubject.findings(Self.id, subject) { text in
      guard let guess = LanguageDetector.guess(text) else {
        return Finding(Self.id, .error, "too little text to tell its language")
      }
      if wanted.contains(guess.language) { return Finding(Self.id, .passed) }
      return Finding(Self.id, .failed, "expected \(wanted.joined(separator: " or ")), got \(guess.language)")
    }
  }
}
