import EvalGateCore

/// One case of a suite as tables and test reports show it.
struct CaseRow {
  /// What the case came to over all its trials.
  enum State: String, CaseIterable {
    case failed, error, missing, waived, flaky, passed
  }

  /// What became of it since the baseline.
  enum Movement: String {
    case broke, fixed, same, edited, added
  }

  let suite: SuiteOfRows
  let id: String
  let location: SourceLocation?
  let tags: [String]
  let severity: Severity?
  /// Nil for a case without a result.
  let outcome: CaseOutcome?
  /// The baseline's result; nil where there is none that can be compared.
  let before: CaseOutcome?
  let failure: CaseFailure?
  let state: State
  /// Nil where the suite is compared with nothing.
  let movement: Movement?

  /// Where its result is from, when the run did not make it.
  var carriedFrom: String? {
    suite.report.carried.flatMap { $0.cases.contains(id) ? $0.from : nil }
  }

  /// The median of the trials' latencies in milliseconds; infinite for a timeout.
  var latency: Double? { Self.median(outcome?.trials.compactMap(\.latency) ?? []) }

  /// Tokens of all trials together; nil where none was counted.
  var tokens: Int? { Self.sum(outcome?.trials.compactMap(\.tokens)) }
  var inputTokens: Int? { Self.sum(outcome?.trials.compactMap(\.inputTokens)) }
  var outputTokens: Int? { Self.sum(outcome?.trials.compactMap(\.outputTokens)) }
  /// Money of all trials together, in US dollars.
  var usd: Double? {
    guard let all = outcome?.trials.compactMap(\.usd), !all.isEmpty else { return nil }
    return all.reduce(0, +)
  }

  /// What is said of it in one line: the failing check's message, or why there is no result.
  var message: UntrustedText? {
    if let failure { return failure.message }
    switch state {
    case .missing: return "planned, and without a result"
    case .error: return outcome?.message ?? suite.report.errorGroups.first.map(\.sentence)
    default: return state == .flaky ? outcome?.message : nil
    }
  }

  private static func sum(_ values: [Int]?) -> Int? {
    guard let values, !values.isEmpty else { return nil }
    return values.reduce(0) { sum, value in
      let (next, overflow) = sum.addingReportingOverflow(value)
      return overflow ? .max : next
    }
  }

  private static func median(_ values: [Double]) -> Double? {
    guard !values.isEmpty else { return nil }
    return values.sorted()[(values.count - 1) / 2]
  }
}

extension ErrorGroup {
  /// `37 of 424 calls`. Of the base's and of fresh calls the plan does not say how many there are.
  func callsText(of suite: SuiteReport) -> String {
    count > suite.planned ? Format.count(count, "call") : "\(count) of \(Format.count(suite.planned, "call"))"
  }

  /// `openai/gpt-4.1-mini: rate limited: try again later`.
  var sentence: UntrustedText {
    UntrustedText("\(target): \(reason.replacing("_", with: " ")): \(message.unsafeText)").excerpt(400)
  }
}

/// A name compared by its bytes: two ids that only look alike are two cases.
struct UTF8Name: Hashable {
  private let name: String
  init(_ name: String) { self.name = name }

  static func == (a: UTF8Name, b: UTF8Name) -> Bool { a.name.utf8.elementsEqual(b.name.utf8) }

  func hash(into hasher: inout Hasher) {
    var name = name
    name.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }
}
