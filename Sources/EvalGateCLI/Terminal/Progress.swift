import EvalGateCore
import EvalGateReporters
import Synchronization

/// Shows on standard error that a run is going on, how far it is, and each failure the moment it is known.
///
/// A line that rewrites itself on a terminal; else a plain line at each tenth of a suite, but not more often than every 15
/// seconds. Standard output is left to the report. What is written at once is written whole, because answers, the clock and signals
/// come on different threads.
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
    state.withLock {
      $0 = ProgressState(suite: suite.name, total: entries, started: Host.monotonicMilliseconds)
      $0.isMoving = true
    }
    show(isLast: false)
  }

  /// Both versions are asked again: what fails then is evidence and no news, so it is not shown as a failure.
  func confirmationStarted(_ suite: Suite, entries: Int) {
    state.withLock {
      $0 = ProgressState(suite: suite.name, total: entries, started: Host.monotonicMilliseconds)
      $0.isConfirming = true
      $0.isMoving = true
    }
    show(isLast: false)
  }

  func entryStarted(suite: String, caseID: String) {
    let now = Host.monotonicMilliseconds
    state.withLock { $0.inFlight[caseID] = now }
  }

  func entryFinished(_ record: CaseRecord) {
    let (isFailure, failures, elapsed) = state.withLock { state in
      let isFailure =
        record.passFail == .fail && record.waived.isEmpty && record.arm == .head && !state.isConfirming
      state.inFlight[record.caseID] = nil
      state.done += 1
      if record.passFail == .error { state.errors += 1 }
      if isFailure { state.failed += 1 }
      return (isFailure, state.failed, Host.monotonicMilliseconds - state.started)
    }
    if isFailure, showsFailures, style == .bar || (style == .lines && elapsed >= Self.patience) {
      say(record, number: failures)
    }
    show(isLast: false)
  }

  func suiteFinished(_ suite: Suite) { show(isLast: true) }

  /// Repaints the moving line until it is cancelled, so that a run whose answers are slow is seen to be alive.
  func keepMoving() async {
    guard style == .bar else { return }
    while (try? await Task.sleep(for: .milliseconds(250))) != nil { show(isLast: false) }
  }

  /// Nothing is asked any more: what an error may have left of the moving line is wiped away.
  func rest() {
    if style == .bar { show(isLast: true) }
  }

  /// What is in flight and since when, for a run that seems to hang (SIGUSR1).
  func status() {
    let lines = state.withLock { $0.status(at: Host.monotonicMilliseconds) }
    say(lines.map { SafeText.terminal(UntrustedText($0)) }.joined(separator: "\n"))
  }

  /// The first signal to end has come.
  func stopping(grace: Int) {
    guard style != .none else { return }
    let inFlight = state.withLock { $0.inFlight.count }
    say(
      "stopping: \(Format.count(inFlight, "call")) in flight \(inFlight == 1 ? "has" : "have") \(grace) s to end; once more ends at once"
    )
  }

  private func say(_ record: CaseRecord, number: Int) {
    if style == .lines, number > Self.mostFailures {
      if number == Self.mostFailures + 1 { console.line("  more failures are in the report", to: .error) }
      return
    }
    say(
      FailureLine.render(
        CaseFailure(record, limit: 400, mask: heldBack.masked), context, width: Console.columns(.error) ?? 120))
  }

  private func show(isLast: Bool) {
    guard style != .none else { return }
    let now = Host.monotonicMilliseconds
    // Written before the state may change again, so that no moving line comes after the one that wipes it away.
    state.withLock { state in
      if style == .lines { line(&state, at: now, isLast: isLast) } else { bar(&state, at: now, isLast: isLast) }
    }
  }

  private func line(_ state: inout ProgressState, at now: Double, isLast: Bool) {
    let tenth = state.total == 0 ? 10 : state.done * 10 / state.total
    guard !isLast, tenth > state.lastTenth, now - max(state.lastShown, state.started) >= Self.patience else { return }
    state.lastTenth = tenth
    state.lastShown = now
    console.line(state.line(at: now), to: .error)
  }

  private func bar(_ state: inout ProgressState, at now: Double, isLast: Bool) {
    guard state.isMoving, isLast || now - state.lastShown >= 100 else { return }
    state.isMoving = !isLast
    state.lastShown = now
    // The finished suite's line is said by the report, so the moving one is wiped away.
    let width = (Console.columns(.error) ?? 100) - 1
    console.write(
      "\r" + (isLast ? "" : state.bar(at: now, width: width, unicode: context.unicode)) + Self.wipe, to: .error)
  }

  private func say(_ text: String) { console.line((style == .bar ? "\r" + Self.wipe : "") + text, to: .error) }

  /// Clears the rest of a terminal's line.
  private static let wipe = "\u{1B}[K"
}
