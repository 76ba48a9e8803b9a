import EvalGateCore

/// The telephones that somebody said whose word counts, with the code of a country and without, and the codes that were said alone.
struct KnownTelephones: Sendable {
  /// In which text each was said first: by its digits with the code of a country, which it has or may have.
  private var abroad: [String: Int] = [:]
  /// By what is dialled at home, of those that have no code or may have none, and of the others.
  private var national: [String: Int] = [:]
  private var homes: [String: Int] = [:]
  /// Codes that stood by themselves, as in `our numbers are in +49`.
  private var codes: [String: Int] = [:]

  mutating func add(_ said: String, from text: Int) {
    func note(_ key: String, in places: inout [String: Int]) { if places[key] == nil { places[key] = text } }
    for run in Self.runs(in: said) {
      guard let number = TelephoneNumber(run) else {
        if let code = Self.code(run) { note(code, in: &codes) }
        continue
      }
      if number.isAbroad || !number.isTold { note(number.digits, in: &abroad) }
      // Whoever has to write the code of such a number writes +1; another code is another number.
      if number.mayBeAmerican { note("1" + number.digits, in: &abroad) }
      if !number.isAbroad { note(number.digits, in: &national) }
      if number.code != nil, let home = number.home { note(home, in: &homes) }
    }
  }

  /// Whether a number was said before a text: with its code, or at home where it has none; or at home, where the code was said too.
  func hold(_ number: TelephoneNumber, before text: Int) -> Bool {
    func has(_ key: String?, _ places: [String: Int]) -> Bool { key.flatMap { places[$0] }.map { $0 < text } ?? false }
    if number.isAmerican, has("1" + number.digits, abroad) { return true }
    if number.isAbroad || !number.isTold {
      if has(number.digits, abroad) || has(number.home, national) && has(number.code, codes) { return true }
    }
    return number.code == nil && !number.isAbroad && (has(number.digits, national) || has(number.digits, homes))
  }

  /// Whether it may be one that was said at home, and not with its code.
  func mayHold(_ number: TelephoneNumber, before text: Int) -> Bool {
    func has(_ key: String, _ places: [String: Int]) -> Bool { places[key].map { $0 < text } ?? false }
    guard number.code != nil, let home = number.home else { return false }
    return has(home, national) || !number.isTold && (has(number.digits, national) || has(number.digits, homes))
  }

  /// Whether one that tells no code has the digits of a number that was said, as that is dialled at home.
  func holdAtHome(_ number: TelephoneNumber, before text: Int) -> Bool {
    !number.isTold && [national, homes].contains { places in places[number.digits].map { $0 < text } ?? false }
  }

  private static func code(_ run: String) -> String? {
    let digits = run.utf8.filter(ByteClass.isDigit)
    guard run.hasPrefix("+") || digits.starts(with: "00".utf8) else { return nil }
    let code = digits.drop { $0 == UInt8(ascii: "0") }
    return CallingCode.isOne(code) ? String(decoding: code, as: UTF8.self) : nil
  }

  /// The stretches of a text that may be numbers of telephones: what goes on with more digits is another one.
  private static func runs(in text: String) -> [String] {
    var runs: [String] = []
    var run = String.UnicodeScalarView()
    func finish() {
      if run.contains(where: isFigure) { runs.append(String(run)) }
      run.removeAll()
    }
    for scalar in text.unicodeScalars {
      // A sign before the code of a country, and the end of a sentence.
      if scalar == "+" || scalar == " " && run.last == "." { finish() }
      if isFigure(scalar) || signs.contains(scalar) { run.append(scalar) } else { finish() }
    }
    finish()
    return runs
  }

  private static let signs = Set(" +-()/.\u{A0}\u{202F}".unicodeScalars)

  private static func isFigure(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }
}
