/// A number of at most 18 digits: ± `significand` × 10^`exponent`, without zeros at the end of the significand.
///
/// The same as `DecimalForm` where both exist, without an array of digits: most numbers are small.
struct PlainDecimal: Hashable {
  let isNegative: Bool
  let significand: UInt64
  let exponent: Int

  private static let mostDigits = 18

  /// A text without an exponent that is a JSON number; nil for one with an exponent or with more digits.
  init?(_ text: String) {
    guard text.utf8.count <= Self.mostDigits + 2 else { return nil }
    var significand: UInt64 = 0
    var digits = 0
    var exponent = 0
    var isFraction = false
    for byte in text.utf8 {
      switch byte {
      case Byte.zero...Byte.nine:
        // Counted before it is taken: twenty digits are more than the significand holds.
        guard digits < Self.mostDigits else { return nil }
        significand = significand * 10 + UInt64(byte - Byte.zero)
        digits += 1
        if isFraction { exponent -= 1 }
      case Byte.point: isFraction = true
      case Byte.minus: break
      default: return nil
      }
    }
    self.init(isNegative: text.utf8.first == Byte.minus, significand, exponent)
  }

  /// Nil for more digits.
  init?(_ form: DecimalForm) {
    guard form.digits.count <= Self.mostDigits else { return nil }
    self.init(
      isNegative: form.isNegative, form.digits.reduce(0) { $0 * 10 + UInt64($1) }, form.exponent)
  }

  private init(isNegative: Bool, _ significand: UInt64, _ exponent: Int) {
    var (significand, exponent) = (significand, exponent)
    while significand != 0, significand % 10 == 0 {
      significand /= 10
      exponent += 1
    }
    self.isNegative = isNegative && significand != 0
    self.significand = significand
    self.exponent = significand == 0 ? 0 : exponent
  }
}
