import EvalGateCore
import EvalGatePolicy
import EvalGateReporters
import StrictJSON

/// What a word in a verdict means: a rule of a policy, a reason, or a detector.
struct PolicyExplanation: Sendable {
  let policies: [PolicyFile]

  init(_ policies: [PolicyFile]) { self.policies = policies }

  /// - Throws: `Diagnostic` where nothing is called so, with the nearest name.
  func text(of name: String) throws(Diagnostic) -> String {
    let detector = String(name.prefix { $0 != ":" })
    var parts = rules(named: name).map(Self.text)
    // `restricted:salary` is how a verdict names a rule of that list.
    if parts.isEmpty, name != detector {
      parts = rules(named: String(name.dropFirst(detector.count + 1))).map(Self.text)
    }
    // No rule of the policy has that id, so there is nothing of the kind to be found.
    guard !parts.isEmpty || detector != "restricted" || name == detector else { throw unknown(name) }
    if let words = Self.others[name] { parts.append("\(words.kind) \(name)\n\n  \(words.text)\n") }
    let own = rules { Self.ownReason(of: $0) == name }
    parts += own.map { "reason \(name), which is the rule's own\n\n" + Self.text($0, $1) }
    if let reason = PolicyReason(rawValue: name) { parts.append("reason \(name)\n\n  \(reason.explanation)\n") }
    if parts.isEmpty || PolicyReason(rawValue: name) != nil,
      let known = RulePolicy.detectorSummaries.first(where: { $0.name == detector })
    {
      let isStandard = Scanner.standard.ids.contains { $0.name == detector }
      guard !isStandard || Scanner.standard.problem(with: DetectorChoice(name)) == nil else { throw unknown(name) }
      parts.append("detector \(detector)\n\n  \(known.summary)\n")
    }
    guard !parts.isEmpty else { throw unknown(name) }
    return parts.joined(separator: "\n")
  }

  /// What stands in verdicts and is neither a rule that somebody wrote nor a reason of a policy file.
  private static let others: [String: (kind: String, text: String)] = [
    PolicyVerdict.noOpinion: (
      "reason",
      "The policy is a program, and it was not asked, did not answer, or gave no answer that can be gone by. The answer counts as rejected and the case as without a result; `evalgate gate RUN --ask` asks again."
    ),
    "defaults:on_parse_error": (
      "rule", "What holds for arguments that cannot be read. " + PolicyReason.unreadable.explanation
    ),
    "defaults:unknown_tool": (
      "rule", "What holds for a tool of which no rule speaks. " + PolicyReason.unknownTool.explanation
    ),
    "defaults:on_detector_error": (
      "rule", "What holds for what a detector could not look at. " + PolicyReason.detectorError.explanation
    ),
  ]

  private func rules(named id: String) -> [(RuleNote, PolicyFile)] { rules { $0.id == id } }

  private func rules(where isMeant: (RuleNote) -> Bool) -> [(RuleNote, PolicyFile)] {
    policies.flatMap { file in file.rules.notes.filter(isMeant).map { ($0, file) } }
  }

  /// What a rule that denies a tool says in the place of `denied`.
  private static func ownReason(of note: RuleNote) -> String? {
    note.section == "tools" ? note.definition["reason"]?.stringValue : nil
  }

  private func unknown(_ name: String) -> Diagnostic {
    if name.hasSuffix(".yml") || name.hasSuffix(".yaml") {
      return Diagnostic(
        .unknownRule,
        "`\(UntrustedText(name).excerpt(64).unsafeText)` is a file, and what is explained is a rule, a reason or a detector",
        help: "name the rule beside its file: `evalgate policy explain RULE --policy \(SafeText.shellWord(name))`")
    }
    let known =
      policies.flatMap { $0.rules.notes.map { $0.section == "restricted" ? "restricted:\($0.id)" : $0.id } }
      + rules { _ in true }.compactMap { Self.ownReason(of: $0.0) }
      + Self.others.keys.sorted() + PolicyReason.allCases.map(\.rawValue)
      + RulePolicy.detectorSummaries.map(\.name)
    return Diagnostic(
      .unknownRule, "no rule, reason or detector is called `\(UntrustedText(name).excerpt(64).unsafeText)`",
      label: suggestion(for: name, among: known).map { "did you mean `\($0)`?" },
      help: policies.isEmpty
        ? "name the policy whose rule it is with `--policy policies/support-desk.yml`"
        : "reasons are " + PolicyReason.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", "))
  }

  private static let ownExplanation =
    "The rule denies the tool (`decision: deny`) and gives this `reason` of its own in the place of `denied`."

  private static func text(_ note: RuleNote, _ file: PolicyFile) -> String {
    let kinds = ["tools": "tool rule", "sequences": "sequence", "extra": "form of a secret"]
    var lines = [
      "\(kinds[note.section] ?? "\(note.section) rule") \(note.id) of \(file.source.id) \(file.source.version)"
        + " (\(note.location))", "",
    ]
    let rows = note.definition.map { key, value in
      [key, SafeText.terminal(UntrustedText(value.stringValue ?? value.serialized()))]
    }
    lines.append(Columns.text(rows))
    for reason in note.reasons {
      let own = reason == .denied ? ownReason(of: note) : nil
      lines.append("  \(own ?? reason.rawValue)")
      lines.append("    \(own == nil ? reason.explanation : Self.ownExplanation)")
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
