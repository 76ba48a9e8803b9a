import UnicodeText

/// The words and numbers that a value is made of.
///
/// Texts have them as well that say nothing of it: the `Marta` and the `Nowak` of one text are two people as often as they are
/// `Marta Nowak`. A word that was cut in two is told on purpose, however far apart its parts stand.
struct ValueWords: Sendable {
  /// Where they begin, in letters and digits of the value. Between letters and digits a word ends.
  private var starts: Set<Int> = []
  /// Those that have a capital there.
  private var capitals: Set<Int> = []
  /// Those of them that have a small letter behind it.
  private(set) var titles: Set<Int> = []
  /// The sign between two of them, by where the second one begins; none of several signs.
  private var signs: [Int: UInt8] = [:]
  /// Whether the value itself is of several sentences.
  private let endsSentence: Bool
  /// How many letters and digits may stand between them, where the policy says it.
  private let reach: Int?

  /// Where the policy does not.
  private static let usualReach = 40

  init(_ text: String, reach: Int?) {
    self.reach = reach
    endsSentence = Self.endsSentence(text)
    // The last letter or digit and the signs behind it.
    var (last, between): (Unicode.Scalar?, [Unicode.Scalar]) = (nil, [])
    var place = 0
    // The capital of which the next scalar says whether small letters are behind it.
    var first: Int?
    for scalar in text.unicodeScalars where !scalar.isMark {
      guard scalar.isLetterOrDigit else {
        between.append(scalar)
        continue
      }
      if !between.isEmpty || last.map({ $0.isDigit != scalar.isDigit }) ?? true {
        starts.insert(place)
        if scalar.properties.isUppercase { (first, _) = (place, capitals.insert(place)) }
      } else if let start = first {
        if scalar.properties.isLowercase { titles.insert(start) }
        first = nil
      }
      if between.count == 1, between[0].isASCII { signs[place] = UInt8(between[0].value) }
      (last, between) = (scalar, [])
      place += scalar.isASCII ? 1 : Folding.letters(String(scalar)).count
    }
  }

  /// The sign between two words, by where the second one begins; a blank only before one with a capital.
  var joints: [Int: UInt8] { signs.filter { $1 != UInt8(ascii: " ") || capitals.contains($0) } }

  /// Whether a stretch with all letters and digits of the value only has its words by chance: in two sentences and without their
  /// capitals. Words in the other order than in the file are that easily.
  func isOfOthers(_ stretch: ArraySlice<UInt8>, isOtherOrder: Bool) -> Bool {
    guard starts.count > 1, Self.isOrdinary(stretch) else { return false }
    let text = String(decoding: stretch, as: UTF8.self)
    let isInTwo = !endsSentence && Self.endsSentence(text)
    return hasCapitals(text, from: 0) ? isOtherOrder && isInTwo : isOtherOrder || isInTwo
  }

  /// Where the value has numbers of up to six digits without zeros before them.
  ///
  /// - Parameter signs: its letters and digits.
  func numbers(in signs: [UInt8]) -> [Range<Int>] {
    let starts = starts.sorted()
    return zip(starts, starts.dropFirst() + [signs.count]).map { $0..<$1 }.filter { word in
      word.upperBound <= signs.count && word.count <= 6 && signs[word].allSatisfy(ByteClass.isDigit)
        && signs[word].first != UInt8(ascii: "0")
    }
  }

  /// Whether a stretch of the value, in letters and digits, is of one word.
  func isWithinOne(_ range: Range<Int>) -> Bool { !starts.contains { range.lowerBound < $0 && $0 < range.upperBound } }

  /// Whether pieces of the value are ordinary words and small numbers that do not belong together, or parts of longer ones.
  ///
  /// - Parameter isOtherOrder: whether they are in another order than in the file.
  func areOfOthers(_ pieces: [Pieces.Piece], in text: ViewedText, isOtherOrder: Bool) -> Bool {
    let places = pieces.map { text.letters.origin(of: $0.range) }
    // `VAULT-8 … 7` does not say `VAULT-7`.
    if zip(places, pieces.dropFirst()).contains(where: {
      goesOn($0.upperBound, with: signs[$1.offset], in: text.bytes)
    }) {
      return true
    }
    guard begin(pieces.map(\.offset)) else { return false }
    if Self.areOfOthers(places, in: text.bytes) { return true }
    guard places.allSatisfy({ Self.isOrdinary(text.bytes[$0]) }) else { return false }
    if let reach {
      return zip(pieces, pieces.dropFirst()).contains { $1.range.lowerBound - $0.range.upperBound > reach }
    }
    let words = places.map { String(decoding: text.bytes[$0], as: UTF8.self) }
    return !zip(words, pieces).allSatisfy { hasCapitals($0, from: $1.offset) }
      || zip(places, places.dropFirst()).contains {
        !Self.isTogether($0.upperBound..<$1.lowerBound, in: text.bytes, isOtherOrder: isOtherOrder)
      }
      || places.last.map { Self.isNamed(after: $0.upperBound, in: text.bytes) } ?? false
  }

  /// The same of a stretch of texts that were put together, as the members of an object are, where it has all of the value.
  ///
  /// - Parameters:
  ///   - cuts: where in the stretch and at its ends each of the texts begins, in order.
  ///   - count: letters and digits of the value.
  func areOfOthers(_ stretch: Range<Int>, cutAt cuts: ArraySlice<Int>, in bytes: [UInt8], _ count: Int) -> Bool {
    let inner = cuts.filter { stretch.lowerBound < $0 && $0 < stretch.upperBound }
    let places = zip([stretch.lowerBound] + inner, inner + [stretch.upperBound]).map { $0..<$1 }.filter { !$0.isEmpty }
    var (offsets, offset): ([Int], Int) = ([], 0)
    for place in places {
      offsets.append(offset)
      offset += Folding.letters(String(decoding: bytes[place], as: UTF8.self)).count
    }
    guard offset == count, begin(offsets),
      !zip(places.dropFirst(), offsets.dropFirst()).contains(where: {
        isSigned(at: $0.lowerBound, signs[$1], within: stretch, in: bytes)
      })
    else { return false }
    return Self.areOfOthers(places, in: bytes, cutAt: cuts)
  }

  /// Whether the texts on both sides of a cut bring the sign with which the value joins its words there: `Kiel-` and `Vault`.
  private func isSigned(at cut: Int, _ sign: UInt8?, within stretch: Range<Int>, in bytes: [UInt8]) -> Bool {
    guard let sign, !ByteClass.isSpace(sign) else { return false }
    let before = bytes[stretch.lowerBound..<cut].reversed().prefix(while: Self.isSign)
    return before.contains(sign) || bytes[cut..<stretch.upperBound].prefix(while: Self.isSign).contains(sign)
  }

  /// Those of many places in order that are within a stretch or at its ends.
  static func cuts(_ places: [Int], around stretch: Range<Int>) -> ArraySlice<Int> {
    var (low, high) = (0, places.count)
    while low < high {
      let middle = (low + high) / 2
      if places[middle] < stretch.lowerBound { low = middle + 1 } else { high = middle }
    }
    return places[low...].prefix { $0 <= stretch.upperBound }
  }

  /// Whether a word begins with each but the first of pieces of the value.
  private func begin(_ offsets: [Int]) -> Bool { offsets.dropFirst().allSatisfy(starts.contains) }

  /// Whether words that stand apart go on in longer ones (`Ian met Hillary` does not say `Ian Hill`), or are words and a small number
  /// of any text (`Welcome! You have 10 …` does not say `WELCOME10`). Three texts in a row that are nothing else are no chance.
  private static func areOfOthers(_ places: [Range<Int>], in bytes: [UInt8], cutAt cuts: ArraySlice<Int> = []) -> Bool {
    guard let start = places.first?.lowerBound, let end = places.last?.upperBound else { return false }
    return !cuts.contains(start) && isWithinWord(start, in: bytes)
      || !cuts.contains(end) && isWithinWord(end, in: bytes) && !isGenitive(end, in: bytes)
      || (cuts.isEmpty || places.count < 3) && places.contains { isNumber(bytes[$0]) }
        && places.allSatisfy { isOrdinary(bytes[$0]) }
  }

  private static func isSign(_ byte: UInt8) -> Bool { !ByteClass.isAlphanumeric(byte) && byte < 0x80 }

  private static func isNumber(_ piece: ArraySlice<UInt8>) -> Bool {
    let words = piece.split(whereSeparator: isSign)
    return words.count == 1 && words[0].allSatisfy(ByteClass.isDigit)
  }

  /// Whether a word or a run of digits goes on at a place. One ends before a capital: `getJanBerg`.
  static func isWithinWord(_ place: Int, in bytes: [UInt8]) -> Bool {
    guard place < bytes.count, let before = UTF8Reading.scalar(in: bytes, before: place),
      let after = UTF8Reading.scalar(in: bytes, at: place).scalar
    else { return false }
    return before.continues(after) && before.isDigit == after.isDigit
      && !(after.properties.isUppercase && before.properties.isLowercase) && !Escapes.end(before: place, in: bytes)
  }

  private static func isGenitive(_ end: Int, in bytes: [UInt8]) -> Bool {
    bytes[end] | 0x20 == UInt8(ascii: "s") && !isWithinWord(end + 1, in: bytes)
  }

  private func goesOn(_ place: Int, with joint: UInt8?, in bytes: [UInt8]) -> Bool {
    joint != nil && joint != UInt8(ascii: " ") && place + 1 < bytes.count && bytes[place] == joint
      && ByteClass.isAlphanumeric(bytes[place + 1])
  }

  /// Whether words that stand in the value from an offset on have its capitals.
  private func hasCapitals(_ text: String, from offset: Int) -> Bool {
    var place = offset
    for word in Self.words(of: text) {
      if capitals.contains(place), word.first?.isUppercase != true { return false }
      place += Folding.letters(String(word)).count
    }
    return true
  }

  /// Whether what stands on both sides of a stretch may be one name: little is between, in the same sentence, and neither side is a
  /// part of another name there. With the last name first, as forms have it, something has to say which part of a name follows.
  private static func isTogether(_ gap: Range<Int>, in bytes: [UInt8], isOtherOrder: Bool) -> Bool {
    guard gap.count <= 4 * usualReach else { return false }
    let between = String(decoding: bytes[gap], as: UTF8.self)
    guard between.count(where: { $0.isLetter || $0.isNumber }) <= usualReach else { return false }
    let fields = NameFields(between)
    guard !fields.areOfTwoPeople, !isOtherOrder || fields.saysPart else { return false }
    if !isOtherOrder, between.first == " ", between.count > 1, between.last == " " {
      // A name in the middle, or its first letter.
      let inner = between.dropFirst().dropLast()
      if inner.allSatisfy(\.isLetter) || inner.count == 2 && inner.last == "." { return true }
    }
    guard !endsSentence(between), !between.contains("\n\n"), !isNamed(after: gap.lowerBound, in: bytes) else {
      return false
    }
    let before = between.dropLast().reversed().prefix(while: \.isLetter).reversed()
    return !(between.last == " " && isOfName(String(before)))
  }

  /// Whether the word that stands behind a place and a blank makes another name of what stands before it: `Marta Klein`.
  private static func isNamed(after place: Int, in bytes: [UInt8]) -> Bool {
    guard place < bytes.count, bytes[place] == 0x20 else { return false }
    let next = String(decoding: bytes[(place + 1)...].prefix(longestWord), as: UTF8.self)
    return isOfName(String(next.prefix(while: \.isLetter)))
  }

  private static let longestWord = 64

  /// Whether a word beside a name makes another name of it: `Marta Klein`, `Mr Nowak`, but not `Name Nowak`.
  private static func isOfName(_ word: String) -> Bool {
    word.first?.isUppercase == true && !NameFields.labels.contains(word.lowercased())
  }

  /// Whether a sentence ends in a text. A full stop after a single letter ends none.
  private static func endsSentence(_ text: String) -> Bool {
    let signs = Array(text)
    return signs.indices.dropLast().contains { place in
      guard ".!?".contains(signs[place]), signs[place + 1].isWhitespace else { return false }
      let isInitial = place > 0 && signs[place - 1].isLetter && (place == 1 || !signs[place - 2].isLetter)
      return signs[place] != "." || !isInitial
    }
  }

  /// Words in small letters, the first of which may be a capital, and numbers of up to three digits, or years.
  private static func isOrdinary(_ piece: ArraySlice<UInt8>) -> Bool {
    words(of: String(decoding: piece, as: UTF8.self)).allSatisfy { word in
      word.allSatisfy(\.isNumber)
        ? word.count <= 3 || word.count == 4 && (word.hasPrefix("19") || word.hasPrefix("20"))
        : word.allSatisfy(\.isLetter) && !word.dropFirst().contains(where: \.isUppercase)
    }
  }

  private static func words(of text: String) -> [Substring] { text.split { !$0.isLetter && !$0.isNumber } }
}
