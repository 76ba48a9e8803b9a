import StrictJSON

/// The ways in which one number is written: `1999.5`, `1999.50`, `1,999.50`, and with an exponent.
enum NumberForms {
  /// The digits of other ways to write a number, for a value that is one; none for any other value.
  ///
  /// Signs between digits do not count where they are looked for, so `1,999.50` needs no form of its own.
  static func others(_ value: String) -> [String] {
    let bytes = Array(value.utf8)
    if let written = exponents(in: bytes).first, written.offset == 0, (try? JSONValue(parsing: value)) != nil {
      let number = written.text
      return [number] + (number.utf8.allSatisfy { $0 | 0x20 != UInt8(ascii: "e") } ? others(number) : [])
    }
    guard (1...24).contains(bytes.count), let first = bytes.first, ByteClass.isDigit(first),
      bytes.allSatisfy({ ByteClass.isDigit($0) || ".,' ".utf8.contains($0) }),
      let sign = bytes.lastIndex(where: { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ",") }),
      bytes.count - sign > 1, bytes.count - sign != 4
    else { return [] }
    let whole = String(decoding: bytes[..<sign], as: UTF8.self)
    let decimals = String(decoding: bytes[(sign + 1)...], as: UTF8.self)
    let own = decimals.lastIndex { $0 != "0" }.map { String(decimals[...$0]) } ?? ""
    let plain = withoutZeros(whole)
    let wholes = plain == whole ? [whole] : [whole, plain]
    guard !own.isEmpty else { return wholes }
    return wholes.flatMap { whole in
      [own, own.utf8.count == 1 ? own + "0" : own].filter { wholes.count > 1 || $0 != decimals }
        .map { whole + "." + $0 }
    }
  }

  /// Whether a stretch of a text is a number that stands by itself but for the name of a currency (`1250EUR`, `CHF1250`) or the letters
  /// of a script that has no blanks between words (`1250円です`).
  static func isAmount(_ range: Range<Int>, in bytes: [UInt8]) -> Bool {
    guard !range.isEmpty, UTF8Reading.scalar(in: bytes, at: range.lowerBound).scalar?.isDigit ?? false,
      UTF8Reading.scalar(in: bytes, before: range.upperBound)?.isDigit ?? false
    else { return false }
    var (before, after): ([Unicode.Scalar], [Unicode.Scalar]) = ([], [])
    var place = range.lowerBound
    while before.count <= Currency.longest, let scalar = UTF8Reading.scalar(in: bytes, before: place) {
      before.append(scalar)
      place -= UTF8.width(scalar)
    }
    place = range.upperBound
    while after.count <= Currency.longest, place < bytes.count,
      let scalar = UTF8Reading.scalar(in: bytes, at: place).scalar
    {
      after.append(scalar)
      place += UTF8.width(scalar)
    }
    return isUnit(before, isBefore: true) && isUnit(after, isBefore: false)
  }

  /// Whether what stands beside a number, seen from there, begins with no word, or with one that may stand right beside it.
  private static func isUnit(_ scalars: [Unicode.Scalar], isBefore: Bool) -> Bool {
    if scalars.first?.properties.generalCategory == .otherLetter { return true }
    let word = scalars.prefix(while: \.properties.isAlphabetic)
    guard scalars.dropFirst(word.count).first?.isLetterOrDigit != true else { return false }
    return word.isEmpty || Currency.isName(String(String.UnicodeScalarView(isBefore ? word.reversed() : Array(word))))
  }

  /// Whether a text is a number with one decimal sign and nothing else.
  static func isDecimal(_ text: String) -> Bool {
    let parts = text.utf8.split(omittingEmptySubsequences: false) { ".,".utf8.contains($0) }
    return parts.count == 2 && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy(ByteClass.isDigit) }
  }

  /// The numbers of a text that are written with an exponent, as they are without one, with their places.
  static func exponents(in bytes: [UInt8]) -> [(text: String, offset: Int)] {
    var found: [(String, Int)] = []
    var index = 0
    while index < bytes.count {
      guard ByteClass.isDigit(bytes[index]) else {
        index += 1
        continue
      }
      let start = index
      index = bytes.end(from: index) { ByteClass.isDigit($0) || $0 == UInt8(ascii: ".") }
      guard index + 1 < bytes.count, bytes[index] | 0x20 == UInt8(ascii: "e"),
        start == 0 || !ByteClass.isAlphanumeric(bytes[start - 1])
      else { continue }
      let signed = index + 1 + ("+-".utf8.contains(bytes[index + 1]) ? 1 : 0)
      let end = bytes.end(from: signed, limit: signed + 3, while: ByteClass.isDigit)
      guard end > signed, end == bytes.count || !ByteClass.isAlphanumeric(bytes[end]), end - start <= 24,
        case .number(let number) = try? JSONValue(parsing: String(decoding: bytes[start..<end], as: UTF8.self))
      else { continue }
      found.append((number.canonicalText, start))
      index = end
    }
    return found
  }
}
