import Crypto
public import StrictJSON

/// SHA-256 over a canonical form: the identity of a file, a case, a request or a run.
///
/// Held as four words rather than as text, because a run keeps several for every case.
public struct Digest: Hashable, Sendable, CustomStringConvertible {
  private let a, b, c, d: UInt64

  public init(of bytes: some Sequence<UInt8>) {
    var hash = SHA256()
    if bytes.withContiguousStorageIfAvailable({ hash.update(bufferPointer: UnsafeRawBufferPointer($0)) }) == nil {
      hash.update(data: Array(bytes))
    }
    self.init(sha256: hash.finalize())
  }

  init(sha256: SHA256Digest) {
    var words: [UInt64] = [0, 0, 0, 0]
    for (index, byte) in sha256.enumerated() { words[index / 8] = words[index / 8] << 8 | UInt64(byte) }
    (a, b, c, d) = (words[0], words[1], words[2], words[3])
  }

  /// Over the canonical form of RFC 8785, except that a number a double cannot hold keeps its source text.
  public init(of value: JSONValue) { self.init(of: value.canonicalBytes) }

  /// Takes a digest that was written down before; nil when it is not 64 lower-case hexadecimal digits.
  public init?(hex: String) {
    guard hex.utf8.count == 64 else { return nil }
    var words: [UInt64] = [0, 0, 0, 0]
    for (index, digit) in hex.utf8.enumerated() {
      let value: UInt8
      switch digit {
      case 48...57: value = digit - 48
      case 97...102: value = digit - 87
      default: return nil
      }
      words[index / 16] = words[index / 16] << 4 | UInt64(value)
    }
    (a, b, c, d) = (words[0], words[1], words[2], words[3])
  }

  /// 64 lower-case hexadecimal digits.
  public var hex: String {
    String(unsafeUninitializedCapacity: 64) { buffer in
      for (index, word) in [a, b, c, d].enumerated() {
        for place in 0..<16 {
          let nibble = UInt8(word >> UInt64(60 - 4 * place) & 15)
          buffer[index * 16 + place] = nibble < 10 ? 48 + nibble : 87 + nibble
        }
      }
      return 64
    }
  }

  /// The first 7 digits: enough to name a run or an undeclared version to a person.
  public var short: String { String(hex.prefix(7)) }
  /// As files and reports write it.
  public var description: String { "sha256:" + hex }
}
