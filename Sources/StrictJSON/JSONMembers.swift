/// The members of an object, found by key without a string being made of any key: for lines whose keys are known.
///
/// Looking for keys in the order in which they stand costs one comparison each: a search begins where the last one ended.
public struct JSONMembers: Sendable {
  private struct Key {
    let fingerprint: UInt64
    /// Of its entry on the tape.
    let index: Int
  }

  private let document: JSONDocument
  private let keys: [Key]
  private var start = 0

  /// Nil for what is no object.
  public init?(of node: JSONNode) {
    guard node.kind == .object else { return nil }
    document = node.document
    keys = Self.keys(of: node)
  }

  /// The value of a key; nil where there is none.
  public mutating func find(_ key: String) -> JSONNode? {
    guard let place = key.withBytes({ place(of: $0) }) else { return nil }
    start = place + 1
    return JSONNode(document: document, index: keys[place].index + 1)
  }

  private func place(of key: UnsafeBufferPointer<UInt8>) -> Int? {
    let fingerprint = KeyFingerprint.of(key.span.bytes, 0, key.count)
    for place in start..<keys.count where has(key, fingerprint, at: place) { return place }
    for place in 0..<min(start, keys.count) where has(key, fingerprint, at: place) { return place }
    return nil
  }

  @inline(__always)
  private func has(_ key: UnsafeBufferPointer<UInt8>, _ fingerprint: UInt64, at place: Int) -> Bool {
    keys[place].fingerprint == fingerprint
      && document.isKey(document.tape[keys[place].index], key)
  }

  private static func keys(of node: JSONNode) -> [Key] {
    let (tape, bytes) = (node.document.tape, node.document.bytes)
    var keys: [Key] = []
    keys.reserveCapacity(node.count)
    var index = node.index + 1
    for _ in 0..<node.count {
      let entry = tape[index]
      keys.append(Key(fingerprint: fingerprint(of: entry, in: bytes), index: index))
      index = Int(tape[index + 1].next)
    }
    return keys
  }

  private static func fingerprint(of key: TapeEntry, in bytes: [UInt8]) -> UInt64 {
    guard key.flag else { return KeyFingerprint.of(bytes.span.bytes, Int(key.offset), Int(key.count)) }
    var unescaped: [UInt8] = []
    StringDecoder.appendUnescaped(bytes.span, offset: Int(key.offset), count: Int(key.count), to: &unescaped)
    return KeyFingerprint.of(unescaped.span.bytes, 0, unescaped.count)
  }
}
