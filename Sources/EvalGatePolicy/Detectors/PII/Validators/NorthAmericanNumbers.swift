/// Numbers that authorities of the United States and Canada issue.
package enum NorthAmericanNumbers {
  /// Social Security Administration: no area 000, 666 or 900 and above, no group 00, no serial 0000, and not the two numbers that
  /// advertisements made known.
  package static func isSocialSecurityNumber(_ digits: Digits) -> Bool {
    guard digits.count == 9, !digits.isUniform else { return false }
    let area = digits.number(0..<3)
    return area != 0 && area != 666 && area < 900 && digits.number(3..<5) != 0 && digits.number(5..<9) != 0
      && digits.value != 078_051_120 && digits.value != 219_099_999 && digits.value != 123_456_789
  }

  /// Internal Revenue Service, Internal Revenue Manual 3.21.263: 9xx with a group of 50-65, 70-88, 90-92 or 94-99.
  package static func isTaxpayerNumber(_ digits: Digits) -> Bool {
    guard digits.count == 9, digits[0] == 9, !digits.isUniform else { return false }
    switch digits.number(3..<5) {
    case 50...65, 70...88, 90...92, 94...99: return true
    default: return false
    }
  }

  /// Internal Revenue Service, "How EINs are assigned and valid EIN prefixes".
  package static func isEmployerNumber(_ digits: Digits) -> Bool {
    guard digits.count == 9, !digits.isUniform else { return false }
    switch digits.number(0..<2) {
    case 0, 7, 8, 9, 17, 18, 19, 28, 29, 49, 69, 70, 78, 79, 89, 96, 97: return false
    default: return true
    }
  }

  /// American Bankers Association, routing number policy: weights 3, 7, 1 mod 10, within the ranges of the Federal Reserve.
  package static func isRoutingNumber(_ digits: Digits) -> Bool {
    guard digits.count == 9, digits.value != 0 else { return false }
    switch digits.number(0..<2) {
    case 0...12, 21...32, 61...72, 80: return digits.weighted([3, 7, 1, 3, 7, 1, 3, 7, 1]) % 10 == 0
    default: return false
    }
  }

  /// Centers for Medicare & Medicaid Services, NPI standard: Luhn with 80840 before the number, whose five digits add 24.
  package static func isProviderNumber(_ digits: Digits) -> Bool {
    digits.count == 10 && (digits[0] == 1 || digits[0] == 2) && digits.number(0..<9) % 111_111_111 != 0
      && (Luhn.sum(digits) + 24) % 10 == 0
  }

  /// Service Canada: Luhn; 0 and 8 begin no number of a person.
  package static func isSocialInsuranceNumber(_ digits: Digits) -> Bool {
    digits.count == 9 && digits[0] != 0 && digits[0] != 8 && !digits.isUniform && Luhn.isValid(digits)
  }
}
