/// Words that stand for something, found in a text whatever their case. All are of ASCII letters.
struct WordTable<Meaning: Sendable>: Sendable {
  private let meanings: [[UInt8]: Meaning]
  /// The length of the longest word.
  let longest: Int
  /// Whether one of the words begins with a letter and has a number of letters, `letter * lengths + count`: most words of a text are
  /// told apart by that, without being looked up.
  private let shapes: [Bool]
  private let lengths: Int

  /// - Parameter words: in lower case; of equal ones the last counts.
  init(_ words: [(word: Substring, meaning: Meaning)]) {
    meanings = Dictionary(words.map { (Array($0.word.utf8), $0.meaning) }, uniquingKeysWith: { $1 })
    longest = meanings.keys.map(\.count).max() ?? 0
    lengths = longest + 1
    var shapes = [Bool](repeating: false, count: 256 * lengths)
    for word in meanings.keys { shapes[Int(word[0]) * lengths + word.count] = true }
    self.shapes = shapes
  }

  subscript(_ word: ArraySlice<UInt8>) -> Meaning? {
    guard word.count <= longest, let first = word.first,
      shapes[Int(Folding.lowercased[Int(first)]) * lengths + word.count]
    else { return nil }
    return meanings[word.map { Folding.lowercased[Int($0)] }]
  }
}
