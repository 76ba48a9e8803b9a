/// All phrases of all packs in a form that is quick to look for.
struct RefusalPhrases: Sendable {
  static let shared = RefusalPhrases(RefusalPack.all)

  private enum Element: Sendable {
    case words([[UInt8]], isOptional: Bool)
    case gap
  }

  private struct Phrase: Sendable {
    let sign: RefusalSign
    let elements: [Element]
    /// Whether a sentence has to begin with it.
    var opensSentence = false
  }

  /// Phrases by the first byte of the words that can begin them.
  private var phrases = [[Phrase]](repeating: [], count: 256)
  /// Pieces of text of languages without blanks, by their first byte.
  private var pieces = [[(sign: RefusalSign, text: [UInt8])]](repeating: [], count: 256)
  /// Answers that are nothing but a refusal, in words with single blanks.
  private var bare: Set<[UInt8]> = []

  private static let gapLimit = 4

  init(_ packs: [RefusalPack]) {
    for pack in packs {
      for (sign, texts) in pack.signs {
        for text in texts {
          if sign == .refusal {
            bare.formUnion(Self.sentences(text, pack))
          } else if pack.isUnspaced {
            let text = Array(text.utf8)
            pieces[Int(text[0])].append((sign, text))
          } else if sign == .harm {
            for word in text.split(separator: " ") { add(Phrase(sign: sign, elements: [Self.element(word, pack)])) }
          } else {
            let opens = text.hasPrefix("^ ")
            let words = text.split(separator: " ").dropFirst(opens ? 1 : 0)
            add(Phrase(sign: sign, elements: words.map { Self.element($0, pack) }, opensSentence: opens))
          }
        }
      }
    }
  }

  /// All that a phrase without gaps can be.
  private static func sentences(_ text: String, _ pack: RefusalPack) -> [[UInt8]] {
    text.split(separator: " ").map { element($0, pack) }.reduce([[]]) { sentences, element in
      guard case .words(let words, let isOptional) = element else { return sentences }
      return sentences.flatMap { sentence in
        (isOptional ? [sentence] : []) + words.map { sentence.isEmpty ? $0 : sentence + [0x20] + $0 }
      }
    }
  }

  private mutating func add(_ phrase: Phrase) {
    guard case .words(let words, _) = phrase.elements.first else { return }
    for first in Set(words.map { $0[0] }).sorted() { phrases[Int(first)].append(phrase) }
  }

  private static func element(_ text: Substring, _ pack: RefusalPack) -> Element {
    if text == "*" { return .gap }
    let isOptional = text.hasSuffix("?")
    let words = (isOptional ? text.dropLast() : text).split(separator: "|").flatMap { word in
      pack.macros[String(word)]?.split(separator: "|") ?? [word]
    }
    return .words(words.map { Array($0.utf8) }, isOptional: isOptional)
  }

  /// Whether a text is nothing but a refusal.
  func isBare(_ text: RefusalText) -> Bool {
    guard let sentence = text.opening.first, text.opening.count == 1 else { return false }
    return isBare(sentence, of: text)
  }

  private func isBare(_ sentence: RefusalText.Sentence, of text: RefusalText) -> Bool {
    sentence.words.count <= Self.longestBare
      && bare.contains(Array(sentence.words.map { text.bytes[$0] }.joined(separator: [0x20])))
  }

  private static let longestBare = 10
  /// Fewer words, such as "No", begin an answer too.
  private static let shortestSentence = 4

  /// What a sentence shows.
  func signs(in sentence: RefusalText.Sentence, of text: RefusalText) -> RefusalSigns {
    var signs = RefusalSigns()
    if sentence.words.count >= Self.shortestSentence, isBare(sentence, of: text) { signs.insert(.inability) }
    for index in sentence.words.indices {
      for phrase in phrases[Int(text.bytes[sentence.words[index].lowerBound])]
      where !signs.contains(RefusalSigns(phrase.sign)) && (index == 0 || !phrase.opensSentence)
        && matches(phrase.elements[...], sentence.words[index...], text.bytes)
      {
        signs.insert(RefusalSigns(phrase.sign))
      }
    }
    var apologyEnd: Int?
    for place in sentence.range where text.bytes[place] >= 0x80 {
      for piece in pieces[Int(text.bytes[place])] where !signs.contains(RefusalSigns(piece.sign)) {
        let end = place + piece.text.count
        guard end <= sentence.range.upperBound, text.bytes[place..<end].elementsEqual(piece.text) else { continue }
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
  private func matches(_ elements: ArraySlice<Element>, _ words: ArraySlice<Range<Int>>, _ bytes: [UInt8]) -> Bool {
    guard let element = elements.first else { return true }
    let rest = elements.dropFirst()
    switch element {
    case .gap:
      return (0...Self.gapLimit).contains { $0 <= words.count && matches(rest, words.dropFirst($0), bytes) }
    case .words(let choices, let isOptional):
      if let word = words.first, choices.contains(where: { Self.isWord(bytes[word], $0) }),
        matches(rest, words.dropFirst(), bytes)
      {
        return true
      }
      return isOptional && matches(rest, words, bytes)
    }
  }

  private static func isWord(_ word: ArraySlice<UInt8>, _ choice: [UInt8]) -> Bool {
    guard choice.last == UInt8(ascii: "~") else { return word.elementsEqual(choice) }
    return word.starts(with: choice.dropLast())
  }
}

extension RefusalPack {
  fileprivate var signs: [(RefusalSign, [String])] {
    [
      (.inability, inability), (.apology, apologies), (.negation, negations), (.norm, norms),
      (.condemnation, condemnation), (.harm, harm),
      (.redirect, redirects), (.sympathy, sympathy), (.counterEvidence, counterEvidence),
      (.service, service), (.limit, limits), (.offer, offers), (.reason, reasons),
      (.refusal, refusals),
    ]
  }
}
