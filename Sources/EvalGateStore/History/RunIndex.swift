public import EvalGateCore

/// What is remembered of runs when the runs themselves are gone: how each ended and what its gates measured.
///
/// An SQLite file with two of the tables of an export, so that whatever reads the one reads the other.
public final class RunIndex {
  private let database: SQLite

  /// Opens the index, which is made where there is none.
  /// - Throws: `Diagnostic` when it cannot be opened or is no database.
  public init(at path: String) throws {
    database = try SQLite(path)
    // It can be made again from the runs, so that a power cut may cost the last entry and not the time of every run.
    try database.run("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL")
    try database.run(
      """
      CREATE TABLE IF NOT EXISTS seen (run_id TEXT PRIMARY KEY, written_at INTEGER NOT NULL) WITHOUT ROWID
      """)
    try database.transaction {
      var tables = SQLiteTables.Sink(database: database)
      // An id that no run has: only the tables are made.
      for table in [ExportTable.runs, .gates] { try tables.begin(table, run: "") }
    }
  }

  /// Takes in the sealed runs that are not in it yet.
  /// - Returns: those of them that cannot be read.
  @discardableResult
  public func take(_ runs: [StoredRun]) throws -> [StoredRun] {
    let known = Set(
      try database.prepare("SELECT run_id, written_at FROM seen").rows { Seen(id: $0.text(0) ?? "", at: $0.integer(1)) }
    )
    let fresh = runs.filter { !$0.isJournal && !known.contains(Seen(id: $0.id, at: $0.modified)) }
    guard !fresh.isEmpty else { return [] }
    var unreadable: [StoredRun] = []
    try database.transaction {
      var tables = SQLiteTables.Sink(database: database)
      let seen = try database.prepare("INSERT OR REPLACE INTO seen VALUES (?, ?)")
      for run in fresh {
        guard let ends = RunEnds(run), let finished = Self.finished(run, ends.header) else {
          unreadable.append(run)
          continue
        }
        try tables.begin(.runs, run: run.id)
        try tables.add(RunExport.row(ends.header, ends.end, finished: finished))
        try tables.begin(.gates, run: run.id)
        for row in RunExport.rows(ends.gates, of: run.id) { try tables.add(row) }
        try seen.run([.text(run.id), .integer(run.modified)])
      }
    }
    return unreadable
  }

  /// A whole run has what was planned, and a shard its part of that; nil where it cannot be read.
  private static func finished(_ run: StoredRun, _ header: RunHeader) -> Int? {
    header.shard == nil ? header.planned : try? RunFile(at: run.path).trials
  }

  private struct Seen: Hashable {
    let id: String
    let at: Int?
  }
}

// MARK: Asking

extension RunIndex {
  /// Names of the suites that any run here is of.
  public func suites() throws(Diagnostic) -> [String] {
    let lists = try database.prepare("SELECT DISTINCT suites FROM evalgate_runs").rows { Self.names($0.text(0)) }
    return Set(lists.joined()).sorted()
  }

  /// Names of the gates that any run here was held to.
  public func gates() throws(Diagnostic) -> [String] {
    try database.prepare("SELECT DISTINCT gate FROM evalgate_gates ORDER BY gate").rows { $0.text(0) ?? "" }
  }

  /// Newest first.
  /// - Parameters:
  ///   - suite: only runs of this suite; nil for all.
  ///   - count: how many at most.
  public func entries(of suite: String?, count: Int) throws(Diagnostic) -> [PastRun] {
    try database.prepare(
      """
      SELECT run_id, \(Self.moment), revision, outcome, suites, finished, profile FROM evalgate_runs JOIN seen USING (run_id)
      WHERE ?1 IS NULL OR instr(',' || suites || ',', ',' || ?1 || ',') > 0
      ORDER BY \(Self.moment) DESC, written_at DESC, run_id DESC LIMIT ?2
      """
    ).rows([suite.map { .text($0) }, .integer(count)]) { row in
      PastRun(
        id: row.text(0) ?? "", moment: row.integer(1) ?? 0, revision: row.text(2), outcome: row.text(3) ?? "",
        suites: Self.names(row.text(4)), planned: row.integer(5) ?? 0, isNoise: row.text(6) == RunHeader.noise)
    }
  }

  /// Oldest first: the last `count` runs in which there was such a gate.
  /// - Parameters:
  ///   - gate: its name; nil for all.
  ///   - suite: only gates that were evaluated there; nil for all.
  ///   - count: how many runs of each gate at most.
  public func points(of gate: String?, suite: String?, count: Int) throws(Diagnostic) -> [PastGate] {
    try database.prepare(
      """
      SELECT * FROM (
        SELECT run_id, \(Self.moment) AS moment, revision, gate, g.suites, unit, rule, verdict, value, baseline,
          position, written_at,
          row_number() OVER (PARTITION BY gate, g.suites ORDER BY \(Self.moment) DESC, written_at DESC, run_id DESC) AS age
        FROM evalgate_gates g JOIN evalgate_runs r USING (run_id) JOIN seen USING (run_id)
        WHERE (?1 IS NULL OR gate = ?1) AND (?2 IS NULL OR instr(',' || g.suites || ',', ',' || ?2 || ',') > 0)
      ) WHERE age <= ?3 ORDER BY position, gate, suites, age DESC
      """
    ).rows([gate.map { .text($0) }, suite.map { .text($0) }, .integer(count)]) { row in
      PastGate(
        run: row.text(0) ?? "", moment: row.integer(1) ?? 0, revision: row.text(2), gate: row.text(3) ?? "",
        suites: Self.names(row.text(4)), unit: GateOutcome.ValueUnit(rawValue: row.text(5) ?? "") ?? .share,
        rule: row.text(6) ?? "", verdict: row.text(7) ?? "", value: row.real(8), baseline: row.real(9))
    }
  }

  /// As `StoredRun.started`: a replayed run has no time of its own.
  private static let moment = "coalesce(started_at, written_at / 1000000000)"

  private static func names(_ text: String?) -> [String] { text?.split(separator: ",").map(String.init) ?? [] }
}
