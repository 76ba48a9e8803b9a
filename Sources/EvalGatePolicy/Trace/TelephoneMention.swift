import EvalGateCore

/// Numbers of telephones as a text says them together with the codes of their countries.
enum TelephoneMention {
  /// Which of some numbers a text says so, by their digits: with the code before them, whatever stands between and behind
  /// (`+33 (0)171 2345678`, `0033171 2345678`), or with the code somewhere by itself (`171 2345678, code +33`).
  ///
  /// - Parameter bytes: folded.
  /// - Returns: all that may be, and those of which a sign or zeros before the code tell that it is one.
  static func withCodes(
    _ numbers: Set<TelephoneNumber>, in bytes: [UInt8]
  ) -> (all: Set<String>, told: Set<String>) {
    var (said, told, codes, homes): (Set<String>, Set<String>, Set<String>, Set<String>) = ([], [], [], [])
    var place = 0
    while place < bytes.count {
      guard ByteClass.isDigit(bytes[place]) else {
        place += 1
        continue
      }
      let hasSign = place > 0 && bytes[place - 1] == UInt8(ascii: "+")
      let row = digits(in: bytes, from: place)
      let bare = row.drop { $0 == UInt8(ascii: "0") }
      let isAbroad = hasSign || row.count - bare.count >= 2
      for number in numbers {
        guard let code = number.code, let home = number.home else { continue }
        let isBehindCode = row.count - bare.count != 1 || isAbroad
        let withZero = code + "0" + home
        if isBehindCode, bare.starts(with: number.digits.utf8) || bare.starts(with: withZero.utf8) {
          said.insert(number.digits)
          if isAbroad { told.insert(number.digits) }
        }
        if isAbroad, bare.elementsEqual(code.utf8) { codes.insert(code) }
        if bare.starts(with: home.utf8) { homes.insert(home) }
      }
      place = bytes.end(from: place, while: ByteClass.isDigit)
    }
    for number in numbers where number.code.map(codes.contains) ?? false && number.home.map(homes.contains) ?? false {
      told.insert(number.digits)
    }
    return (said.union(told), told)
  }

  /// The digits that follow each other from a place on, with nothing but the signs of such numbers between them.
  private static func digits(in bytes: [UInt8], from start: Int) -> [UInt8] {
    var (digits, place): ([UInt8], Int) = ([], start)
    while place < bytes.count, digits.count < longest {
      if ByteClass.isDigit(bytes[place]) {
        digits.append(bytes[place])
      } else if !" -()/.\t\n\r".utf8.contains(bytes[place]) {
        break
      }
      place += 1
    }
    return digits
  }

  /// With what is dialled before a code.
  private static let longest = 20
}
