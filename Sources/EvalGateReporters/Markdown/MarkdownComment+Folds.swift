import EvalGateCore

extension MarkdownComment {
  /// How many cases are shown side by side before the rest is only counted.
  private static let shownCases = 10
  /// How much the versions of all suites, and the sentences of all gates, may take, in bytes.
  private static let tupleLimit = 8_000

  /// Everything a reviewer unfolds: the cases of each suite that moved or failed, then what changed and how to go back.
  var folds: [String] { report.suites.compactMap(fold) }

  private func fold(_ suite: SuiteReport) -> String? {
    let fixed = suite.comparison?.fixed ?? []
    let flaky = flaky(suite)
    let slices = slices(suite)
    let shadows = shadows(suite)
    guard !suite.failures.isEmpty || !fixed.isEmpty || !flaky.isEmpty || !slices.isEmpty || !shadows.isEmpty else {
      return nil
    }
    let title = suite.moved ?? (suite.failures.isEmpty ? "looked at closer" : "\(suite.failures.count) failed")
    var body = [confusion(suite), cases(suite)]
    if !fixed.isEmpty {
      let names = fixed.prefix(Self.shownCases).map { Self.code($0.after.id) }.joined(separator: ", ")
      body.append(
        "Fixed: \(names)" + (fixed.count > Self.shownCases ? " and \(fixed.count - Self.shownCases) more" : ""))
    }
    body += [slices, flaky, shadows]
    return details("<b>\(Self.html(suite.name))</b>: \(title)", body.filter { !$0.isEmpty }.joined(separator: "\n\n"))
  }

  private func cases(_ suite: SuiteReport) -> String {
    guard !suite.failures.isEmpty else { return "" }
    let rows = suite.failures.prefix(Self.shownCases).map { failure -> String in
      let before =
        failure.baselineOutput.map { SafeText.codeSpan($0.excerpt(80)) }
        ?? failure.baselinePassed.map { $0 ? "passed" : "failed" } ?? "–"
      let after = suite.isSafety ? "–" : failure.output.map { SafeText.codeSpan($0.excerpt(80)) } ?? "–"
      return "| \(place(failure)) | \(before) | \(after) | \(SafeText.markdown(failure.message.excerpt(160))) |"
    }
    let more = suite.failures.count - rows.count
    let table = (["| Case | Before | After | Why |", "|:--|:--|:--|:--|"] + rows).joined(separator: "\n")
    return table + (more > 0 ? "\n\n…and \(more) more: `evalgate show \(runID)`" : "")
  }

  func place(_ failure: CaseFailure) -> String {
    let id = Self.code(failure.caseID)
    guard let blobURL else { return id + "<br>" + Self.text(failure.location.description) }
    return "[\(id)](\(blobURL)\(failure.location.path.urlPath)#L\(failure.location.line))"
  }

  /// Which labels became which, of the cases that broke.
  private func confusion(_ suite: SuiteReport) -> String {
    let broke = Set(suite.comparison?.broke.map(\.after.id) ?? [])
    var counts: [String: [String: Int]] = [:]
    for failure in suite.failures where broke.contains(failure.caseID) {
      guard let expected = failure.expectedLabel?.excerpt(40), let got = failure.gotLabel?.excerpt(40) else { continue }
      counts[SafeText.markdown(expected), default: [:]][SafeText.markdown(got), default: 0] += 1
    }
    let labels = Set(counts.keys).union(counts.values.flatMap(\.keys)).sorted()
    guard counts.values.flatMap(\.values).reduce(0, +) > 1, labels.count <= 12 else { return "" }
    let rows = labels.filter { counts[$0] != nil }.map { expected -> String in
      let row = counts[expected] ?? [:]
      let cells = labels.map { $0 == expected ? "–" : row[$0].map { "**\($0)**" } ?? "0" }
      return "| \(expected) | \(cells.joined(separator: " | ")) | \(row.values.reduce(0, +)) |"
    }
    let head = "| expected ↓ got → | \(labels.joined(separator: " | ")) | n |"
    return ([head, "|:--|" + String(repeating: "--:|", count: labels.count + 1)] + rows).joined(separator: "\n")
  }

  /// Every gate as one would say it: the verdict, counts, chance in plain odds, and what the set could not have seen.
  var inWords: String {
    guard !report.gates.isEmpty else { return "" }
    let lines = besides(report.gates(of: report.quietlyCarried)).map { "- " + Self.text($0.sentence.text, 600) }
    let shown = lines.fitting(Self.tupleLimit)
    let more = lines.count - shown.count
    return details("In words", (shown + (more > 0 ? ["- …and \(more) more"] : [])).joined(separator: "\n"))
  }

  /// What the run was made of, what of it is new, and the commands worth running next.
  var tuple: String {
    var lines: [String] = []
    for suite in report.suites {
      let tuple = suite.tuple
      let parts = [
        tuple.prompt.map { "`prompt` \(Self.side($0.version))" },
        tuple.tools.map { "`tools` \(Self.side($0.version))" },
        tuple.policy.map { "`policy` \(Self.side($0.version))" },
        tuple.evalset.map { "`evalset` \(Self.side($0.version))" },
        tuple.route.map { "`route` \(Self.side($0.name))" }, Self.schema(suite),
      ].compactMap { $0 }
      lines.append(
        "**\(Self.side(suite.name))** " + (parts.isEmpty ? "made elsewhere: unknown" : parts.joined(separator: " · ")))
    }
    for change in Set(report.suites.flatMap(\.shownChanges)).sorted(by: {
      ($0.element.rawValue, $0.id) < ($1.element.rawValue, $1.id)
    }) {
      let note = change.note.map { ": \(Self.text($0, 300))" } ?? ""
      lines.append(
        "- \(change.element.rawValue) \(Self.code(change.id)) \(Self.side(change.from)) → **\(Self.side(change.to))**\(note)"
      )
    }
    let shown = lines.fitting(Self.tupleLimit)
    if shown.count < lines.count { lines = shown + ["…and \(lines.count - shown.count) more"] }
    lines += report.next.map { step in
      let remark = step.remark.map { " (\(Self.text($0, 300)))" } ?? ""
      return "- \(Self.side(step.purpose)): \(SafeText.commandSpan(UntrustedText(step.command).excerpt(300)))\(remark)"
    }
    if let tradeOff { lines.append(tradeOff) }
    return details("What changed, how to go on", lines.joined(separator: "\n"))
  }

  /// How a trade-off is accepted in the open; nil where no gate that blocks compares with what is accepted.
  private var tradeOff: String? {
    let blocking = report.gates.filter { $0.blocks && $0.verdict == .block }
    // A rule's words are ours.
    let others = blocking.filter { !$0.rule.contains("baseline") }
    guard blocking.count > others.count else { return nil }
    let except =
      others.isEmpty ? "" : " (not possible for \(Self.joined(others.prefix(10).map { Self.code($0.name) })))"
    return "- accept\(except): `evalgate baseline review`"
  }

  /// Inside an element of HTML Markdown's escapes mean nothing, so only what HTML reads is written otherwise.
  private static func html(_ name: String) -> String {
    SafeText.html(UntrustedText(name).excerpt(120))
  }

  private func details(_ summary: String, _ body: String) -> String {
    "<details><summary>\(summary)</summary>\n\n\(body)\n</details>"
  }
}
