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
    var hex = hex
    guard let digest = hex.withUTF8({ Self(hex: $0) }) else { return nil }
    self = digest
  }

  /// The same of the digits' bytes, without a text being made of them.
  package init?(hex digits: UnsafeBufferPointer<UInt8>) {
    guard digits.count == 64 else { return nil }
    let digits = UnsafeRawBufferPointer(digits)
    guard let a = Self.word(digits, from: 0), let b = Self.word(digits, from: 16),
      let c = Self.word(digits, from: 32), let d = Self.word(digits, from: 48)
    else { return nil }
    (self.a, self.b, self.c, self.d) = (a, b, c, d)
  }

  private static func word(_ digits: UnsafeRawBufferPointer, from start: Int) -> UInt64? {
    guard let high = eight(digits, from: start), let low = eight(digits, from: start + 8) else { return nil }
    return high << 32 | low
  }

  /// The value of eight digits, worked out in all bytes of one word at once; nil where one of them is none.
  private static func eight(_ digits: UnsafeRawBufferPointer, from start: Int) -> UInt64? {
    let text = UInt64(bigEndian: digits.loadUnaligned(fromByteOffset: start, as: UInt64.self))
    let each: UInt64 = 0x0101_0101_0101_0101
    // `a` to `f` are 0x61 to 0x66, and no other byte that comes out right has the bit 0x40.
    var values = (text & (0x0F &* each)) &+ 9 &* ((text &>> 6) & each)
    // Only a digit comes out again as it went in.
    let letters = ((values &+ (0x76 &* each)) &>> 7) & each
    guard values & (0xF0 &* each) == 0, values &+ (0x30 &* each) &+ (0x27 &* letters) == text else { return nil }
    values = (values | (values &>> 4)) & 0x00FF_00FF_00FF_00FF
    values = (values | (values &>> 8)) & 0x0000_FFFF_0000_FFFF
    return (values | (values &>> 16)) & 0xFFFF_FFFF
  }

  /// 64 lower-case hexadecimal digits.
  public var hex: String {
    String(unsafeUninitializedCapacity: 64) { buffer in
      write(to: buffer)
      return 64
    }
  }

  /// Writes the digits of ``hex`` without making a text of them.
  public func appendHex(to bytes: inout [UInt8]) {
    bytes.append(addingCapacity: 64) { output in
      output.withUnsafeMutableBufferPointer { room, count in
        write(to: UnsafeMutableBufferPointer(rebasing: room[count..<count + 64]))
        count += 64
      }
    }
  }

  private func write(to digits: UnsafeMutableBufferPointer<UInt8>) {
    Self.write(a, to: digits, at: 0)
    Self.write(b, to: digits, at: 16)
    Self.write(c, to: digits, at: 32)
    Self.write(d, to: digits, at: 48)
  }

  /// The 16 digits of a word, worked out in all bytes of two words at once.
  private static func write(_ word: UInt64, to digits: UnsafeMutableBufferPointer<UInt8>, at start: Int) {
    let room = UnsafeMutableRawBufferPointer(digits)
    room.storeBytes(of: digits8(word &>> 32), toByteOffset: start, as: UInt64.self)
    room.storeBytes(of: digits8(word & 0xFFFF_FFFF), toByteOffset: start &+ 8, as: UInt64.self)
  }

  /// What ``eight(_:from:)`` reads, as it lies in memory.
  private static func digits8(_ value: UInt64) -> UInt64 {
    var values = value
    values = (values | (values &<< 16)) & 0x0000_FFFF_0000_FFFF
    values = (values | (values &<< 8)) & 0x00FF_00FF_00FF_00FF
    values = (values | (values &<< 4)) & 0x0F0F_0F0F_0F0F_0F0F
    let each: UInt64 = 0x0101_0101_0101_0101
    let letters = ((values &+ (0x76 &* each)) &>> 7) & each
    return (values &+ (0x30 &* each) &+ (0x27 &* letters)).bigEndian
  }

  /// Half of it, which no two in a run share by chance.
  var half: (UInt64, UInt64) { (a, b) }

  /// The first 7 digits: enough to name a run or an undeclared version to a person.
  public var short: String {
    String(unsafeUninitializedCapacity: 8) { room in
      UnsafeMutableRawBufferPointer(room).storeBytes(of: Self.digits8(a &>> 32), as: UInt64.self)
      return 7
    }
  }

  /// As files and reports write it.
  public var description: String { "sha256:" + hex }
}
