import EvalGateCore
import StrictJSON

extension JSONWriter {
  /// The first line of a run.
  mutating func line(_ header: RunHeader) {
    beginObject()
    field("kind", LineKind.run)
    field("schema_version", RunFormat.version)
    field("id", header.id)
    field("evalgate_version", header.evalgateVersion)
    field("profile", header.profile)
    field("mode", header.mode)
    if let base = header.base {
      object("base") { writer in
        writer.field("label", base.label)
        writer.field("revision", base.revision)
      }
    }
    field("plan_digest", header.planDigest)
    field("planned", header.planned)
    counts("planned_by_suite", header.plannedBySuite)
    list("suites", header.selection.suites)
    list("tags", header.selection.tags)
    list("cases", header.selection.cases)
    if let seed = JSONNumber(text: String(header.seed)) {
      key("seed")
      number(seed)
    }
    if let shard = header.shard {
      object("shard") { writer in
        writer.field("method", shard.method)
        writer.field("index", shard.index)
        writer.field("count", shard.count)
      }
    }
    if let asked = header.asked {
      object("asked") { writer in
        writer.field("config", asked.config)
        writer.field("baseline", asked.baseline)
        writer.field("mode", asked.mode?.rawValue)
        writer.field("route", asked.route)
        writer.field("trials", asked.trials)
        writer.field("budget_tokens", asked.budget.tokens)
        writer.field("budget_usd", asked.budget.usd)
        writer.field("shadow", asked.shadow)
      }
    }
    list("prices", header.prices) { writer, priced in
      writer.field("route", priced.route)
      writer.field("target", priced.target)
      writer.field("usd_per_million", priced.prices)
    }
    list("program_files", header.programFiles) { writer, made in
      writer.field("suite", made.suite)
      writer.field("program", made.program)
      writer.field("digest", made.digest)
    }
    if !header.carried.isEmpty {
      list("carried", header.carried) { writer, carried in
        writer.field("suite", carried.suite)
        writer.field("source", carried.source)
        writer.field("id", carried.id)
        writer.field("label", carried.label)
      }
    }
    list("tuples", header.tuples) { $0.body(of: $1) }
    if let observed = header.observed {
      object("observed") { writer in
        writer.field("started_at", observed.startedAt)
        writer.field("revision", observed.revision)
        writer.field("host", observed.host)
      }
    }
    endObject()
    endLine()
  }

  /// The last line of a run.
  mutating func line(_ end: RunEnd) {
    beginObject()
    field("kind", LineKind.end)
    field("outcome", end.outcome)
    list("reasons", end.reasons)
    field("elapsed_ms", milliseconds: end.elapsed)
    list("rules", end.rules) { $0.body(of: $1) }
    list("accepted", end.accepted) { $0.body(of: $1) }
    field("lines", end.lines)
    endObject()
    endLine()
  }
}

extension RunHeader {
  init(_ fields: inout Fields) throws(LineFault) {
    self.init(
      id: try fields.string("id"), evalgateVersion: try fields.string("evalgate_version"),
      profile: try fields.string("profile"), mode: try fields.word("mode"), base: try fields.base(), tuples: [],
      planDigest: try fields.digest("plan_digest"), planned: try fields.count("planned"),
      plannedBySuite: try fields.counts("planned_by_suite"), selection: try fields.selection(),
      seed: try fields.seed(), shard: try fields.shard())
    guard Self.isName(id) else { throw fields.wrong("id", "letters, digits, `-` and `_`") }
    asked = try fields.asked()
    tuples = try fields.list("tuples") { fields throws(LineFault) in try RunTuple(&fields) }
    prices = try fields.list("prices") { fields throws(LineFault) in
      PricedTarget(
        route: try fields.string("route"), target: try fields.string("target"),
        prices: try fields.string("usd_per_million"))
    }
    programFiles = try fields.list("program_files") { fields throws(LineFault) in
      ProgramFiles(
        suite: try fields.string("suite"), program: try fields.string("program"), digest: try fields.digest("digest"))
    }
    carried = try fields.list("carried") { fields throws(LineFault) in
      CarriedSuite(
        try fields.string("suite"), source: try fields.word("source"), id: try fields.string("id"),
        label: try fields.string("label"))
    }
    observed = try fields.observed()
  }
}

extension RunHeader {
  /// A run's id names files; one that was made elsewhere is not to choose where they lie.
  private static func isName(_ id: String) -> Bool {
    !id.isEmpty && id.utf8.count <= 64
      && id.unicodeScalars.allSatisfy {
        $0.isASCII && ($0.properties.isAlphabetic || ("0"..."9").contains($0) || $0 == "-" || $0 == "_")
      }
  }
}

extension RunEnd {
  init(_ fields: inout Fields) throws(LineFault) {
    self.init(
      outcome: try fields.word("outcome"), reasons: try fields.strings("reasons"),
      elapsed: try fields.optionalReal("elapsed_ms"))
    rules = try fields.list("rules") { fields throws(LineFault) in try RuleChange(&fields) }
    accepted = try fields.list("accepted") { fields throws(LineFault) in try AcceptedHere(&fields) }
    lines = try fields.optionalInt("lines")
  }
}

extension Fields {
  fileprivate mutating func base() throws(LineFault) -> BaseReference? {
    guard var base = try optionalObject("base") else { return nil }
    return BaseReference(label: try base.string("label"), revision: try base.optionalString("revision"))
  }

  fileprivate mutating func asked() throws(LineFault) -> AskedFlags? {
    guard var fields = try optionalObject("asked") else { return nil }
    var asked = AskedFlags()
    asked.config = try fields.optionalString("config")
    asked.baseline = try fields.optionalString("baseline")
    if let mode = try fields.optionalString("mode") {
      guard let known = Mode(rawValue: mode) else { throw fields.wrong("mode", "a mode") }
      asked.mode = known
    }
    asked.route = try fields.optionalString("route")
    asked.trials = try fields.optionalInt("trials")
    // A plan of as many as it says is made before anything else is looked at.
    guard asked.trials.map((1...1000).contains) ?? true else { throw fields.wrong("trials", "a number from 1 to 1000") }
    asked.budget = Budget(
      tokens: try fields.optionalInt("budget_tokens"), usd: try fields.optionalReal("budget_usd"))
    asked.shadow = try fields.optionalString("shadow")
    return asked
  }

  fileprivate mutating func selection() throws(LineFault) -> Selection {
    Selection(suites: try strings("suites"), tags: try strings("tags"), cases: try strings("cases"))
  }

  /// Up to 2^64 - 1, beyond what `Int` holds.
  fileprivate mutating func seed() throws(LineFault) -> UInt64 {
    guard let text = try required("seed").number?.text, let seed = UInt64(text) else {
      throw wrong("seed", "a whole number")
    }
    return seed
  }

  fileprivate mutating func shard() throws(LineFault) -> Shard? {
    guard var shard = try optionalObject("shard") else { return nil }
    let part = Shard(method: try shard.word("method"), index: try shard.count("index"), count: try shard.count("count"))
    guard part.count >= 1 else { throw shard.wrong("count", "a number from 1") }
    guard (1...part.count).contains(part.index) else { throw shard.wrong("index", "a number from 1 to `count`") }
    return part
  }

  fileprivate mutating func observed() throws(LineFault) -> RunHeader.Observed? {
    guard var observed = try optionalObject("observed") else { return nil }
    return RunHeader.Observed(
      startedAt: try observed.int("started_at"), revision: try observed.optionalString("revision"),
      host: try observed.optionalString("host"))
  }

  /// A place in a file; line, column and length are 1 where they are not said.
  mutating func location(_ key: StaticString) throws(LineFault) -> SourceLocation {
    var place = try object(key)
    return SourceLocation(
      path: try place.string("path"), line: try place.optionalCount("line") ?? 1,
      column: try place.optionalCount("column") ?? 1, length: try place.optionalCount("length") ?? 1)
  }
}

extension JSONWriter {
  mutating func location(_ key: String, _ location: SourceLocation) {
    object(key) { writer in
      writer.field("path", location.path)
      if location.line != 1 { writer.field("line", location.line) }
      if location.column != 1 { writer.field("column", location.column) }
      if location.length != 1 { writer.field("length", location.length) }
    }
  }
}
