import Crypto

/// A digest of bytes that are never all in memory at once.
public struct DigestStream: Sendable {
  private var hash = SHA256()

  /// A digest of nothing yet.
  public init() {}

  /// Takes the next bytes.
  public mutating func update(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { hash.update(bufferPointer: $0) }
  }

  /// The digest of everything so far; more may follow.
  public var digest: Digest { Digest(sha256: hash.finalize()) }
}
