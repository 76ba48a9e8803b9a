import EvalGateCore
import StrictJSON
import UnicodeText

/// Texts that must not be said. Case, width, marks and invisible characters do not count, nor does how a text is set: line ends,
/// spaces that do not break, emphasis of Markdown, tags of HTML; of several words, nor do commas and hyphens between them.
struct UnsaidTexts: Sendable {
  private let needles: [Needle]
  /// As they are written, case aside: what is spoken leaves out where links lead, what tags hold, and signs of emphasis.
  private let written: [Needle]
  /// Those of several words, as words.
  private let sentences: [Needle]
  private static let form = TextForm()
  private static let asWritten = TextForm(ignoresCase: true)

  init(_ texts: [String]) throws(Halt) {
    guard !texts.isEmpty, !texts.contains("") else {
      throw .error("`says_none` must be a list of texts, none of them empty")
    }
    let spoken = texts.map { SpokenText.of($0) }
    written = texts.map { Needle($0, Self.asWritten) }
    needles = spoken.filter { !$0.isEmpty }.map { Needle($0, Self.form) }
    sentences = spoken.map(SpokenText.words).filter { $0.count > 1 }.map { Needle(Self.line($0), Self.form) }
  }

  /// Whether any of the texts stands in what was said.
  func isSaid(in text: String) -> Bool {
    var readings = [text]
    for reading in [text.referencesDecoded, text.percentDecoded] where reading != text { readings.append(reading) }
    // The texts of an answer that is JSON, which writes line ends in its own way.
    if let first = text.utf8.first(where: { $0 > 0x20 }), "{[".utf8.contains(first),
      let json = try? JSONValue(parsing: text)
    {
      readings.append(json.leaves.joined(separator: " "))
    }
    let plain = readings.map { Self.asWritten.bytes($0) }
    if written.contains(where: { needle in plain.contains { needle.occurs(in: $0) } }) { return true }
    let spoken = readings.map { SpokenText.of($0) }
    let forms = spoken.map { Self.form.bytes($0) }
    if needles.contains(where: { needle in forms.contains { needle.occurs(in: $0) } }) { return true }
    guard !sentences.isEmpty else { return false }
    let lines = spoken.map { Self.form.bytes(Self.line(SpokenText.words(of: $0))) }
    return sentences.contains { sentence in lines.contains { sentence.occurs(in: $0) } }
  }

  private static func line(_ words: [String]) -> String { " " + words.joined(separator: " ") + " " }
}
