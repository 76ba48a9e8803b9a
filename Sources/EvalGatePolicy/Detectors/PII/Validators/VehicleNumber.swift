/// Vehicle identification numbers with a check digit (ISO 3779; 49 CFR 565.15), which North America and China require. Numbers of
/// other makers carry none and cannot be told from any other code of seventeen signs.
package enum VehicleNumber {
  package static func isValid(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard bytes.count == 17 else { return false }
    let weights = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2]
    var (sum, letters, digits) = (0, 0, 0)
    for (place, byte) in bytes.enumerated() {
      guard let value = value(byte) else { return false }
      sum += value * weights[place]
      if byte.isDigit { digits += 1 } else { letters += 1 }
    }
    let check = bytes[bytes.startIndex + 8].uppered
    return letters >= 2 && digits >= 2 && check == (sum % 11 == 10 ? UInt8(ascii: "X") : 0x30 + UInt8(sum % 11))
  }

  /// The transliteration of 49 CFR 565.15, table III; I, O and Q are not used.
  private static func value(_ byte: UInt8) -> Int? {
    if byte.isDigit { return Int(byte &- 0x30) }
    switch byte.uppered {
    case UInt8(ascii: "A")...UInt8(ascii: "H"): return Int(byte.uppered &- 0x40)
    case UInt8(ascii: "J")...UInt8(ascii: "N"): return Int(byte.uppered &- 0x49)
    case UInt8(ascii: "P"): return 7
    case UInt8(ascii: "R"): return 9
    case UInt8(ascii: "S")...UInt8(ascii: "Z"): return Int(byte.uppered &- 0x51)
    default: return nil
    }
  }
}
