/// The literal that a program takes where its surroundings say nothing: `config("SECRET_KEY", default="…")`,
/// `os.environ.get("X", "…")`, `secret: process.env.X ?? "…"`. Whoever reads the program knows it.
enum SecretDefault {
  private static let longest = 64

  /// Where its quote stands; nil where what begins at a place has none.
  ///
  /// - Parameter sign: after which a value would begin there. After the comma behind a name that is another argument of its call.
  static func start(in bytes: [UInt8], from start: Int, after sign: UInt8) -> Int? {
    if sign == UInt8(ascii: ",") { return argument(in: bytes, at: start) }
    guard sign == UInt8(ascii: "=") || sign == UInt8(ascii: ":"), bytes.at(start).isLetter else { return nil }
    let end = skipped(in: bytes, start) { $0.isWord || $0 == UInt8(ascii: ".") }
    guard bytes.at(end) == UInt8(ascii: "(") else { return alternative(in: bytes, after: end) }
    let name = skipped(in: bytes, end + 1, while: \.isSpace)
    guard isReader(bytes[start..<end]), isQuote(bytes.at(name)) else { return nil }
    let close = skipped(in: bytes, name + 1) { $0 != bytes[name] && $0 != 0x0A }
    let comma = skipped(in: bytes, close + 1, while: \.isSpace)
    guard bytes.at(close) == bytes[name], bytes.at(comma) == UInt8(ascii: ",") else { return nil }
    return argument(in: bytes, at: skipped(in: bytes, comma + 1, while: \.isSpace))
  }

  /// Whether a function reads the surroundings of a program.
  private static func isReader(_ function: ArraySlice<UInt8>) -> Bool {
    function.split(separator: UInt8(ascii: ".")).last.map { readers.contains(PackedWord(lowering: $0)) } ?? false
  }

  private static let readers = SecretName.words("get getenv env environ config str string")

  /// An argument that is a literal, `default=` before it or not.
  private static func argument(in bytes: [UInt8], at start: Int) -> Int? {
    var place = start
    if bytes.has("default", at: place) {
      let sign = skipped(in: bytes, place + 7, while: \.isBlank)
      guard bytes.at(sign) == UInt8(ascii: "="), bytes.at(sign + 1) != UInt8(ascii: "=") else { return nil }
      place = skipped(in: bytes, sign + 1, while: \.isBlank)
    }
    return isQuote(bytes.at(place)) ? place : nil
  }

  /// What is taken where a variable is not set.
  private static func alternative(in bytes: [UInt8], after variable: Int) -> Int? {
    let sign = skipped(in: bytes, variable, while: \.isSpace)
    guard bytes.has("||", at: sign) || bytes.has("??", at: sign) else { return nil }
    let place = skipped(in: bytes, sign + 2, while: \.isSpace)
    return isQuote(bytes.at(place)) ? place : nil
  }

  private static func isQuote(_ byte: UInt8) -> Bool { "\"'`".utf8.contains(byte) }

  private static func skipped(in bytes: [UInt8], _ start: Int, while isSkipped: (UInt8) -> Bool) -> Int {
    var place = start
    while place < bytes.count, place < start + longest, isSkipped(bytes[place]) { place += 1 }
    return place
  }
}
