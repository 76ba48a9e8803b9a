import EvalGateCore

extension RuleChange {
  /// `gate accuracy loosened: ≥ 90% → ≥ 80%; the base's decides`. Holds names of files of a change, so it goes through a sink.
  var text: String {
    let what = "\(subject.rawValue)\(subject == .cases ? " of" : "") \(name) \(direction.rawValue)"
    let values = [from, to].compactMap { $0 }.joined(separator: " → ")
    // Of a policy what it does comes before what follows.
    let consequence = (subject == .policy ? [note, decision] : [decision, note]).compactMap { $0 }
      .joined(separator: ", ")
    return [what, values.isEmpty ? nil : ": " + values, consequence.isEmpty ? nil : "; " + consequence]
      .compactMap { $0 }.joined()
  }

  /// Whose value decides, where that has to be said.
  private var decision: String? {
    switch (decides, subject, direction) {
    case (.base, .waiver, .added): "does not count in the change that adds it"
    case (.base, .suite, .removed): nil
    case (.base, .suite, .changed): "held to what it was"
    case (.base, .scenario, .removed): "its gates are undecided, because nothing was asked of it"
    case (.base, .policy, _): "the base's decides where it is stricter"
    case (.base, .runs, _), (.base, .recordings, _): nil
    case (.base, _, _): "the base's decides"
    case (.head, _, .loosened) where note == nil: "the change's decides"
    case (.head, _, _): nil
    }
  }

  /// Nothing that merely tightens needs a reader's eye.
  var isLoud: Bool {
    switch direction {
    case .loosened, .unreadable: true
    case .removed: decides == .base || subject == .suite || subject == .cases
    case .changed: decides == .base || subject == .checks || subject == .cases
    case .added, .tightened: decides == .base
    }
  }
}

extension AcceptedHere {
  /// `−1.2 pt in ticket-triage (93.3% → 92.1%), shorter is worth it, Ann`.
  var text: String {
    let counts = [before, after].compactMap { $0?.value.map { Format.percent($0) } }
    let moved = change.map { change in
      change == 0
        ? "\(suite), \(counts.last ?? "") as before"
        : "\(Format.points(change)) in \(suite) (\(counts.joined(separator: " → ")))"
    }
    let new = "\(suite), \(counts.last ?? "nothing measured")"
    return ([moved ?? new, reason, author] + [waits.map { "but " + $0 }]).compactMap { $0 }.joined(separator: ", ")
  }
}

extension TextPage {
  /// What the change accepts in the open.
  var acceptances: [String] { report.accepted.map { "  accepted \(paint.plain(safe($0.text)))" } }

  /// What the change did to the rules it is judged by.
  var rules: [String] {
    let rules = report.rules.byWeight
    let shown = rules.count > Self.shownRules && !verbose ? Self.shownRules - 1 : rules.count
    var lines = rules.prefix(shown).map { rule in
      let text = paint.plain(safe(rule.text))
      return rule.isLoud ? paint.yellow(text) : text
    }
    if shown < rules.count { lines.append("+ \(rules.dropFirst(shown).leftOut); `-v` shows them") }
    return lines.enumerated().map { index, line in "  \(index == 0 ? "rules  " : "       ")  \(line)" }
  }

  /// A change to a large evalset can edit hundreds.
  private static let shownRules = 20
}

extension MarkdownComment {
  /// How much of a comment the rules may take, in bytes.
  private static let rulesLimit = 6_000

  /// The first line: a trade-off that the change makes in the open.
  var acceptance: String {
    report.accepted.prefix(5).map { "**accepted:** \(Self.text($0.text, 600))" }.joined(separator: "  \n")
  }

  /// Every edit to a rule, those that would lower the bar first.
  var rules: String {
    guard !report.rules.isEmpty else { return "" }
    let ordered = report.rules.byWeight
    let lines = ordered.map { "- \($0.isLoud ? "⚠️ " : "")\(Self.text($0.text, 400))" }
    let shown = lines.fitting(Self.rulesLimit)
    let rest = ordered.dropFirst(shown.count)
    return (["**Rules edited by this change:**", ""] + shown + (rest.isEmpty ? [] : ["- …and \(rest.leftOut)"]))
      .joined(separator: "\n")
  }
}
