/// Numbers in English words, as they are read out: `one hundred and eighty-four thousand two hundred fifty`, `forty-four seventeen`.
///
/// Digits one by one are the spelling decoder's.
struct NumberWordsDecoder: Decoder {
  static let name = "number_words"

  /// What a word does to the number that is being read.
  private enum Word {
    case unit(Int), teen(Int), ten(Int), hundred
    case scale(Int)
    case and
  }

  private static let words: WordTable<Word> = {
    func all(_ text: String, _ word: (Int) -> Word) -> [(Substring, Word)] {
      text.listed.enumerated().map { ($1, word($0)) }
    }
    return WordTable(
      all("zero one two three four five six seven eight nine") { .unit($0) }
        + all("ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen") { .teen($0 + 10) }
        + all("twenty thirty forty fifty sixty seventy eighty ninety") { .ten(($0 + 2) * 10) }
        + [
          ("hundred", .hundred), ("thousand", .scale(1_000)), ("million", .scale(1_000_000)), ("and", .and),
        ])
  }()

  static func decode(_ bytes: [UInt8], into sink: inout FragmentSink) {
    var run = Run()
    var end = 0
    bytes.forEachWord { place in
      if run.isParted(by: bytes[end..<place.lowerBound]) { run.finish(&sink) }
      end = place.upperBound
      if let word = words[bytes[place]] { run.take(word, place) } else { run.finish(&sink) }
    }
    run.finish(&sink)
  }

  /// Numbers that stand beside one another.
  private struct Run {
    private var numbers: [(value: Int, words: Int, range: Range<Int>)] = []
    private var total = 0
    private var current = 0
    private var scale = Int.max
    private var last: Word?
    private var count = 0
    private var range = 0..<0

    mutating func take(_ word: Word, _ place: Range<Int>) {
      if case .and = word {
        // Only within a number: `two hundred and five`.
        if count > 0, isAfterHundred { last = word } else { close() }
        return
      }
      if !goesOn(with: word) { close() }
      switch word {
      case .unit(let value), .teen(let value), .ten(let value): current += value
      case .hundred: current = max(current, 1) * 100
      case .scale(let factor):
        total += max(current, 1) * factor
        (current, scale) = (0, factor)
      case .and: break
      }
      range = (count == 0 ? place.lowerBound : range.lowerBound)..<place.upperBound
      (last, count) = (word, count + 1)
    }

    /// Whether what stands between two words ends a sentence, a line or a list. A comma goes on with a number after its thousands.
    func isParted(by joiner: ArraySlice<UInt8>) -> Bool {
      if case .scale = last, joiner.elementsEqual(", ".utf8) { return false }
      return joiner.count > 2 || joiner.contains { $0 != 0x20 && $0 != 0x2D }
    }

    private var isAfterHundred: Bool {
      switch last {
      case .hundred, .scale: true
      default: false
      }
    }

    private func goesOn(with word: Word) -> Bool {
      switch (last, word) {
      case (nil, _): true
      case (.ten, .unit(let value)): value > 0
      case (.hundred, .unit), (.hundred, .teen), (.hundred, .ten), (.scale, .unit), (.scale, .teen), (.scale, .ten),
        (.and, .unit), (.and, .teen), (.and, .ten):
        true
      case (.unit, .hundred), (.teen, .hundred), (.ten, .hundred): current > 0 && current < 100
      case (.unit, .scale(let factor)), (.teen, .scale(let factor)), (.ten, .scale(let factor)),
        (.hundred, .scale(let factor)):
        current > 0 && factor < scale
      default: false
      }
    }

    /// Ends the number that is being read.
    private mutating func close() {
      if count > 0 { numbers.append((total + current, count, range)) }
      (total, current, scale, last, count) = (0, 0, .max, nil, 0)
    }

    /// Hands on each number of four digits and more, and what numbers beside one another spell together.
    mutating func finish(_ sink: inout FragmentSink) {
      close()
      defer { numbers.removeAll(keepingCapacity: true) }
      for number in numbers where number.value >= 1_000 {
        sink.accept(Array("\(number.value)".utf8), from: number.range)
      }
      guard numbers.count > 1, numbers.contains(where: { $0.value >= 10 }), let first = numbers.first,
        let last = numbers.last
      else { return }
      let digits = numbers.reduce(into: [UInt8]()) { $0 += "\($1.value)".utf8 }
      sink.accept(digits, from: first.range.lowerBound..<last.range.upperBound)
    }
  }
}
