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
            bare.insert(Array(text.utf8))
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

  private mutating func add(_ phrase: Phrase) {
    guard case .words(let words, _) = phrase.elements.first else { return }
    for first in Set(words.map { $0[0] }).sorted() { phrases[Int(first)].append(phrase) }
  }

  private static func element(_ text: Substring, _ pack: RefusalPack) -> Element {
    if text == "*" { return .gap }
    let isOptional = text.hasSuffix("?")
    let words = pack.macros[String(text)] ?? String(isOptional ? text.dropLast() : text)
    return .words(words.split(separator: "|").map { Array($0.utf8) }, isOptional: isOptional)
  }

  /// Whether a text is nothing but a refusal.
  func isBare(_ text: RefusalText) -> Bool {
    guard let sentence = text.opening.first, text.opening.count == 1, text.wordCount <= 4 else { return false }
    return bare.contains(Array(sentence.words.map { text.bytes[$0] }.joined(separator: [0x20])))
  }

  /// What a sentence shows.
  func signs(in sentence: RefusalText.Sentence, of text: RefusalText) -> RefusalSigns {
    var signs = RefusalSigns()
    for index in sentence.words.indices {
      for phrase in phrases[Int(text.bytes[sentence.words[index].lowerBound])]
      where !signs.contains(RefusalSigns(phrase.sign)) && (index == 0 || !phrase.opensSentence)
        && matches(phrase.elements[...], sentence.words[index...], text.bytes)
      {
        signs.insert(RefusalSigns(phrase.sign))
      }
    }
    for place in sentence.range where text.bytes[place] >= 0x80 {
      for piece in pieces[Int(text.bytes[place])] where !signs.contains(RefusalSigns(piece.sign)) {
        let end = place + piece.text.count
        if end <= sentence.range.upperBound, text.bytes[place..<end].elementsEqual(piece.text) {
          signs.insert(RefusalSigns(piece.sign))
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
      (.inability, inability), (.apology, apologies), (.norm, norms), (.condemnation, condemnation), (.harm, harm),
      (.redirect, redirects), (.sympathy, sympathy), (.counterEvidence, counterEvidence),
      (.service, service), (.limit, limits), (.offer, offers), (.reason, reasons),
      (.refusal, refusals),
    ]
  }
}
