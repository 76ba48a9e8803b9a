import EvalGateCore
import EvalGateReporters

/// What an import left out or converted nearly: every place, but each reason once.
///
/// The lines themselves are not shown: somebody may have written a key into one.
enum ImportNotes {
  static func text(_ notes: [Diagnostic]) -> String {
    var order: [Diagnostic] = []
    var places: [Diagnostic: [String]] = [:]
    for note in notes {
      var reason = note
      reason.location = nil
      if places[reason] == nil { order.append(reason) }
      places[reason, default: []].append(note.location?.description ?? "")
    }
    return order.map { reason in
      let found = places[reason, default: []].filter { !$0.isEmpty }.joined(separator: ", ")
      let lines = ["\(reason.severity.rawValue)  \(reason.message)", "  \(found)"] + reason.help.map { "  \($0)" }
      return lines.map { SafeText.terminal(UntrustedText($0)) }.joined(separator: "\n") + "\n"
    }.joined()
  }
}
