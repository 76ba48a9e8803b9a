/// Finds restricted numbers of four to seven digits as numbers: grouped in thousands, with their decimals in any country's signs,
/// beside a currency, and from six digits on with any signs between the digits.
///
/// So few digits occur by chance in longer numbers, dates and times, so each way of writing has its own boundaries. Longer numbers
/// are looked for wherever their digits stand.
struct NumberSearch: Sendable {
  /// A number that was found.
  struct Match: Sendable {
    let value: Int
    /// Bytes of the folded view.
    let range: Range<Int>
    let isReversed: Bool
  }

  private struct Entry: Sendable {
    let value: Int
    var isReversed = false
    /// What has to stand after its decimal sign, zeros at the end aside; nil where it needs none.
    var decimals: [UInt8]?
    /// Whether its digits are no number by themselves, and thousands of them would be another one.
    var hasDecimals = false
    /// How many of the digits of an amount stand after its decimal sign; nil of what is no amount.
    var fraction: Int?
  }

  /// By the digits, a one before them so that zeros at the front count.
  private var entries: [UInt32: [Entry]] = [:]

  private static let lengths = 4...7
  /// From how many digits on they may be spread or read backwards.
  private static let shortestSpread = 6

  init(_ values: [RestrictedValue]) {
    for (index, value) in values.enumerated() {
      guard value.folded.count(where: ByteClass.isDigit) == value.letters.count else { continue }
      let number = DecimalNumber(value.folded)
      if number.isWritten, (1...Self.lengths.upperBound).contains(number.whole.count),
        number.hasDecimals || number.whole.count >= Self.lengths.lowerBound
      {
        entries[Self.key(number.whole), default: []].append(Entry(value: index, decimals: number.decimals))
      }
      let digits = number.decimals.isEmpty ? number.whole : value.folded.filter(ByteClass.isDigit)
      guard Self.lengths.contains(digits.count) else { continue }
      let hasDecimals = !number.decimals.isEmpty
      let fraction = hasDecimals && number.isWritten ? digits.count - number.whole.count : nil
      entries[Self.key(digits), default: []].append(
        Entry(value: index, hasDecimals: hasDecimals, fraction: fraction))
      if digits.count >= Self.shortestSpread, !digits.elementsEqual(digits.reversed()) {
        entries[Self.key(digits.reversed()), default: []].append(
          Entry(value: index, isReversed: true, hasDecimals: hasDecimals, fraction: fraction))
      }
    }
  }

  private static func key(_ digits: some Sequence<UInt8>) -> UInt32 {
    digits.reduce(1) { $0 * 10 + UInt32($1 - 0x30) }
  }

  /// Linear in the text: from each digit group on, at most seven digits are read.
  func matches(in bytes: [UInt8]) -> [Match] {
    guard !entries.isEmpty else { return [] }
    let numbers = WrittenNumbers(bytes)
    var matches: [Match] = []
    for first in numbers.groups.indices {
      var (key, count, last) = (UInt32(1), 0, first)
      while last < numbers.groups.count, last == first || numbers.isJoined(last - 1) {
        let group = numbers.groups[last]
        guard count + group.count <= Self.lengths.upperBound else { break }
        for byte in bytes[group] { key = key * 10 + UInt32(byte - 0x30) }
        count += group.count
        if let found = entries[key] {
          let place = numbers.groups[first].lowerBound..<group.upperBound
          let isNumber = count >= Self.lengths.lowerBound && numbers.isNumber(first...last, count)
          let isSpread = count >= Self.shortestSpread && numbers.isSpread(first...last)
          for entry in found {
            if let decimals = entry.decimals {
              guard numbers.isNumber(first...last, withDecimals: decimals) else { continue }
              let end = numbers.groups[last + 1].upperBound
              matches.append(Match(value: entry.value, range: place.lowerBound..<end, isReversed: false))
            } else if let fraction = entry.fraction {
              // Two numbers beside one another are no amount, nor are its digits without the sign: `1482, 10 maggio`, `148210`.
              let isAmount = numbers.isAmount(first...last, fraction: fraction, isReversed: entry.isReversed)
              guard isSpread, isAmount || numbers.isSpelled(first...last) else { continue }
              matches.append(Match(value: entry.value, range: place, isReversed: entry.isReversed))
            } else if isSpread || isNumber && (first == last || !entry.isReversed && !entry.hasDecimals) {
              matches.append(Match(value: entry.value, range: place, isReversed: entry.isReversed))
            }
          }
        }
        last += 1
      }
    }
    return matches
  }
}

/// A number that a value is and nothing else: what stands before its decimals, and they.
private struct DecimalNumber {
  let whole: [UInt8]
  /// Without the zeros at the end.
  let decimals: [UInt8]
  let hasDecimals: Bool
  /// Whether it is written as a number, and not as a date, a version or an address.
  let isWritten: Bool

  init(_ bytes: [UInt8]) {
    let sign = bytes.lastIndex { $0 == 0x2E || $0 == 0x2C }
    let places: ArraySlice<UInt8> = sign.map { bytes[($0 + 1)...].prefix(while: ByteClass.isDigit) } ?? []
    let isLast = sign.map { !bytes[($0 + 1 + places.count)...].contains(where: ByteClass.isDigit) } ?? false
    hasDecimals = (1...2).contains(places.count) && isLast
    let front = hasDecimals ? bytes[..<(sign ?? 0)] : bytes[...]
    whole = front.filter(ByteClass.isDigit)
    decimals = hasDecimals ? Array(places.trimmingZeros) : []
    // Groups of three behind one another, with another sign than the decimals have.
    let groups = front.split(whereSeparator: { !ByteClass.isDigit($0) })
    isWritten =
      groups.dropFirst().allSatisfy { $0.count == 3 }
      && (!hasDecimals || groups.count < 2 || !front.contains(bytes[sign ?? 0]))
  }
}
