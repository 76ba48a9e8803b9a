/// A natural number of any size, with only what exact number checks need.
struct BigNatural {
  /// Base 2^32, least significant first, without leading zeros.
  private var limbs: [UInt32] = []

  /// The number with these decimal digits, most significant first. Quadratic: callers bound the count.
  init(digits: [UInt8]) {
    for digit in digits { multiply(by: 10, adding: UInt32(digit)) }
  }

  /// Turns x into x × `factor` + `addend`.
  mutating func multiply(by factor: UInt32, adding addend: UInt32 = 0) {
    var carry = UInt64(addend)
    for place in limbs.indices {
      carry += UInt64(limbs[place]) * UInt64(factor)
      limbs[place] = UInt32(truncatingIfNeeded: carry)
      carry >>= 32
    }
    if carry > 0 { limbs.append(UInt32(carry)) }
  }

  /// Divides by `divisor` and returns the remainder.
  mutating func divide(by divisor: UInt32) -> UInt32 {
    var remainder: UInt64 = 0
    for place in limbs.indices.reversed() {
      let part = remainder << 32 | UInt64(limbs[place])
      limbs[place] = UInt32(part / UInt64(divisor))
      remainder = part % UInt64(divisor)
    }
    while limbs.last == 0 { limbs.removeLast() }
    return UInt32(remainder)
  }

  /// How many bits the number has.
  var bitWidth: Int {
    guard let top = limbs.last else { return 0 }
    return limbs.count * 32 - top.leadingZeroBitCount
  }

  /// How many zero bits stand at its low end; 0 for zero.
  var trailingZeroBits: Int {
    guard let place = limbs.firstIndex(where: { $0 != 0 }) else { return 0 }
    return place * 32 + limbs[place].trailingZeroBitCount
  }
}
