extension Usage {
  /// More tokens than any answer has, and few enough that the counts of a long run can be added up. A larger number is no count:
  /// whoever says it does not know.
  public static let largestCount = 1 << 40
}
