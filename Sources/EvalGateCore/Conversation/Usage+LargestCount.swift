extension Usage {
  /// More tokens than any answer has, and few enough that the counts of a long run can be added up. A larger number is no count:
  /// whoever says it does not know.
  public static let largestCount = 1 << 40

  /// Without counts that are none.
  var possible: Usage {
    func count(_ value: Int?) -> Int? { value.flatMap { (0...Self.largestCount).contains($0) ? $0 : nil } }
    return Usage(
      input: count(input), cachedInput: count(cachedInput), cacheWrite: count(cacheWrite), output: count(output),
      reasoning: count(reasoning))
  }
}
