import EvalGateCore
import Synchronization

/// Shows on standard error that a run is going on, and how far it is.
///
/// A line that rewrites itself on a terminal; else a plain line at each tenth of a suite, but not more often than every 15
/// seconds. Standard output is left to the report.
final class Progress: RunObserver {
  private struct State {
    var suite = ""
    var total = 0
    var done = 0
    var failed = 0
    var errors = 0
    var inFlight: [String: Double] = [:]
    var started = 0.0
    var lastShown = -1e12
    var lastTenth = 0
  }

  private let state = Mutex(State())
  private let console: Console
  private let style: ProgressChoice
  private let showsFailures: Bool
  private let describe: @Sendable (CaseFailure) -> String

  /// - Parameter describe: how a failure is printed the moment it is known.
  init(
    console: Console, choice: ProgressChoice, environment: [String: String], isCI: Bool, showsFailures: Bool,
    describe: @escaping @Sendable (CaseFailure) -> String
  ) {
    self.console = console
    self.showsFailures = showsFailures
    self.describe = describe
    let isPlain = isCI || !Console.isTerminal(.error) || environment["TERM"] == "dumb"
    style = choice == .auto ? (isPlain ? ProgressChoice.lines : ProgressChoice.bar) : choice
  }

  func suiteStarted(_ suite: Suite, entries: Int) {
    state.withLock {
      $0 = State(suite: suite.name, total: entries, started: Host.monotonicMilliseconds)
    }
    show(isLast: false)
  }

  func entryStarted(suite: String, caseID: String) {
    let now = Host.monotonicMilliseconds
    state.withLock { $0.inFlight[caseID] = now }
  }

  func entryFinished(_ record: CaseRecord) {
    state.withLock { state in
      state.inFlight[record.caseID] = nil
      state.done += 1
      if record.passFail == .fail { state.failed += 1 }
      if record.passFail == .error { state.errors += 1 }
    }
    if showsFailures, record.passFail == .fail, record.waived.isEmpty, style == .bar {
      clear()
      console.line(describe(CaseFailure(record, limit: 120)), to: .error)
    }
    show(isLast: false)
  }

  func suiteFinished(_ suite: Suite) { show(isLast: true) }

  /// What is in flight and since when, for a run that seems to hang (SIGUSR1).
  func status() {
    let now = Host.monotonicMilliseconds
    let lines = state.withLock { state in
      ["\(state.suite)  \(state.done)/\(state.total) done, \(state.inFlight.count) in flight"]
        + state.inFlight.sorted { $0.value < $1.value }.prefix(10).map {
          "  \($0.key)  for \(Format.clock(milliseconds: now - $0.value))"
        }
    }
    clear()
    for line in lines { console.line(line, to: .error) }
  }

  private func show(isLast: Bool) {
    guard style != .none else { return }
    let now = Host.monotonicMilliseconds
    let text = state.withLock { state -> String? in
      switch style {
      case .bar, .auto:
        guard isLast || now - state.lastShown >= 100 else { return nil }
      case .lines, .none:
        let tenth = state.total == 0 ? 10 : state.done * 10 / state.total
        guard !isLast, tenth > state.lastTenth, now - max(state.lastShown, state.started) >= 15_000 else { return nil }
        state.lastTenth = tenth
      }
      state.lastShown = now
      return Self.line(state, now, bar: style == .bar)
    }
    guard let text else { return }
    if style == .bar {
      // The finished suite's line is said by the report, so the moving one is wiped away.
      console.write(isLast ? "\r\u{1B}[K" : "\r" + text + "\u{1B}[K", to: .error)
    } else {
      console.line(text, to: .error)
    }
  }

  private func clear() {
    if style == .bar { console.write("\r\u{1B}[K", to: .error) }
  }

  private static func line(_ state: State, _ now: Double, bar: Bool) -> String {
    let width = 16
    let filled = state.total == 0 ? width : state.done * width / state.total
    let drawn = bar ? "▕\(String(repeating: "█", count: filled))\(String(repeating: " ", count: width - filled))▏ " : ""
    var parts = ["\(state.done)/\(state.total)"]
    if state.failed > 0 { parts.append("\(state.failed) failed") }
    if state.errors > 0 { parts.append("\(state.errors) errors") }
    parts.append("\(state.inFlight.count) in flight")
    parts.append(Format.clock(milliseconds: now - state.started))
    return "\(state.suite)  \(drawn)\(parts.joined(separator: "  "))"
  }
}
