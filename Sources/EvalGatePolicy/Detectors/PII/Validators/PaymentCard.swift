/// Numbers of payment cards: the check digit of ISO/IEC 7812-1 and the ranges that the schemes publish for their issuers.
package enum PaymentCard {
  package static func isValid(_ digits: Digits) -> Bool {
    hasIssuer(digits) && !digits.isUniform && Luhn.isValid(digits)
  }

  /// Whether a scheme issues numbers of this length under this prefix.
  package static func hasIssuer(_ digits: Digits) -> Bool {
    guard digits.count >= 12 else { return false }
    let length = digits.count
    let four = digits.number(0..<4)
    switch four {
    case 4000...4999: return length == 13 || length == 16 || length == 19  // Visa
    case 5100...5599, 2221...2720: return length == 16  // Mastercard
    case 3400...3499, 3700...3799: return length == 15  // American Express
    case 3000...3059, 3600...3699, 3800...3999: return (14...19).contains(length)  // Diners Club
    case 3528...3589: return (16...19).contains(length)  // JCB
    case 3500...3599: return length == 16  // JCB's whole block
    case 604: return length == 12  // Maestro's oldest numbers
    case 1800, 2131: return length == 15  // JCB's first numbers
    case 6011, 6440...6599: return (16...19).contains(length)  // Discover
    case 6200...6299: return (16...19).contains(length)  // UnionPay
    case 5000...5099, 5600...6999: return (12...19).contains(length)  // Maestro
    default: return false
    }
  }
}
