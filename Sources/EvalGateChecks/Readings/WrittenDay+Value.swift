import EvalGateCore

extension WrittenDay {
  /// The days of a value that is hardly more than one.
  static func days(ofValue value: String) -> Set<CalendarDate> {
    value.unicodeScalars.count <= longestValue ? days(in: value) : []
  }

  private static let longestValue = 40
}
