#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How varied the bytes of a value are: Shannon's entropy of their frequencies, in bits a byte.
///
/// Keys that were drawn at random lie above 3 bits for 16 signs and near 5 for 40; words and names lie below.
package enum ByteEntropy {
  package static func bits(_ value: ArraySlice<UInt8>) -> Double {
    guard !value.isEmpty else { return 0 }
    return withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 256) { counts in
      counts.initialize(repeating: 0)
      for byte in value { counts[Int(byte)] &+= 1 }
      var sum = 0.0
      for count in counts where count > 1 { sum += Double(count) * log2(Double(count)) }
      return log2(Double(value.count)) - sum / Double(value.count)
    }
  }
}
