import EvalGateCore
import UnicodeText

extension TextPage {
  /// How many cases a suite shows before the rest is only counted.
  private static let shownCases = 3

  /// Failing cases of the suites where something stands in the way; all of them with `-v`.
  var failures: String {
    let failing = Set(
      report.gates.filter { $0.blocks && ($0.verdict == .block || $0.verdict == .undecided) }.flatMap(\.failing))
    let suites = report.suites.filter(\.isSafety) + report.suites.filter { !$0.isSafety }
    let blocks = suites.flatMap { suite -> [String] in
      errorLines(suite) + (failing.contains(suite.name) || verbose ? failureLines(suite) : [])
    }
    return blocks.isEmpty ? "" : blocks.joined(separator: "\n") + "\n"
  }

  private func failureLines(_ suite: SuiteReport) -> [String] {
    guard !suite.failures.isEmpty else { return [] }
    if suite.isSafety {
      return suite.failures.prefix(verbose ? .max : 5).flatMap(wholeCase) + more(suite.failures.count, 5)
    }
    let summary = [suite.moved ?? "\(suite.failures.count) failed", suite.mainConfusion(arrow: paint.arrow)]
      .compactMap { $0 }.joined(separator: paint.dot)
    let shown = suite.failures.prefix(verbose ? .max : Self.shownCases)
    let rows = rows(shown)
    var table = Columns.text(rows, indent: "      ")
    if table.hasSuffix("\n") { table.removeLast() }
    let rest = suite.failures.count - shown.count
    return [
      "  \(paint.red(paint.cross)) \(safe(suite.name))   \(summary)", table + (rest > 0 ? "      + \(rest) more" : ""),
    ]
  }

  /// Case, message and place; where a terminal is narrow, the file without its folder and as much of the message as there is
  /// room for.
  private func rows(_ failures: ArraySlice<CaseFailure>) -> [[String]] {
    let cells = failures.map { (id: safe($0.caseID), place: safe($0.location.description), failure: $0) }
    func widest(_ texts: [String]) -> Int { texts.map(\.displayWidth).max() ?? 0 }
    let room = (paint.context.width ?? .max) - 10 - widest(cells.map(\.id))
    let isNarrow = room - widest(cells.map(\.place)) < 30
    let places = cells.map { isNarrow ? String($0.place.split(separator: "/").last ?? "") : $0.place }
    let message = min(110, max(room - widest(places), 12))
    return zip(cells, places).map { cell, place in
      [cell.id, clipped(cell.failure.message).truncated(toWidth: message), place].map(paint.plain)
    }
  }

  private func wholeCase(_ failure: CaseFailure) -> [String] {
    var lines = [
      "  \(paint.red(paint.cross)) \(safe(failure.suite))/\(safe(failure.caseID))   \(safe(failure.location.description))"
    ]
    lines.append("      \(safe(failure.check).padded(toWidth: 9))  \(clipped(failure.message))")
    if let input = failure.input {
      lines.append("      input      " + SafeText.quoted(input.excerpt(90)).prefix(1).joined())
    }
    if let passed = failure.baselinePassed { lines.append("      baseline   \(passed ? "passed" : "failed")") }
    return lines
  }

  private func more(_ count: Int, _ shown: Int) -> [String] {
    !verbose && count > shown ? ["      + \(count - shown) more"] : []
  }

  private func errorLines(_ suite: SuiteReport) -> [String] {
    suite.errorGroups.flatMap { group in
      let tries = group.tries > 1 ? " after \(group.tries) tries" : ""
      let head =
        "  \(paint.yellow("?")) \(safe(suite.name))   \(safe(group.target))\(paint.dot)\(safe(group.reason.replacing("_", with: " ")))\(paint.dot)"
        + "\(group.callsText(of: suite))\(tries)\(paint.dot)first at \(safe(group.firstCase))"
      // What to do is worth its lines: nothing was measured, so there is nothing else to read.
      let room = min(paint.context.width ?? 110, 110) - 6
      let below = [SafeText.terminal(group.message.excerpt(800)), group.help.map { "help: \($0)" }].compactMap { $0 }
      return [head] + below.flatMap { $0.wrapped(toWidth: room) }.map { "      \($0)" }
    }
  }

  private func clipped(_ text: UntrustedText) -> String { SafeText.terminal(text.excerpt(400)).truncated(toWidth: 110) }
}
