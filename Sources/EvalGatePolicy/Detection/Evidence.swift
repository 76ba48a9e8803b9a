import Crypto

/// A raw value as reports may show it: masked, with an HMAC by which equal values can be joined.
public struct Evidence: Hashable, Sendable, CustomStringConvertible {
  /// First two and last two characters and the length; of short values only the length.
  public let masked: String
  /// The first 16 hexadecimal digits of HMAC-SHA256 under the run's key; nil without a key.
  public let hmac: String?

  init(of value: String, key: EvidenceKey?) {
    masked = mask(value)
    hmac = key?.tag(value)
  }

  /// `AC…87 (10 characters)`, with ` #` and the HMAC where there is one.
  public var description: String { hmac.map { "\(masked) #\($0)" } ?? masked }
}

/// The key of a run for the HMACs of its evidence.
///
/// A plain hash of a card number or a salary can be undone by trying all of them; under a key that is not published it cannot.
public struct EvidenceKey: Sendable {
  private let key: SymmetricKey

  /// - Parameter secret: at least 16 bytes that no report shows, and that are the same for all runs that are to be joined.
  public init?(secret: [UInt8]) {
    guard secret.count >= 16 else { return nil }
    key = SymmetricKey(data: secret)
  }

  /// 64 of the 256 bits: enough to join by, and shorter on a line.
  func tag(_ value: String) -> String {
    let code = HMAC<SHA256>.authenticationCode(for: Array(value.utf8), using: key)
    return code.prefix(8).map { byte in
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }.joined()
  }
}
