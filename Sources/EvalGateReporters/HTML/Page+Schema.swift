import EvalGateCore

extension Page {
  /// How many answers followed the output schema, what broke it in the others, and the first of them.
  func schema(_ suite: SuiteReport) -> Markup {
    guard let schema = suite.schema else { return .empty }
    let note: Markup = suite.formatNote.map { " · \(Self.name($0))" } ?? .empty
    var parts: [Markup] = [
      "<p>\(schema.passed) of \(schema.total) answers follow the output schema\(note).</p>\n"
    ]
    if let first = schema.first {
      parts.append(
        """
        <p>First: <a href="#\(Self.anchor(suite.name, first.caseID))">\(Self.name(first.caseID))</a> · \
        <code>\(first.message.excerpt(300))</code></p>

        """)
    }
    if let lossy = schema.lossy {
      parts.append(
        """
        <p>\(Self.name(lossy.words)): first \
        <a href="#\(Self.anchor(suite.name, lossy.caseID))">\(Self.name(lossy.caseID))</a> at \
        <code>\(lossy.path.excerpt(300))</code>.</p>

        """)
    }
    if !schema.reasons.isEmpty { parts.append(reasons(schema, of: suite)) }
    return "<div class=\"part\"><h4>Output schema</h4>\n\(parts)</div>\n"
  }

  private func reasons(_ schema: SchemaSummary, of suite: SuiteReport) -> Markup {
    let (shown, more) = Self.cut(schema.reasons, 50)
    let rows: [Markup] = shown.map { reason in
      """
      <tr><th scope="row"><code>\(Self.name(reason.name))</code></th>\
      <td class="n" data-label="Answers">\(reason.count)</td></tr>

      """
    }
    return """
      <div class="scroll" role="region" aria-label="What broke the schema of \(Self.name(suite.name))" tabindex="0">\
      <table class="cards">
      <thead><tr><th scope="col">Broken by</th><th scope="col" class="n">Answers</th></tr></thead>
      <tbody>\(rows)</tbody></table></div>\(more)

      """
  }
}
