import GateStatistics

/// Whether two numbers agree to an absolute distance.
func isClose(_ a: Double?, _ b: Double, within distance: Double = 1e-9) -> Bool {
  guard let a else { return false }
  return abs(a - b) <= distance
}

/// Whether both ends of an interval agree with printed ones.
func isClose(_ a: Interval?, _ lower: Double, _ upper: Double, within distance: Double) -> Bool {
  isClose(a?.lower, lower, within: distance) && isClose(a?.upper, upper, within: distance)
}

/// The reason a decision could not be made, or nil when it was made.
func reason<Value>(_ decide: () throws(Undecided) -> Value) -> Undecided? {
  do throws(Undecided) {
    _ = try decide()
    return nil
  } catch {
    return error
  }
}

/// Single-run cases of a paired table.
func singles(both: Int = 0, broke: Int = 0, fixed: Int = 0, neither: Int = 0) -> [CaseRuns] {
  let kinds = [(1, 1, both), (1, 0, broke), (0, 1, fixed), (0, 0, neither)]
  return kinds.flatMap { base, cand, count in
    (0..<count).compactMap { _ in
      CaseRuns(baselinePasses: base, baselineRuns: 1, candidatePasses: cand, candidateRuns: 1)
    }
  }
}
