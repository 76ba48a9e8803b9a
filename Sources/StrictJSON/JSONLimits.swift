/// What a JSON text may cost before it is refused.
///
/// A reader "may set limits on the size of texts that it accepts" and "on the maximum depth of nesting"
/// (RFC 8259 section 9).
public struct JSONLimits: Hashable, Sendable {
  /// The deepest nesting of arrays and objects, at most `maximumDepth`; `[[1]]` has depth 2.
  public let depth: Int
  /// The largest text in bytes, at most `maximumBytes`.
  public let bytes: Int

  /// The greatest depth that can be asked for: values are freed, compared and written by recursion, and a thread of
  /// macOS has a stack of 512 KiB.
  public static let maximumDepth = 1024
  /// The greatest size that can be asked for: places are kept in 32 bits.
  public static let maximumBytes = Int(Int32.max)

  /// Depth 512 and 64 MiB.
  public static let `default` = JSONLimits()

  /// Makes limits; what lies beyond the greatest possible value is cut down to it.
  public init(depth: Int = 512, bytes: Int = 64 << 20) {
    self.depth = min(max(depth, 0), Self.maximumDepth)
    self.bytes = min(max(bytes, 0), Self.maximumBytes)
  }
}
