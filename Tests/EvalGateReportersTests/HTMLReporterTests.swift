import EvalGateCore
import EvalGateReporters
import StrictJSON
import Testing

@Suite("the page")
struct HTMLReporterTests {
  private func html(_ report: Report, blobURL: String? = nil) -> String {
    HTMLReporter().render(report, ReportContext(blobURL: blobURL))
  }

  /// What stands between two texts, the first time.
  private func part(_ text: String, _ from: String, _ to: String) -> String? {
    guard let start = text.firstRange(of: from) else { return nil }
    let rest = text[start.upperBound...]
    guard let end = rest.firstRange(of: to) else { return nil }
    return String(rest[..<end.lowerBound])
  }

  // MARK: What it shows

  @Test("the first heading says which gates stand in the way, safety first")
  func headline() {
    #expect(
      html(SampleReport.blocked).contains(
        "<h1><span class=\"mark\" aria-hidden=\"true\">✗</span> Blocked by <code>safety</code> and <code>accuracy</code></h1>"
      ))
  }

  @Test(
    "a verdict is a word and a sign, never a colour alone",
    arguments: [
      (Verdict.pass, true, "✓</span> passed"), (.block, true, "✗</span> blocks"),
      (.unproven, true, "~</span> unproven"),
      (.new, true, "+</span> new"), (.undecided, true, "?</span> undecided"),
      (.block, false, "!</span> does not block"),
    ])
  func verdicts(verdict: Verdict, blocks: Bool, label: String) {
    let page = html(report(.passed, gates: [gate("g", verdict, .rate(passed: 1, of: 2), "≥ 99%", blocks: blocks)]))
    #expect(page.contains(label))
  }

  @Test("a run that passed with something unproven is not green")
  func unproven() {
    let page = html(
      report(.passed, gates: [schemaGate, gate("a", .unproven, .rate(passed: 1, of: 2), "no worse than baseline")]))
    #expect(page.contains("<header class=\"verdict unproven\">"))
    #expect(page.contains("1 of 2 gates passed, 1 unproven</h1>"))
  }

  @Test("what changed comes first, with the changelog's words and what it did")
  func changes() {
    #expect(
      html(blocked).contains(
        "<p><b>prompt <code>ticket-triage</code> 13 → 14</b> (“shorter”) broke 14 cases and fixed 3; 11 of the 14 are billing → technical.</p>"
      ))
  }

  @Test("edits to the rules stand on the first screen, with names as code, and all of them further down")
  func rules() {
    var report = blocked
    let loosened = (1...7).map { RuleChange(.gate, "g\($0)", .loosened, from: "≥ 90%", to: "≥ 80%", decides: .base) }
    report.rules = [
      RuleChange(.cases, "t", .changed, to: "1 edited", decides: .head, note: "the first is `a<b`"),
      RuleChange(.gate, "tight", .tightened, from: "≥ 80%", to: "≥ 90%", decides: .head),
    ]
    let few = html(report)
    #expect(few.contains("<li>cases of t changed: 1 edited; the first is <code>a&lt;b</code></li>"), "\(few)")
    #expect(few.contains("<a href=\"#rules\">and 1 more edit to the rules</a>"))
    #expect(few.contains("<section id=\"rules\">"))
    #expect(few.contains("noted</span> gate tight tightened: ≥ 80% → ≥ 90%"))
    report.rules = Array(loosened.prefix(2))
    #expect(!html(report).contains("id=\"rules\""), "the first screen has them all")
    report.rules = loosened
    #expect(html(report).contains("and 1 more edit to the rules</a>"))
  }

  @Test("a back quote that nothing closes is none")
  func unclosedQuote() {
    var report = blocked
    report.rules = [RuleChange(.gate, "a`b", .loosened, decides: .base)]
    #expect(html(report).contains("<li>gate a`b loosened; the base&#39;s decides</li>"))
  }

  @Test("every section is there", arguments: ["gates", "suites", "cases", "versions", "history"])
  func sections(id: String) { #expect(html(SampleReport.blocked).contains("<section id=\"\(id)\">")) }

  @Test("every case is in the list, those without a result too")
  func everyCase() {
    let page = html(SampleReport.blocked)
    #expect(page.ranges(of: "<li class=\"case\"").count == 424)
    #expect(page.contains("data-state=\"missing\""))
  }

  @Test("both outputs stand side by side with the words that differ marked")
  func diff() {
    let page = html(SampleReport.blocked)
    #expect(page.contains("<pre dir=\"auto\"><del>The</del> customer writes about"))
    #expect(page.contains("<pre dir=\"auto\"><ins>This</ins> customer writes about"))
  }

  @Test("of an output that the baseline kept the beginning of, the rest is no difference")
  func excerpt() {
    var report = blocked
    report.suites[0].outcomes = [outcome("triage-0", .fail)]
    report.suites[0].failures[0].baselineOutput = "alike \u{2026}"
    report.suites[0].failures[0].output = "alike and more"
    #expect(
      html(report).contains(
        "<pre dir=\"auto\">alike …</pre></figure>\n<figure><figcaption>After</figcaption><pre dir=\"auto\">alike <span class=\"beyond\">and more</span></pre>"
      ))
  }

  @Test("a confusion matrix says what the change made of each cell")
  func confusion() {
    let page = html(SampleReport.blocked)
    #expect(page.contains("<th scope=\"col\">expected ↓ got →</th>"))
    #expect(page.contains("<small>+6</small>"))
  }

  @Test("latency and tokens are drawn, with words for those who do not see them")
  func charts() {
    let page = html(SampleReport.blocked)
    #expect(
      page.contains(
        "aria-label=\"Latency of 248 answers: p50 1.12 s, p95 1.84 s, p99 2.61 s; the line is the baseline\""))
    #expect(page.contains("aria-label=\"Tokens of 248 answers; the line is the baseline\""))
  }

  @Test("a case has an address that stays the same from run to run")
  func anchors() throws {
    var other = SampleReport.blocked
    other.header.id = "another"
    other.suites[2].failures[0].message = "other words"
    let link = try #require(part(html(SampleReport.blocked), "scenario fails</b>: <a href=\"#", "\""))
    #expect(html(other).contains("id=\"\(link)\""))
  }

  @Test("a place is a link only where the forge is known")
  func links() {
    #expect(html(blocked).contains("<a class=\"place\"") == false)
    let page = html(SampleReport.blocked, blobURL: "https://example.com/a/b/blob/c/")
    #expect(
      page.contains(
        "<a class=\"place\" href=\"https://example.com/a/b/blob/c/evalsets/ticket-triage/cases.jsonl#L24\">"))
  }

  @Test("an address that is none of the web's makes no link")
  func scripts() { #expect(!html(SampleReport.blocked, blobURL: "javascript:alert(1)//").contains("javascript:alert")) }

  // MARK: How it holds

  @Test("nothing is fetched from anywhere", arguments: [nil, "https://example.com/"])
  func selfContained(blobURL: String?) {
    let page = html(SampleReport.blocked, blobURL: blobURL)
    for mark in ["src=", "<link", "@import", "url(", "<iframe", "<img", "fetch(", "http-equiv=\"refresh\""] {
      #expect(!page.contains(mark), "\(mark)")
    }
  }

  @Test("the policy names the style sheet and the script by their digests")
  func policy() throws {
    let page = html(blocked)
    let policy = try #require(part(page, "Content-Security-Policy\" content=\"", "\">"))
    #expect(policy.hasPrefix("default-src &#39;none&#39;; "))
    for (element, directive) in [("style", "style-src"), ("script", "script-src")] {
      let content = try #require(part(page, "<\(element)>", "</\(element)>"))
      let digest = Base64.text(ofHex: Digest(of: Array(content.utf8)).hex)
      #expect(policy.contains("\(directive) &#39;sha256-\(digest)&#39;"))
    }
  }

  @Test(
    "Base64 as RFC 4648 section 10 has it",
    arguments: [("", ""), ("66", "Zg=="), ("666f", "Zm8="), ("666f6f", "Zm9v"), ("666f6f626172", "Zm9vYmFy")])
  func base64(hex: String, text: String) { #expect(Base64.text(ofHex: hex) == text) }

  @Test(
    "no inline style and no handler, which the policy would forbid",
    arguments: Sample.allCases.filter { $0 != .manyFailures })
  func inline(sample: Sample) throws {
    let page = html(sample.report)
    let body = try #require(part(page, "<body>", "<script>"))
    #expect(!body.contains(" style="))
    #expect(!body.contains("<script"))
  }

  @Test(
    "hostile text makes no element and no attribute",
    arguments: hostile + ["\"><script>alert(1)</script>", "' onload='x", "</style><b>", "]]>"])
  func hostileText(text: String) throws {
    let page = html(poisonedWhole(text))
    for mark in ["<img", "<script>alert", "</details><img", "<!-- evalgate", "<b>\u{301}", "onload='"] {
      #expect(!page.contains(mark), "\(mark)")
    }
    #expect(page.ranges(of: "<script>").count == 1)
    #expect(page.ranges(of: "</script>").count == 1)
    #expect(!page.unicodeScalars.contains { ($0.value < 0x20 && $0 != "\n" && $0 != "\t") || $0 == "\u{202E}" })
  }

  @Test("every element that is opened is closed, in order", arguments: Sample.allCases.filter { $0 != .manyFailures })
  func balanced(sample: Sample) throws {
    let page = html(sample.report)
    let body = try #require(part(page, "<body>", "<script>"))
    #expect(Self.firstImbalance(in: body) == nil)
  }

  @Test("no name is given twice") func ids() throws {
    let page = html(SampleReport.blocked)
    let ids = page.ranges(of: " id=\"").map { page[$0.upperBound...].prefix { $0 != "\"" } }
    #expect(Set(ids).count == ids.count)
  }

  @Test("ten thousand failing cases give a page that opens, and say how many are not in it")
  func limit() throws {
    let page = tenThousandPage
    #expect(page.utf8.count < 10_000_000)
    let shown = page.ranges(of: "<li class=\"case\"").count
    // A browser lays all of them out before it shows the first.
    #expect((1_000...3_000).contains(shown))
    #expect(
      page.contains(
        "and \(Format.count(10_000 - shown)) more: <code>evalgate report 7f3a91c --report csv=cases.csv</code>"))
    #expect(page.contains("<code>evalgate show 7f3a91c CASE</code> each one whole"))
  }

  @Test("thousands of failing cases leave room for the few of another kind")
  func kinds() {
    var flaky = outcome("sometimes", .pass)
    flaky.trials = [
      TrialOutcome(passFail: .pass), TrialOutcome(trial: 2, passFail: .fail), TrialOutcome(trial: 3, passFail: .pass),
    ]
    let page = html(report(of: (0..<3_000).map { outcome("c\($0)", .fail) } + [flaky]))
    #expect(page.ranges(of: "data-state=\"failed\"").count == 1_000)
    #expect(page.contains("data-state=\"flaky\""))
    #expect(page.contains("and \(Format.count(2_000)) more: <code>"))
  }

  @Test("the name of a quantile at the edge of a drawing stays whole")
  func edge() throws {
    let page = html(SampleReport.blocked)
    let names = page.ranges(of: #/<text x="([0-9.]+)" y="16.00" text-anchor="middle">p99</#)
    try #require(!names.isEmpty)
    for name in names {
      let place = try #require(Double(page[name].dropFirst(9).prefix { $0 != "\"" }))
      // Three letters of eleven units each at their widest, of which half stand to the right.
      #expect(place <= 347.5)
    }
  }

  @Test("without scripts the kinds can be chosen, and what needs one is hidden")
  func withoutScripts() {
    let page = html(SampleReport.blocked)
    #expect(page.contains("<div class=\"tools\" id=\"tools\" hidden>"))
    #expect(page.contains("<input type=\"radio\" name=\"show\" id=\"show-attention\" value=\"attention\" checked>"))
  }

  @Test(
    "nothing to show is said",
    arguments: [
      ("There are none: nothing was decided.", "<section id=\"gates\">"),
      ("None has a result.", "<section id=\"cases\">"),
    ])
  func nothing(words: String, section: String) {
    let page = html(report(.undecided, gates: []))
    #expect(page.contains(section) && page.contains(words))
  }

  @Test(
    "numbers that are none draw nothing and break nothing",
    arguments: [Double.nan, .infinity, -.infinity, 0, -1, 1e308])
  func oddNumbers(value: Double) {
    var one = outcome("c", .pass)
    one.trials = [
      TrialOutcome(passFail: .pass, latency: value, tokens: .max),
      TrialOutcome(trial: 2, passFail: .fail, latency: value, tokens: .max),
    ]
    var report = report(of: [one, outcome("d", .pass)])
    report.suites[0].latency = LatencySummary(n: 1, p50: value, p95: value, p99: value, replayed: true)
    report.gates = [
      gate(
        "g", .pass, .share(value, n: 1), "r",
        evidence: [
          .rate(failures: 0, allowed: 0, interval: Evidence.Interval(value, value), method: "m"),
          .paired(
            n: 1, broke: 0, fixed: 0, drop: value, interval: Evidence.Interval(value, value), p: value, pExact: value,
            margin: value, smallestDrop: value, method: "m"),
        ])
    ]
    report.history = [RunSummary(id: "x", outcome: nil, gates: report.gates)]
    let page = html(report)
    for mark in ["nan", "inf\"", "=\"–\""] { #expect(!page.contains(mark), "\(mark)") }
  }

  /// The first tag that does not fit, by a stack; nil where all fit. Enough for markup of ours, whose attributes hold no `>`.
  private static func firstImbalance(in text: String) -> String? {
    let empty: Set<String> = ["input", "br", "meta"]
    var open: [String] = []
    for piece in text.split(separator: "<", omittingEmptySubsequences: false).dropFirst() {
      guard let end = piece.firstIndex(of: ">") else { return String(piece.prefix(40)) }
      let tag = piece[..<end]
      if tag.hasSuffix("/") { continue }
      let name = String(tag.drop { $0 == "/" }.prefix { $0 != " " && $0 != "\n" })
      if tag.hasPrefix("/") {
        guard open.popLast() == name else { return "</\(name)> at \(piece.prefix(60))" }
      } else if !empty.contains(name) {
        open.append(name)
      }
    }
    return open.last
  }
}
