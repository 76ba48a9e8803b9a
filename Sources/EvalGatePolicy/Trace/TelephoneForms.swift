/// The ways in which one telephone is written: with the code of its country and without, with the zero that is dialled within it.
enum TelephoneForms {
  /// What a number has at least without the code of its country; fewer digits are in other numbers too.
  private static let shortest = 8
  private static let (longest, longestCode) = (15, 3)

  /// The digits of other ways to write a number, for a value that may be one of a telephone; none for any other value.
  static func others(_ value: String) -> [String] {
    let scalars = value.unicodeScalars
    guard scalars.count <= 32, scalars.allSatisfy({ $0.isDigit || " +-().\u{A0}".unicodeScalars.contains($0) }) else {
      return []
    }
    var digits = scalars.filter(\.isDigit)[...]
    // Before the code of a country two zeros are dialled, or 011 from North America.
    if digits.starts(with: "011".unicodeScalars) { digits = digits.dropFirst(3) }
    let whole = digits.drop { $0 == "0" }
    guard ((shortest + 1)...longest).contains(whole.count) else { return [] }
    let nationals = (1...longestCode).map { whole.dropFirst($0).drop { $0 == "0" } }
    // Within a country a zero is dialled first.
    return ([whole] + nationals).filter { $0.count >= shortest }.map { String(String.UnicodeScalarView($0)) }
      .flatMap { [$0, "0" + $0] }
  }
}
