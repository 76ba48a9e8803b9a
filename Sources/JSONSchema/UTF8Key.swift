#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A string as a dictionary key that goes by bytes: Swift's own equality takes `é` in one scalar and in two for the same.
struct UTF8Key: Hashable, Sendable {
  let text: String

  init(_ text: String) { self.text = text }

  static func == (left: UTF8Key, right: UTF8Key) -> Bool { left.text.sameBytes(as: right.text) }

  func hash(into hasher: inout Hasher) {
    text.withBytes { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }
}

extension String {
  /// Whether both are the same bytes in UTF-8.
  func sameBytes(as other: String) -> Bool {
    guard utf8.count == other.utf8.count else { return false }
    return withBytes { mine in
      other.withBytes { theirs in
        guard let a = mine.baseAddress, let b = theirs.baseAddress else { return true }
        return memcmp(a, b, mine.count) == 0
      }
    }
  }

  /// Calls `body` with the UTF-8 bytes, without a copy where the string is native.
  func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    if let result = utf8.withContiguousStorageIfAvailable(body) { return result }
    var copy = self
    return copy.withUTF8(body)
  }
}
