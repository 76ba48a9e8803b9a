public import EvalGateCore
import UnicodeText

/// A failing case in one line, for the moment it is known.
public enum FailureLine {
  /// - Parameter width: columns to fit into; a message is cut or left off, the case's name is not.
  public static func render(_ failure: CaseFailure, _ context: ReportContext, width: Int) -> String {
    let paint = Paint(context: context)
    let name = SafeText.terminal(UntrustedText("\(failure.suite)/\(failure.caseID)").excerpt(120))
    let room = width - name.displayWidth - 7
    // Of a message in a few columns nothing is left to read.
    let message = room < 8 ? "" : "  " + SafeText.terminal(failure.message.excerpt(400)).truncated(toWidth: room)
    return paint.plain("  \(paint.red(paint.cross)) \(name)\(message)")
  }
}
