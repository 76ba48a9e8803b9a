/// Personal data that can be told by its form: numbers with checksums, addresses, credentials, and forms that a word beside them
/// names. Names of persons and places cannot be told so and are out of reach of this scanner.
///
/// A pure function over bytes, whose time grows with their number and no faster. Written by hand rather than with regular
/// expressions, which took ten to fifty times as long.
package enum PIIScanner {
  /// Raised whenever the same text could be judged differently.
  package static let version = 10

  /// What a text holds, in order of place, without overlaps but for different readings of the same bytes.
  ///
  /// - Parameter hint: words from outside the text that say what it is, such as the key of the JSON value it was.
  package static func matches(in bytes: [UInt8], hint: [UInt8] = []) -> [EntityMatch] {
    typed(bytes, hint: hint).and(inPlainFormOf: bytes) { typed($0, hint: hint) }
  }

  /// What a text holds as its bytes stand.
  private static func typed(_ bytes: [UInt8], hint: [UInt8]) -> [EntityMatch] {
    guard
      bytes.contains(where: { $0.isDigit || $0 == UInt8(ascii: "@") || $0 == UInt8(ascii: ":") })
        || SpelledSigns.mayHold(bytes)
    else { return [] }
    var scan = PIIScan(bytes, hint: hint)
    scan.run()
    return scan.matches.withoutOverlaps(byteCount: bytes.count)
  }

  /// What a text holds, in order of place, as above.
  package static func matches(in span: Span<UInt8>) -> [EntityMatch] { matches(in: [UInt8](copying: span)) }

  /// What a text holds, in order of place, as above.
  package static func matches(in text: String, hint: String = "") -> [EntityMatch] {
    matches(in: Array(text.utf8), hint: Array(hint.utf8))
  }
}

/// One text on its way through all the recognisers.
private struct PIIScan {
  private(set) var matches: [EntityMatch] = []
  private let bytes: [UInt8]
  private let context: LazyContext
  private let isAlone: Bool

  init(_ bytes: [UInt8], hint: [UInt8]) {
    self.bytes = bytes
    context = LazyContext(bytes, hint: hint)
    isAlone = Self.isValue(bytes)
  }

  /// Whether a text is a value rather than a sentence: short, and without a word of letters alone of more than two.
  private static func isValue(_ bytes: [UInt8]) -> Bool {
    guard bytes.count <= 64 else { return false }
    var (letters, digits) = (0, 0)
    for place in 0...bytes.count {
      let byte = bytes.at(place)
      if byte.isLetter || byte >= 0x80 {
        letters += 1
      } else if byte.isDigit {
        digits += 1
      } else {
        if letters > 2, digits == 0 { return false }
        (letters, digits) = (0, 0)
      }
    }
    return true
  }

  mutating func run() {
    let around: (Range<Int>) -> Topics = { [context] in context.topics(around: $0) }
    EmailScanner.append(to: &matches, bytes)
    URLCredentialsScanner.append(to: &matches, bytes)
    InternetAddressScanner(bytes).append(to: &matches, context: around)
    CodedIdentifierScanner(bytes, isAlone: isAlone).append(to: &matches, context: around)
    PhoneScanner(bytes).append(to: &matches, context: around)
    appendBitcoin()
    appendNumbers()
  }

  private mutating func appendNumbers() {
    let groups = DigitGroups(bytes)
    var found: [EntityMatch] = []
    groups.forEachWindow { window in
      for (rule, isLoose) in NumericRules.index[window.shape] where rule.isValid(window.digits) {
        let topics = context.topics(around: window.range)
        guard var confidence = rule.confidence(isLoose: isLoose, topics: topics, isAlone: isAlone) else { continue }
        if topics.contains(.negative) { confidence = confidence.lowered }
        found.append(EntityMatch(rule.entity.rawValue, window.range, confidence, validator: rule.validator))
      }
    }
    matches += found
    ScatteredCards.append(to: &matches, bytes, groups.groups, isAlone: isAlone) { [context] in
      context.topics(around: $0)
    }
    for (index, group) in groups.groups.enumerated() where group.count <= 4 {
      let previous = index > 0 ? groups.groups[index - 1] : nil
      guard let match = BirthDateScanner(bytes).match(group, before: previous) else { continue }
      guard isOfBirth(match.range) else { continue }
      // A date that shows how one is written is nobody's.
      matches.append(ShownDate.stands(at: match.range, in: bytes) ? match.lowered : match)
    }
  }

  private func isOfBirth(_ date: Range<Int>) -> Bool {
    if context.topics(around: date).contains(.entity(.birthDate)) { return true }
    guard let sentence = AskedDate.sentence(before: date, in: bytes) else { return false }
    return context.topics(within: sentence).contains(.entity(.birthDate))
  }

  /// Words of 14 to 74 letters and digits that begin as addresses of Bitcoin do.
  private mutating func appendBitcoin() {
    var place = 0
    while place < bytes.count {
      guard bytes[place].isAlphanumeric else {
        place += 1
        continue
      }
      let start = place
      while place < bytes.count, bytes[place].isAlphanumeric { place += 1 }
      let first = bytes[start]
      guard (14...74).contains(place - start),
        first == UInt8(ascii: "1") || first == UInt8(ascii: "3") || first.lowered == UInt8(ascii: "b"),
        bytes.isWordStart(start), bytes.isWordEnd(place), BitcoinAddress.isValid(bytes[start..<place])
      else { continue }
      matches.append(
        EntityMatch(
          PIIEntity.bitcoin.rawValue, start..<place, .certain, validator: first.isDigit ? "base58check" : "bech32"))
    }
  }
}

/// The context map of a text, made when it is first asked for.
private final class LazyContext {
  private let bytes: [UInt8]
  private let hint: [UInt8]
  private lazy var map = ContextMap(bytes, hint: hint)

  init(_ bytes: [UInt8], hint: [UInt8]) {
    self.bytes = bytes
    self.hint = hint
  }

  func topics(around range: Range<Int>) -> Topics { map.topics(around: range) }
  func topics(within range: Range<Int>) -> Topics { map.topics(within: range) }
}
