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
    (a, b, c, d) = sha256.withUnsafeBytes { bytes in
      let word = { UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: $0 * 8, as: UInt64.self)) }
      return (word(0), word(1), word(2), word(3))
    }
  }

  /// Over the canonical form of RFC 8785, except that a number a double cannot hold keeps its source text.
  public init(of value: JSONValue) { self.init(of: value.canonicalBytes) }

  /// Takes a digest that was written down before; nil when it is not 64 lower-case hexadecimal digits.
  public init?(hex: String) {
    guard hex.utf8.count == 64 else { return nil }
    var hex = hex
    let words = hex.withUTF8 { digits -> (UInt64, UInt64, UInt64, UInt64)? in
      guard let a = Self.word(digits, from: 0), let b = Self.word(digits, from: 16),
        let c = Self.word(digits, from: 32), let d = Self.word(digits, from: 48)
      else { return nil }
      return (a, b, c, d)
    }
    guard let words else { return nil }
    (a, b, c, d) = words
  }

  private static func word(_ digits: UnsafeBufferPointer<UInt8>, from start: Int) -> UInt64? {
    var word: UInt64 = 0
    for place in start..<start + 16 {
      switch digits[place] {
      case 48...57: word = word << 4 | UInt64(digits[place] &- 48)
      case 97...102: word = word << 4 | UInt64(digits[place] &- 87)
      default: return nil
      }
    }
    return word
  }

  /// 64 lower-case hexadecimal digits.
  public var hex: String {
    String(unsafeUninitializedCapacity: 64) { buffer in
      Self.write(a, to: buffer, at: 0)
      Self.write(b, to: buffer, at: 16)
      Self.write(c, to: buffer, at: 32)
      Self.write(d, to: buffer, at: 48)
      return 64
    }
  }

  /// Writes the digits of ``hex`` without making a text of them.
  public func appendHex(to bytes: inout [UInt8]) {
    for word in [a, b, c, d] {
      for place in 0..<16 { bytes.append(Self.digit(word, place)) }
    }
  }

  private static func write(_ word: UInt64, to digits: UnsafeMutableBufferPointer<UInt8>, at start: Int) {
    for place in 0..<16 { digits[start &+ place] = digit(word, place) }
  }

  private static func digit(_ word: UInt64, _ place: Int) -> UInt8 {
    let nibble = UInt8(truncatingIfNeeded: word &>> UInt64(60 &- 4 &* place)) & 15
    return nibble < 10 ? 48 &+ nibble : 87 &+ nibble
  }

  /// The first 7 digits: enough to name a run or an undeclared version to a person.
  public var short: String { String(hex.prefix(7)) }
  /// As files and reports write it.
  public var description: String { "sha256:" + hex }
}
