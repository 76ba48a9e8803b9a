/// A string as a dictionary key that goes by bytes: Swift's own equality takes `é` in one scalar and in two for the same. The hash is
/// the library's SipHash, seeded for each process, so that chosen keys cannot make a table slow.
package struct UTF8Key: Hashable, Sendable {
  package let text: String

  package init(_ text: String) { self.text = text }

  package static func == (left: UTF8Key, right: UTF8Key) -> Bool { left.text.sameBytes(as: right.text) }

  package func hash(into hasher: inout Hasher) {
    text.withBytes { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    hasher.combine(0xFF as UInt8)
  }
}
