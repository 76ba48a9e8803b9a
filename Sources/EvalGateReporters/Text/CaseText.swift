public import EvalGateCore
import UnicodeText

/// One case whole, for `evalgate show`.
public enum CaseText {
  public static func render(_ record: CaseRecord, before: CaseOutcome?, _ context: ReportContext) -> String {
    let paint = Paint(context: context)
    var lines = [
      "\(paint.bold("\(safe(record.suite))/\(safe(record.caseID))"))  trial \(record.trial)  \(verdict(record, paint))",
      "  place      \(safe(record.location.description))",
      "  versions   prompt \(safe(record.promptVersion))\(paint.dot)policy \(safe(record.policyVersion ?? "–"))\(paint.dot)evalset \(safe(record.evalsetVersion))\(paint.dot)route \(safe(record.modelRoute))",
    ]
    lines += answered(record.candidate, paint)
    for message in record.messages {
      lines += ["", "  \(paint.cyan(message.role.rawValue))"]
      lines += SafeText.quoted(UntrustedText(message.text), gutter: "    │ ")
      lines += message.toolCalls.map { "    │ " + safe($0.written) }
    }
    lines += ["", "  \(paint.cyan("output"))"]
    lines += SafeText.quoted(UntrustedText(record.candidate.proposalText), gutter: "    │ ")
    lines += ["", "  \(paint.cyan("decided"))"] + decision(record.decision)
    lines +=
      ["", "  \(paint.cyan("checks"))"]
      + record.findings.map { finding in
        let mark =
          finding.outcome == .passed
          ? paint.green("✓") : finding.outcome == .failed ? paint.red("✗") : paint.yellow("?")
        return "    \(mark) \(safe(finding.check.name))  \(SafeText.terminal(finding.message))"
      }
    for waived in record.waived {
      lines.append("    ! \(safe(waived.check))  waived until \(waived.until) (\(safe(waived.owner)))")
    }
    lines += baseline(before, paint)
    return paint.plain(lines.flatMap { fitting($0, context.width) }.joined(separator: "\n")) + "\n"
  }

  /// A line that is wider than the screen in several, broken at words; what is quoted keeps its gutter.
  private static func fitting(_ line: String, _ width: Int?) -> [String] {
    guard let width, line.shownWidth > width else { return [line] }
    let gutter = "    │ "
    if line.hasPrefix(gutter) {
      return line.dropFirst(gutter.count).description.wrapped(toWidth: max(width - gutter.displayWidth, 10)).map {
        gutter + $0
      }
    }
    // Below the values of the facts at the top, and a little further in elsewhere.
    let indent = line.prefix { $0 == " " }.count == 2 ? 13 : line.prefix { $0 == " " }.count + 4
    let head = line.wrapped(toWidth: width)[0]
    let rest = String(line.dropFirst(head.count).drop { $0 == " " })
    return [head.trimmedEnd]
      + rest.wrapped(toWidth: max(width - indent, 10)).map { String(repeating: " ", count: indent) + $0 }
  }

  private static func verdict(_ record: CaseRecord, _ paint: Paint) -> String {
    switch record.passFail {
    case .pass: paint.green("pass")
    case .fail: paint.red("fail")
    case .error: paint.yellow("error")
    }
  }

  private static func answered(_ candidate: Candidate, _ paint: Paint) -> [String] {
    var facts = [candidate.source.rawValue]
    if !candidate.target.isEmpty { facts.append(safe(candidate.target)) }
    if let model = candidate.answer.model { facts.append("reported as \(safe(model))") }
    if let latency = candidate.latency { facts.append(Format.milliseconds(latency)) }
    if let usage = candidate.answer.usage, let input = usage.input, let output = usage.output {
      facts.append("\(Format.count(input)) + \(Format.count(output)) tokens")
    }
    if let cost = candidate.cost { facts.append(Format.dollars(cost)) }
    if let finish = candidate.answer.finishReason { facts.append("finish \(finish.rawValue)") }
    if candidate.tries > 1 { facts.append("\(candidate.tries) tries") }
    var lines = ["  answer     " + facts.joined(separator: paint.dot)]
    lines += HopText.lines(candidate, paint)
    if let failure = candidate.failure {
      lines.append(
        "  failure    \(failure.kind.rawValue), \(failure.reason.rawValue): \(SafeText.terminal(failure.message))")
    }
    return lines
  }

  private static func decision(_ decision: Decision) -> [String] {
    var lines: [String] = []
    switch decision.schema {
    case .notAsked: break
    case .valid: lines.append("    schema   valid")
    case .invalid(_, let problems):
      lines += problems.map { "    schema   \(SafeText.terminal($0))" }
    case .undetermined(let what): lines.append("    schema   \(safe(what))")
    }
    if let policy = decision.policy {
      let why = [policy.rule, policy.reason, policy.path].compactMap { $0 }.map(safe).joined(separator: " ")
      lines.append("    policy   \(policy.action.rawValue)\(why.isEmpty ? "" : " by \(why)")")
      for call in policy.calls {
        lines.append(
          "    call     \(safe(call.tool)) \(call.outcome.rawValue)\(call.rule.map { " by \(safe($0))" } ?? "")")
      }
    }
    lines.append("    action   \(decision.action.rawValue)\(decision.rule.map { " by \(safe($0))" } ?? "")")
    return lines
  }

  private static func baseline(_ before: CaseOutcome?, _ paint: Paint) -> [String] {
    guard let before else { return ["", "  \(paint.cyan("baseline"))", "    no comparable result"] }
    var lines = ["", "  \(paint.cyan("baseline"))", "    passed \(before.passes) of \(before.judged)"]
    if let excerpt = before.excerpt { lines += SafeText.quoted(excerpt, gutter: "    │ ") }
    return lines
  }

  private static func safe(_ text: String) -> String { SafeText.terminal(UntrustedText(text)) }
}
