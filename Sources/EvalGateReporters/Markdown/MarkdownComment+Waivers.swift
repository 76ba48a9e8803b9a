import EvalGateCore

extension MarkdownComment {
  /// How many are named; the run's file has all of them.
  private static let shownWaivers = 10
  /// How much of a comment they may take, in bytes.
  private static let waiversLimit = 6_000

  /// Whether a waiver excuses what did not fail before: green as it is, somebody has to see it.
  var hasNewlyWaived: Bool { report.suites.contains { $0.waived.contains(where: \.isNewlyWaived) } }

  /// What waivers excuse, and whose and until when they are; what is new first.
  var waivers: String {
    let lines = report.suites.filter { !$0.waived.isEmpty }.map { suite in
      let ordered = suite.waived.filter(\.isNewlyWaived) + suite.waived.filter { !$0.isNewlyWaived }
      let named = ordered.prefix(Self.shownWaivers).map { failure in
        let waiver = failure.waived.map { " by \(Self.text($0.owner)) until \($0.until)" } ?? ""
        let before = failure.isNewlyWaived ? ", passed before" : ""
        return "\(Self.code(failure.caseID)) (\(Self.code(failure.check)), waived\(waiver)\(before))"
      }
      let more = suite.waived.count - named.count
      return "**Fails in \(Self.side(suite.name)) and is waived:** " + named.joined(separator: ", ")
        + (more > 0 ? " and \(more) more" : "")
    }
    let shown = lines.fitting(Self.waiversLimit, separator: 3)
    let more = lines.count - shown.count
    return (shown + (more > 0 ? ["…and in \(more) more \(more == 1 ? "suite" : "suites")"] : []))
      .joined(separator: "  \n")
  }
}

extension CaseFailure {
  /// Whether it held at the base, so that nobody has seen it fail.
  fileprivate var isNewlyWaived: Bool { waived != nil && baselinePassed == true }
}
