import EvalGateCore
import EvalGateReporters
import EvalGateStore

/// Goes through what waits to be accepted, one suite after another, and asks somebody at a terminal.
struct BaselineReview {
  let workspace: Workspace
  let project: Project
  /// Given beforehand; nil to ask for one with each acceptance.
  let reason: String?
  let author: String?
  private let keyboard = Keyboard()

  /// What became of each suite.
  private struct Tally {
    var accepted = 0
    var rejected = 0
    var skipped = 0
  }

  private enum Answer {
    case accept(reason: String)
    case reject, skip
  }

  func run(_ waiting: [Candidates.Waiting]) async throws {
    var tally = Tally()
    // The answer to all that remain, once a capital gave it.
    var standing: Answer?
    for (index, one) in waiting.enumerated() {
      let text = CandidateText(one.candidate, workspace.context(.output))
      show((index == 0 ? "" : "\n") + text.overview("\(index + 1)/\(waiting.count)"))
      let reply = try standing.map { Reply(answer: $0) } ?? ask(one, text, isLast: index == waiting.count - 1)
      if reply.isStanding { standing = reply.answer }
      try await settle(reply.answer, one, &tally)
    }
    end(tally, of: waiting.count)
  }

  /// An answer, and whether it is the one to all that follow.
  private struct Reply {
    let answer: Answer
    var isStanding = false
  }

  /// Asks until a key is an answer.
  private func ask(_ one: Candidates.Waiting, _ text: CandidateText, isLast: Bool) throws -> Reply {
    let accept = one.candidate.refusal == nil ? "a accept  " : ""
    let all = isLast ? "" : "  A R S all that remain"
    let prompt = "\n  \(accept)r reject  s skip\(all)  i tuple  d diff  q quit "
    var reply: Reply?
    while reply == nil {
      let key = keyboard.key(prompt, workspace.console)
      show("\n")
      reply = try self.reply(to: key, one, text)
    }
    return reply ?? Reply(answer: .skip, isStanding: true)
  }

  /// Nil for a key that only shows something, or means nothing.
  private func reply(to key: Keyboard.Key, _ one: Candidates.Waiting, _ text: CandidateText) throws -> Reply? {
    switch key {
    case .letter("i"): show(text.tuple)
    case .letter("d"): show(text.diff)
    case .letter("a"): return acceptance(of: one)
    case .letter("A"): return (reason ?? askReason()).map { Reply(answer: .accept(reason: $0), isStanding: true) }
    case .letter("r"): return Reply(answer: .reject)
    case .letter("R"): return Reply(answer: .reject, isStanding: true)
    case .letter("s"): return Reply(answer: .skip)
    case .letter("S"), .letter("q"), .end: return Reply(answer: .skip, isStanding: true)
    case .interrupt: throw Ending(.interrupted)
    case .letter, .other: break
    }
    return nil
  }

  private func acceptance(of one: Candidates.Waiting) -> Reply? {
    if let refusal = one.candidate.refusal {
      show("  not accepted: \(SafeText.terminal(UntrustedText(refusal)))\n")
      return nil
    }
    return (reason ?? askReason()).map { Reply(answer: .accept(reason: $0)) }
  }

  /// Nil where none was given: nothing is accepted then.
  private func askReason() -> String? {
    show("  reason, as a reviewer would want to read it: ")
    guard let line = keyboard.line()?.trimmingSpaces, !line.isEmpty else {
      show("  not accepted: the reason is empty\n")
      return nil
    }
    return String(line)
  }

  private func settle(_ answer: Answer, _ one: Candidates.Waiting, _ tally: inout Tally) async throws {
    let name = SafeText.terminal(UntrustedText(one.suite.name))
    switch answer {
    case .accept(let why):
      if let refusal = one.candidate.refusal {
        // An answer to all does not reach what nobody may accept.
        show("  skipped  \(name): \(SafeText.terminal(UntrustedText(refusal)))\n")
        tally.skipped += 1
        return
      }
      let acceptance = Acceptance(
        workspace: workspace, project: project, reason: why, only: [one.suite.name], author: author)
      try await acceptance.write([(one.suite, acceptance.signed(one.results))], asAnchor: false, isLast: false)
      tally.accepted += 1
    case .reject:
      try workspace.runs.removePending(of: one.suite.name, in: one.suite.home)
      show("  rejected  \(name)\n")
      tally.rejected += 1
    case .skip:
      show("  skipped  \(name)\n")
      tally.skipped += 1
    }
  }

  private func end(_ tally: Tally, of count: Int) {
    let parts = [(tally.accepted, "accepted"), (tally.rejected, "rejected"), (tally.skipped, "skipped")]
      .filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
    show("\nreview of \(count): \(parts.joined(separator: ", "))\n")
    if tally.accepted > 0 {
      show("  commit \(BaselineFile.folder(in: project.home)): the next change is compared with it\n")
    }
  }

  private func show(_ text: String) {
    workspace.console.write(workspace.secrets.masked(text))
  }
}
