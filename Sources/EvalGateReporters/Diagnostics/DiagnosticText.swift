public import EvalGateCore
import UnicodeText

/// Problems as a compiler shows them: what, where with a caret, and how to mend it.
public enum DiagnosticText {
  /// How many are shown before the rest is only counted.
  public static let limit = 20

  public static func render(_ diagnostics: [Diagnostic], _ context: ReportContext) -> String {
    let shown = diagnostics.prefix(limit).map { render($0, Paint(context: context), context.width) }
      .joined(separator: "\n")
    let more = diagnostics.count - limit
    return more > 0 ? shown + "\nand \(more) more\n" : shown
  }

  private static func render(_ diagnostic: Diagnostic, _ paint: Paint, _ width: Int?) -> String {
    let kind = "\(diagnostic.severity.rawValue)[\(diagnostic.code)]"
    let painted: String =
      switch diagnostic.severity {
      case .error: paint.red(kind)
      case .warning: paint.yellow(kind)
      case .note: paint.cyan(kind)
      }
    var lines = folded(painted + ": ", safe(diagnostic.message), under: 2, width)
    if let place = diagnostic.location { lines += frame(diagnostic, place, paint) }
    let edge = diagnostic.location.map { String(repeating: " ", count: String($0.line).count + 1) } ?? "  "
    // Without a place there is no caret to say it under.
    let mark = "\(edge) \(paint.cyan("=")) "
    if diagnostic.location == nil, let label = diagnostic.label {
      lines += folded(mark, safe(label), under: mark.shownWidth, width)
    }
    for help in diagnostic.help { lines += folded(mark + "help: ", safe(help), under: mark.shownWidth, width) }
    if diagnostic.severity != .note {
      lines.append("\(mark)more: evalgate explain \(diagnostic.code)")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// In lines of a terminal's width, which would break in the middle of words itself; in one line elsewhere.
  private static func folded(_ head: String, _ text: String, under indent: Int, _ width: Int?) -> [String] {
    let line = head + text
    guard let width, line.shownWidth > width else { return [line] }
    let lines = line.wrapped(toWidth: max(width - indent, 20))
    return lines.prefix(1) + lines.dropFirst().map { String(repeating: " ", count: indent) + $0 }
  }

  private static func frame(_ diagnostic: Diagnostic, _ place: SourceLocation, _ paint: Paint) -> [String] {
    let number = String(place.line)
    let blank = String(repeating: " ", count: number.count + 1)
    var lines = ["\(blank)\(paint.cyan("-->")) \(safe(place.precise))"]
    guard let excerpt = diagnostic.excerpt else {
      if let label = diagnostic.label { lines.append("\(blank) \(paint.cyan("|")) \(safe(label))") }
      return lines
    }
    let (shown, before, width) = window(of: excerpt, place)
    let caret = String(repeating: "^", count: max(1, width))
    lines.append("\(blank) \(paint.cyan("|"))")
    lines.append(" \(number) \(paint.cyan("|")) \(shown)")
    let label = diagnostic.label.map { " " + safe($0) } ?? ""
    lines.append("\(blank) \(paint.cyan("|")) \(String(repeating: " ", count: before))\(paint.red(caret + label))")
    return lines
  }

  /// The part of a line around the caret that fits a screen, with the caret's column and width as a terminal counts them.
  private static func window(of line: String, _ place: SourceLocation) -> (shown: String, before: Int, width: Int) {
    let scalars = Array(line.unicodeScalars)
    let start = min(max(0, place.column - 1), scalars.count)
    let from = start > 80 ? start - 40 : 0
    let to = min(scalars.count, from + 110)
    let end = max(start, min(to, start + min(max(1, place.length), 110)))
    func text(_ range: Range<Int>) -> String {
      var view = String.UnicodeScalarView()
      view.append(contentsOf: scalars[range])
      return safe(String(view))
    }
    let lead = from > 0 ? "…" : ""
    let shown = lead + text(from..<to) + (to < scalars.count ? "…" : "")
    let before = lead.displayWidth + text(from..<start).displayWidth
    return (shown, before, min(text(start..<end).displayWidth, 110))
  }

  private static func safe(_ text: String) -> String { SafeText.terminal(UntrustedText(text)) }
}
