import EvalGateCore

extension Page {
  /// What the list of cases may take, in bytes: whole cases first, then bare rows, then a count.
  private static let (wholeLimit, listLimit) = (6_000_000, 9_000_000)
  /// How many cases of each kind that needs a look are written: a browser lays all of them out before anything is shown, and
  /// nobody reads more. Those that passed are hidden at first and cost next to nothing.
  private static let mostOfKind = 1_000

  /// Every case, the worst first: what was expected, what came, and what the baseline gave, side by side.
  var cases: Markup {
    let order = CaseOrder(report.suites.map(\.rows))
    guard order.count > 0 else {
      return "<section id=\"cases\"><h2>Cases</h2><p class=\"muted\">None has a result.</p></section>"
    }
    var (used, shown, list) = (0, 0, Markup.empty)
    var written: [Int: Int] = [:]
    for (rank, row) in order {
      written[rank, default: 0] += 1
      if CaseOrder.needsLook(rank), written[rank, default: 0] > Self.mostOfKind { continue }
      let item = item(row, isWhole: used < Self.wholeLimit)
      used += item.bytes
      if used > Self.listLimit { break }
      shown += 1
      list += item
    }
    let rest = order.count - shown
    let more: Markup =
      rest > 0
      ? "<p class=\"more\">and \(Format.count(rest)) more: <code>evalgate report \(report.shortID) --report csv=cases.csv</code> has them all, and <code>evalgate show \(report.shortID) CASE</code> each one whole</p>\n"
      : .empty
    return """
      <section id="cases">
      <h2>Cases</h2>
      \(filters(order))<ol class="cases" id="list">
      \(list)</ol>
      <p class="nothing" id="nothing" hidden>No case matches.</p>
      \(more)</section>
      """
  }

  // MARK: Filters

  /// The kinds work without scripts; what is typed or chosen needs one and is shown by it.
  private func filters(_ order: CaseOrder) -> Markup {
    let attention = order.attention
    let kinds: [(id: Markup, words: Markup, count: Int)] = [
      ("attention", "Needs a look", attention), ("broke", "Broke", order[.broke]), ("failed", "Failed", order[.failed]),
      ("open", "No result", order[.error] + order[.missing]), ("fixed", "Fixed", order[.fixed]),
      ("flaky", "Flaky", order[.flaky]), ("waived", "Waived", order[.waived]), ("all", "All", order.count),
    ]
    let first: Markup = attention > 0 ? "attention" : "all"
    let choices: [Markup] = kinds.filter { $0.count > 0 || $0.id == "all" }.map { kind in
      """
      <input type="radio" name="show" id="show-\(kind.id)" value="\(kind.id)"\(kind.id == first ? " checked" : "")>\
      <label for="show-\(kind.id)">\(kind.words) <b>\(Format.count(kind.count))</b></label>

      """
    }
    let suites: [Markup] = report.suites.map { "<option>\(Self.name($0.name))</option>" }
    return """
      <form class="filters">
      <fieldset><legend>Show</legend>
      \(choices)</fieldset>
      <div class="tools" id="tools" hidden>
      <label>Search <input type="search" id="search" placeholder="id, message, tag" autocomplete="off" spellcheck="false"></label>
      <label>Suite <select id="suite"><option value="">all</option>\(suites)</select></label>
      <label>Order <select id="order"><option value="">worst first</option><option value="ms">slowest first</option>\
      <option value="tokens">most tokens first</option><option value="id">by id</option></select></label>
      <button type="button" id="open-all">Open all</button>
      <output id="count" aria-live="polite"></output>
      <span class="keys"><kbd>/</kbd> search <kbd>j</kbd> <kbd>k</kbd> next, previous</span>
      </div>
      </form>

      """
  }

  // MARK: One case

  private func item(_ row: CaseRow, isWhole: Bool) -> Markup {
    let anchor = Self.anchor(row.suite.name, row.id)
    let movement: Markup = row.movement.map { " data-move=\"\($0.rawValue)\"" } ?? .empty
    let time: Markup = row.latency.map { " data-ms=\"\($0.isFinite ? Chart.number($0) : "1e99")\"" } ?? .empty
    let tokens: Markup = row.tokens.map { " data-tokens=\"\($0)\"" } ?? .empty
    let head: Markup =
      "<li class=\"case\" id=\"\(anchor)\" data-state=\"\(row.state.rawValue)\" data-suite=\"\(Self.name(row.suite.name))\"\(movement)\(time)\(tokens)>"
    let isPlain = !isWhole || (row.failure == nil && row.state == .passed && row.outcome?.excerpt == nil)
    if isPlain { return "\(head)<div class=\"row\">\(cells(row))</div></li>\n" }
    return """
      \(head)<details><summary class="row">\(cells(row))</summary>
      <div class="body">\(CaseDetails(row: row, page: self).markup)</div></details></li>

      """
  }

  private func cells(_ row: CaseRow) -> Markup {
    let moved: Markup =
      row.movement == .broke || row.movement == .fixed
      ? " <span class=\"label plain\">\(row.movement?.rawValue ?? "")</span>" : .empty
    let trials: Markup =
      (row.outcome?.trials.count ?? 0) > 1
      ? "<span class=\"sub\">\(row.outcome?.passes ?? 0) of \(row.outcome?.judged ?? 0)</span>" : .empty
    let time: Markup = row.latency.map { "\(Format.milliseconds($0))" } ?? .empty
    let tokens: Markup = row.tokens.map { "\(Format.count($0)) tok" } ?? .empty
    let tags: Markup =
      row.tags.isEmpty
      ? .empty : "<span class=\"sub\">\(Self.name(row.tags.joined(separator: " "), 200))</span>"
    return """
      <span class="state">\(Self.look(row.state))\(moved)\(trials)</span>\
      <span class="id"><code>\(Self.name(row.id))</code><span class="sub">\(Self.name(row.suite.name))</span></span>\
      <span class="why">\(row.message?.excerpt(240) ?? "")\(tags)</span>\
      <span class="num">\(time)</span><span class="num">\(tokens)</span>
      """
  }

  private static func look(_ state: CaseRow.State) -> Markup {
    let (style, mark): (Markup, Markup) =
      switch state {
      case .passed: ("pass", "✓")
      case .failed: ("block", "✗")
      case .error, .missing: ("undecided", "?")
      case .flaky: ("unproven", "~")
      case .waived: ("note", "!")
      }
    return "<span class=\"label \(style)\"><span aria-hidden=\"true\">\(mark)</span> \(state.rawValue)</span>"
  }

  /// A name that stays the same from run to run, for links.
  static func anchor(_ suite: String, _ id: String) -> String {
    "case-" + String(Digest(of: Array("\(suite)\u{0}\(id)".utf8)).hex.prefix(12))
  }
}
