import EvalGateCore
import EvalGateReporters
import UnicodeText

/// How far a suite is, and the ways to say it. Times are milliseconds of a clock that never goes backwards.
package struct ProgressState: Sendable {
  package var suite = ""
  package var total = 0
  package var done = 0
  package var failed = 0
  package var errors = 0
  /// Since when each case is asked.
  package var inFlight: [String: Double] = [:]
  package var started = 0.0
  var lastShown = -1e12
  var lastTenth = 0
  /// Whether both versions are asked again.
  package var isConfirming = false
  /// From the start of a suite to its end.
  var isMoving = false

  package init(suite: String = "", total: Int = 0, started: Double = 0) {
    self.suite = suite
    self.total = total
    self.started = started
  }

  /// `ticket-triage  161/240  9 failed  8 in flight  0:31`.
  package func line(at now: Double) -> String { ([name] + facts(at: now)).joined(separator: "  ") }

  /// The same with a bar, in as many columns as there are: the bar goes first, then the end of the name.
  package func bar(at now: Double, width: Int, unicode: Bool) -> String {
    let facts = facts(at: now).joined(separator: "  ")
    let room = width - facts.displayWidth - 2
    guard room > 4 else { return facts.truncated(toWidth: max(width, 0), ellipsis: "") }
    let cells = 16
    guard room >= name.displayWidth + cells + 5 else {
      return name.truncated(toWidth: room, ellipsis: unicode ? "…" : "...") + "  " + facts
    }
    let filled = total == 0 ? cells : min(done * cells / total, cells)
    let (full, edges) = unicode ? ("█", ("▕", "▏")) : ("#", ("[", "]"))
    let drawn = String(repeating: full, count: filled) + String(repeating: " ", count: cells - filled)
    return "\(name)  \(edges.0)\(drawn)\(edges.1) \(facts)"
  }

  /// What is in flight and since when, the oldest first.
  package func status(at now: Double) -> [String] {
    let shown = 10
    let oldest = inFlight.sorted { ($0.value, $0.key) < ($1.value, $1.key) }
    let rest = oldest.count - shown
    return ["\(suite)  \(done)/\(total) done, \(inFlight.count) in flight, \(clock(now - started))"]
      + oldest.prefix(shown).map { "  \($0.key)  for \(clock(now - $0.value))" }
      + (rest > 0 ? ["  and \(rest) more"] : [])
  }

  private var name: String { SafeText.terminal(UntrustedText(suite)) }

  private func facts(at now: Double) -> [String] {
    var facts = [(isConfirming ? "confirming " : "") + "\(done)/\(total)"]
    if failed > 0 { facts.append("\(failed) failed") }
    if errors > 0 { facts.append(Format.count(errors, "error")) }
    return facts + ["\(inFlight.count) in flight", clock(now - started)]
  }

  private func clock(_ milliseconds: Double) -> String { Format.clock(milliseconds: milliseconds) }
}
