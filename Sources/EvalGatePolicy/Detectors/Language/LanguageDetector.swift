/// Which language a text is in, by its script and, where several languages share one, by its trigrams.
///
/// A pure function over bytes, whose time grows with their number. Code between fences and addresses are passed over: an answer in
/// German with twenty lines of Swift is in German.
package enum LanguageDetector {
  /// Raised whenever the same text could be judged differently.
  package static let version = 2

  /// What was found.
  package struct Guess: Hashable, Sendable {
    /// As RFC 5646 writes it.
    package let language: String
    /// How many times as well the language fits as the next best one; infinite where its script leaves no other.
    package let margin: Double
  }

  /// All languages that can be told, sorted.
  package static let languages: [String] =
    (WritingSystem.allCases.compactMap(\.language) + LanguageProfiles.all.map(\.language) + ["ar", "fa", "ur"]).sorted()

  /// The language of a text; nil where there is too little to tell, or two languages fit equally well.
  package static func guess(_ bytes: [UInt8]) -> Guess? {
    var count = LetterCount()
    count.read(bytes)
    return count.guess
  }

  /// The language of a text; nil where there is too little to tell, or two languages fit equally well.
  package static func guess(_ text: String) -> Guess? { guess(Array(text.utf8)) }
}

/// Letters and trigrams of a text.
private struct LetterCount {
  /// Letters of each script. An ideograph counts as two letters, because it says about as much.
  private var letters = [Int](repeating: 0, count: WritingSystem.allCases.count)
  private var scores: [Int]
  private var trigrams = 0
  private var persian = 0
  private var urdu = 0
  private let table = TrigramTable.shared
  /// The two scalars before the present one; a blank where a word begins.
  private var previous: (UInt32, UInt32) = (0, 0x20)

  /// More text than this changes no verdict.
  private static let limit = 32_768
  private static let leastTrigrams = 8

  init() { scores = [Int](repeating: 0, count: TrigramTable.shared.languages.count) }

  mutating func read(_ bytes: [UInt8]) {
    var place = 0
    let end = min(bytes.count, Self.limit)
    while place < end {
      if let next = Self.skipped(bytes, place) {
        take(0x20)
        place = next
        continue
      }
      let (scalar, length) = Self.scalar(bytes, place)
      take(scalar)
      place += length
    }
    take(0x20)
  }

  /// Where reading goes on after a fenced block of code or an address that begins at a place.
  private static func skipped(_ bytes: [UInt8], _ place: Int) -> Int? {
    if bytes[place] == UInt8(ascii: "`"), bytes.has("```", at: place) {
      var end = place + 3
      while end < bytes.count, !(bytes[end] == UInt8(ascii: "`") && bytes.has("```", at: end)) { end += 1 }
      return min(bytes.count, end + 3)
    }
    guard bytes[place] == UInt8(ascii: "h"), bytes.has("http", at: place), bytes.isWordStart(place),
      bytes.has("://", at: place + 4) || bytes.has("://", at: place + 5)
    else { return nil }
    var end = place
    while end < bytes.count, !bytes[end].isSpace { end += 1 }
    return end
  }

  private mutating func take(_ original: UInt32) {
    let script = WritingSystem(original)
    if let script {
      letters[script.rawValue] += script == .han ? 2 : 1
      if script == .arabic { countArabic(original) }
    }
    let scalar = script == nil ? 0x20 : WritingSystem.lowered(original)
    defer { previous = (previous.1, scalar) }
    guard scalar != 0x20 || previous.1 != 0x20, previous.1 != 0x20 || previous.0 == 0x20 || scalar != 0x20 else {
      return
    }
    guard previous.0 != 0, previous.1 != 0x20 else { return }
    trigrams += 1
    table.add(TrigramTable.key(previous.0, previous.1, scalar), to: &scores)
  }

  /// Letters that Persian and Urdu have and Arabic has not.
  private mutating func countArabic(_ scalar: UInt32) {
    switch scalar {
    case 0x67E, 0x686, 0x698, 0x6AF, 0x6A9, 0x6CC: persian += 1
    case 0x679, 0x688, 0x691, 0x6BA, 0x6BE, 0x6C1, 0x6D2: urdu += 1
    default: break
    }
  }

  private static func scalar(_ bytes: [UInt8], _ place: Int) -> (UInt32, Int) {
    let first = bytes[place]
    let length = first < 0x80 ? 1 : first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0
    guard length > 1 else { return (length == 1 ? UInt32(first) : 0x20, 1) }
    guard place + length <= bytes.count else { return (0x20, 1) }
    var value = UInt32(first) & (0xFF >> UInt32(length + 1))
    for byte in bytes[place + 1..<place + length] {
      guard byte & 0xC0 == 0x80 else { return (0x20, 1) }
      value = value << 6 | UInt32(byte & 0x3F)
    }
    return (value, length)
  }

  var guess: LanguageDetector.Guess? {
    let total = letters.reduce(0, +)
    guard total >= 3, var best = WritingSystem.allCases.max(by: { letters[$0.rawValue] < letters[$1.rawValue] }) else {
      return nil
    }
    // Japanese mixes two scripts; a tenth of kana is enough to tell it from Chinese.
    let kana = letters[WritingSystem.kana.rawValue]
    if best == .han, kana * 10 >= letters[best.rawValue] { best = .kana }
    if let language = best.language { return LanguageDetector.Guess(language: language, margin: .infinity) }
    if best == .arabic { return arabic }
    return byTrigrams(best)
  }

  private var arabic: LanguageDetector.Guess? {
    let letters = letters[WritingSystem.arabic.rawValue]
    let language = urdu * 20 >= letters ? "ur" : persian * 33 >= letters ? "fa" : "ar"
    return LanguageDetector.Guess(language: language, margin: .infinity)
  }

  private func byTrigrams(_ script: WritingSystem) -> LanguageDetector.Guess? {
    guard trigrams >= Self.leastTrigrams else { return nil }
    var (first, second) = (-1, 0)
    for (index, score) in scores.enumerated() where table.scripts[index] == script {
      if first < 0 || score > scores[first] {
        second = first < 0 ? 0 : scores[first]
        first = index
      } else {
        second = max(second, score)
      }
    }
    guard first >= 0, scores[first] > second, scores[first] >= 4 * trigrams else { return nil }
    let margin = second == 0 ? Double.infinity : Double(scores[first]) / Double(second)
    return LanguageDetector.Guess(language: table.languages[first], margin: margin)
  }
}
