public import EvalGateCore

/// For a pull request: what a reviewer reads in ten seconds, the rest folded.
///
/// Never longer than a forge takes: what does not fit is counted, and the run's file has it.
public struct MarkdownReporter: Reporter {
  public static let id = "markdown"
  public static let summary = "For a pull-request comment"

  /// In bytes of UTF-8, which are never fewer than the characters a forge counts; GitHub takes 65,536 of those.
  public static let limit = 60_000

  public init() {}

  /// Whether there is nothing in a report that a reviewer has to see: its comment is two lines then.
  public static func isQuiet(_ report: Report) -> Bool { MarkdownComment(report: report, blobURL: nil).isQuiet }

  public func render(_ report: Report, _ context: ReportContext) -> String {
    let comment = MarkdownComment(report: report, blobURL: context.blobURL)
    let top =
      [comment.acceptance, comment.headline, comment.attacks, comment.sentences, comment.waivers, comment.rules]
      + (comment.isQuiet ? [] : [comment.table])
    let end = (comment.isQuiet ? [] : [comment.inWords, comment.retired, comment.tuple]) + [comment.footer]
    let used = (top + end).reduce(0) { $0 + $1.utf8.count + 2 }
    let folds = comment.isQuiet ? [] : comment.folds
    // Room is left for the line that says what is not shown.
    let shown = folds.fitting(Self.limit - used - 200, separator: 2)
    let rest = folds.count - shown.count
    let more =
      rest > 0 ? "…and \(rest) more \(rest == 1 ? "suite" : "suites"): `evalgate show \(comment.runID)`" : ""
    return (top + shown + [more] + end).filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
  }
}

extension Report {
  /// Gates that fail in a safety suite before the others, because that is what a reader has to know first.
  func safetyFirst(_ gates: [GateOutcome]) -> [GateOutcome] {
    let safety = Set(suites.filter(\.isSafety).map(\.name))
    let isSafety = { (gate: GateOutcome) in gate.failing.contains(where: safety.contains) }
    return gates.filter(isSafety) + gates.filter { !isSafety($0) }
  }
}

extension [String] {
  /// As many from the front as fit.
  func fitting(_ bytes: Int, separator: Int = 1) -> ArraySlice<String> {
    var used = 0
    return prefix { part in
      used += part.utf8.count + separator
      return used <= bytes
    }
  }

  /// The first lines of a section, and in place of the others how many there are; one more is shown rather than counted.
  func shortened(to most: Int, _ more: (Int) -> String) -> [String] {
    guard count > most + 1 else { return self }
    return prefix(most) + [more(count - most)]
  }
}

struct MarkdownComment {
  /// How much of the whole the sentences, the table and the tuple may take, in bytes.
  private static let (sentencesLimit, tableLimit) = (8_000, 20_000)

  let report: Report
  let blobURL: String?

  /// A plain pass is two lines: nothing to look at, so nothing to unfold.
  var isQuiet: Bool {
    (report.outcome == .passed || report.outcome == .unchanged) && report.accepted.isEmpty
      && !report.rules.contains(where: \.isLoud) && report.gates.allSatisfy { $0.verdict == .pass || !$0.blocks }
      && !hasNewlyWaived && !hasNewAttempts
  }

  var headline: String {
    let blocking = report.safetyFirst(report.gates.filter(\.blocks))
    let bad = blocking.filter { $0.verdict == .block }.map { Self.code($0.name) }
    let open = blocking.filter { $0.verdict == .undecided }.map { Self.code($0.name) }
    let passed = blocking.count { $0.verdict == .pass }
    let unproven = blocking.count { $0.verdict == .unproven }
    let new = blocking.count { $0.verdict == .new }
    let pass = blocking.count == 1 ? "\(passed) of 1 gate passes" : "\(passed) of \(blocking.count) gates pass"
    switch report.outcome {
    case .blocked: return "### ❌ evalgate: blocked by \(Self.joined(bad))"
    case .unchanged: return "### ✅ evalgate: unchanged"
    case .passed where unproven + new == 0: return "### ✅ evalgate: \(pass)"
    case .passed:
      let rest = [unproven > 0 ? "\(unproven) unproven" : nil, new > 0 ? "\(new) new" : nil].compactMap { $0 }
      let counts = passed == 0 ? rest + ["none failed"] : [pass] + rest
      return "### \(unproven > 0 ? "🟡" : "🆕") evalgate: \(counts.joined(separator: ", "))"
    case .undecided where !open.isEmpty: return "### ⚠️ evalgate: undecided: \(Self.joined(open))"
    default:
      return "### ⚠️ evalgate: \(report.outcome.rawValue)" + (open.isEmpty ? "" : ", not decided: \(Self.joined(open))")
    }
  }

  /// What changed, and what that did: built from counts, never by a model.
  var sentences: String {
    var lines: [String] = []
    var seen: Set<TupleChange> = []
    for suite in report.suites {
      guard suite.comparison != nil else { continue }
      let fresh = suite.shownChanges.filter { seen.insert($0).inserted }
      let what = fresh.map { change in
        "\(change.element.rawValue.capitalisedFirst) \(Self.code(change.id)) \(Self.side(change.from)) → \(Self.side(change.to))"
      }.joined(separator: ", ")
      guard let moved = Self.movement(suite) else {
        let still = suite.standstill(of: fresh.count)
        if !what.isEmpty { lines.append("**\(what)** \(still) in \(Self.side(suite.name)).") }
        continue
      }
      let name = "**\(Self.side(suite.name))**"
      lines.append(what.isEmpty ? "\(name): \(suite.movedByItself ?? moved)." : "**\(what)** \(moved).")
    }
    // The table has every gate, and the folds every suite.
    lines = lines.shortened(to: 8) { "…and \($0) more suites." }
    lines += report.confirmationTexts.map { suite, text in
      let head = suite.map { "**\(Self.side($0))**, run again on both versions" } ?? "Run again on both versions"
      return "\(head): \(SafeText.markdown(UntrustedText(text)))."
    }.shortened(to: 4) { "…and \($0) more suites were run again." }
    let folded = report.quietlyCarried
    let named = Set(folded.map(\.name))
    lines += report.suites.filter { !named.contains($0.name) }.compactMap { suite in
      suite.carriedText.map { "**\(Self.side(suite.name))**: \(Self.text($0))." }
    }
    lines += folded.carriedRows.map { row in
      "**\(row.name)** carried from \(Self.text(row.from)): \(row.passed) of \(row.total) cases pass."
    }
    lines += report.reasons.prefix(report.outcome == .undecided ? 5 : report.outcome == .unchanged ? 1 : 0).map {
      SafeText.markdown(UntrustedText($0))
    }
    lines += Comparison.attemptsTexts(report.suites.map { ($0.name, $0.attempts) }).map {
      SafeText.markdown(UntrustedText($0)) + "."
    }
    for suite in report.suites where suite.isSafety {
      let through = suite.failures.filter { $0.severity == .blocking }
      guard !through.isEmpty else { continue }
      let noun =
        through.count == 1 ? "1 blocking safety scenario fails" : "\(through.count) blocking safety scenarios fail"
      lines.append("**\(noun)** (\(through.map { Self.code($0.caseID) }.listed())).")
    }
    let shown = lines.fitting(Self.sentencesLimit)
    let more = lines.count - shown.count
    return (shown + (more > 0 ? ["…and \(more) more."] : [])).joined(separator: "\n")
  }

  /// "broke 14 cases and fixed 3; 11 of the 14 are *billing → technical*".
  static func movement(_ suite: SuiteReport) -> String? {
    guard let comparison = suite.comparison, !comparison.broke.isEmpty || !comparison.fixed.isEmpty else { return nil }
    let broke = comparison.broke.count
    var text = "broke \(broke) \(broke == 1 ? "case" : "cases") and fixed \(comparison.fixed.count)"
    if let confusion = suite.mainConfusion(arrow: "→") { text += "; " + SafeText.markdown(UntrustedText(confusion)) }
    return text
  }

  var table: String {
    guard !report.gates.isEmpty else { return "" }
    let head = ["| | Gate | This change | Rule | Baseline | Evidence |", "|:-:|:--|--:|:--|--:|:--|"]
    let folded = report.gates(of: report.quietlyCarried)
    let gates = besides(folded)
    let rest = folded.carriedText.map { "\n\n\($0)." } ?? ""
    let rows = rows(of: gates)
    if rows.fitting(Self.tableLimit).count == rows.count {
      return rows.isEmpty ? rest : (head + rows).joined(separator: "\n") + rest
    }
    // What stands in the way first, where not all of it fits.
    let shown = self.rows(of: gates.filter(Self.isLoud) + gates.filter { !Self.isLoud($0) }).fitting(Self.tableLimit)
    return (head + shown).joined(separator: "\n") + "\n\n…and \(rows.count - shown.count) more gates" + rest
  }

  /// The gates without those that are told together.
  func besides(_ folded: [GateOutcome]) -> [GateOutcome] {
    let names = Set(folded.map(\.name))
    return report.gates.filter { !names.contains($0.name) }
  }

  private func rows(of gates: [GateOutcome]) -> [String] {
    zip(gates, GateOutcome.remarks(of: gates)).map(row)
  }

  private func row(_ gate: GateOutcome, _ remarks: [String]) -> String {
    let strong = { (text: String) in Self.isLoud(gate) ? "**\(text)**" : text }
    let evidence = ([gate.countText] + remarks).map { Self.text($0, 300) }.joined(separator: "; ")
    return
      "| \(Self.mark(gate)) | \(strong(Self.text(gate.name))) | \(strong(gate.valueText)) | \(gate.rule) | \(gate.baselineText ?? "–") | \(evidence) |"
  }

  private static func isLoud(_ gate: GateOutcome) -> Bool {
    gate.blocks && (gate.verdict == .block || gate.verdict == .undecided)
  }

  private static func mark(_ gate: GateOutcome) -> String {
    if !gate.blocks, gate.verdict == .block || gate.verdict == .undecided { return "❗" }
    return switch gate.verdict {
    case .pass: "✅"
    case .block: "❌"
    case .unproven: "🟡"
    case .undecided: "⚠️"
    case .new: "🆕"
    }
  }

  var footer: String {
    let header = report.header
    var parts: [String] = []
    if let base = header.base { parts.append("vs \(base.text)") }
    if report.outcome != .unchanged { parts.append("run \(runID)") }
    if let elapsed = report.totals.elapsed { parts.append(Format.clock(milliseconds: elapsed)) }
    parts.append("\(report.totals.live) live, \(report.totals.kept) kept, \(report.totals.replayed) replayed")
    if let fallbacks = report.totals.fallbackText { parts.append(fallbacks) }
    if let spent = report.spentText { parts.append(spent) }
    return "<sub>\(parts.map { SafeText.markdown(UntrustedText($0)) }.joined(separator: " · "))</sub>"
  }

  var runID: String { String(report.header.id.prefix(7)) }

  static func side(_ version: String?) -> String { version.map { text($0) } ?? "none" }

  /// A name of a file's, which whoever proposes a change may choose, in running text.
  static func text(_ name: String, _ limit: Int = 120) -> String {
    SafeText.markdown(UntrustedText(name).excerpt(limit))
  }

  /// The same as code.
  static func code(_ name: String) -> String { SafeText.codeSpan(UntrustedText(name).excerpt(80)) }

  static func joined(_ names: [String]) -> String {
    guard let last = names.last else { return "nothing" }
    if names.count > 11 { return names.listed(10) }
    return names.count == 1 ? last : names.dropLast().joined(separator: ", ") + " and " + last
  }
}

extension String {
  fileprivate var capitalisedFirst: String { prefix(1).uppercased() + dropFirst() }
}
