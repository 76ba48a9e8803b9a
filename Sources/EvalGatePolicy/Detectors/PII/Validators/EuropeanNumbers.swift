import EvalGateCore

/// Numbers of persons that European authorities issue.
package enum EuropeanNumbers {
  /// NHS Data Dictionary, "NHS number": weights 10 to 2, the remainder mod 11 taken from 11; 11 stands for 0, and 10 is never issued.
  package static func isNHSNumber(_ digits: Digits) -> Bool {
    guard digits.count == 10, !digits.isUniform else { return false }
    let check = 11 - digits.weighted([10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11
    return check != 10 && check % 11 == digits[9]
  }

  /// Polish act on the population register: a date of birth whose month holds the century, and weights 1, 3, 7, 9 mod 10.
  package static func isPESEL(_ digits: Digits) -> Bool {
    guard digits.count == 11 else { return false }
    let centuries = [1900, 2000, 2100, 2200, 1800]
    let month = digits.number(2..<4)
    let year = centuries[min(month / 20, 4)] + digits.number(0..<2)
    guard CalendarDate(year: year, month: month % 20, day: digits.number(4..<6)) != nil else { return false }
    return digits.weighted([1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]) % 10 == 0
  }

  /// Federal Central Tax Office: not 0 first; among the first ten digits exactly one occurs two or three times, and ISO/IEC 7064
  /// MOD 11,10.
  package static func isGermanTaxID(_ digits: Digits) -> Bool {
    guard digits.count == 11, digits[0] != 0 else { return false }
    var counts: UInt64 = 0
    for place in 0..<10 { counts &+= 1 &<< UInt64(4 * digits[place]) }
    var repeated = 0
    for digit in 0..<10 {
      let count = counts >> UInt64(4 * digit) & 15
      if count > 3 { return false }
      if count > 1 { repeated += 1 }
    }
    return repeated == 1 && ISO7064.isValidMod11And10(digits)
  }

  /// Spanish Royal Decree 1553/2005: the letter of the number mod 23. A foreigner's X, Y or Z stands for 0, 1 or 2.
  package static func isSpanishIdentity(_ bytes: some Collection<UInt8>) -> Bool {
    let letters = Array("TRWAGMYFPDXBNJZSQVHLCKE".utf8)
    guard bytes.count == 9, let first = bytes.first, let last = bytes.dropFirst(8).first else { return false }
    var number: Int
    switch first.uppered {
    case UInt8(ascii: "X"): number = 0
    case UInt8(ascii: "Y"): number = 1
    case UInt8(ascii: "Z"): number = 2
    case let digit where digit.isDigit: number = Int(digit &- 0x30)
    default: return false
    }
    for byte in bytes.dropFirst().prefix(7) {
      guard byte.isDigit else { return false }
      number = number * 10 + Int(byte &- 0x30)
    }
    return letters[number % 23] == last.uppered
  }

  /// HM Revenue & Customs, National Insurance Manual NIM39110: which letters and pairs are not issued, suffix A to D.
  package static func isNationalInsurance(_ bytes: some Collection<UInt8>) -> Bool {
    let letters = bytes.map(\.uppered)
    guard letters.count == 9, letters[0].isUpper, letters[1].isUpper, letters[2..<8].allSatisfy(\.isDigit),
      letters[8] &- 0x41 < 4
    else { return false }
    guard !"DFIQUV".utf8.contains(letters[0]), !"DFIQUVO".utf8.contains(letters[1]) else { return false }
    return !["BG", "GB", "KN", "NK", "NT", "TN", "ZZ"].contains { $0.utf8.elementsEqual(letters[0..<2]) }
  }
}
