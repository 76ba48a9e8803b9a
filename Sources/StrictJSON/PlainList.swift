#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A growing list of plain values with one owner: to append is a comparison and a store, where an array asks each time who
/// else holds it.
///
/// It can be handed to others as a constant: nobody changes it then, so that all may read it.
struct PlainList<Element: BitwiseCopyable & Sendable>: ~Copyable, @unchecked Sendable {
  private var storage: UnsafeMutableBufferPointer<Element>
  private(set) var count = 0

  init(capacity: Int = 0) {
    storage = Self.room(capacity)
  }

  deinit { free(storage.baseAddress) }

  /// Not by `allocate`, which asks for an alignment that no plain value needs and takes several times as long over it.
  private static func room(_ capacity: Int) -> UnsafeMutableBufferPointer<Element> {
    precondition(MemoryLayout<Element>.alignment <= 16)
    guard let memory = malloc(max(capacity, 1) * MemoryLayout<Element>.stride) else { fatalError("out of memory") }
    return UnsafeMutableBufferPointer(start: memory.bindMemory(to: Element.self, capacity: capacity), count: capacity)
  }

  var last: Element? { count > 0 ? storage[count - 1] : nil }

  subscript(index: Int) -> Element {
    @inline(__always) get {
      precondition(index >= 0 && index < count)
      return storage[index]
    }
    @inline(__always) set {
      precondition(index >= 0 && index < count)
      storage[index] = newValue
    }
  }

  @inline(__always)
  mutating func append(_ element: Element) {
    if count == storage.count { grow() }
    storage[count] = element
    count &+= 1
  }

  /// Keeps the first ones.
  @inline(__always)
  mutating func shorten(to length: Int) {
    precondition(length >= 0 && length <= count)
    count = length
  }

  @inline(never)
  private mutating func grow() {
    let larger = Self.room(max(storage.count * 2, 8))
    _ = larger.update(fromContentsOf: storage[..<count])
    free(storage.baseAddress)
    storage = larger
  }
}
