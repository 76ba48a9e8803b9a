/// Where in a text stand words that say what a number near them is.
///
/// Made once for a text, and only when something was found whose meaning depends on it.
struct ContextMap {
  private var starts: [Int32] = []
  private var topics: [Topics] = []
  /// What the caller says the whole text is, such as the key of a JSON value.
  private let given: Topics

  /// - Parameter hint: words from outside the text, such as the name of the field that holds it. They can make more of a value and
  ///   not less: whoever proposes a call may have chosen them.
  init(_ bytes: [UInt8], hint: [UInt8] = []) {
    var given = Topics()
    Self.forEachWord(of: hint) { given.formUnion(ContextWords.topics(of: $1).ofMember) }
    self.given = given
    var starts: [Int32] = []
    var topics: [Topics] = []
    starts.reserveCapacity(bytes.count / 5)
    topics.reserveCapacity(bytes.count / 5)
    Self.forEachWord(of: bytes) {
      let found = ContextWords.topics(of: $1)
      if found.contains(.occasion), let last = topics.indices.last { topics[last].remove(.entity(.birthDate)) }
      starts.append(Int32($0))
      topics.append(found)
    }
    self.starts = starts
    self.topics = topics
  }

  /// What five words before a place and two after it speak of.
  func topics(around range: Range<Int>, before: Int = 5, after: Int = 2) -> Topics {
    var found = given
    let first = firstWord(from: range.lowerBound)
    for index in max(0, first - before)..<first { found.formUnion(topics[index]) }
    let next = firstWord(from: range.upperBound)
    for index in next..<min(topics.count, next + after) { found.formUnion(topics[index]) }
    let words = topics[max(0, first - before)..<first]
    if !found.isDisjoint(with: Self.calling), isOtherNumber(after: words) {
      found.subtract(Self.calling.subtracting(given))
    }
    // `case 415-555-0132` and `case number: 415-555-0132`, whose form alone is that of a telephone number.
    if let name = words.suffix(2).reversed().first(where: { !$0.isDisjoint(with: [.otherNumber, .entity(.phone)]) }),
      !name.contains(.entity(.phone))
    {
      found.insert(.namedOtherwise)
    }
    return found
  }

  /// What the words of a stretch speak of.
  func topics(within range: Range<Int>) -> Topics {
    topics[firstWord(from: range.lowerBound)..<firstWord(from: range.upperBound)].reduce(into: []) { $0.formUnion($1) }
  }

  /// What makes a telephone number of digits.
  private static let calling: Topics = [.entity(.phone), .reaching]

  /// Whether the words before a number say that it is none to call. Of two that name it the nearer one does.
  private func isOtherNumber(after words: ArraySlice<Topics>) -> Bool {
    for topics in words.reversed() {
      if topics.contains(.entity(.phone)) { return false }
      if topics.contains(.otherNumber) { return true }
    }
    // `order 4111` and `order no. 4111`
    return words.suffix(2).contains { $0.contains(.record) }
  }

  /// The index of the first word that begins at a place or after it.
  private func firstWord(from place: Int) -> Int {
    var (low, high) = (0, starts.count)
    while low < high {
      let middle = (low + high) / 2
      if Int(starts[middle]) < place { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Calls with the place and the packed beginning of each word. `cardNumber` and `card_number` are two words each.
  private static func forEachWord(of bytes: [UInt8], _ body: (Int, PackedWord) -> Void) {
    var place = 0
    while place < bytes.count {
      guard isWordByte(bytes[place]) else {
        place += 1
        continue
      }
      let start = place
      var word = PackedWord()
      repeat {
        word.append(bytes[place].lowered)
        place += 1
      } while place < bytes.count && isWordByte(bytes[place]) && !(bytes[place].isUpper && bytes[place - 1].isLower)
      body(start, word)
    }
  }

  private static func isWordByte(_ byte: UInt8) -> Bool { byte.isAlphanumeric || byte >= 0x80 }
}

/// The first eight bytes of a word in lower case, which tell all context words apart, and its length.
struct PackedWord: Hashable, Sendable {
  private(set) var bytes: UInt64 = 0
  private(set) var count = 0

  init() {}

  init(_ text: String) { self.init(text.utf8) }

  init(_ bytes: some Sequence<UInt8>) { for byte in bytes { append(byte) } }

  mutating func append(_ byte: UInt8) {
    if count < 8 { bytes |= UInt64(byte) &<< UInt64(8 &* count) }
    count += 1
  }

  /// The first bytes only.
  func prefix(_ count: Int) -> UInt64 { count >= 8 ? bytes : bytes & (1 &<< UInt64(8 &* count) &- 1) }
}
