/// How many bits a character of a text carries (Shannon, Bell System Technical Journal 27, 1948).
enum Entropy {
  static func bits(_ bytes: some Collection<UInt8>) -> Double {
    guard !bytes.isEmpty else { return 0 }
    var counts = [Int](repeating: 0, count: 256)
    for byte in bytes { counts[Int(byte)] += 1 }
    let total = Double(bytes.count)
    return counts.reduce(0) { sum, count in
      guard count > 0 else { return sum }
      let share = Double(count) / total
      return sum - share * logarithm(share)
    }
  }

  /// At least 3.5 bits over 16 characters without spaces, of letters and digits both.
  static func isDense(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard bytes.count >= 16, !bytes.contains(0x20), bytes.contains(where: ByteClass.isDigit),
      bytes.contains(where: ByteClass.isLetter)
    else { return false }
    // Words joined by hyphens are titles of pages.
    let words = bytes.split { $0 == 0x2D || $0 == 0x5F || $0 == 0x2E }
    guard words.contains(where: { $0.count >= 16 }) || words.count == 1 else { return false }
    return bits(bytes) >= 3.5
  }

  /// To base 2, without a library for it: the exponent, and a series for the rest.
  private static func logarithm(_ value: Double) -> Double {
    guard value > 0 else { return 0 }
    let exponent = Double(value.exponent)
    let ratio = (value.significand - 1) / (value.significand + 1)
    var (sum, power) = (0.0, ratio)
    for place in stride(from: 1.0, to: 60.0, by: 2.0) {
      sum += power / place
      power *= ratio * ratio
    }
    return exponent + 2 * sum * 1.442_695_040_888_963_4
  }
}
