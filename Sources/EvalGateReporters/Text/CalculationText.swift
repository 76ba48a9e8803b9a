public import EvalGateCore
import UnicodeText

/// A gate's calculation for somebody who goes through it with a pencil.
public enum CalculationText {
  /// - Parameter run: what the calculation is of: run, base, where the baseline lies, each with its label.
  public static func render(
    _ calculations: [Calculation], of run: [(label: String, text: String)], _ context: ReportContext
  ) -> String {
    let paint = Paint(context: context)
    return paint.plain(
      calculations.map { calculation in
        let place = calculation.location.map { "  " + safe($0.description) } ?? ""
        let head = paint.bold("gate \(safe(calculation.gate)) in \(safe(calculation.suite))") + place + "\n\n"
        let labels = run.map(\.label) + calculation.parts.compactMap(\.label)
        let width = labels.map { $0.displayWidth }.max() ?? 0
        return head + run.map { step($0.label, [$0.text], width) }.joined()
          + calculation.parts.map { render($0, width) }.joined()
      }.joined(separator: "\n"))
  }

  private static func render(_ part: Calculation.Part, _ width: Int) -> String {
    switch part {
    case .step(let label, let lines): return step(label, lines, width)
    case .table(let rows):
      let columns = Set(1..<max(2, rows.first?.count ?? 0))
      let indent = String(repeating: " ", count: width + 4)
      return "\n" + Columns.text(rows.map { $0.map(safe) }, indent: indent, right: columns) + "\n"
    }
  }

  private static func step(_ label: String, _ lines: [String], _ width: Int) -> String {
    lines.enumerated().map { index, line in
      "  " + (index == 0 ? label : "").padded(toWidth: width) + "  \(safe(line))\n"
    }.joined()
  }

  private static func safe(_ text: String) -> String { SafeText.terminal(UntrustedText(text)) }
}

extension Calculation.Part {
  fileprivate var label: String? {
    if case .step(let label, _) = self { label } else { nil }
  }
}
