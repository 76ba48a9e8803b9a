/// Country codes of telephone numbers, as ITU-T assigns them (list annexed to Recommendation E.164).
enum CallingCodes {
  /// The length of the country code at the beginning of these digits; nil where none is assigned.
  static func length(_ digits: Digits) -> Int? {
    guard digits.count >= 3 else { return nil }
    switch digits[0] {
    case 1, 7: return 1
    case 0: return nil
    default: break
    }
    switch digits.number(0..<2) {
    case 20, 27, 30...34, 36, 39...41, 43...49, 51...58, 60...66, 81, 82, 84, 86, 90...95, 98: return 2
    default: break
    }
    switch digits.number(0..<3) {
    case 211...213, 216, 218, 220...258, 260...269, 290, 291, 297...299, 350...359, 370...378, 380...383, 385...387,
      389, 420,
      421, 423, 500...509, 590...599, 670, 672...683, 685...692, 800, 808, 850, 852, 853, 855, 856, 870, 878, 880...883,
      886,
      888, 960...968, 970...977, 979, 992...996, 998:
      return 3
    default: return nil
    }
  }
}
