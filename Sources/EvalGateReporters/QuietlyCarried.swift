import EvalGateCore

/// What a change does not touch in a large repository: told in one line, so that it does not drown what the change did.
extension Report {
  /// So many are named one by one.
  private static let namedSuites = 5

  /// Suites that were carried whole and that hold nothing up, where they are many; none where they are few.
  var quietlyCarried: [SuiteReport] {
    let loud = Set(gates.filter { $0.verdict == .block || $0.verdict == .undecided }.flatMap(\.failing))
    let quiet = suites.filter { $0.isCarriedWhole && !loud.contains($0.name) }
    return quiet.count > Self.namedSuites ? quiet : []
  }

  /// Gates that speak of such suites alone.
  func gates(of carried: [SuiteReport]) -> [GateOutcome] {
    let names = Set(carried.map(\.name))
    return gates.filter { !$0.suites.isEmpty && $0.suites.allSatisfy(names.contains) }
  }

  /// What fresh runs of both versions came to, each suite's once, with its name where the report has several.
  var confirmationTexts: [(suite: String?, text: String)] {
    var seen: Set<String> = []
    return gates.flatMap(\.confirmations).compactMap { confirmation in
      let text = confirmation.sentence(base: baseName)
      guard seen.insert("\(confirmation.suite)\n\(text)").inserted else { return nil }
      return (suites.count > 1 ? confirmation.suite : nil, text)
    }
  }
}

extension SuiteReport {
  fileprivate var isCarriedWhole: Bool {
    guard let carried else { return false }
    return carried.cases.count >= outcomes.count && errors == 0
  }
}

/// Suites that were carried from one place, as one.
struct CarriedRow {
  /// `27 suites`.
  let name: String
  let passed: Int
  let failed: Int
  let from: String

  var total: Int { passed + failed }
}

extension [SuiteReport] {
  /// One row for all that come from one place.
  var carriedRows: [CarriedRow] {
    var order: [String] = []
    var suites: [String: [SuiteReport]] = [:]
    for suite in self {
      guard let from = suite.carried?.from else { continue }
      if suites[from] == nil { order.append(from) }
      suites[from, default: []].append(suite)
    }
    return order.map { from in
      let those = suites[from] ?? []
      return CarriedRow(
        name: Format.count(those.count, "suite"), passed: those.reduce(0) { $0 + $1.passed },
        failed: those.reduce(0) { $0 + $1.failed }, from: from)
    }
  }
}

extension [GateOutcome] {
  /// `27 gates of carried suites pass, 27 are unproven`; nil where there are none.
  var carriedText: String? {
    let words: [(Verdict, (Int) -> String)] = [
      (.pass, { $0 == 1 ? "passes" : "pass" }), (.unproven, { $0 == 1 ? "is unproven" : "are unproven" }),
      (.new, { $0 == 1 ? "is new" : "are new" }),
    ]
    let parts = words.compactMap { verdict, word -> (count: Int, word: String)? in
      let count = count { $0.verdict == verdict }
      return count > 0 ? (count, word(count)) : nil
    }
    guard let first = parts.first else { return nil }
    return "\(Format.count(first.count, "gate")) of carried suites \(first.word)"
      + parts.dropFirst().map { ", \($0.count) \($0.word)" }.joined()
  }
}
