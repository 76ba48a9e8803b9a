public import EvalGateCore
import StrictJSON
import UnicodeText

/// A candidate for a baseline as `baseline review` shows it on a terminal.
public struct CandidateText {
  private let candidate: BaselineCandidate
  private let paint: Paint
  private let width: Int

  /// Broken cases shown before the rest is counted.
  private static let shown = 10

  /// Prepares the views of one candidate.
  public init(_ candidate: BaselineCandidate, _ context: ReportContext) {
    self.candidate = candidate
    paint = Paint(context: context)
    width = min(max(context.width ?? 100, 40), 200)
  }

  /// The first view: how far it moved, what changed, and each broken case side by side.
  /// - Parameter place: where it stands in the review, such as `2/3`.
  public func overview(_ place: String) -> String {
    let shares = candidate.shares(arrow: paint.arrow)
    var lines = ["\(paint.bold("[\(place)] \(safe(candidate.after.suite))"))  \(shares)  \(candidate.moved)"]
    lines.append("  \(candidate.extent)")
    lines += candidate.changes.map { "  changed  \(safe($0.words(arrow: paint.arrow)))" }
    lines += candidate.movedOn.map {
      "  \(paint.yellow("!")) edited since this was run: \(safe($0.words(arrow: paint.arrow)))"
    }
    if let refusal = candidate.refusal { lines.append("  \(paint.red(paint.cross)) \(safe(refusal))") }
    let broke = candidate.comparison?.broke ?? []
    for pair in broke.prefix(Self.shown) { lines += [""] + broken(pair) }
    if broke.count > Self.shown { lines += ["", "  and \(broke.count - Self.shown) more that broke: `d` shows all"] }
    return finished(lines)
  }

  /// Every element of what was run beside what the accepted results were run with, and the runs themselves.
  public var tuple: String {
    let (old, new) = (candidate.before?.tuple, candidate.after.tuple)
    var rows = [["", "accepted", "candidate"]]
    func add(_ name: String, _ value: (RunTuple) -> String?) {
      let sides = [old.map { value($0) ?? "–" } ?? "–", value(new) ?? "–"]
      guard sides != ["–", "–"] else { return }
      rows.append([(sides[0] == sides[1] ? "  " : "* ") + name] + sides.map(safe))
    }
    func named(_ versioned: Versioned?) -> String? { versioned.map { "\($0.id) \($0.version) \($0.digest.short)" } }
    add("prompt") { named($0.prompt) }
    add("tools") { named($0.tools) }
    add("preprocess") { $0.preprocess.isEmpty ? nil : $0.preprocess.joined(separator: ", ") }
    add("policy") { named($0.policy) }
    add("evalset") { named($0.evalset) }
    add("checks") { tuple in
      tuple.checks.isEmpty
        ? nil : tuple.checks.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
    }
    add("route") { $0.route.map { "\($0.name): \($0.targets.joined(separator: ", "))" } }
    add("settings") { $0.route.flatMap(Self.settings) }
    add("model") { $0.route.flatMap { $0.reportedModels.isEmpty ? nil : $0.reportedModels.joined(separator: ", ") } }
    add("programs") { $0.programs.isEmpty ? nil : JSONValue.object($0.programs).serialized() }
    let runs = candidate.after.runs.map { String($0.suffix(40).prefix(16)) }.joined(separator: ", ")
    return finished(fitted(rows) + ["  runs  \(safe(runs))"])
  }

  /// What targets say beyond their names, in the order in which they are tried, and how one of them is picked; nil where nothing is
  /// said.
  private static func settings(_ route: RouteIdentity) -> String? {
    var said = route.settings
    if said.allSatisfy(\.isEmpty) { said = [] }
    if !route.routing.isEmpty { said.append(route.routing) }
    return said.isEmpty ? nil : said.map { JSONValue.object($0).serialized() }.joined(separator: ", ")
  }

  /// Both sides beside one another, or one above the other where the terminal is too narrow for that.
  private func fitted(_ rows: [[String]]) -> [String] {
    let lines = Columns.text(rows).split(separator: "\n").map(String.init)
    guard lines.contains(where: { $0.displayWidth > width }) else { return lines }
    let names = rows.map { $0[0].displayWidth }.max() ?? 0
    return rows.dropFirst().flatMap { row -> [String] in
      let values = row[1] == row[2] ? [row[1]] : [row[1], "\(paint.arrow) \(row[2])"]
      let cells = values.flatMap { $0.wrapped(toWidth: width - names - 4) }
      return cells.enumerated().map { index, cell in
        "  " + (index == 0 ? row[0] : "").padded(toWidth: names) + "  " + cell
      }
    }
  }

  /// Every case that has another verdict or another output, word by word.
  public var diff: String {
    guard let comparison = candidate.comparison else {
      return finished(["  nothing is accepted yet: there is nothing to compare with"])
    }
    var lines: [String] = []
    for (movement, pairs) in candidate.changed where !pairs.isEmpty {
      lines.append("  \(paint.bold("\(Format.count(pairs.count, "case")): \(movement)"))")
      for pair in pairs { lines += ["    \(safe(pair.after.id))  \(passes(pair))"] + words(pair).map { "      " + $0 } }
    }
    for (ids, what) in [
      (comparison.edited, "edited: no result can be compared"), (comparison.added, "new"),
      (comparison.removed, "removed"),
    ] where !ids.isEmpty {
      lines.append("  \(paint.bold("\(Format.count(ids.count, "case")): \(what)"))")
      lines.append("    " + ids.prefix(20).map(safe).joined(separator: " ") + (ids.count > 20 ? " …" : ""))
    }
    return finished(lines.isEmpty ? ["  no case has another verdict or another output"] : lines)
  }

  private func broken(_ pair: Comparison.Pair) -> [String] {
    let failure = candidate.failures[pair.after.id]
    let message = failure.map { SafeText.terminal($0.message.excerpt(200)) } ?? passes(pair)
    let place = failure.map { safe($0.location.description) } ?? ""
    let head = "  \(paint.red(paint.cross)) \(safe(pair.after.id))  \(message)".truncated(toWidth: width)
    return [head, place.isEmpty ? "" : "    \(place)"].filter { !$0.isEmpty }
      + SideBySide(width: width, indent: "    ").lines(
        pair.before.excerpt, pair.after.excerpt, titles: ("before, \(rate(pair.before))", "after, \(rate(pair.after))"))
  }

  private func words(_ pair: Comparison.Pair) -> [String] {
    guard let before = pair.before.excerpt, let after = pair.after.excerpt else { return ["outputs are not kept"] }
    let text = WordDiff(before.unsafeText, after.unsafeText).stretches.map { stretch -> String in
      let (old, new) = (UntrustedText(stretch.before), UntrustedText(stretch.after))
      if stretch.isSame { return SafeText.terminal(new) }
      return (stretch.before.isEmpty ? "" : paint.red("[-" + SafeText.terminal(old) + "-]"))
        + (stretch.after.isEmpty ? "" : paint.green("{+" + SafeText.terminal(new) + "+}"))
    }.joined()
    return [text]
  }

  private func passes(_ pair: Comparison.Pair) -> String {
    "passed \(rate(pair.before)) \(paint.arrow) \(rate(pair.after))"
  }

  private func rate(_ outcome: CaseOutcome) -> String { "\(outcome.passes) of \(outcome.judged)" }
  private func safe(_ text: String) -> String { SafeText.terminal(UntrustedText(text)) }
  private func finished(_ lines: [String]) -> String { paint.plain(lines.joined(separator: "\n")) + "\n" }
}
