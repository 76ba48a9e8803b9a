/// Country codes of telephone numbers, as ITU-T assigns them (list annexed to Recommendation E.164).
package enum CallingCode {
  /// No code has more digits (ITU-T E.164, section 6.2.1).
  package static let longest = 3

  /// How many digits the code has that a number begins with; nil where none is assigned.
  ///
  /// - Parameter beginning: what the first three digits of the number write.
  package static func length(beginning: Int) -> Int? {
    switch beginning / 100 {
    case 1, 7: return 1
    case 0: return nil
    default: break
    }
    switch beginning / 10 {
    case 20, 27, 30...34, 36, 39...41, 43...49, 51...58, 60...66, 81, 82, 84, 86, 90...95, 98: return 2
    default: break
    }
    switch beginning {
    case 211...213, 216, 218, 220...258, 260...269, 290, 291, 297...299, 350...359, 370...378, 380...383, 385...387,
      389, 420, 421, 423, 500...509, 590...599, 670, 672...683, 685...692, 800, 808, 850, 852, 853, 855, 856, 870, 878,
      880...883, 886, 888, 960...968, 970...977, 979, 992...996, 998:
      return 3
    default: return nil
    }
  }

  /// The same of a number in digits of ASCII; nil for what is too short.
  package static func length(of digits: some Sequence<UInt8>) -> Int? {
    let first = digits.prefix(longest).map { Int($0) - 0x30 }
    return first.count == longest ? length(beginning: first.reduce(0) { $0 * 10 + $1 }) : nil
  }

  /// Whether digits are a code and nothing else.
  package static func isOne(_ digits: some Collection<UInt8>) -> Bool {
    !digits.isEmpty && length(of: Array(digits) + Array("00".utf8)) == digits.count
  }
}
