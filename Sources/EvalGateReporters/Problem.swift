import EvalGateCore

/// A failing gate or one failing check of one case: what code-scanning and code-quality formats list.
struct Problem {
  /// How bad it is, worst first.
  enum Weight: Int, Comparable {
    /// A gate that keeps the change from being merged.
    case gate
    /// A blocking safety scenario.
    case blocking
    case safety
    /// Passed at the baseline.
    case broke
    case failed
    /// A gate that fails and does not block.
    case note
    case waived

    static func < (a: Weight, b: Weight) -> Bool { a.rawValue < b.rawValue }
  }

  let weight: Weight
  /// The check's id, or `gate/` and the gate's name.
  let rule: String
  /// What the rule is about, in a sentence.
  let title: String
  let message: UntrustedText
  /// Nil where no file is to blame.
  let place: SourceLocation?
  /// Other files that took part, each with the words for it.
  let related: [(place: SourceLocation, words: String)]
  /// Over suite, case and check and nothing else, so that it survives edits of lines and values; unique in a report.
  let fingerprint: String
  let failure: CaseFailure?

  /// The check's or gate's name alone.
  var name: String { rule.hasPrefix("gate/") ? String(rule.dropFirst(5)) : rule }
}

extension Report {
  /// Everything that failed, worst first, in the order of the plan within; waived failures last.
  var problems: [Problem] {
    var found = gates.filter { $0.verdict == .block || $0.verdict == .undecided }.map(problem)
    var seen: [UTF8Name: Int] = [:]
    for suite in suites {
      let broke = Set((suite.comparison?.broke ?? []).map { UTF8Name($0.after.id) })
      for failure in suite.failures {
        let weight: Problem.Weight =
          suite.isSafety
          ? failure.severity == .advisory ? .safety : .blocking
          : broke.contains(UTF8Name(failure.caseID)) ? .broke : .failed
        found += Self.problems(failure, weight, suite, &seen)
      }
      for failure in suite.waived { found += Self.problems(failure, .waived, suite, &seen) }
    }
    return found.enumerated().sorted { ($0.element.weight, $0.offset) < ($1.element.weight, $1.offset) }.map(\.element)
  }

  private func problem(_ gate: GateOutcome) -> Problem {
    let words = [gate.countText] + gate.remarks
    let before = gate.baselineText.map { ", baseline \($0)" } ?? ""
    let verdict = gate.verdict == .undecided ? "could not be decided" : gate.blocks ? "blocks" : "fails, does not block"
    return Problem(
      weight: gate.blocks ? .gate : .note, rule: "gate/\(gate.name)",
      title: "Gate \(gate.name): \(gate.metric) \(gate.rule)",
      message: UntrustedText(
        "gate \(gate.name) \(verdict): \(gate.valueText), needs \(gate.rule)\(before) (\(words.joined(separator: "; ")))"
      ),
      place: place(of: gate), related: [],
      fingerprint: Digest(of: Array("gate\u{0}\(gate.name)".utf8)).hex, failure: nil)
  }

  /// The prompt file that changed, or else the policy or the evalset, because that is what a pull request shows; else another
  /// file of a failing suite.
  func place(of gate: GateOutcome) -> SourceLocation? {
    let names = Set((gate.failing.isEmpty ? gate.suites : gate.failing).map { UTF8Name($0) })
    let mine = suites.filter { names.contains(UTF8Name($0.name)) }
    let changed = mine.first { suite in
      suite.comparison?.changes.contains { $0.element == .prompt || $0.element == .tools } ?? false
    }
    let policy = mine.first { suite in suite.comparison?.changes.contains { $0.element == .policy } ?? false }
    let evalset = mine.first { suite in suite.comparison?.changes.contains { $0.element == .evalset } ?? false }
    let places = [
      changed?.places.prompt, policy?.places.policy, evalset?.places.evalset, mine.first?.places.prompt, gate.location,
      mine.first?.places.evalset,
    ]
    return places.lazy.compactMap { $0 }.first { !$0.path.isEmpty }
  }

  private static func problems(
    _ failure: CaseFailure, _ weight: Problem.Weight, _ suite: SuiteReport, _ seen: inout [UTF8Name: Int]
  ) -> [Problem] {
    var related: [(place: SourceLocation, words: String)] = []
    if let prompt = suite.places.prompt { related.append((prompt, "the prompt")) }
    if let policy = suite.places.policy {
      related.append((policy, failure.rule.map { "the policy: rule \($0)" } ?? "the policy"))
    }
    let checks = [FailedCheck(check: failure.check, message: failure.message)] + failure.alsoFailed
    return checks.map { check in
      let key = "\(suite.name)\u{0}\(failure.caseID)\u{0}\(check.check)"
      // The same check may stand twice at one case.
      let count = seen[UTF8Name(key), default: 0]
      seen[UTF8Name(key)] = count + 1
      return Problem(
        weight: weight, rule: check.check.isEmpty ? "check" : check.check, title: "Check \(check.check)",
        message: check.message, place: failure.location.path.isEmpty ? nil : failure.location, related: related,
        fingerprint: Digest(of: Array((count == 0 ? key : "\(key)\u{0}\(count)").utf8)).hex, failure: failure)
    }
  }
}

extension Problem {
  /// `ticket-triage/triage-031: expected billing, got technical`, with what a waiver or the baseline adds to it.
  var sentence: String {
    guard let failure else { return message.unsafeText }
    var text = "\(failure.suite)/\(failure.caseID): \(message.excerpt(400).unsafeText)"
    if let waived = failure.waived { text += " (waived until \(waived.until), \(waived.owner))" }
    switch failure.baselinePassed {
    case true?: text += " (the baseline passed)"
    case false?: text += " (the baseline failed too)"
    case nil: break
    }
    return text
  }
}
