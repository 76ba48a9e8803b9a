import EvalGateCore

/// One `testcase` element with what became of the case's trials.
struct JUnitCase {
  let markup: Markup

  /// - Parameter room: bytes left for texts in the whole document; once they are used up, messages stand alone.
  init(row: CaseRow, run: String, room: inout Int) {
    let message = row.message?.excerpt(400) ?? UntrustedText("failed")
    let type = row.failure?.check ?? "check"
    let inside: Markup
    switch row.state {
    case _ where row.carriedFrom != nil:
      inside = "<skipped type=\"carried\" message=\"\(row.state.rawValue), carried from \(row.carriedFrom ?? "")\"/>"
    case .passed: inside = .empty
    case .flaky: inside = Self.reruns(row, element: "flaky", skippingFirst: false, message)
    case .failed:
      let text = Self.text(row, run)
      let body: Markup = text.bytes <= room ? text : "and the case whole: evalgate show \(run)"
      room -= min(room, text.bytes)
      inside = """
        <failure type="\(type)" message="\(message)">\(body)</failure>\
        \(Self.reruns(row, element: "rerun", skippingFirst: true, message))
        """
    case .error:
      inside = "<error type=\"infrastructure\" message=\"\(message)\"/>"
    case .missing:
      inside = "<error type=\"missing\" message=\"\(message)\"/>"
    case .waived:
      let until = row.failure?.waived.map { "waived until \($0.until) (\($0.owner)): " } ?? "waived: "
      inside = "<skipped type=\"waived\" message=\"\(until)\(message)\"/>"
    }
    let time = row.latency.map { " time=\"\(JUnitReporter.seconds($0))\"" as Markup } ?? .empty
    let head: Markup = "    <testcase name=\"\(row.id)\" classname=\"\(row.suite.name)\"\(time)"
    markup = inside.isEmpty ? "\(head)/>\n" : "\(head)>\(inside)</testcase>\n"
  }

  /// Trials that did not pass, beside the one that a `failure` already speaks of (Surefire, "Rerun failing tests").
  private static func reruns(
    _ row: CaseRow, element: String, skippingFirst: Bool, _ message: UntrustedText
  ) -> Markup {
    let bad = row.outcome?.trials.filter { $0.passFail != .pass } ?? []
    let firstFailure = bad.firstIndex { $0.passFail == .fail }
    return bad.enumerated().compactMap { index, trial -> Markup? in
      if skippingFirst, index == firstFailure { return nil }
      let words = trial.trial == row.failure?.trial ? message : UntrustedText("trial \(trial.trial)")
      return trial.passFail == .fail
        ? tag(element, "Failure", row.failure?.check ?? "check", words)
        : tag(element, "Error", "infrastructure", words)
    }.joined()
  }

  private static func tag(_ element: String, _ kind: String, _ type: String, _ message: UntrustedText) -> Markup {
    "<\(element)\(kind) type=\"\(type)\" message=\"\(message)\"/>"
  }

  /// What a person needs who sees only the test tab.
  private static func text(_ row: CaseRow, _ run: String) -> Markup {
    var parts: [Markup] = []
    if let message = row.failure?.message.excerpt(2_000) { parts.append("\(lines: message)") }
    for other in row.failure?.alsoFailed ?? [] { parts.append("\(other.check): \(lines: other.message)") }
    if let place = row.location { parts.append("at        \(place.description)") }
    if let rule = row.failure?.rule { parts.append("rule      \(rule)") }
    if let input = row.failure?.input { parts.append("input     \(lines: input)") }
    if let output = row.failure?.output { parts.append("output    \(lines: output)") }
    if let before = row.before { parts.append("baseline  passed \(before.passes) of \(before.judged)") }
    if let excerpt = row.failure?.baselineOutput { parts.append("          \(lines: excerpt)") }
    parts.append("more      evalgate show \(run) \(SafeText.shellWord(row.id))")
    return parts.joined("\n")
  }
}
