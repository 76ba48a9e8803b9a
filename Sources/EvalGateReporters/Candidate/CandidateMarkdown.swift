import EvalGateCore

/// Candidates for baselines as the description of a pull request shows them.
public enum CandidateMarkdown {
  /// In bytes; GitHub takes 65,536 characters, GitLab many more.
  private static let limit = 60_000
  private static let shown = 20

  /// - Parameter closing: what stands below, such as which job made it.
  public static func render(_ candidates: [BaselineCandidate], closing: String) -> String {
    let head = """
      Merging this accepts the results below as what the next change is held against. Nothing else is in it.

      | Suite | Accepted → proposed | Cases | Evidence |
      |:--|--:|:--|:--|
      """
    let rows = candidates.map { candidate in
      "| \(SafeText.codeSpan(UntrustedText(candidate.after.suite))) | \(candidate.shares(arrow: "→")) | \(candidate.moved) | \(candidate.extent) |"
    }
    let parts = candidates.map(details).filter { !$0.isEmpty }
    let top = ([head] + rows).joined(separator: "\n")
    let kept = parts.fitting(limit - top.utf8.count - closing.utf8.count - 200, separator: 2)
    let rest = parts.count - kept.count
    let more = rest > 0 ? "…and \(Format.count(rest, "suite")) more: look at the files" : ""
    return ([top] + kept + [more, closing]).filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
  }

  private static func details(_ candidate: BaselineCandidate) -> String {
    var lines = candidate.changes.map { "- changed: \(safe($0.words(arrow: "→")))" }
    guard let comparison = candidate.comparison else { return titled(candidate, lines) }
    for (ids, what) in [
      (comparison.broke.map(\.after.id), "broke"), (comparison.fixed.map(\.after.id), "fixed"),
      (comparison.edited, "edited"), (comparison.added, "new"), (comparison.removed, "removed"),
    ] where !ids.isEmpty {
      let named = ids.prefix(shown).map { SafeText.codeSpan(UntrustedText($0).excerpt(80)) }.joined(separator: ", ")
      lines.append("- \(ids.count) \(what): \(named)" + (ids.count > shown ? " and \(ids.count - shown) more" : ""))
    }
    let broke = comparison.broke.prefix(shown)
    if !broke.isEmpty {
      lines += ["", "| Broke | Before | After |", "|:--|:--|:--|"]
      lines += broke.map { pair in
        "| \(safe(pair.after.id)) | \(side(pair.before)) | \(side(pair.after)) |"
      }
    }
    return titled(candidate, lines)
  }

  private static func titled(_ candidate: BaselineCandidate, _ lines: [String]) -> String {
    guard !lines.isEmpty else { return "" }
    let title = "<summary><b>\(SafeText.html(UntrustedText(candidate.after.suite)))</b>: \(candidate.moved)</summary>"
    return (["<details>\(title)", ""] + lines + ["", "</details>"]).joined(separator: "\n")
  }

  private static func side(_ outcome: CaseOutcome) -> String {
    let text = outcome.excerpt.map { SafeText.codeSpan($0.excerpt(120)) } ?? "not kept"
    return "\(text) \(outcome.passes) of \(outcome.judged)"
  }

  private static func safe(_ text: String) -> String { SafeText.markdown(UntrustedText(text)) }
}
