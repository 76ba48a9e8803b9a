import EvalGateCore
import EvalGateReporters
import Synchronization

/// Shows on standard error that a run is going on, how far it is, and each failure the moment it is known.
///
/// A line that rewrites itself on a terminal; else a plain line at each tenth of a suite, but not more often than every 15
/// seconds. Standard output is left to the report.
final class Progress: RunObserver {
  private let state = Mutex(ProgressState())
  private let console: Console
  private let style: ProgressChoice
  private let showsFailures: Bool
  private let context: ReportContext
  private let heldBack: HeldBack

  /// Before this much of a suite, in milliseconds, nothing is said in plain lines: a report that comes sooner says it itself.
  private static let patience = 15_000.0
  /// Failures of a suite that are printed at once where they cannot be wiped away; the report has them all.
  private static let mostFailures = 20

  init(
    console: Console, choice: ProgressChoice, environment: [String: String], isCI: Bool, showsFailures: Bool,
    color: ColorChoice, heldBack: HeldBack
  ) {
    self.console = console
    self.showsFailures = showsFailures
    self.heldBack = heldBack
    context = ReportContext(
      color: Console.usesColor(color, .error, environment: environment),
      unicode: Console.showsUnicode(environment: environment))
    let isPlain = isCI || !Console.isTerminal(.error) || environment["TERM"] == "dumb"
    style = choice == .auto ? (isPlain ? ProgressChoice.lines : ProgressChoice.bar) : choice
  }

  func suiteStarted(_ suite: Suite, entries: Int) {
    state.withLock { $0 = ProgressState(suite: suite.name, total: entries, started: Host.monotonicMilliseconds) }
    show(isLast: false)
  }

  func entryStarted(suite: String, caseID: String) {
    let now = Host.monotonicMilliseconds
    state.withLock { $0.inFlight[caseID] = now }
  }

  func entryFinished(_ record: CaseRecord) {
    let isFailure = record.passFail == .fail && record.waived.isEmpty && record.arm == .head
    let (failures, elapsed) = state.withLock { state in
      state.inFlight[record.caseID] = nil
      state.done += 1
      if record.passFail == .error { state.errors += 1 }
      if isFailure { state.failed += 1 }
      return (state.failed, Host.monotonicMilliseconds - state.started)
    }
    if isFailure, showsFailures, style == .bar || (style == .lines && elapsed >= Self.patience) {
      say(record, number: failures)
    }
    show(isLast: false)
  }

  func suiteFinished(_ suite: Suite) { show(isLast: true) }

  /// What is in flight and since when, for a run that seems to hang (SIGUSR1).
  func status() {
    let lines = state.withLock { $0.status(at: Host.monotonicMilliseconds) }
    clear()
    for line in lines { console.line(SafeText.terminal(UntrustedText(line)), to: .error) }
  }

  /// The first signal to end has come.
  func stopping(grace: Int) {
    guard style != .none else { return }
    let inFlight = state.withLock { $0.inFlight.count }
    clear()
    console.line(
      "stopping: \(Format.count(inFlight, "call")) in flight \(inFlight == 1 ? "has" : "have") \(grace) s to end; once more ends at once",
      to: .error)
  }

  private func say(_ record: CaseRecord, number: Int) {
    if style == .lines, number > Self.mostFailures {
      if number == Self.mostFailures + 1 { console.line("  more failures are in the report", to: .error) }
      return
    }
    clear()
    console.line(
      FailureLine.render(
        heldBack.masked(CaseFailure(record, limit: 400)), context, width: Console.columns(.error) ?? 120),
      to: .error)
  }

  private func show(isLast: Bool) {
    guard style != .none else { return }
    let now = Host.monotonicMilliseconds
    let isBar = style != .lines
    let due = state.withLock { state -> ProgressState? in
      if isBar {
        guard isLast || now - state.lastShown >= 100 else { return nil }
      } else {
        let tenth = state.total == 0 ? 10 : state.done * 10 / state.total
        guard !isLast, tenth > state.lastTenth, now - max(state.lastShown, state.started) >= Self.patience else {
          return nil
        }
        state.lastTenth = tenth
      }
      state.lastShown = now
      return state
    }
    guard let due else { return }
    if isBar {
      // The finished suite's line is said by the report, so the moving one is wiped away.
      let text = isLast ? "" : due.bar(at: now, width: (Console.columns(.error) ?? 100) - 1, unicode: context.unicode)
      console.write("\r" + text + "\u{1B}[K", to: .error)
    } else {
      console.line(due.line(at: now), to: .error)
    }
  }

  private func clear() {
    if style == .bar { console.write("\r\u{1B}[K", to: .error) }
  }
}
