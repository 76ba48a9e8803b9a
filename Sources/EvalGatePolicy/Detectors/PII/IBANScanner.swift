/// International bank account numbers: the length that the country registered, and MOD 97-10 (ISO 13616-1).
enum IBANScanner {
  static func match(_ bytes: [UInt8], at start: Int) -> EntityMatch? {
    guard bytes.at(start + 3).isDigit, bytes.at(start + 2).isDigit, bytes[start].isLetter, bytes.at(start + 1).isLetter,
      let length = length(bytes[start].uppered, bytes[start + 1].uppered),
      let end = end(bytes, from: start, length: length)
    else { return nil }
    // The country and its check digits count last.
    let body = bytes[start + 4..<end].lazy.filter(\.isAlphanumeric)
    var remainder = 0
    for byte in body { remainder = step(remainder, byte) }
    for byte in bytes[start..<start + 4] { remainder = step(remainder, byte) }
    guard remainder == 1 else { return nil }
    return EntityMatch(PIIEntity.iban.rawValue, start..<end, .certain, validator: "iso7064-mod97-10")
  }

  private static func step(_ remainder: Int, _ byte: UInt8) -> Int {
    byte.isDigit ? (remainder * 10 + Int(byte &- 0x30)) % 97 : (remainder * 100 + Int(byte.uppered &- 0x41) + 10) % 97
  }

  /// Where a number of this length ends: in one piece, or in groups of four with a blank or a hyphen between them.
  private static func end(_ bytes: [UInt8], from start: Int, length: Int) -> Int? {
    let separator = bytes.at(start + 4)
    let isGrouped = separator == 0x20 || separator == UInt8(ascii: "-")
    var place = start
    for index in 0..<length {
      if isGrouped, index > 0, index % 4 == 0 {
        guard bytes.at(place) == separator else { return nil }
        place += 1
      }
      guard bytes.at(place).isAlphanumeric else { return nil }
      place += 1
    }
    return bytes.isWordEnd(place) ? place : nil
  }

  /// The length that a country registered (SWIFT IBAN Registry, release 99).
  static func length(_ first: UInt8, _ second: UInt8) -> Int? { lengths[Int(first) << 8 | Int(second)] }

  private static let lengths: [Int: Int] = {
    let groups: [(Int, String)] = [
      (15, "NO"), (16, "BE"), (18, "DK FI FK FO GL NL SD"), (19, "MK SI"), (20, "AT BA EE KZ LT LU MN XK"),
      (21, "CH HR LI LV"), (22, "BG BH CR DE GB GE IE ME RS VA"), (23, "AE GI IL IQ OM SO TL"),
      (24, "AD CZ ES MD PK RO SA SE SK TN VG"), (25, "LY PT ST"), (26, "IS TR"), (27, "BI DJ FR GR IT MC MR SM"),
      (28, "AL AZ BY CY DO GT HN HU LB NI PL SV"), (29, "BR EG PS QA UA"), (30, "JO KW MU YE"), (31, "MT SC"),
      (32, "LC"),
      (33, "RU"),
    ]
    var lengths: [Int: Int] = [:]
    for (length, countries) in groups {
      for country in countries.listed {
        let letters = Array(country.utf8)
        lengths[Int(letters[0]) << 8 | Int(letters[1])] = length
      }
    }
    return lengths
  }()
}
