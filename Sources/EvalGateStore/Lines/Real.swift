import StrictJSON

/// Numbers that may be what JSON has no number for.
enum Real {
  /// A time that no clock saw the end of: it counts as infinite in every quantile.
  private static let timeout = "timeout"
  private static let infinity = "infinity"
  private static let minusInfinity = "-infinity"
  private static let notANumber = "nan"

  static func value(of node: JSONNode) -> Double? {
    if let number = node.number { return number.double }
    return node.string.flatMap(value(of:))
  }

  static func value(of word: String) -> Double? {
    switch word {
    case timeout, infinity: .infinity
    case minusInfinity: -.infinity
    case notANumber: .nan
    default: nil
    }
  }

  static func write(_ value: Double, to writer: inout JSONWriter) {
    if value.isFinite {
      writer.double(value)
    } else {
      writer.string(value.isNaN ? notANumber : value > 0 ? infinity : minusInfinity)
    }
  }

  static func write(milliseconds value: Double, to writer: inout JSONWriter) {
    value == .infinity ? writer.string(timeout) : write(value, to: &writer)
  }
}
