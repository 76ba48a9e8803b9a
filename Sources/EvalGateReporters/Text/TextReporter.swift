public import EvalGateCore
import UnicodeText

/// For people at a terminal: failures first, the gates in order, the verdict last.
public struct TextReporter: Reporter {
  public static let id = "text"
  public static let summary = "For people at a terminal"

  public init() {}

  public func render(_ report: Report, _ context: ReportContext) -> String {
    let page = TextPage(report: report, paint: Paint(context: context), verbose: context.verbose)
    if context.verdictOnly { return page.paint.plain(page.verdict) }
    let sections = [
      page.heading, page.suites + page.schemas, page.failures, page.slices, page.repeats, page.waivers, page.retired,
      page.confirmations, page.shadows, page.gates, page.sentences,
    ]
    // The commands below the verdict stay whole, so that they can be copied.
    return page.paint.plain(
      (sections.map(page.fitting) + [page.verdict]).filter { !$0.isEmpty }.joined(separator: "\n"))
  }
}

/// The sections of the terminal report, each ending in a line feed.
struct TextPage {
  let report: Report
  let paint: Paint
  let verbose: Bool

  var heading: String {
    var first = ["evalgate \(report.header.evalgateVersion)"]
    if report.header.profile != "default" { first.append("profile \(safe(report.header.profile))") }
    if let base = report.header.base {
      first.append("base \(safe(base.text))")
    }
    var lines = [paint.bold(first[0]) + first.dropFirst().map { paint.dot + $0 }.joined()]
    lines += acceptances
    for (index, change) in changes.enumerated() {
      lines.append("  \(index == 0 ? "changed" : "       ")  \(change)")
    }
    lines += rules
    lines.append("  plan     \(plan)")
    return lines.map { folded($0, under: 11) }.joined(separator: "\n") + "\n"
  }

  private var plan: String {
    let header = report.header
    let suites = header.tuples.count
    var parts = [
      "\(Format.count(header.planned)) \(header.planned == 1 ? "answer" : "answers")",
      "\(suites) \(suites == 1 ? "suite" : "suites")", header.mode.rawValue,
    ]
    if let smallest = report.gates.lazy.flatMap(\.evidence).compactMap(\.smallestDrop).min() {
      parts.append("finds drops from \(Format.fixed(smallest * 100, 1)) points")
    }
    return parts.joined(separator: paint.dot)
  }

  /// Every change once, though several suites share a prompt or a policy.
  private var changes: [String] {
    var seen: Set<TupleChange> = []
    return report.suites.flatMap(\.shownChanges).filter { seen.insert($0).inserted }.map { change in
      let note = change.note.map { " (\"\(SafeText.terminal(UntrustedText($0)))\")" } ?? ""
      let sides = [change.from ?? "none", change.to ?? "none"].map { SafeText.terminal(UntrustedText($0)) }
      return "\(change.element.rawValue) \(safe(change.id)) \(sides[0]) \(paint.arrow) \(sides[1])\(note)"
    }
  }

  var suites: String {
    let folded = verbose ? [] : report.quietlyCarried
    let names = Set(folded.map(\.name))
    let named = report.suites.filter { !names.contains($0.name) }
    let rows = named.map { row(of: $0) } + folded.carriedRows.map { row(carrying: $0) }
    let table = Columns.text(Self.withoutEmptyColumns(rows), right: [1, 2, 3])
    guard let width = paint.context.width,
      table.split(separator: "\n").contains(where: { String($0).shownWidth > width })
    else { return table }
    // Too narrow for a row: its name and size, and what became of it below, never broken within "2 failed".
    return rows.map { row in
      "  \(row[0])  \(row[1])\n" + below(row.dropFirst(2).filter { !$0.isEmpty }, width: width)
    }.joined()
  }

  private func row(of suite: SuiteReport) -> [String] {
    let total = suite.passed + suite.failed + suite.errors
    return [
      safe(suite.name), "\(Format.count(total))/\(Format.count(suite.planned))", "\(Format.count(suite.passed)) passed",
      suite.failed > 0 ? "\(Format.count(suite.failed)) failed" : "",
      suite.errors > 0 ? Format.count(suite.errors, "error") : "",
      suite.elapsed.map { Format.clock(milliseconds: $0) } ?? "",
      [suite.moved ?? suite.baselineNote.map(safe), suite.carriedText.map(safe)].compactMap { $0 }
        .joined(separator: paint.dot),
    ]
  }

  private func row(carrying carried: CarriedRow) -> [String] {
    [
      carried.name, "\(Format.count(carried.total))/\(Format.count(carried.total))",
      "\(Format.count(carried.passed)) passed", carried.failed > 0 ? "\(Format.count(carried.failed)) failed" : "", "",
      "", "carried from \(safe(carried.from))",
    ]
  }

  /// Facts one after the other, in as many lines as they take.
  private func below(_ facts: [String], width: Int) -> String {
    var lines: [String] = []
    for fact in facts {
      let joined = (lines.last.map { $0 + paint.dot } ?? "") + fact
      if !lines.isEmpty, joined.shownWidth <= width - 6 { lines[lines.count - 1] = joined } else { lines.append(fact) }
    }
    return lines.flatMap { $0.wrapped(toWidth: max(width - 6, 10)) }.map { "      \($0)\n" }.joined()
  }

  private static func withoutEmptyColumns(_ rows: [[String]]) -> [[String]] {
    let kept = (0..<(rows.first?.count ?? 0)).filter { column in column < 4 || rows.contains { !$0[column].isEmpty } }
    return rows.map { row in kept.map { row[$0] } }
  }

  var waivers: String {
    report.suites.flatMap(\.waived).map { failure in
      let until = failure.waived.map { " until \($0.until) (\(safe($0.owner)))" } ?? ""
      return
        "  \(paint.yellow("!")) \(safe(failure.suite))/\(safe(failure.caseID))  waived\(until): \(SafeText.terminal(failure.message))\n"
    }.joined()
  }

  /// Scenarios that are asked no more, with the reason.
  var retired: String {
    report.suites.compactMap { suite in
      guard !suite.retired.isEmpty else { return nil }
      let shown = suite.retired.prefix(verbose ? .max : 3).map { "\(safe($0.header.id)) (\(clipped($0.reason)))" }
      let more = suite.retired.count - shown.count
      return "  retired  \(Format.count(suite.retired.count, "scenario")) of \(safe(suite.name)) not asked: "
        + shown.joined(separator: ", ") + (more > 0 ? " and \(more) more" : "") + "\n"
    }.joined()
  }

  private func clipped(_ reason: String) -> String {
    SafeText.terminal(UntrustedText(reason).excerpt(200)).truncated(toWidth: 80)
  }

  /// What was run again on both arms, once for gates that saw the same.
  var confirmations: String {
    report.confirmationTexts.map { name, text in
      folded("    confirm  \(paint.plain(safe((name.map { $0 + ": " } ?? "") + text)))", under: 13) + "\n"
    }.shortened(to: verbose ? .max - 1 : 5) { "      + \($0) more\n" }.joined()
  }

  /// Routes that were asked beside the ones that decide.
  var shadows: String { report.suites.flatMap(\.shadows).map { ShadowText.table($0, paint) }.joined(separator: "\n") }

  /// A section whose lines that are wider than the screen go on below, further in, broken at words.
  func fitting(_ section: String) -> String {
    guard let width = paint.context.width else { return section }
    return section.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.utf8.count <= width ? String(line) : folded(String(line), under: line.prefix { $0 == " " }.count + 4)
    }.joined(separator: "\n")
  }

  /// A line that is wider than the screen goes on below its own text.
  func folded(_ line: String, under indent: Int) -> String {
    guard let width = paint.context.width, line.shownWidth > width else { return line }
    let head = line.wrapped(toWidth: width)[0]
    let rest = String(line.dropFirst(head.count).drop { $0 == " " })
    let below = rest.wrapped(toWidth: max(width - indent, 20)).map { String(repeating: " ", count: indent) + $0 }
    return ([head.trimmedEnd] + below).joined(separator: "\n")
  }

  func safe(_ text: String) -> String { SafeText.terminal(UntrustedText(text)) }
}

extension Evidence {
  var smallestDrop: Double? {
    if case .paired(_, _, _, _, _, _, _, _, let smallest, _) = self { return smallest }
    return nil
  }
}

extension Report {
  /// The other version's name in a sentence: `origin/main`.
  var baseName: String {
    guard let label = header.base?.label, !label.isEmpty else { return "the base" }
    return label
  }

  /// `514k tokens + 84k to confirm + 2k for the base + 9k beside, $0.36, and 2 requests nobody counted`; nil where nothing was
  /// spent that is known of.
  var spentText: String? {
    var parts: [String] = []
    if let tokens = totals.tokens { parts.append("\(Format.short(tokens)) tokens") }
    if let tokens = totals.confirmation.tokens { parts.append("\(Format.short(tokens)) to confirm") }
    if let tokens = totals.base.tokens { parts.append("\(Format.short(tokens)) for the base") }
    if let tokens = totals.shadow.tokens { parts.append("\(Format.short(tokens)) beside") }
    let uncounted = totals.allUncounted
    let facts = [
      parts.joined(separator: " + "), totals.allUSD.map { Format.dollars($0) } ?? "",
      uncounted > 0 ? "and \(Format.count(uncounted, "request")) nobody counted" : "",
    ].filter { !$0.isEmpty }
    return facts.isEmpty ? nil : facts.joined(separator: ", ")
  }
}

extension SuiteReport {
  /// `2 broke, 4 fixed`; nil where nothing is compared.
  var moved: String? {
    guard let comparison else { return nil }
    guard !comparison.broke.isEmpty || !comparison.fixed.isEmpty else { return nil }
    return GatePhrase.moved(comparison.broke.count, comparison.fixed.count)
  }

  /// `7 verdicts differ and nothing changed: 4 cases fail now, 3 pass`; nil where something changed, or no verdict did.
  var movedByItself: String? {
    guard let comparison, comparison.changes.isEmpty else { return nil }
    let (broke, fixed) = (comparison.broke.count, comparison.fixed.count)
    guard broke + fixed > 0 else { return nil }
    let verb = broke + fixed == 1 ? "differs" : "differ"
    let failing = "\(Format.count(broke, "case")) \(broke == 1 ? "fails" : "fail") now"
    let passing = "\(broke == 0 ? Format.count(fixed, "case") : "\(fixed)") \(fixed == 1 ? "passes" : "pass")"
    let parts = [broke > 0 ? failing : nil, fixed > 0 ? passing + (broke == 0 ? " now" : "") : nil].compactMap { $0 }
    return "\(Format.count(broke + fixed, "verdict")) \(verb) and nothing changed: \(parts.joined(separator: ", "))"
  }

  /// What a change did that moved no case, in as many words as results bear out: without any, nothing was seen to stay. A case
  /// that was edited or is new is in no pair where the base was not asked it.
  ///
  /// - Parameter changes: how many elements of the tuple the sentence names.
  func standstill(of changes: Int) -> String {
    let pairs = comparison?.pairs ?? []
    let judged = pairs.count { $0.after.judged > 0 && $0.before.judged > 0 }
    if judged == 0 { return changes == 1 ? "has no result to compare" : "have no result to compare" }
    return judged == max(pairs.count, outcomes.count)
      ? "changed no verdict" : "changed no verdict of \(Format.count(judged, "compared case"))"
  }

  /// That results were not made in this run, of how many cases, and where they are from.
  var carriedText: String? {
    carried.map { carried in
      carried.cases.count >= outcomes.count
        ? "carried from \(carried.from)" : "\(Format.count(carried.cases.count, "case")) carried from \(carried.from)"
    }
  }

  /// The commonest confusion among the cases that broke, when it is most of them: `11 of the 14 are billing → technical`.
  func mainConfusion(arrow: String) -> String? {
    let broke = Set(comparison?.broke.map(\.after.id) ?? [])
    var counts: [String: Int] = [:]
    for failure in failures where broke.contains(failure.caseID) {
      guard let expected = failure.expectedLabel, let got = failure.gotLabel else { continue }
      counts["\(SafeText.terminal(expected.excerpt(40))) \(arrow) \(SafeText.terminal(got.excerpt(40)))", default: 0] +=
        1
    }
    guard broke.count > 1, let most = counts.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }),
      2 * most.value > broke.count
    else { return nil }
    return "\(most.value) of the \(broke.count) are \(most.key)"
  }
}
