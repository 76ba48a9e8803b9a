import EvalGateCore
import StrictJSON
import UnicodeText

/// Values that are forbidden, in all spellings.
struct DeniedValues: Sendable {
  private let skeletons: Set<String>
  /// Of what is a number and nothing else: another number is not that one, though it may have its digits, as -5 has those of 5.
  private let numerals: Set<String>
  private let places: ForbiddenPlaces
  private let words: ForbiddenWords
  private let accounts: [AccountNumber]
  private let numbers: Set<JSONNumber>
  private let days: Set<CalendarDate>

  /// - Parameter isWithin: whether they may not stand in a longer text either, as words of it.
  init(_ texts: [String], isWithin: Bool) {
    skeletons = Set(texts.filter { !WrittenNumber.isNumber($0) }.map(\.skeleton))
    numerals = Set(texts.filter(WrittenNumber.isNumber).map(\.skeleton))
    places = ForbiddenPlaces(named: texts)
    words = ForbiddenWords(isWithin ? texts : [])
    accounts = texts.filter { !WrittenHost.isAddress($0) }.flatMap(AccountNumber.all)
    days = Set(texts.flatMap(WrittenDay.days(ofValue:)))
    numbers = Set(texts.flatMap(WrittenNumber.readings))
  }

  /// Whether a value is one of them, or holds one of them among others.
  func holds(_ value: String) -> Bool {
    let readings = WrittenReadings.all(ofHiding: value)
    if places.areHeld(by: readings) || words.areHeld(in: value, readings) { return true }
    if ([value] + readings.flatMap(Self.parts)).contains(where: isOne) { return true }
    if !days.isEmpty, !days.isDisjoint(with: WrittenDay.days(ofValue: value)) { return true }
    let written = accounts.isEmpty || WrittenNumber.isNegative(value) ? [] : readings.map { Array($0.skeleton.utf8) }
    if accounts.contains(where: { written.contains(where: $0.occurs) }) { return true }
    return !numbers.isEmpty && !numbers.isDisjoint(with: WrittenNumber.readings(of: value))
  }

  /// Whether a part of a value is one of them, as letters and digits.
  private func isOne(_ part: String) -> Bool {
    let skeleton = part.skeleton
    guard !skeleton.isEmpty else { return false }
    return skeletons.contains(skeleton)
      || numerals.contains(skeleton) && (!WrittenNumber.isNumber(part) || isDenied(WrittenNumber.readings(of: part)))
  }

  private func isDenied(_ readings: [JSONNumber]) -> Bool { !numbers.isDisjoint(with: readings) }

  /// A text, and what stands in it as the value of a name or as an element of a list. Between digits a sign is part of a number.
  private static func parts(of text: String) -> [String] {
    let scalars = Array(text.unicodeScalars)
    let ends = scalars.indices.filter { place in
      ":=,;|\n\r".unicodeScalars.contains(scalars[place]) && !scalars.isWithinNumber(place)
    }
    let starts = [0] + ends.map { $0 + 1 }
    return [text]
      + zip(starts, ends + [scalars.count]).map { start, end in
        String(String.UnicodeScalarView(scalars[start..<end]))
      }
  }
}
