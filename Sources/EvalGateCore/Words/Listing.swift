extension [String] {
  /// Names in a row, with how many more there are where they are many: `a, b, c and 27 more`.
  ///
  /// - Parameter most: how many are named at least; one more is named rather than counted.
  package func listed(_ most: Int = 5) -> String {
    guard count > most + 1 else { return joined(separator: ", ") }
    return prefix(most).joined(separator: ", ") + " and \(count - most) more"
  }
}
