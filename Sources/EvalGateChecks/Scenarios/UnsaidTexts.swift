import EvalGateCore
import StrictJSON
import UnicodeText

/// Texts that must not be said, however they are set, disguised or encoded.
///
/// Case, width, marks and invisible characters do not count, nor do line ends, spaces that do not break, emphasis of Markdown and tags
/// of HTML; of several words, nor do commas, hyphens and pauses between them. Words are found in single letters with signs between
/// them, and divided at the end of a line. Latin texts are found in look-alike letters too, and with signs between theirs.
struct UnsaidTexts: Sendable {
  private let texts: [UnsaidText]
  /// Those that could be said in disguise, by how sure a look-alike has to be.
  private let short: [UnsaidText]
  private let long: [UnsaidText]
  /// Those that chance does not write in Base64.
  private let encodable: [UnsaidText]
  private let namesAddress: Bool

  init(_ texts: [String]) throws(Halt) {
    guard !texts.isEmpty, !texts.contains("") else {
      throw .error("`says_none` must be a list of texts, none of them empty")
    }
    self.texts = texts.map { UnsaidText($0) }
    let latin = self.texts.filter(\.isLatin)
    (short, long) = (latin.filter { !$0.isLong }, latin.filter(\.isLong))
    encodable = self.texts.filter { $0.byteCount >= EncodedTexts.shortest }
    namesAddress = texts.contains { $0.contains { ".@".contains($0) } }
  }

  /// Whether any of the texts stands in what was said.
  func isSaid(in text: String) -> Bool {
    let readings = readings(of: text)
    if Self.isSaid(texts, in: readings) { return true }
    let encoded = encodable.isEmpty ? [] : readings.flatMap(EncodedTexts.all)
    if Self.isSaid(encodable, in: encoded) { return true }
    return Self.isSaid(short, in: readings.flatMap { short.isEmpty ? [] : UndisguisedText($0).cautious })
      || Self.isSaid(long, in: (readings + encoded).flatMap { long.isEmpty ? [] : UndisguisedText($0).bold })
  }

  private static func isSaid(_ texts: [UnsaidText], in readings: [String]) -> Bool {
    guard !texts.isEmpty, !readings.isEmpty else { return false }
    let said = readings.map { SaidText($0, inWords: texts.contains(where: \.isSentence)) }
    return texts.contains { text in said.contains(where: text.stands) }
  }

  /// The ways in which software and readers take what is written.
  private func readings(of text: String) -> [String] {
    var readings = [text]
    for reading in [text.referencesDecoded, text.percentDecoded] where reading != text { readings.append(reading) }
    // The texts of an answer that is JSON, which writes line ends in its own way.
    if let first = text.utf8.first(where: { $0 > 0x20 }), "{[".utf8.contains(first),
      let json = try? JSONValue(parsing: text)
    {
      readings.append(json.leaves.joined(separator: " "))
    }
    if namesAddress { readings += readings.compactMap(SpelledAddress.written) }
    return readings + readings.compactMap(SplitWords.joined)
  }
}

/// One text that must not be said, in the forms in which it is looked for.
private struct UnsaidText {
  let byteCount: Int
  /// Whether all its letters are Latin ones, so that others can stand for them.
  let isLatin: Bool
  /// Whether no word of another script looks like it by chance.
  let isLong: Bool
  /// As it is written, case aside: what is spoken leaves out where links lead, what tags hold, and signs of emphasis.
  private let written: Needle
  private let spoken: Needle?
  /// Of several words, as words.
  private let sentence: Needle?

  private static let longEnough = 8

  init(_ text: String) {
    let said = SpokenText.of(text)
    let words = SpokenText.words(of: said)
    let letters = text.skeleton.utf8
    byteCount = text.utf8.count
    isLatin = !letters.isEmpty && letters.allSatisfy { $0 < 0x80 }
    isLong = letters.count >= Self.longEnough
    written = Needle(text, SaidText.written)
    spoken = said.isEmpty ? nil : Needle(said, SaidText.spoken)
    sentence = words.count > 1 ? Needle(SaidText.line(words), SaidText.spoken) : nil
  }

  var isSentence: Bool { sentence != nil }

  func stands(in said: SaidText) -> Bool {
    written.occurs(in: said.written) || spoken?.occurs(in: said.spoken) ?? false
      || sentence?.occurs(in: said.words) ?? false
  }
}

/// One reading of what was said, in the same forms.
private struct SaidText {
  static let written = TextForm(ignoresCase: true)
  static let spoken = TextForm()

  let written: [UInt8]
  let spoken: [UInt8]
  let words: [UInt8]

  init(_ text: String, inWords: Bool) {
    let said = SpokenText.of(text)
    written = Self.written.bytes(text)
    spoken = Self.spoken.bytes(said)
    words = inWords ? Self.spoken.bytes(Self.line(SpokenText.words(of: said))) : []
  }

  /// With a space at each end, so that words are found whole.
  static func line(_ words: [String]) -> String { " " + words.joined(separator: " ") + " " }
}
