import EvalGateCore
import EvalGateStore

extension SecretMask {
  /// Of the variables whose names say that they are secret. What else opens a door is learnt when it is used.
  static func of(_ environment: [String: String]) -> SecretMask {
    SecretMask(
      of: environment.filter { SecretVariable(name: $0.key).isSecret($0.value) }
        .mapValues { String($0.trimmingSpaces) })
  }
}

/// What a variable of the environment says of itself by its name.
///
/// A secret has SECRET, PASSWORD or CREDENTIAL in its name, or a word that ends in KEY or TOKEN, unless the last word says that it is
/// something about a secret: `TOKEN_ENDPOINT`, `API_KEY_HEADER`.
private struct SecretVariable {
  /// In capitals. Bytes, because a search for characters costs more than the rest of a start where there are a hundred variables.
  private let name: [UInt8]

  init(name: String) { self.name = Array(name.uppercased().utf8) }

  func isSecret(_ value: String) -> Bool {
    let words = name.split { !$0.isWordByte }
    guard let last = words.last, words.contains(where: Self.isOfSecret) else { return false }
    guard Self.descriptions.contains(String(decoding: last, as: UTF8.self)) else { return true }
    // Vault calls by SECRET_ID what opens the door, and an access key's id is half of what does.
    if last.elementsEqual("ID".utf8), let kind = words.dropLast().last,
      Self.kindsOfIDs.contains(where: kind.elementsEqual)
    {
      return true
    }
    return !Self.isPlain(value.trimmingSpaces)
  }

  private static func isOfSecret(_ word: ArraySlice<UInt8>) -> Bool {
    anywhere.contains { mark in word.indices.contains { word[$0...].starts(with: mark) } }
      || atEnd.contains { word.suffix($0.count).elementsEqual($0) }
  }

  /// Whether a value can be the name, the place or the size that its variable says: an address with a user or a query in it, or a whole
  /// document in the place of its path, may be the secret itself.
  private static func isPlain(_ value: Substring) -> Bool {
    !value.utf8.contains { $0 == 0x0A || $0 == UInt8(ascii: "@") || $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "{") }
  }

  private static let anywhere = ["SECRET", "PASSWORD", "CREDENTIAL"].map { Array($0.utf8) }
  private static let atEnd = ["KEY", "KEYS", "TOKEN", "TOKENS"].map { Array($0.utf8) }
  private static let kindsOfIDs = ["SECRET", "KEY"].map { Array($0.utf8) }
  private static let descriptions: Set<String> = [
    "ALGORITHM", "AUDIENCE", "COUNT", "DIR", "DOMAIN", "ENDPOINT", "ENV", "EXPIRY", "FILE", "FORMAT", "HEADER", "HOST",
    "ID", "ISSUER", "LAYOUT", "LENGTH", "LIMIT", "MODE", "NAME", "PATH", "POLICY", "PORT", "PREFIX", "PROVIDER",
    "REGION", "SCOPE", "SIZE", "TIMEOUT", "TTL", "TYPE", "URI", "URL", "VERSION",
  ]
}

extension UInt8 {
  /// Whether it is of a word of a variable's name, in capitals.
  fileprivate var isWordByte: Bool { (48...57).contains(self) || (65...90).contains(self) || self >= 0x80 }
}
