import EvalGateCore
import StrictJSON

/// Reads gates: a metric with its options, a suite, a filter, a bound and what follows from it.
struct GateReader {
  let catalog: Catalog
  /// The suites that the configuration's gates can be about.
  let suites: [Suite]
  /// Of all suites it can be about, whether or not their files load.
  var names: Set<String> = []
  /// Of an included configuration; its gates hold in its own suites only.
  var namespace = ""
  /// Whether a gate that can never have anything to judge is told.
  var looksForSubjects = false

  private enum Waivers: String, CaseIterable { case allowed, never }

  /// The rules of one entry: several where it names a group of suites.
  func read(_ entry: Node.Entry, _ problems: inout Problems) -> [GateRule] {
    do throws(Diagnostic) {
      return try rules(entry, &problems)
    } catch {
      problems.add(error)
      return []
    }
  }

  private func rules(_ entry: Node.Entry, _ problems: inout Problems) throws(Diagnostic) -> [GateRule] {
    var reader = try OptionReader(entry.value, subject: "gate `\(entry.key)`")
    let metric = try metric(&reader)
    let suiteNode = reader.node("suite")
    let severity = reader.node("severity") == nil ? nil : try reader.choice("severity", default: Severity.blocking)
    let tags = try (reader.optionalStrings("tags") ?? []) + (reader.optionalStrings("tag") ?? [])
    let bound: Bound?
    do throws(Diagnostic) {
      bound = try BoundReader.read(&reader, metric)
    } catch {
      bound = nil
      // A mistyped bound is told as the mistyped key it is, once.
      if !BoundReader.isMistyped(in: entry.value) { problems.add(error) }
    }
    let decide = reader.node("decide") == nil ? nil : try reader.choice("decide", default: Decide.point)
    let margin = try points("margin", &reader, bound, from: .leastNonzeroMagnitude)
    let minDrop = try points("min_drop", &reader, bound, from: 0)
    let isExact = try exact(&reader, bound)
    let minCases = try reader.optionalInt("min_cases", in: 1...Int.max)
    let waivers = try reader.choice("waivers", default: Waivers.allowed)
    let blocks = try reader.bool("block", default: true)
    let unproven = try reader.choice("on_unproven", default: OnUnproven.show)
    for problem in reader.unknownKeys() { problems.add(asOfGate(problem)) }
    guard let bound else { return [] }
    let filter = CaseFilter(tags: tags, severity: severity)
    let targets = try targets(suiteNode, entry.key, metric)
    if looksForSubjects {
      let judged = suites.filter { suite in targets.contains { $0.suite == nil || $0.suite == suite.name } }
      let subjects = GateSubjects(gate: entry, metric: metric, filter: filter, suites: judged, blocks: blocks)
      if let problem = subjects.problem { problems.add(problem) }
    }
    return targets.map { name, suite in
      var rule = GateRule(
        name: name, metric: metric, suite: suite, filter: filter, bound: bound,
        decide: decide, margin: margin, minDrop: minDrop, minCases: minCases, waiversAllowed: waivers == .allowed,
        blocks: blocks, onUnproven: unproven,
        location: entry.keyLocation)
      rule.isExact = isExact
      return rule
    }
  }

  private func metric(_ reader: inout OptionReader) throws(Diagnostic) -> CompiledMetric {
    let node = try reader.required("metric")
    guard let type = catalog.metric(node.source ?? "") else {
      let known = catalog.metrics.map { $0.id.name }
      throw Diagnostic(
        .unknownMetric, "unknown metric `\(node.source ?? node.kindName)`", at: node.location,
        label: suggestion(for: node.source ?? "", among: known).map { "did you mean `\($0)`?" },
        help: "`evalgate list metrics` shows all of them")
    }
    let written = type.options.compactMap { option in reader.node[option.key].map { (option.key, $0.json) } }
    return CompiledMetric(
      id: type.id, metric: try type.init(options: &reader), kind: type.kind, need: type.need,
      settings: .object(JSONObject(written)))
  }

  /// Percentage points that go with `no_worse_than` only.
  private func points(
    _ key: String, _ reader: inout OptionReader, _ bound: Bound?, from least: Double
  ) throws(Diagnostic) -> Double? {
    guard let quantity = try reader.optionalQuantity(key, units: [.points]) else { return nil }
    try requirePaired(key, reader, bound)
    guard quantity.value >= least, quantity.value < 1 else {
      throw OptionReader.wrong(reader.node[key] ?? reader.node, key, "percentage points such as `1pt`")
    }
    return quantity.value
  }

  /// Whether the whole tail is taken for p.
  private func exact(_ reader: inout OptionReader, _ bound: Bound?) throws(Diagnostic) -> Bool {
    guard reader.node("exact") != nil else { return false }
    try requirePaired("exact", reader, bound)
    return try reader.bool("exact", default: false)
  }

  private func requirePaired(_ key: String, _ reader: OptionReader, _ bound: Bound?) throws(Diagnostic) {
    guard let bound, bound != .noWorseThanBaseline else { return }
    throw Diagnostic(
      .badBound, "`\(key)` goes with `no_worse_than` only",
      at: reader.node[key]?.location ?? reader.node.location,
      help: "move the bound itself, or use `no_worse_than: baseline`")
  }

  /// The name of each rule with the suite it is about; a group of suites makes one rule each.
  private func targets(
    _ node: Node?, _ name: String, _ metric: CompiledMetric
  ) throws(Diagnostic) -> [(name: String, suite: String?)] {
    let prefix = namespace.isEmpty ? "" : namespace + "/"
    guard let node else {
      if namespace.isEmpty { return [(name, nil)] }
      // As at the top a gate without a suite holds where there is something to measure.
      let able = suites.filter(metric.hasSubject)
      return (able.isEmpty ? suites : able).map {
        (suites.count == 1 ? prefix + name : "\(prefix)\(name):\($0.name.dropFirst(prefix.count))", $0.name)
      }
    }
    guard case .string(let text) = node.content else { throw OptionReader.wrong(node, "suite", "the name of a suite") }
    let suite = prefix + text
    if suites.contains(where: { $0.name == suite }) { return [(prefix + name, suite)] }
    let members = suites.filter { $0.group == suite }
    guard members.isEmpty else { return members.map { (prefix + name + $0.name.dropFirst(suite.count), $0.name) } }
    // What is wrong with the suite's own files is told where they stand.
    if names.contains(suite) { return [] }
    let known = names.union(suites.map(\.name)).map { String($0.dropFirst(prefix.count)) }.sorted()
    throw Diagnostic(
      .unknownName, "unknown suite `\(text)`", at: node.location,
      label: suggestion(for: text, among: known).map { "did you mean `\($0)`?" },
      help: known.isEmpty
        ? "there are no suites" : "suites are " + known.prefix(12).map { "`\($0)`" }.joined(separator: ", "))
  }

  /// For a mistyped bound, the bounds are a better list than every key a gate takes.
  private func asOfGate(_ problem: Diagnostic) -> Diagnostic {
    var problem = problem
    problem.code = .unknownGateKey
    guard let label = problem.label, BoundReader.keys.contains(where: { label.contains("`\($0)`") }) else {
      return problem
    }
    problem.help = ["bounds are " + BoundReader.keys.map { "`\($0)`" }.joined(separator: ", ")]
    return problem
  }
}
