import EvalGateCore

/// A case unfolded: facts, what was asked, and both outputs side by side with the words that differ marked.
struct CaseDetails {
  let row: CaseRow
  let page: Page

  var markup: Markup { "\(facts)\(also)\(input)\(outputs)" }

  private var facts: Markup {
    var facts: [(Markup, Markup)] = []
    if let failure = row.failure {
      facts.append(("check", "<code>\(Page.name(failure.check))</code>"))
      if let expected = failure.expectedLabel, let got = failure.gotLabel {
        facts.append(("label", "expected <b>\(expected.excerpt(80))</b>, got <b>\(got.excerpt(80))</b>"))
      }
      if let rule = failure.rule { facts.append(("rule", "<code>\(Page.name(rule))</code>")) }
      if let waived = failure.waived {
        facts.append(("waived", "until \(waived.until.description) (\(Page.name(waived.owner)))"))
      }
    }
    if let before = row.before { facts.append(("baseline", "passed \(before.passes) of \(before.judged)")) }
    if let severity = row.severity { facts.append(("severity", "\(severity.rawValue)")) }
    let place = page.place(row.location)
    if !place.isEmpty { facts.append(("place", place)) }
    facts.append(
      ("more", "<code>evalgate show \(page.report.shortID) \(Page.name(SafeText.shellWord(row.id), 200))</code>"))
    return "<dl class=\"facts\">\(facts.map { "<div><dt>\($0.0)</dt><dd>\($0.1)</dd></div>" as Markup })</dl>\n"
  }

  private var also: Markup {
    guard let others = row.failure?.alsoFailed, !others.isEmpty else { return .empty }
    return
      "<ul class=\"also\">\(others.map { "<li><code>\(Page.name($0.check))</code> \($0.message.excerpt(400))</li>" as Markup })</ul>\n"
  }

  private var input: Markup {
    guard let input = row.failure?.input, !input.isEmpty else { return .empty }
    return "<h5>Input</h5><pre dir=\"auto\">\(lines: input.excerpt(2_000))</pre>\n"
  }

  private var outputs: Markup {
    let after = row.failure?.output ?? row.outcome?.excerpt
    let before = row.failure?.baselineOutput ?? row.before?.excerpt
    switch (before, after) {
    case (nil, nil): return .empty
    case (nil, let after?): return "<h5>Output</h5><pre dir=\"auto\">\(lines: after.excerpt(2_000))</pre>\n"
    case (let before?, nil):
      return "<h5>Baseline’s output</h5><pre dir=\"auto\">\(lines: before.excerpt(2_000))</pre>\n"
    case (let before?, let after?): return sides(before.excerpt(2_000).unsafeText, after.excerpt(2_000).unsafeText)
    }
  }

  private func sides(_ before: String, _ after: String) -> Markup {
    // A baseline keeps the beginning only; what it does not have is not a difference.
    let kept = before.unicodeScalars.count - 1
    let isCut = before.unicodeScalars.last == "…" && after.unicodeScalars.count > kept
    var head = String.UnicodeScalarView()
    head.append(contentsOf: after.unicodeScalars.prefix(isCut ? kept : after.unicodeScalars.count))
    let diff = WordDiff(isCut ? String(before.unicodeScalars.dropLast()) : before, String(head))
    let rest: Markup =
      isCut ? "<span class=\"beyond\">\(lines: String(after.unicodeScalars.dropFirst(kept)))</span>" : .empty
    // Where little is left of the text, marks would cover all of it and help nobody.
    let isRewritten = diff.similarity < 0.15
    func side(_ text: KeyPath<WordDiff.Stretch, String>, _ mark: (Markup) -> Markup) -> Markup {
      diff.stretches.map { stretch -> Markup in
        let words: Markup = "\(lines: stretch[keyPath: text])"
        return stretch.isSame || isRewritten || stretch[keyPath: text].isEmpty ? words : mark(words)
      }.joined()
    }
    let note: Markup = isRewritten ? " · written anew" : .empty
    return """
      <div class="sides">
      <figure><figcaption>Before</figcaption><pre dir="auto">\(side(\.before) { "<del>\($0)</del>" })\(isCut ? "…" : "")</pre></figure>
      <figure><figcaption>After\(note)</figcaption><pre dir="auto">\(side(\.after) { "<ins>\($0)</ins>" })\(rest)</pre></figure>
      </div>

      """
  }
}
