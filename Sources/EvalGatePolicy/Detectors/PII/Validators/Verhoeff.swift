/// The check digit of J. Verhoeff, "Error detecting decimal codes" (1969), over the dihedral group D5, as UIDAI uses it for Aadhaar.
package enum Verhoeff {
  package static func isValid(_ digits: Digits) -> Bool {
    var check = 0
    for place in 0..<digits.count {
      check = product(check, permuted(digits[digits.count - 1 - place], place % 8))
    }
    return check == 0
  }

  /// Multiplication in D5: rotations are 0 to 4, reflections 5 to 9.
  private static func product(_ left: Int, _ right: Int) -> Int {
    switch (left < 5, right < 5) {
    case (true, true): (left + right) % 5
    case (true, false): (left + right - 5) % 5 + 5
    case (false, true): (left - 5 - right + 5) % 5 + 5
    case (false, false): (left - right + 5) % 5
    }
  }

  /// Verhoeff's permutation, applied as often as the place from the right says.
  private static func permuted(_ digit: Int, _ times: Int) -> Int {
    let permutation = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4]
    var digit = digit
    for _ in 0..<times { digit = permutation[digit] }
    return digit
  }
}
