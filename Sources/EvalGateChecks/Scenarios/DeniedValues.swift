import EvalGateCore
import StrictJSON
import UnicodeText

/// Values that are forbidden, in all spellings.
struct DeniedValues: Sendable {
  private let skeletons: Set<String>
  private let addresses: Set<String>
  private let paths: Set<String>
  private let accounts: [AccountNumber]
  private let numbers: Set<JSONNumber>

  init(_ texts: [String]) {
    skeletons = Set(texts.map(\.skeleton))
    addresses = Set(texts.filter { !$0.contains(where: \.isWhitespace) }.flatMap(WrittenAddress.named))
    paths = Set(texts.compactMap(WrittenPath.named))
    accounts = texts.compactMap(AccountNumber.init)
    numbers = Set(texts.flatMap(WrittenNumber.readings))
  }

  /// Whether a value is one of them, or holds one of them among others.
  func holds(_ value: String) -> Bool {
    let readings = WrittenReadings.all(ofHiding: value)
    if !addresses.isEmpty, !addresses.isDisjoint(with: WrittenAddress.held(by: readings)) { return true }
    if !paths.isEmpty, !paths.isDisjoint(with: WrittenPath.held(by: readings)) { return true }
    let parts = readings.flatMap(Self.parts).map(\.skeleton).filter { !$0.isEmpty }
    guard skeletons.isDisjoint(with: [value.skeleton] + parts) else { return true }
    let written = accounts.isEmpty ? [] : readings.map { Array($0.skeleton.utf8) }
    if accounts.contains(where: { written.contains(where: $0.occurs) }) { return true }
    return !numbers.isEmpty && !numbers.isDisjoint(with: WrittenNumber.readings(of: value))
  }

  /// A text, and what stands in it as the value of a name or as an element of a list. Between digits a sign is part of a number.
  private static func parts(of text: String) -> [String] {
    let scalars = Array(text.unicodeScalars)
    let ends = scalars.indices.filter { place in
      ":=,;|\n\r".unicodeScalars.contains(scalars[place])
        && !(place > 0 && place + 1 < scalars.count && isDigit(scalars[place - 1]) && isDigit(scalars[place + 1]))
    }
    let starts = [0] + ends.map { $0 + 1 }
    return [text]
      + zip(starts, ends + [scalars.count]).map { start, end in
        String(String.UnicodeScalarView(scalars[start..<end]))
      }
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }
}
