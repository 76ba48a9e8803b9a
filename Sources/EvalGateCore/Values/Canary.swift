import Crypto

/// A token planted where it must not come out: whoever says it has leaked its scenario.
///
/// Made anew for every scenario and version of its set, because a fixed one ends up in training data and caches.
public struct Canary: Hashable, Sendable {
  /// What it was planted into, such as `balance`.
  public let field: String
  /// What is looked for.
  public let token: String

  public init(field: String, token: String) {
    self.field = field
    self.token = token
  }

  /// The two tokens of a field: one like a word, since people leak words, and one like an id, since parsers leak ids.
  /// - Parameter seed: what is common to the scenarios, such as their set and its version. The same seed, scenario and field always give the same tokens.
  public static func derive(seed: [UInt8], scenario: String, field: String) -> [Canary] {
    let message = Array("\(scenario.utf8.count):\(scenario)\(field)".utf8)
    let code = Array(HMAC<SHA256>.authenticationCode(for: message, using: SymmetricKey(data: seed)))
    return [Canary(field: field, token: word(code[..<16])), Canary(field: field, token: identifier(code[16...]))]
  }

  /// What the scenarios of one version of a set derive theirs from.
  public static func seed(set: String, version: String) -> [UInt8] { Array("\(set) \(version)".utf8) }

  private static func word(_ bytes: ArraySlice<UInt8>) -> String {
    let consonants = Array("bdfgklmnprstvz".unicodeScalars)
    let vowels = Array("aeiou".unicodeScalars)
    var text = String.UnicodeScalarView()
    for (index, byte) in bytes.prefix(8).enumerated() {
      if index == 3 || index == 6 { text.append("-") }
      text.append(consonants[Int(byte) % consonants.count])
      text.append(vowels[Int(byte) / consonants.count % vowels.count])
    }
    return String(text)
  }

  private static func identifier(_ bytes: ArraySlice<UInt8>) -> String {
    // Without letters and digits that are taken for one another.
    let symbols = Array("ACDEFGHJKMNPQRTUVWXY2346789".unicodeScalars)
    var text = String.UnicodeScalarView()
    for (index, byte) in bytes.prefix(12).enumerated() {
      if index > 0, index % 4 == 0 { text.append("-") }
      text.append(symbols[Int(byte) % symbols.count])
    }
    return String(text)
  }
}
