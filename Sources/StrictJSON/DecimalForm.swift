/// A decimal number taken apart: ± `digits` × 10^`exponent`, with neither leading nor trailing zeros in `digits`.
///
/// Two texts mean the same number exactly when their forms are equal, as long as `exponent` is known.
struct DecimalForm: Equatable {
  let isNegative: Bool
  /// Values 0...9, most significant first; empty for zero.
  let digits: [UInt8]
  /// Zero for zero. Cut off at ±`exponentLimit`, see `isSaturated`.
  let exponent: Int
  /// Whether the exponent is too long to be computed with, as in `1e999999999999999999999`.
  let isSaturated: Bool

  static let exponentLimit = 1 << 56

  var isZero: Bool { digits.isEmpty }

  /// The power of ten just above the number: its magnitude lies in 10^(`magnitude`-1) ..< 10^`magnitude`.
  var magnitude: Int { exponent + digits.count }

  /// Whether the number has no fraction.
  var isInteger: Bool { exponent >= 0 }

  /// Takes apart a text that is a JSON number or what `Double.description` gives for a finite number.
  init(_ text: String) {
    self = text.withBytes { DecimalForm(bytes: $0) }
  }

  private init(bytes: UnsafeBufferPointer<UInt8>) {
    var digits: [UInt8] = []
    digits.reserveCapacity(bytes.count)
    var place = 0
    var fractionDigits = 0
    var inFraction = false
    let isNegative = bytes.first == Byte.minus
    if isNegative { place = 1 }
    while place < bytes.count, bytes[place] | 0x20 != Byte.e {
      if bytes[place] == Byte.point {
        inFraction = true
      } else {
        digits.append(bytes[place] - Byte.zero)
        if inFraction { fractionDigits += 1 }
      }
      place += 1
    }
    let written = Self.exponent(in: bytes, from: place + 1)
    let leading = digits.prefix { $0 == 0 }.count
    digits.removeFirst(leading)
    var trailing = 0
    while digits.last == 0 {
      digits.removeLast()
      trailing += 1
    }
    self.digits = digits
    guard !digits.isEmpty else {
      (self.isNegative, exponent, isSaturated) = (false, 0, false)
      return
    }
    self.isNegative = isNegative
    isSaturated = abs(written) == Self.exponentLimit
    exponent = isSaturated ? written : written - fractionDigits + trailing
  }

  private static func exponent(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    guard start < bytes.count else { return 0 }
    let isNegative = bytes[start] == Byte.minus
    var place = isNegative || bytes[start] == Byte.plus ? start + 1 : start
    var value = 0
    while place < bytes.count {
      value = min(value * 10 + Int(bytes[place] - Byte.zero), exponentLimit)
      if value == exponentLimit { break }
      place += 1
    }
    return isNegative ? -value : value
  }

  /// Whether the magnitude of this number is smaller than that of `other`.
  func isSmallerInMagnitude(than other: DecimalForm) -> Bool {
    if isZero || other.isZero { return isZero && !other.isZero }
    if magnitude != other.magnitude { return magnitude < other.magnitude }
    return digits.lexicographicallyPrecedes(other.digits)
  }
}
