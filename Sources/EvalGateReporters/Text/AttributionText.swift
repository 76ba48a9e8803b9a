public import EvalGateCore
import StrictJSON

/// Which element of a change broke how many cases, for people, for a comment and for programs.
public enum AttributionText {
  /// How many ids of a list are named.
  private static let named = 5

  public static func render(_ report: AttributionReport, _ context: ReportContext) -> String {
    let paint = Paint(context: context)
    var lines = [paint.bold("base \(safe(report.base))\(paint.dot)run \(safe(String(report.run.prefix(7))))"), ""]
    for entry in report.suites {
      lines.append("  \(safe(entry.attribution.suite))\(paint.dot)\(safe(summary(entry.attribution)))")
      let rows = entry.attribution.shares.map { share -> [String] in
        [
          safe(version(share.element, entry, arrow: paint.arrow)),
          "\(cases(share.cases)) of \(entry.attribution.attributed)",
          "alone breaks \(share.alone.count)", "alone back mends \(share.mends.count)",
        ]
      }
      lines += Columns.text(rows, indent: "    ", right: []).split(separator: "\n").map(String.init)
      let kinds = kinds(entry.attribution, entry.fixed).map {
        [safe($0.words), String($0.ids.count), safe(listed($0.ids))]
      }
      lines += Columns.text(kinds, indent: "    ", right: [1]).split(separator: "\n").map(String.init)
      lines += entry.notes.map { "    " + paint.dim(safe($0)) } + [""]
    }
    if let nothing = report.nothingFound { lines += ["  \(nothing)", ""] }
    lines.append("  \(safe(spent(report)))")
    return paint.plain(lines.joined(separator: "\n") + "\n")
  }

  public static func markdown(_ report: AttributionReport) -> String {
    var parts = ["**What broke it** (\(text(report.base)) → run \(text(String(report.run.prefix(7)))))"]
    for entry in report.suites {
      let rows = entry.attribution.shares.map { share in
        "| \(text(version(share.element, entry, arrow: "→"))) | \(cases(share.cases)) of \(entry.attribution.attributed) | \(share.alone.count) | \(share.mends.count) |"
      }
      parts.append("\(text(entry.attribution.suite)): \(text(summary(entry.attribution)))")
      parts.append(
        (["| Element | Accounts for | Alone breaks | Alone back mends |", "|:--|--:|--:|--:|"] + rows).joined(
          separator: "\n"))
      let remarks =
        kinds(entry.attribution, entry.fixed).map { "- \(text($0.words)): \($0.ids.count) (\(text(listed($0.ids))))" }
        + entry.notes.map { "- " + text($0) }
      if !remarks.isEmpty { parts.append(remarks.joined(separator: "\n")) }
    }
    if let nothing = report.nothingFound { parts.append(nothing.prefix(1).uppercased() + nothing.dropFirst() + ".") }
    parts.append("<sub>\(text(spent(report)))</sub>")
    return parts.joined(separator: "\n\n") + "\n"
  }

  public static func json(_ report: AttributionReport) -> String {
    func ids(_ list: [String]) -> JSONValue { .array(list.map { .string($0) }) }
    let suites = report.suites.map { entry -> JSONValue in
      let shares = entry.attribution.shares.map { share -> JSONValue in
        let change = entry.versions[share.element]
        return [
          "element": .string(share.element.rawValue), "id": JSONReporter.optional(change?.id),
          "from": JSONReporter.optional(change?.from), "to": JSONReporter.optional(change?.to),
          "cases": JSONReporter.optional(share.cases), "alone": ids(share.alone), "mends": ids(share.mends),
        ]
      }
      return [
        "suite": .string(entry.attribution.suite), "broke": JSONReporter.int(entry.attribution.cases.count),
        "attributed": JSONReporter.int(entry.attribution.attributed), "shares": .array(shares),
        "either": ids(entry.attribution.either), "together": ids(entry.attribution.ids(of: .together)),
        "inseparable": ids(entry.attribution.ids(of: .inseparable)),
        "unsteady": ids(entry.attribution.ids(of: .unsteady)),
        "unmeasured": ids(entry.attribution.ids(of: .unanswered)), "notes": ids(entry.notes),
      ]
    }
    let document: JSONValue = [
      "schema_version": 1, "base": .string(report.base), "run": .string(report.run), "suites": .array(suites),
      "asked": [
        "calls": JSONReporter.int(report.asked.calls), "unanswered": JSONReporter.int(report.unanswered),
        "tokens": JSONReporter.optional(report.asked.tokens),
        "usd": JSONReporter.optional(report.asked.usd),
      ],
    ]
    return document.sorted.printed(.pretty) + "\n"
  }

  // MARK: In words

  private static func summary(_ attribution: Attribution) -> String {
    let broke = "\(Format.count(attribution.cases.count, "case")) broke"
    return attribution.attributed == attribution.cases.count
      ? broke : "\(broke), \(attribution.attributed) accounted for"
  }

  private static func version(_ element: MixElement, _ entry: AttributionReport.Entry, arrow: String) -> String {
    guard let change = entry.versions[element] else { return element.rawValue }
    return "\(element.rawValue) \(change.id) \(change.from ?? "none") \(arrow) \(change.to ?? "none")"
  }

  /// Whole numbers without a point.
  private static func cases(_ value: Double) -> String {
    abs(value - value.rounded()) < 1e-9 ? String(Int(value.rounded())) : Format.fixed(value, 1)
  }

  /// Every kind that has cases, in words, with them.
  private static func kinds(_ attribution: Attribution, _ fixed: [String]) -> [(words: String, ids: [String])] {
    var kinds: [Attribution.Kind] = attribution.elements.map { .alone($0) }
    for case .either(let elements) in attribution.kinds where !kinds.contains(.either(elements)) {
      kinds.append(.either(elements))
    }
    kinds += [.together, .inseparable, .unsteady, .unanswered]
    return kinds.map { (words: words($0, fixed), ids: attribution.ids(of: $0)) }.filter { !$0.ids.isEmpty }
  }

  private static func words(_ kind: Attribution.Kind, _ fixed: [String]) -> String {
    switch kind {
    case .alone(let element): "\(element.rawValue) alone"
    case .either(let elements):
      elements.map(\.rawValue).joined(separator: " or ") + (elements.count == 2 ? ", either alone" : ", each alone")
    case .together: "only together"
    case .inseparable:
      fixed.isEmpty ? "by nothing that can be mixed" : "not separable from \(fixed.joined(separator: ", "))"
    case .unsteady: "no difference when asked again"
    case .unanswered: "not answered"
    }
  }

  private static func listed(_ ids: [String]) -> String {
    let more = ids.count - named
    return ids.prefix(named).joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
  }

  private static func spent(_ report: AttributionReport) -> String {
    let asked = report.asked
    guard asked.calls > 0 else { return "nothing was asked" }
    return [
      "\(Format.count(asked.calls - report.unanswered, "answer")) of mixed versions",
      report.unanswered > 0 ? "\(Format.count(report.unanswered)) not answered" : nil,
      asked.tokens.map { "\(Format.short($0)) tokens" }, asked.usd.map { Format.dollars($0) },
    ].compactMap { $0 }.joined(separator: ", ")
  }

  private static func safe(_ text: String) -> String { SafeText.terminal(UntrustedText(text)) }
  private static func text(_ text: String) -> String { SafeText.markdown(UntrustedText(text).excerpt(400)) }
}
