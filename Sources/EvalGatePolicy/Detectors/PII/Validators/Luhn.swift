/// The check digit of ISO/IEC 7812-1, annex B: every second digit from the right doubled, the digits of all summed, mod 10.
package enum Luhn {
  package static func isValid(_ digits: Digits) -> Bool { sum(digits) % 10 == 0 }

  /// The sum before the modulus, for numbers that put a prefix before the digits.
  static func sum(_ digits: Digits) -> Int {
    var sum = 0
    for place in 0..<digits.count {
      let digit = digits[digits.count - 1 - place]
      let doubled = digit * 2
      sum += place % 2 == 0 ? digit : (doubled > 9 ? doubled - 9 : doubled)
    }
    return sum
  }
}
