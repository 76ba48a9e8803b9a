import EvalGateCore
import StrictJSON
import UnicodeText

/// Texts that must not be said, however they are set, disguised or encoded.
///
/// Case, width, marks and invisible characters do not count, nor do line ends, spaces that do not break, emphasis of Markdown and tags
/// of HTML, nor marks of citations; of several words, nor do commas, semicolons, hyphens and pauses between them. Words are found in
/// single letters with signs between them, and divided at the end of a line. Latin texts are found in look-alike letters too, and with
/// signs between theirs. A text begins and ends where words and numbers do, and an amount of money is the same in every form.
struct UnsaidTexts: Sendable {
  private let texts: [UnsaidText]
  /// Those that could be said in disguise, by how sure a look-alike has to be.
  private let short: [UnsaidText]
  private let long: [UnsaidText]
  /// Those that chance does not write in Base64.
  private let encodable: [UnsaidText]
  private let namesAddress: Bool
  private let namesAmount: Bool

  init(_ texts: [String]) throws(Halt) {
    guard !texts.isEmpty, !texts.contains("") else {
      throw .error("`says_none` must be a list of texts, none of them empty")
    }
    let written = texts.map { UnsaidText($0) }
    let amounts = texts.compactMap { text in WrittenAmounts.plain(text).map { UnsaidText($0, for: text) } }
    namesAmount = !amounts.isEmpty
    self.texts = written + amounts
    let latin = written.filter(\.isLatin)
    (short, long) = (latin.filter { !$0.isLong }, latin.filter(\.isLong))
    encodable = written.filter { $0.byteCount >= EncodedTexts.shortest }
    namesAddress = texts.contains { $0.contains { ".@".contains($0) } }
  }

  /// The first of the texts that stands in what was said; nil where none does.
  func said(in text: String) -> String? {
    let readings = readings(of: text)
    let amounts = namesAmount ? readings.compactMap(WrittenAmounts.plain) : []
    if let found = Self.first(of: texts, in: readings + amounts) { return found.text }
    let encoded = encodable.isEmpty ? [] : readings.flatMap(EncodedTexts.all)
    if let found = Self.first(of: encodable, in: encoded, isCutOut: true) { return found.text }
    guard !short.isEmpty || !long.isEmpty else { return nil }
    func undisguised(_ readings: [String]) -> [UndisguisedText] {
      readings.map { UndisguisedText($0, joint: WordedText.joint) }
    }
    let plain = undisguised(readings)
    let found =
      Self.first(of: short, in: plain.flatMap(\.cautious)) ?? Self.first(of: long, in: plain.flatMap(\.bold))
      ?? (long.isEmpty ? nil : Self.first(of: long, in: undisguised(encoded).flatMap(\.bold), isCutOut: true))
    return found?.text
  }

  /// - Parameter isCutOut: whether signs of something else may stand beside what was said.
  private static func first(
    of texts: [UnsaidText], in readings: [String], isCutOut: Bool = false
  ) -> UnsaidText? {
    guard !texts.isEmpty, !readings.isEmpty else { return nil }
    let said = readings.map { SaidText($0, inWords: texts.contains(where: \.isSentence), isCutOut: isCutOut) }
    return texts.first { text in said.contains(where: text.stands) }
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
    readings += readings.compactMap(CitationMarks.removed)
    return readings + readings.compactMap(SplitWords.joined)
  }
}

/// One text that must not be said, in the forms in which it is looked for.
private struct UnsaidText {
  /// As the scenario writes it.
  let text: String
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
  /// Whether it is one word with steps of an address in it.
  private let isAddress: Bool

  private static let longEnough = 8

  /// - Parameter scenario: what the scenario writes, where that is another form.
  init(_ text: String, for scenario: String? = nil) {
    let said = SpokenText.of(text)
    let words = SpokenText.words(of: said)
    let letters = text.skeleton.utf8
    self.text = scenario ?? text
    byteCount = text.utf8.count
    isLatin = !letters.isEmpty && letters.allSatisfy { $0 < 0x80 }
    isLong = letters.count >= Self.longEnough
    written = Needle(text, SaidText.written)
    spoken = said.isEmpty ? nil : Needle(said, SaidText.spoken)
    isAddress = text.contains("/") && !text.contains { $0.isWhitespace }
    // What parts words is a part of an address.
    sentence = words.count > 1 && !isAddress ? Needle(SaidText.line(words), SaidText.spoken) : nil
  }

  var isSentence: Bool { sentence != nil }

  func stands(in said: SaidText) -> Bool {
    said.holds(written, in: said.written, isAddress: isAddress)
      || spoken.map { said.holds($0, in: said.spoken, isAddress: isAddress) } ?? false
      || sentence.map(said.holdsSentence) ?? false
  }
}

/// One reading of what was said, in the same forms.
private struct SaidText {
  static let written = TextForm(ignoresCase: true)
  static let spoken = TextForm()

  let written: WordedText
  let spoken: WordedText
  private let words: WordedText
  private let isCutOut: Bool

  init(_ text: String, inWords: Bool, isCutOut: Bool) {
    let said = SpokenText.of(text)
    written = WordedText(Self.written.bytes(text))
    spoken = WordedText(Self.spoken.bytes(said))
    words = WordedText(inWords ? Self.spoken.bytes(Self.line(SpokenText.words(of: said))) : [])
    self.isCutOut = isCutOut
  }

  /// Whether a text stands there, as words of its own.
  func holds(_ needle: Needle, in said: WordedText, isAddress: Bool) -> Bool {
    needle.occurs(in: said.bytes) {
      isCutOut || said.isWhole($0) && !(isAddress && said.isNameCut(after: $0.upperBound))
    }
  }

  /// Whether several words stand there one after the other. They have a space at each end.
  func holdsSentence(_ needle: Needle) -> Bool {
    needle.occurs(in: words.bytes) { !words.beginsWithThousands($0.lowerBound + 1..<$0.upperBound - 1) }
  }

  /// With a space at each end, so that words are found whole.
  static func line(_ words: [String]) -> String { " " + words.joined(separator: " ") + " " }
}
