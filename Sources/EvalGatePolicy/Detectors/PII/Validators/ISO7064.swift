/// Check characters of ISO/IEC 7064.
package enum ISO7064 {
  /// The pure system MOD 97-10 over letters (A = 10 … Z = 35) and digits; 1 for a valid string. Nil for other bytes.
  package static func mod97(_ bytes: some Sequence<UInt8>) -> Int? {
    var remainder = 0
    for byte in bytes {
      if byte.isDigit {
        remainder = (remainder * 10 + Int(byte &- 0x30)) % 97
      } else if byte.isLetter {
        remainder = (remainder * 100 + Int(byte.uppered &- 0x41) + 10) % 97
      } else {
        return nil
      }
    }
    return remainder
  }

  /// The hybrid system MOD 11,10: whether the last digit checks the others.
  package static func isValidMod11And10(_ digits: Digits) -> Bool {
    guard digits.count > 1 else { return false }
    var product = 10
    for place in 0..<digits.count - 1 {
      let sum = (digits[place] + product) % 10
      product = (sum == 0 ? 10 : sum) * 2 % 11
    }
    return (product + digits[digits.count - 1]) % 10 == 1
  }
}
