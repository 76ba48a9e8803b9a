/// The words of a prompt, to find it again where it was edited, moved or written into another file.
///
/// What is compared are pairs of neighbouring words, whatever stands between them: quotation marks, line breaks and the syntax of the
/// file that they are in make no other prompt.
package struct Wording: Sendable {
  /// The share of it that makes another text the same prompt, as git takes it for a renamed file.
  package static let same = 0.5
  /// A text of fewer pairs says nothing about where it is from.
  private static let least = 4

  /// How often each pair is in it.
  private let pairs: [Pair: Int]
  private let count: Int

  private struct Pair: Hashable {
    let first: String
    let second: String
  }

  package init(of prompt: Prompt) { self.init(prompt.messages.map(\.template.source)) }

  /// - Parameter texts: of which no pair goes from one to the next.
  package init(_ texts: [String]) {
    let all = texts.flatMap { Self.pairs(of: $0) }
    pairs = all.reduce(into: [:]) { $0[$1, default: 0] += 1 }
    count = all.count
  }

  /// How much of it stands together in a text, from 0 to 1; 0 where there is too little of it to say.
  package func share(in text: String) -> Double {
    guard count >= Self.least else { return 0 }
    let others = Self.pairs(of: text)
    let window = count + count / 2 + Self.least
    var held: [Pair: Int] = [:]
    var (shared, most) = (0, 0)
    for (place, pair) in others.enumerated() {
      if let wanted = pairs[pair] {
        held[pair, default: 0] += 1
        if held[pair, default: 0] <= wanted { shared += 1 }
      }
      if place >= window, let wanted = pairs[others[place - window]] {
        held[others[place - window], default: 0] -= 1
        if held[others[place - window], default: 0] < wanted { shared -= 1 }
      }
      most = max(most, shared)
    }
    return Double(most) / Double(count)
  }

  private static func pairs(of text: String) -> [Pair] {
    let words = words(of: text)
    return zip(words, words.dropFirst()).map(Pair.init)
  }

  private static func words(of text: String) -> [String] {
    var words: [String] = []
    var word = String.UnicodeScalarView()
    func end() {
      if !word.isEmpty { words.append(String(word).lowercased()) }
      word.removeAll()
    }
    var isEscaped = false
    for scalar in text.unicodeScalars {
      // What follows a backslash in JSON or in a program's text is a line break or the like.
      if isEscaped || scalar == "\\" {
        isEscaped.toggle()
        end()
      } else if !scalar.properties.isAlphabetic, scalar.properties.numericType == nil {
        end()
      } else if scalar.properties.isIdeographic {
        end()
        words.append(String(scalar))
      } else {
        word.append(scalar)
      }
    }
    end()
    return words
  }
}
