/// A text as the refusal classifier reads it: small letters, no markup, sentences of words.
///
/// Only as much as decides is taken apart: the beginning and the end, a few hundred words at most.
struct RefusalText {
  /// One sentence: its words as ranges of `bytes`.
  struct Sentence {
    var words: [Range<Int>] = []
    /// Its stretch of `bytes`.
    var range: Range<Int>
  }

  /// Small letters, straight apostrophes, contractions taken apart.
  private(set) var bytes: [UInt8] = []
  /// The first sentences, as many as refusals take.
  var opening: ArraySlice<Sentence> { sentences.prefix(Self.openingCount) }
  /// The first sentences and more, to see whether an answer follows.
  private(set) var sentences: [Sentence] = []
  private(set) var closing: Sentence?
  /// Lines that begin as items of a list do.
  let listItems: Int
  /// Words of the whole text.
  let wordCount: Int
  /// Whether the text stops in the middle of a sentence, before enough was said to know where it would have gone.
  let isCutOff: Bool

  private static let openingCount = 4
  private static let readLimit = 3000
  private static let sentenceLimit = 24
  private static let closingLimit = 400

  init(_ text: [UInt8]) {
    (listItems, wordCount) = Self.measure(text)
    isCutOff = (15..<40).contains(wordCount) && Self.isCutOff(text)
    sentences = read(text, from: 0, to: min(text.count, Self.readLimit), limit: Self.sentenceLimit)
    let start = max(0, text.count - Self.closingLimit)
    if start > 0 || sentences.count >= Self.openingCount {
      closing = read(text, from: start, to: text.count, limit: 40).last
    }
  }

  /// The sentences of a stretch, at most so many.
  private mutating func read(_ text: [UInt8], from start: Int, to end: Int, limit: Int) -> [Sentence] {
    var sentences: [Sentence] = []
    var sentence = Sentence(range: bytes.count..<bytes.count)
    var place = start
    func isEnd(_ place: Int) -> Bool {
      let byte = text[place]
      if byte == 0x0A { return true }
      if byte == UInt8(ascii: ".") || byte == UInt8(ascii: "!") || byte == UInt8(ascii: "?")
        || byte == UInt8(ascii: ":")
      {
        return place + 1 >= text.count || text[place + 1].isSpace || text[place + 1] == UInt8(ascii: "\"")
          || text[place + 1] == UInt8(ascii: "*")
      }
      // The full stops and marks of Chinese and Japanese.
      return text.has("。", at: place) || text.has("！", at: place) || text.has("？", at: place)
        || text.has("：", at: place)
    }
    while place < end, sentences.count < limit {
      if let next = Self.quotationEnd(text, place),
        !(sentences.isEmpty && sentence.words.isEmpty) || Self.isSpeech(text, endingAt: next)
      {
        bytes.append(0x20)
        place = next
        continue
      }
      if isEnd(place) {
        if !sentence.words.isEmpty {
          sentence.range = sentence.range.lowerBound..<bytes.count
          sentences.append(sentence)
        }
        bytes.append(0x20)
        sentence = Sentence(range: bytes.count..<bytes.count)
        place += text[place] >= 0x80 ? 3 : 1
        continue
      }
      guard Self.isWordByte(text, place) else {
        bytes.append(text[place])
        place += 1
        continue
      }
      let first = bytes.count
      while place < end {
        if Self.isWordByte(text, place), !isEnd(place) {
          bytes.append(text[place].lowered)
          place += 1
        } else if let length = Self.apostrophe(text, place), place + length < end, Self.isWordByte(text, place + length)
        {
          bytes.append(UInt8(ascii: "'"))
          place += length
        } else {
          break
        }
      }
      guard bytes.count > first else {
        bytes.append(text[place])
        place += 1
        continue
      }
      appendWords(from: first, to: &sentence)
      bytes.append(0x20)
    }
    if !sentence.words.isEmpty, sentences.count < limit {
      sentence.range = sentence.range.lowerBound..<bytes.count
      sentences.append(sentence)
    }
    return sentences
  }

  /// Where a quotation of at most 300 bytes that begins at a place ends: what it says, somebody else says.
  private static func quotationEnd(_ text: [UInt8], _ place: Int) -> Int? {
    guard let closings = quotationMarks.first(where: { text.has($0.opening, at: place) })?.closings else { return nil }
    var end = place + 1
    while end < min(text.count, place + 300), text[end] != 0x0A {
      if let closing = closings.first(where: { text.has($0, at: end) }) { return end + closing.utf8CodeUnitCount }
      end += 1
    }
    return nil
  }

  /// Marks that begin a quotation, and those that end it: English, German and Polish, French and others, Japanese and Chinese.
  private static let quotationMarks: [(opening: StaticString, closings: [StaticString])] = [
    ("\"", ["\""]), ("“", ["”"]), ("„", ["“", "”"]), ("«", ["»"]), ("「", ["」"]),
  ]

  /// Whether a quotation is what somebody in a story says: `…," she said`. A whole answer may stand in quotation marks too.
  private static func isSpeech(_ text: [UInt8], endingAt end: Int) -> Bool {
    let inside = text[..<end].last { $0 != UInt8(ascii: "\"") && $0 < 0x80 }
    return inside == UInt8(ascii: ",") && text.at(end).isBlank && text.at(end + 1).isLetter
  }

  /// Takes an English contraction apart (`can't`, `cannot` and `i'm` become two words); any other word stays one.
  private mutating func appendWords(from first: Int, to sentence: inout Sentence) {
    let word = bytes[first...]
    func replace(_ stem: Int, _ rest: String, _ sentence: inout Sentence) {
      bytes.removeSubrange((first + stem)...)
      sentence.words.append(first..<bytes.count)
      bytes.append(0x20)
      let start = bytes.count
      bytes += Array(rest.utf8)
      sentence.words.append(start..<bytes.count)
    }
    for (contraction, stem, rest) in Self.contractions where word.elementsEqual(contraction) {
      bytes.replaceSubrange(first..., with: stem)
      return replace(stem.count, rest, &sentence)
    }
    for (suffix, rest) in Self.suffixes
    where word.count > suffix.count && word.suffix(suffix.count).elementsEqual(suffix) {
      return replace(word.count - suffix.count, rest, &sentence)
    }
    sentence.words.append(first..<bytes.count)
  }

  private static let contractions: [(Substring.UTF8View, [UInt8], String)] = [
    ("can't", "can", "not"), ("cannot", "can", "not"), ("won't", "will", "not"), ("shan't", "shall", "not"),
    ("cant", "can", "not"),
  ].map { (Substring($0.0).utf8, Array($0.1.utf8), $0.2) }

  private static let suffixes: [(Substring.UTF8View, String)] = [
    ("n't", "not"), ("'m", "am"), ("'re", "are"), ("'ll", "will"), ("'d", "would"), ("'ve", "have"), ("'s", "is"),
  ].map { (Substring($0.0).utf8, $0.1) }

  /// The length of an apostrophe at a place: `'`, `’` or `‘`.
  private static func apostrophe(_ text: [UInt8], _ place: Int) -> Int? {
    if text[place] == UInt8(ascii: "'") { return 1 }
    return text[place] == 0xE2 && (text.has("\u{2019}", at: place) || text.has("\u{2018}", at: place)) ? 3 : nil
  }

  /// Whether a byte belongs to a word where it stands. Of other bytes than ASCII all do but those of general punctuation (U+2000 to
  /// U+203F): dashes, quotation marks, apostrophes.
  private static func isWordByte(_ text: [UInt8], _ place: Int) -> Bool {
    let byte = text[place]
    if byte < 0x80 { return byte.isAlphanumeric || byte == UInt8(ascii: "-") }
    let lead = byte == 0xE2 ? place : text.at(place - 1) == 0xE2 ? place - 1 : place - 2
    return !(text.at(lead) == 0xE2 && text.at(lead + 1) == 0x80 && place - lead < 3)
  }

  private static func measure(_ text: [UInt8]) -> (listItems: Int, wordCount: Int) {
    var (items, words, isLineStart, isInWord) = (0, 0, true, false)
    for place in text.indices {
      let byte = text[place]
      if isLineStart, !byte.isSpace {
        if isListItem(text, place) { items += 1 }
        isLineStart = false
      }
      if byte == 0x0A { isLineStart = true }
      if byte.isSpace {
        isInWord = false
      } else if !isInWord {
        isInWord = true
        words += 1
      }
    }
    return (items, words)
  }

  private static func isListItem(_ text: [UInt8], _ place: Int) -> Bool {
    var end = place
    if text[end] == UInt8(ascii: "-") || text[end] == UInt8(ascii: "*") || text[end] == UInt8(ascii: "+") {
      return text.at(end + 1).isBlank
    }
    if text.has("•", at: end) { return true }
    while end < place + 3, text.at(end).isDigit { end += 1 }
    return end > place && (text.at(end) == UInt8(ascii: ".") || text.at(end) == UInt8(ascii: ")"))
      && text.at(end + 1).isBlank
  }

  /// Whether the last sign is a letter, a digit, a comma or half an apostrophe, so that something seems to be missing after it.
  private static func isCutOff(_ text: [UInt8]) -> Bool {
    guard let last = text.last(where: { !$0.isSpace }) else { return false }
    return last.isAlphanumeric || last == UInt8(ascii: ",") || last == UInt8(ascii: "'") || last == UInt8(ascii: "-")
  }
}
