#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

// Swift compares strings by canonical equivalence: "é" in one scalar equals "é" in two. JSON does not
// (RFC 8259 section 8.3 compares code units), so everything here goes by UTF-8 bytes.

extension String {
  /// Whether both strings are the same bytes in UTF-8.
  package func sameBytes(as other: String) -> Bool {
    guard utf8.count == other.utf8.count else { return false }
    return withBytes { mine in
      other.withBytes { theirs in
        guard let a = mine.baseAddress, let b = theirs.baseAddress else { return true }
        return memcmp(a, b, mine.count) == 0
      }
    }
  }

  /// Calls `body` with the UTF-8 bytes, without a copy where the string is native.
  @inlinable package func withBytes<R>(_ body: (UnsafeBufferPointer<UInt8>) -> R) -> R {
    if let result = utf8.withContiguousStorageIfAvailable(body) { return result }
    var copy = self
    return copy.withUTF8(body)
  }

  /// Whether this string sorts before `other` by UTF-16 code units, as RFC 8785 section 3.2.3 asks.
  ///
  /// UTF-8 order differs only in one place: a scalar beyond U+FFFF (lead byte 0xF0 and up) is a surrogate pair in
  /// UTF-16 and so sorts before U+E000...U+FFFF (lead bytes 0xEE and 0xEF).
  func precedesInUTF16(_ other: String) -> Bool {
    withBytes { mine in
      other.withBytes { theirs in
        for index in 0..<min(mine.count, theirs.count) where mine[index] != theirs[index] {
          return Self.utf16Rank(mine[index]) < Self.utf16Rank(theirs[index])
        }
        return mine.count < theirs.count
      }
    }
  }

  private static func utf16Rank(_ byte: UInt8) -> UInt8 {
    switch byte {
    case 0xF0...: byte - 2
    case 0xEE...: byte + 5
    default: byte
    }
  }
}
