package import EvalGateCore
import StrictJSON

extension ProbeTables {
  /// The files that tables are read from, by name.
  package static let fileNames = ["goals.yml", "carriers.yml", "techniques.yml", "families.yml"]

  /// The tables that come with evalgate, by file name: the support desk of the demonstration.
  package static let shipped: [String: [UInt8]] = [
    "goals.yml": PackageResources.goals_yml, "carriers.yml": PackageResources.carriers_yml,
    "techniques.yml": PackageResources.techniques_yml, "families.yml": PackageResources.families_yml,
  ]

  /// - Parameters:
  ///   - files: the content of all four files, by name.
  ///   - problem: what is wrong with what a goal expects, which the check of scenarios knows.
  /// - Throws: everything that is wrong with them.
  package init(
    _ files: [String: Node], problem: @escaping (Node) -> Diagnostic? = { _ in nil }
  ) throws(Problems) {
    var reading = ProbeReading(objection: problem)
    let goals = reading.file("goals.yml", in: files, keys: ["edition", "values", "goals"])
    let carriers = reading.file("carriers.yml", in: files, keys: ["carriers"])
    let techniques = reading.file("techniques.yml", in: files, keys: ["lead", "notes", "techniques"])
    let families = reading.file("families.yml", in: files, keys: ["owasp", "atlas", "families"])

    edition = goals?["edition"]?.source ?? ""
    values = reading.entries(goals?["values"]).map { ($0.key, reading.texts($0.value)) }
    self.goals = reading.list(goals?["goals"]).compactMap { reading.goal($0) }
    self.carriers = reading.list(carriers?["carriers"]).compactMap { reading.carrier($0) }
    self.techniques = reading.list(techniques?["techniques"]).compactMap { reading.technique($0) }
    leads = reading.sentences(techniques?["lead"])
    notes = reading.sentences(techniques?["notes"])
    self.families = Dictionary(
      reading.entries(families?["families"]).map { ($0.key, reading.family($0.value)) },
      uniquingKeysWith: { first, _ in first })

    let (goalList, techniqueList, leadTexts, noteTexts) = (self.goals, self.techniques, leads, notes)
    languages = reading.entries(techniques?["lead"]).map(\.key).filter { language in
      noteTexts[language] != nil && goalList.allSatisfy { $0.texts[language] != nil }
        && techniqueList.allSatisfy { $0.texts[language] != nil }
    }
    asciiLanguages = Set(
      languages.filter { language in
        let sentences =
          goalList.flatMap { $0.texts[language] ?? [] } + techniqueList.compactMap { $0.texts[language] }
          + [leadTexts[language], noteTexts[language]].compactMap(\.self)
        return sentences.allSatisfy { $0.utf8.allSatisfy { $0 < 0x80 } }
      })
    if reading.problems.isEmpty { reading.check(self, places: files) }
    guard reading.problems.isEmpty else { throw reading.problems }
  }
}

/// Reads tables and collects what is wrong with them.
private struct ProbeReading {
  let objection: (Node) -> Diagnostic?
  var problems = Problems()

  init(objection: @escaping (Node) -> Diagnostic?) { self.objection = objection }

  /// Values of one dimension: every pair of them is looked for, so tables of a stranger's must not be endless.
  private static let most = 200

  mutating func collect<Value>(_ read: () throws(Diagnostic) -> Value) -> Value? {
    do throws(Diagnostic) {
      return try read()
    } catch {
      problems.add(error)
      return nil
    }
  }

  mutating func file(_ name: String, in files: [String: Node], keys: [String]) -> Node? {
    guard let node = files[name] else {
      problems.add(
        Diagnostic(.probeTables, "there is no `\(name)`", help: "`evalgate probes tables FOLDER` writes all four"))
      return nil
    }
    return collect { () throws(Diagnostic) in
      var reader = try OptionReader(node, subject: "`\(name)`")
      for key in keys { _ = try reader.required(key) }
      try reader.finish()
      return node
    }
  }

  mutating func list(_ node: Node?) -> [Node] {
    guard let node else { return [] }
    guard case .sequence(let nodes) = node.content, !nodes.isEmpty else {
      problems.add(Diagnostic(.wrongType, "this must be a list with entries", at: node.location, help: "write `- …`"))
      return []
    }
    return nodes
  }

  mutating func entries(_ node: Node?) -> [Node.Entry] {
    guard let node else { return [] }
    guard case .mapping(let entries) = node.content else {
      problems.add(
        Diagnostic(
          .wrongType, "this must be a mapping, not \(node.kindName)", at: node.location, help: "write `key: …`"))
      return []
    }
    return entries
  }

  mutating func texts(_ node: Node) -> [String] {
    let nodes: [Node] = if case .sequence(let nodes) = node.content { nodes } else { [node] }
    let texts = nodes.compactMap { $0.source ?? $0.json.stringValue }
    if texts.isEmpty || texts.count != nodes.count || texts.contains("") {
      problems.add(OptionReader.wrong(node, "text", "a text, or a list of texts"))
    }
    return texts
  }

  /// Sentences by language, one each.
  mutating func sentences(_ node: Node?) -> [String: String] {
    var sentences: [String: String] = [:]
    for entry in entries(node) { sentences[entry.key] = texts(entry.value).first }
    return sentences
  }

  mutating func goal(_ node: Node) -> ProbeGoal? {
    var texts: [String: [String]] = [:]
    for entry in entries(node["text"]) { texts[entry.key] = self.texts(entry.value) }
    if let expected = node["expected"] { check(expected, of: node["goal"]?.source ?? "") }
    return collect { () throws(Diagnostic) in
      var reader = try OptionReader(node, subject: "goal")
      let name = try reader.string("goal")
      _ = try reader.required("text")
      let expected = try reader.required("expected")
      let goal = ProbeGoal(
        name: name, carriers: try reader.optionalStrings("carriers") ?? [],
        family: try reader.optionalString("family"),
        severity: try reader.choice("severity", default: Severity.blocking),
        weight: try reader.optionalInt("weight", in: 1...100) ?? 1, texts: texts,
        setup: reader.node("setup")?.json.objectValue ?? [:], expected: expected.json.objectValue ?? [:],
        obeys: try Self.obedience(try reader.required("obeys")))
      try reader.finish()
      return goal
    }
  }

  /// A goal that forbids nothing, or by a word that nobody knows, makes scenarios that pass whatever is answered.
  private mutating func check(_ expected: Node, of name: String) {
    if let problem = objection(expected) { problems.add(problem) }
    if ["calls", "arguments", "no", "says_none"].allSatisfy({ expected[$0] == nil }) {
      problems.add(
        Diagnostic(
          .probeTables, "goal `\(name)` forbids nothing", at: expected.location,
          help: "say what must not happen, such as `calls: { deny: [\"send_*\"] }`"))
    }
    guard case .sequence(let words)? = expected["no"]?.content else { return }
    for node in words {
      guard let word = node.source, let gap = WatchedWord.problem(with: word) else { continue }
      problems.add(
        Diagnostic(
          .probeTables, "goal `\(name)` forbids `\(word)`, which \(gap.reason)", at: node.location,
          label: gap.suggestion.map { "did you mean `\($0)`?" }, help: gap.help))
    }
  }

  private static func obedience(_ node: Node) throws(Diagnostic) -> ProbeGoal.Obedience {
    var reader = try OptionReader(node, subject: "`obeys`")
    let obeys = ProbeGoal.Obedience(
      text: reader.node("text")?.json, toolCalls: reader.node("tool_calls")?.json,
      quotesSystem: try reader.optionalString("quotes") == "system")
    try reader.finish()
    guard obeys.text != nil || obeys.toolCalls != nil || obeys.quotesSystem else {
      throw OptionReader.wrong(node, "obeys", "`text`, `tool_calls` or `quotes: system`")
    }
    return obeys
  }

  mutating func carrier(_ node: Node) -> ProbeCarrier? {
    collect { () throws(Diagnostic) in
      var reader = try OptionReader(node, subject: "carrier")
      let carrier = ProbeCarrier(
        name: try reader.string("carrier"), weight: try reader.optionalInt("weight", in: 1...100) ?? 1,
        isOneLine: try reader.bool("one_line", default: false),
        doublesQuotes: try reader.optionalString("quotes") == "doubled", turns: try reader.required("turns").json,
        tools: reader.node("tools")?.json, answer: try reader.string("answer"),
        utility: try reader.required("utility").json)
      try reader.finish()
      return carrier
    }
  }

  mutating func technique(_ node: Node) -> ProbeTechnique? {
    let texts = sentences(node["text"])
    for entry in entries(node["text"]) where texts[entry.key]?.contains("{{goal}}") == false {
      problems.add(
        Diagnostic(
          .probeTables, "this sentence has no place for the goal", at: entry.value.location,
          help: "put {{goal}} into it"))
    }
    return collect { () throws(Diagnostic) in
      var reader = try OptionReader(node, subject: "technique")
      _ = try reader.required("text")
      let technique = ProbeTechnique(
        name: try reader.string("technique"), weight: try reader.optionalInt("weight", in: 1...100) ?? 1, texts: texts)
      try reader.finish()
      return technique
    }
  }

  mutating func family(_ node: Node) -> ProbeFamily {
    ProbeFamily(
      owasp: node["owasp"].map { texts($0) } ?? [], atlas: node["atlas"].map { texts($0) } ?? [],
      cwe: node["cwe"].map { texts($0) } ?? [])
  }

  /// What only shows when all files are there: names that do not meet, places without a slot, slots without a value.
  mutating func check(_ tables: ProbeTables, places files: [String: Node]) {
    func problem(_ message: String, _ file: String, _ help: String) {
      problems.add(Diagnostic(.probeTables, message, at: files[file]?.location, help: help))
    }
    for (name, count) in [
      ("goals", tables.goals.count), ("carriers", tables.carriers.count), ("techniques", tables.techniques.count),
      ("languages", tables.languages.count),
    ] where count > Self.most {
      problem(
        "\(count) \(name) are more than \(Self.most)", "\(name == "languages" ? "techniques" : name).yml",
        "make several sets of them")
    }
    for (file, names) in [
      ("carriers.yml", tables.carriers.map(\.name)), ("techniques.yml", tables.techniques.map(\.name)),
    ] {
      let twice = Dictionary(grouping: names) { $0 }.filter { $0.value.count > 1 }.keys.sorted()
      for name in twice { problem("there are two entries `\(name)`", file, "only the first one would be used") }
    }
    if tables.languages.isEmpty {
      problem(
        "no language has a sentence for every goal, technique, lead and note", "goals.yml",
        "one language that is complete everywhere is enough, such as `en`")
    }
    for goal in tables.goals {
      if let family = goal.family, tables.families[family] == nil {
        problem("goal `\(goal.name)` names the unknown family `\(family)`", "goals.yml", "add it to families.yml")
      }
      for name in goal.carriers where tables.carrier(name) == nil {
        problem("goal `\(goal.name)` names the unknown carrier `\(name)`", "goals.yml", "add it to carriers.yml")
      }
    }
    for family in ProbeFamily.derived where tables.families[family] == nil {
      problem("there is no family `\(family)`", "families.yml", "scenarios without one of their own belong to it")
    }
    for carrier in tables.carriers {
      let places = carrier.turns.serialized() + (carrier.tools?.serialized() ?? "")
      for position in ProbePosition.allCases where !places.contains("{{\(position.rawValue)}}") {
        problem(
          "carrier `\(carrier.name)` has no place `{{\(position.rawValue)}}`", "carriers.yml",
          "put {{start}}, {{middle}} and {{end}} into its turns or tools")
      }
    }
    let known = Set(tables.values.map(\.name) + ["goal", "encoding"] + ProbePosition.allCases.map(\.rawValue))
    for (name, node) in files.sorted(by: { $0.key < $1.key }) {
      for slot in Set(ProbeSlots.names(in: node.json)).subtracting(known).sorted() {
        problem("nothing is known of {{\(slot)}}", name, "name its values under `values` of goals.yml")
      }
    }
  }
}

extension DiagnosticCode {
  /// Tables of which no scenarios can be made.
  package static let probeTables = DiagnosticCode(
    "probes/tables",
    "Tables that scenarios are made of do not fit together: a name, a sentence or a place for the instruction is missing."
  )
}
