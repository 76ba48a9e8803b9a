import EvalGateCore
import UnicodeText

/// Texts that must not be said. Case, width, marks and invisible characters do not count, nor does how a text is set: line ends,
/// spaces that do not break, emphasis of Markdown, tags of HTML.
struct UnsaidTexts: Sendable {
  private let needles: [Needle]
  private static let form = TextForm()

  init(_ texts: [String]) throws(Halt) {
    guard !texts.isEmpty, !texts.contains("") else {
      throw .error("`says_none` must be a list of texts, none of them empty")
    }
    // A text of nothing but signs is looked for as it is written.
    needles = texts.map { text in
      let spoken = SpokenText.of(text)
      return Needle(spoken.isEmpty ? text : spoken, Self.form)
    }
  }

  /// Whether any of the texts stands in what was said.
  func isSaid(in text: String) -> Bool {
    let forms = [SpokenText.of(text), SpokenText.of(text.referencesDecoded), text].map { Self.form.bytes($0) }
    return needles.contains { needle in forms.contains { needle.occurs(in: $0) } }
  }
}
