/// Numbers of persons that Australia, India and Brazil issue.
package enum OtherNumbers {
  /// Australian Taxation Office: weights 1, 4, 3, 7, 5, 8, 6, 9, 10 mod 11; older numbers of eight digits have the last weight on
  /// the eighth (10, 7, 8, 4, 6, 3, 5, 1).
  package static func isTaxFileNumber(_ digits: Digits) -> Bool {
    guard !digits.isUniform else { return false }
    switch digits.count {
    case 9: return digits.weighted([1, 4, 3, 7, 5, 8, 6, 9, 10]) % 11 == 0
    case 8: return digits.weighted([10, 7, 8, 4, 6, 3, 5, 1]) % 11 == 0
    default: return false
    }
  }

  /// Unique Identification Authority of India: twelve digits, not 0 or 1 first, Verhoeff.
  package static func isAadhaar(_ digits: Digits) -> Bool {
    digits.count == 12 && digits[0] >= 2 && !digits.isUniform && Verhoeff.isValid(digits)
  }

  /// Brazilian federal revenue service: two digits, each mod 11 over all digits before it with weights falling to 2.
  package static func isCPF(_ digits: Digits) -> Bool {
    guard digits.count == 11, !digits.isUniform else { return false }
    let first = digits.weighted([10, 9, 8, 7, 6, 5, 4, 3, 2]) * 10 % 11 % 10
    let second = digits.weighted([11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) * 10 % 11 % 10
    return first == digits[9] && second == digits[10]
  }
}
