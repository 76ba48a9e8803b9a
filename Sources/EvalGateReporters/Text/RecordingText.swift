public import EvalGateCore

/// Kept answers for people, as `evalgate recordings show` prints them.
public enum RecordingText {
  /// A kept answer with who asks for it.
  public struct Entry: Sendable {
    /// As it is to be shown: with secrets masked.
    public let recording: Recording
    /// Where it stands in its file, from 1.
    public let line: Int
    /// Nil where no case asks for it.
    public let caseID: String?
    /// Counted from 1; more than 1 in a conversation.
    public let turn: Int
    /// `provider/model`; nil where no case asks for it.
    public let target: String?
    /// Whether the head asks for it or only the base.
    public let arm: Arm

    /// Makes an entry.
    public init(recording: Recording, line: Int, caseID: String?, turn: Int, target: String?, arm: Arm) {
      (self.recording, self.line, self.caseID, self.turn) = (recording, line, caseID, turn)
      (self.target, self.arm) = (target, arm)
    }
  }

  /// How much of an answer a table shows, in characters; of a safety set less, because its text is hostile by design.
  private static let (excerpt, safetyExcerpt) = (72, 24)

  /// A headline and one row a recording.
  public static func table(
    _ entries: [Entry], file: String, isSafety: Bool, _ context: ReportContext
  ) -> String {
    let paint = Paint(context: context)
    let hasTurns = entries.contains { $0.turn > 1 }
    let rows = entries.map { entry -> [String] in
      let recording = entry.recording
      return [
        entry.caseID.map(safe) ?? "–", entry.arm == .base ? "base" : "",
        "trial \(recording.trial)", hasTurns ? "turn \(entry.turn)" : "", entry.target.map(safe) ?? "not asked for",
        recording.latency.map { Format.milliseconds($0) } ?? "",
        recording.answer.usage?.total.map { "\(Format.count($0)) tokens" } ?? "",
        SafeText.terminal(said(recording).excerpt(isSafety ? safetyExcerpt : excerpt)),
      ]
    }
    let kept = (0..<8).filter { column in rows.contains { !$0[column].isEmpty } }
    return paint.plain(
      "\(paint.bold(safe(file)))  \(Format.count(entries.count, "recording"))\n"
        + Columns.text(rows.map { row in kept.map { row[$0] } }))
  }

  /// One recording with everything that is kept of it.
  public static func whole(_ entry: Entry, file: String, _ context: ReportContext) -> String {
    let paint = Paint(context: context)
    let recording = entry.recording
    let answer = recording.answer
    var facts = ["trial \(recording.trial)"]
    if entry.turn > 1 { facts.append("turn \(entry.turn)") }
    facts.append(entry.target.map(safe) ?? "not asked for")
    if entry.arm == .base { facts.append("asked by the base") }
    if let model = answer.model { facts.append("reported as \(safe(model))") }
    if let latency = recording.latency { facts.append(Format.milliseconds(latency)) }
    if let usage = answer.usage, let input = usage.input, let output = usage.output {
      facts.append("\(Format.count(input)) + \(Format.count(output)) tokens")
    }
    if let finish = answer.finishReason { facts.append("finish \(finish.rawValue)") }
    var lines = [
      "\(paint.bold(entry.caseID.map(safe) ?? "–"))  \(facts.joined(separator: paint.dot))",
      "  place      \(safe(file)):\(entry.line)",
      "  request    \(recording.request.short)",
    ]
    if let note = recording.note { lines.append("  note       \(safe(note))") }
    if let failure = recording.failure {
      lines.append("  failure    \(failure.reason.rawValue): \(SafeText.terminal(failure.message))")
    }
    for (name, text) in [("reasoning", answer.reasoning), ("refusal", answer.refusal), ("output", answer.text)] {
      guard let text, !text.isEmpty else { continue }
      lines += ["  \(paint.cyan(name))"] + SafeText.quoted(UntrustedText(text), gutter: "    │ ")
    }
    lines += answer.toolCalls.map { "    │ " + safe($0.written) }
    return paint.plain(lines.joined(separator: "\n")) + "\n"
  }

  /// What recording anew changed in an evalset: counts, and what the first changed answers were and are.
  public static func changes(
    _ file: String, added: Int, same: Int, changed: Int,
    _ first: [(caseID: String, trial: Int, before: Recording, after: Recording)], isSafety: Bool,
    _ context: ReportContext
  ) -> String {
    let paint = Paint(context: context)
    let limit = isSafety ? safetyExcerpt : excerpt / 2
    let rows = first.map { change in
      [
        safe(change.caseID) + (change.trial > 1 ? " trial \(change.trial)" : ""),
        SafeText.terminal(said(change.before).excerpt(limit)), "→",
        SafeText.terminal(said(change.after).excerpt(limit)),
      ]
    }
    let rest = changed - first.count
    return paint.plain(
      "recorded \(safe(file))  \(added) new, \(changed) changed, \(same) the same\n"
        + Columns.text(rows, indent: "    ")
        + (rest > 0 ? "    + \(rest) more\n" : ""))
  }

  /// The answer in a line.
  private static func said(_ recording: Recording) -> UntrustedText {
    if let failure = recording.failure { return UntrustedText("(\(failure.reason.rawValue))") }
    let proposal = Candidate(answer: recording.answer, tries: 0).proposalText
    return UntrustedText(proposal.isEmpty ? recording.answer.refusal ?? "" : proposal)
  }

  private static func safe(_ text: String) -> String { SafeText.terminal(UntrustedText(text)) }
}
