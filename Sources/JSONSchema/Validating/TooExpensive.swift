/// Validation was given up at a limit: neither a pass nor a failure.
public struct TooExpensive: Error, Hashable, Sendable {
  /// Which limit, in lower case and without a full stop.
  public let message: String
}
