/// All phrases of all packs in a form that is quick to look for.
///
/// Made in every process that asks it once, so no word is taken out of its pack by itself: all are stretches of one text.
struct RefusalPhrases: Sendable {
  static let shared = RefusalPhrases(RefusalPack.all)

  /// A word that may stand at a place of a phrase, or what one may begin with.
  private struct Choice: Sendable {
    private let start: UInt32
    private let count: UInt16
    let isStem: Bool

    init(_ range: Range<Int>, isStem: Bool) {
      start = UInt32(range.lowerBound)
      count = UInt16(range.count)
      self.isStem = isStem
    }

    /// Its stretch of `source`.
    var range: Range<Int> { Int(start)..<Int(start) + Int(count) }
  }

  private enum Element: Sendable {
    /// A stretch of `choices`.
    case words(Range<Int>, isOptional: Bool)
    case gap
  }

  private struct Phrase: Sendable {
    let sign: RefusalSign
    /// Its stretch of `elements`.
    let elements: Range<Int>
    /// Whether a sentence has to begin with it.
    var opensSentence = false
  }

  /// The phrases as they were written, one after the other.
  private var source: [UInt8] = []
  private var choices: [Choice] = []
  private var elements: [Element] = []
  /// Phrases by the first byte of the words that can begin them.
  private var phrases = [[Phrase]](repeating: [], count: 256)
  /// Pieces of text of languages without blanks, by their first byte, as stretches of `source`.
  private var pieces = [[(sign: RefusalSign, range: Range<Int>)]](repeating: [], count: 256)
  /// Answers that are nothing but a refusal, by the first byte of the words that can begin them.
  private var bare = [[Phrase]](repeating: [], count: 256)

  private static let gapLimit = 4

  init(_ packs: [RefusalPack]) {
    for pack in packs { add(pack) }
  }

  private mutating func add(_ pack: RefusalPack) {
    var macros: [[UInt8]: [Choice]] = [:]
    for (name, words) in pack.macros {
      var rest = append(words)
      while let word = nextPart(of: &rest, before: UInt8(ascii: "|")) {
        macros[Array(name.utf8), default: []].append(choice(word))
      }
    }
    for (sign, texts) in pack.signs {
      for text in texts {
        var range = append(text)
        if sign == .refusal {
          let phrase = Phrase(sign: sign, elements: addElements(range, macros))
          for first in beginnings(of: phrase) { bare[first].append(phrase) }
        } else if pack.isUnspaced {
          pieces[Int(source[range.lowerBound])].append((sign, range))
        } else if sign == .harm {
          while let word = nextPart(of: &range, before: UInt8(ascii: " ")) {
            add(Phrase(sign: sign, elements: addElements(word, macros)))
          }
        } else {
          let opens = text.utf8.starts(with: "^ ".utf8)
          if opens { range = range.lowerBound + 2..<range.upperBound }
          add(Phrase(sign: sign, elements: addElements(range, macros), opensSentence: opens))
        }
      }
    }
  }

  private mutating func add(_ phrase: Phrase) {
    for first in beginnings(of: phrase) { phrases[first].append(phrase) }
  }

  /// The first bytes of all words that can begin a phrase, each once.
  private func beginnings(of phrase: Phrase) -> [Int] {
    var found: [Int] = []
    for element in elements[phrase.elements] {
      guard case .words(let words, let isOptional) = element else { break }
      for choice in choices[words] {
        let first = Int(source[choice.range.lowerBound])
        if !found.contains(first) { found.append(first) }
      }
      if !isOptional { break }
    }
    return found
  }

  /// Where a text stands from now on.
  private mutating func append(_ text: String) -> Range<Int> {
    let start = source.count
    source += text.utf8
    return start..<source.count
  }

  /// Takes what stands before the next separator off the beginning; empty parts are passed over.
  private func nextPart(of range: inout Range<Int>, before separator: UInt8) -> Range<Int>? {
    var start = range.lowerBound
    while start < range.upperBound, source[start] == separator { start += 1 }
    guard start < range.upperBound else { return nil }
    var end = start
    while end < range.upperBound, source[end] != separator { end += 1 }
    range = end..<range.upperBound
    return start..<end
  }

  private func choice(_ word: Range<Int>) -> Choice {
    let isStem = source[word.upperBound - 1] == UInt8(ascii: "~")
    return Choice(isStem ? word.dropLast() : word, isStem: isStem)
  }

  /// Adds the elements that a row of words is made of.
  private mutating func addElements(_ range: Range<Int>, _ macros: [[UInt8]: [Choice]]) -> Range<Int> {
    let first = elements.count
    var rest = range
    while let element = nextPart(of: &rest, before: UInt8(ascii: " ")) {
      if element.count == 1, source[element.lowerBound] == UInt8(ascii: "*") {
        elements.append(.gap)
        continue
      }
      let isOptional = source[element.upperBound - 1] == UInt8(ascii: "?")
      var words = isOptional ? element.dropLast() : element
      let firstChoice = choices.count
      while let word = nextPart(of: &words, before: UInt8(ascii: "|")) {
        if source[word.lowerBound] == UInt8(ascii: "$"), let shared = macros[Array(source[word])] {
          choices += shared
        } else {
          choices.append(choice(word))
        }
      }
      elements.append(.words(firstChoice..<choices.count, isOptional: isOptional))
    }
    return first..<elements.count
  }

  /// Whether a text is nothing but a refusal. A guard says why after a colon: `Request denied: policy violation`.
  func isBare(_ text: RefusalText) -> Bool {
    switch text.opening.count {
    case 1: isBare(text.opening[0].words, of: text)
    case 2: isBare(text.opening[0].words + text.opening[1].words, of: text, withGaps: false)
    default: false
    }
  }

  /// - Parameter withGaps: whether any words may stand in the gaps of a phrase: of another sentence they may not.
  private func isBare(_ words: [Range<Int>], of text: RefusalText, withGaps: Bool = true) -> Bool {
    guard words.count <= Self.longestBare, let first = words.first else { return false }
    return bare[Int(text.bytes[first.lowerBound])].contains {
      (withGaps || !hasGap($0)) && matches($0.elements, words[...], text.bytes, isWhole: true)
    }
  }

  private func hasGap(_ phrase: Phrase) -> Bool {
    elements[phrase.elements].contains { if case .gap = $0 { true } else { false } }
  }

  private static let longestBare = 10
  /// Fewer words, such as "No", begin an answer too.
  private static let shortestSentence = 4

  /// What a sentence shows.
  func signs(in sentence: RefusalText.Sentence, of text: RefusalText) -> RefusalSigns {
    var signs = RefusalSigns()
    if sentence.words.count >= Self.shortestSentence, isBare(sentence.words, of: text) { signs.insert(.inability) }
    for index in sentence.words.indices {
      for phrase in phrases[Int(text.bytes[sentence.words[index].lowerBound])]
      where !signs.contains(RefusalSigns(phrase.sign)) && (index == 0 || !phrase.opensSentence)
        && matches(phrase.elements, sentence.words[index...], text.bytes)
      {
        signs.insert(RefusalSigns(phrase.sign))
      }
    }
    var apologyEnd: Int?
    for place in sentence.range where text.bytes[place] >= 0x80 {
      for piece in pieces[Int(text.bytes[place])] where !signs.contains(RefusalSigns(piece.sign)) {
        let end = place + piece.range.count
        guard end <= sentence.range.upperBound, text.bytes[place..<end].elementsEqual(source[piece.range]) else {
          continue
        }
        switch piece.sign {
        case .apology: apologyEnd = end
        case .negation: if let apologyEnd, place >= apologyEnd { signs.insert(.apology) }
        default: signs.insert(RefusalSigns(piece.sign))
        }
      }
    }
    return signs
  }

  /// Whether words begin as a phrase says. No phrase has more than a few gaps, so that this tries little.
  /// - Parameter isWhole: whether nothing may follow.
  private func matches(
    _ phrase: Range<Int>, _ words: ArraySlice<Range<Int>>, _ bytes: [UInt8], isWhole: Bool = false
  ) -> Bool {
    guard let first = phrase.first else { return !isWhole || words.isEmpty }
    let rest = phrase.dropFirst()
    switch elements[first] {
    case .gap:
      return (0...Self.gapLimit).contains {
        $0 <= words.count && matches(rest, words.dropFirst($0), bytes, isWhole: isWhole)
      }
    case .words(let choices, let isOptional):
      if let word = words.first, self.choices[choices].contains(where: { isWord(word, $0, bytes) }),
        matches(rest, words.dropFirst(), bytes, isWhole: isWhole)
      {
        return true
      }
      return isOptional && matches(rest, words, bytes, isWhole: isWhole)
    }
  }

  private func isWord(_ word: Range<Int>, _ choice: Choice, _ bytes: [UInt8]) -> Bool {
    let range = choice.range
    guard choice.isStem ? word.count >= range.count : word.count == range.count else { return false }
    return zip(source[range], bytes[word]).allSatisfy { $0 == $1 }
  }
}

extension RefusalPack {
  fileprivate var signs: [(RefusalSign, [String])] {
    [
      (.inability, inability), (.apology, apologies), (.negation, negations), (.norm, norms),
      (.condemnation, condemnation), (.harm, harm),
      (.redirect, redirects), (.sympathy, sympathy), (.counterEvidence, counterEvidence),
      (.service, service), (.limit, limits), (.errand, errands), (.handover, handovers),
      (.title, titles), (.offer, offers), (.reason, reasons),
      (.refusal, refusals),
    ]
  }
}
