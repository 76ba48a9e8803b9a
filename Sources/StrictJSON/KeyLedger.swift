/// The keys of the objects that are open, to find one that comes twice.
///
/// An object's first keys are compared one by one through a fingerprint; above `tableThreshold` a hash table takes over,
/// so that the cost stays linear. The hash is the library's SipHash, seeded for each process: nobody can choose keys
/// that collide.
struct KeyLedger: ~Copyable {
  private struct Key: BitwiseCopyable {
    let offset: Int
    /// Where the bytes to compare stand: in the source, or in `unescaped` for keys with escapes.
    let start: Int
    let count: Int
    let hasEscapes: Bool
    let fingerprint: UInt64
  }

  private struct Scope: BitwiseCopyable {
    let firstKey: Int
    let unescapedStart: Int
    /// Whether the last of `tables` is its own.
    var hasTable = false
    /// A bit for each key so far: one whose bit is not set has not come yet.
    var marks: UInt64 = 0
  }

  private static let tableThreshold = 32

  /// Within a kilobyte, up to which the system's allocator hands a block out again at once.
  private var keys = PlainList<Key>(capacity: 24)
  private var unescaped: [UInt8] = []
  private var scopes = PlainList<Scope>(capacity: 8)
  /// The tables of those scopes that have one. Apart, so that scopes are plain values.
  private var tables: [KeyTable] = []

  @inline(__always)
  mutating func enterObject() {
    scopes.append(Scope(firstKey: keys.count, unescapedStart: unescaped.count))
  }

  @inline(__always)
  mutating func leaveObject() {
    let scope = scopes[scopes.count - 1]
    scopes.shorten(to: scopes.count - 1)
    if scope.hasTable { tables.removeLast() }
    keys.shorten(to: scope.firstKey)
    if unescaped.count > scope.unescapedStart { unescaped.removeLast(unescaped.count - scope.unescapedStart) }
  }

  /// Adds a key of the innermost object; returns the offset of the equal key that is there already, if any.
  @inline(__always)
  mutating func add(_ source: Span<UInt8>, offset: Int, count: Int, hasEscapes: Bool) -> Int? {
    let key = makeKey(source, offset: offset, count: count, hasEscapes: hasEscapes)
    let scope = scopes[scopes.count - 1]
    if scope.hasTable {
      if let earlier = findOrInsert(key, at: keys.count, source) { return keys[earlier].offset }
    } else {
      let mark: UInt64 = 1 &<< ((key.fingerprint &* 0x9E37_79B9_7F4A_7C15) &>> 58)
      var earlier = scope.marks & mark == 0 ? keys.count : scope.firstKey
      while earlier < keys.count {
        if isSame(keys[earlier], key, source) { return keys[earlier].offset }
        earlier &+= 1
      }
      scopes[scopes.count - 1].marks = scope.marks | mark
    }
    keys.append(key)
    if !scope.hasTable, keys.count - scope.firstKey > Self.tableThreshold { makeTable(source, from: scope.firstKey) }
    return nil
  }

  /// Gives the innermost object a table of the keys that it has so far.
  private mutating func makeTable(_ source: Span<UInt8>, from firstKey: Int) {
    scopes[scopes.count - 1].hasTable = true
    tables.append(KeyTable())
    for index in firstKey..<keys.count { _ = findOrInsert(keys[index], at: index, source) }
  }

  private mutating func makeKey(_ source: Span<UInt8>, offset: Int, count: Int, hasEscapes: Bool) -> Key {
    guard hasEscapes else {
      let print = KeyFingerprint.of(source.bytes, offset, count)
      return Key(offset: offset, start: offset, count: count, hasEscapes: false, fingerprint: print)
    }
    let start = unescaped.count
    StringDecoder.appendUnescaped(source, offset: offset, count: count, to: &unescaped)
    let length = unescaped.count - start
    let print = KeyFingerprint.of(unescaped.span.bytes, start, length)
    return Key(offset: offset, start: start, count: length, hasEscapes: true, fingerprint: print)
  }

  private func isSame(_ a: Key, _ b: Key, _ source: Span<UInt8>) -> Bool {
    guard a.fingerprint == b.fingerprint, a.count == b.count else { return false }
    for place in 0..<a.count where byte(place, of: a, source) != byte(place, of: b, source) { return false }
    return true
  }

  private func byte(_ place: Int, of key: Key, _ source: Span<UInt8>) -> UInt8 {
    key.hasEscapes ? unescaped[key.start + place] : source[key.start + place]
  }

  /// The index of the equal key in the innermost object's table, or nil after `index` has been put there.
  private mutating func findOrInsert(_ key: Key, at index: Int, _ source: Span<UInt8>) -> Int? {
    let table = tables.count - 1
    var probe = KeyTable.Probe(hash: hash(of: key, source))
    while let candidate = tables[table].next(&probe) {
      if isSame(keys[candidate], key, source) { return candidate }
    }
    tables[table].insert(index, hash: probe.hash)
    return nil
  }

  private func hash(of key: Key, _ source: Span<UInt8>) -> Int {
    var hasher = Hasher()
    let range = key.start..<key.start + key.count
    if key.hasEscapes {
      unescaped.span.extracting(range).withUnsafeBytes { hasher.combine(bytes: $0) }
    } else {
      source.extracting(range).withUnsafeBytes { hasher.combine(bytes: $0) }
    }
    return hasher.finalize()
  }
}
