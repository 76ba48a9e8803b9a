import EvalGateCore

extension Baseline {
  /// The cases of which it holds no result as they are asked now: those that it does not have, and those that are asked or judged
  /// otherwise.
  func lacking(_ planned: [CaseHeader]) -> [CaseHeader] {
    let known = Dictionary(cases.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    return planned.filter { header in
      guard let before = known[header.id] else { return true }
      return before.digest != header.digest || before.checksDigest != header.checksDigest
    }
  }

  /// Why what a change accepted says too little of a suite to count; nil where it has a result of every case that is asked.
  ///
  /// What an acceptance leaves out it does not show, and nobody can have meant to accept that.
  ///
  /// - Parameter others: ids of cases that are held to the base's version instead.
  func gap(in suite: Suite, besides others: Set<String> = []) -> String? {
    let silent = cases.lazy.filter { $0.judged == 0 }.map(\.id)
    let missing = Set(lacking(suite.headers).map(\.id)).subtracting(others).union(silent)
    let left = suite.headers.filter { missing.contains($0.id) }
    let own = left.filter { !suite.evalset.askedBeside.contains($0.id) }
    if let first = own.first {
      return
        "it does not count: it has no result of \(Format.count(own.count, "case")) as the suite asks it now, such as "
        + "`\(first.id)`: take in the target branch where it is from there, run the whole suite and accept again"
    }
    guard let moved = left.first else { return nil }
    return
      "it does not count: \(Format.count(left.count, "case")) that moved to another suite, such as `\(moved.id)`, are asked "
      + "here once more, and it has no result of them: accept in one change and move cases in another"
  }
}
