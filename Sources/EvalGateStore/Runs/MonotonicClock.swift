#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Nanoseconds that only ever grow, whatever happens to the time of day.
package typealias MonotonicClock = @Sendable () -> UInt64

package func systemMonotonicTime() -> UInt64 {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
}
