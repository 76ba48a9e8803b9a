/// The SplitMix64 generator (Steele, Lea & Flood 2014): every resampling of this module is reproducible on every platform.
public struct SplitMix64: RandomNumberGenerator, Hashable, Sendable {
  private var state: UInt64

  /// A generator that starts at a seed.
  public init(seed: UInt64) { state = seed }

  /// The next 64 random bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// A number in 0..<n: the high 64 bits of the 128-bit product of the next bits and n. Returns 0 when n is below 1.
  public mutating func below(_ n: Int) -> Int {
    let bits = next()
    return n < 1 ? 0 : Int(bits.multipliedFullWidth(by: UInt64(n)).high)
  }

  /// The order 0..<n shuffled by Fisher and Yates from the last place down; empty when n is below 1.
  public mutating func order(of n: Int) -> [Int] {
    guard n > 0 else { return [] }
    var order = Array(0..<n)
    for last in stride(from: n - 1, to: 0, by: -1) {
      order.swapAt(last, below(last + 1))
    }
    return order
  }

  /// The seed of a comparison: FNV-1a over the bytes of the parts, so that another candidate meets another case order
  /// and the same late cases are not always the ones an early stop leaves out.
  public static func seed(of parts: String...) -> UInt64 {
    parts.reduce(FNV1a()) { $0.adding($1.utf8) }.value
  }
}

/// The 64-bit FNV-1a hash (Fowler, Noll & Vo; RFC 9923): stable across processes, unlike Swift's `Hasher`.
public struct FNV1a: Hashable, Sendable {
  /// The hash of the bytes so far.
  public private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

  /// The hash of nothing.
  public init() {}

  /// The hash of some bytes.
  public init(_ bytes: some Sequence<UInt8>) { add(bytes) }

  /// Takes more bytes in.
  public mutating func add(_ bytes: some Sequence<UInt8>) {
    for byte in bytes { value = (value ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
  }

  /// This hash with more bytes taken in.
  public func adding(_ bytes: some Sequence<UInt8>) -> FNV1a {
    var copy = self
    copy.add(bytes)
    return copy
  }
}
