public import EvalGateCore

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The tables of an export in an SQLite file.
public final class SQLiteTables {
  private let database: SQLite

  /// Opens the file, which is made where there is none.
  /// - Throws: `Diagnostic` when it cannot be opened or is no database.
  public init(_ path: String) throws(Diagnostic) { database = try SQLite(path) }

  init(_ database: SQLite) { self.database = database }

  /// Writes a run into the file at a path. Where there was no file and it cannot be written whole, there is none afterwards.
  /// - Throws: `Diagnostic` when it cannot be written or is no database.
  public static func write(_ run: RunExport, to path: String) throws {
    let isNew = !FilePaths.exists(path)
    do {
      try SQLiteTables(path).write(run)
    } catch {
      if isNew { for file in [path, path + "-journal"] { unlink(file) } }
      throw error
    }
  }

  /// Writes a run, in one transaction. Its rows that are there already are replaced.
  public func write(_ run: RunExport) throws {
    try database.transaction {
      var sink = Sink(database: database)
      try run.write(to: &sink)
    }
  }

  struct Sink: ExportSink {
    let database: SQLite
    private var insertion: SQLite.Statement?

    init(database: SQLite) { self.database = database }

    mutating func begin(_ table: ExportTable, run: String) throws {
      let columns = table.columns.map { "\($0.name) \(Self.type($0.kind))" }
      try database.run(
        """
        CREATE TABLE IF NOT EXISTS \(table.qualifiedName) (\(columns.joined(separator: ", ")), \
        PRIMARY KEY (\(table.key.joined(separator: ", ")))) WITHOUT ROWID
        """)
      try database.prepare("DELETE FROM \(table.qualifiedName) WHERE run_id = ?").run([.text(run)])
      let places = table.columns.map { _ in "?" }.joined(separator: ", ")
      insertion = try database.prepare(
        "INSERT INTO \(table.qualifiedName) (\(table.columnNames.joined(separator: ", "))) VALUES (\(places))")
    }

    mutating func add(_ row: [ExportTable.Value?]) throws { try insertion?.run(row) }

    mutating func end() { insertion = nil }

    private static func type(_ kind: ExportTable.Kind) -> String {
      switch kind {
      case .text: "TEXT"
      case .integer, .truth: "INTEGER"
      case .real: "REAL"
      }
    }
  }
}
