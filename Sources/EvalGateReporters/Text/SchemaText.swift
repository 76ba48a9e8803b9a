import EvalGateCore
import UnicodeText

extension SuiteReport {
  /// `format asserted`, or that it was not; nil where there was no schema, or nobody knows.
  var formatNote: String? {
    switch tuple.schemaFormat {
    case "assertion": "format asserted"
    case "annotation": "format not asserted"
    default: nil
    }
  }
}

extension TextPage {
  /// Where answers broke their schema: how many, by what, and the first of them. With `-v` for every suite with a schema.
  var schemas: String {
    report.suites.map { suite in
      guard let schema = suite.schema, verbose || !schema.reasons.isEmpty || schema.lossy != nil else { return "" }
      var parts = ["\(safe(suite.name)) \(schema.passed)/\(schema.total)"]
      parts += schema.reasons.map { "\(safe($0.name)) \($0.count)" }
      if let note = suite.formatNote { parts.append(note) }
      var lines = ["    schema  " + parts.joined(separator: paint.dot)]
      if let first = schema.first {
        lines.append("            first \(safe(first.caseID)): \(SafeText.terminal(first.message.excerpt(100)))")
      }
      if let lossy = schema.lossy {
        lines.append(
          "            \(lossy.words), first \(safe(lossy.caseID)): \(SafeText.terminal(lossy.path.excerpt(100)))")
      }
      return lines.joined(separator: "\n") + "\n"
    }.joined()
  }
}

extension SchemaSummary.LossyNumbers {
  /// `3 numbers of 2 answers lose precision in a 64-bit float`.
  var words: String {
    "\(Format.count(numbers, "number")) of \(Format.count(answers, "answer")) \(numbers == 1 ? "loses" : "lose") precision in a 64-bit float"
  }
}

extension MarkdownComment {
  /// `schema 358/360 (required 1, json 1), first triage-031: …, format asserted`; nil without a schema.
  static func schema(_ suite: SuiteReport) -> String? {
    guard let schema = suite.schema else { return nil }
    var text = "`schema` \(schema.passed)/\(schema.total)"
    if !schema.reasons.isEmpty {
      text += " (" + schema.reasons.prefix(8).map { "\(Self.text($0.name)) \($0.count)" }.joined(separator: ", ") + ")"
    }
    if let first = schema.first {
      text += ", first \(code(first.caseID)): \(Self.text(first.message.unsafeText, 200))"
    }
    if let lossy = schema.lossy {
      text += ", \(lossy.words), first \(code(lossy.caseID)): \(Self.text(lossy.path.unsafeText, 100))"
    }
    return text + (suite.formatNote.map { ", \($0)" } ?? "")
  }
}
