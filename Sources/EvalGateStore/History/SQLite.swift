import CSQLite
public import EvalGateCore

/// A database file, open in one process for as long as it is held.
final class SQLite {
  private let handle: OpaquePointer
  let path: String

  /// - Throws: `Diagnostic` when the file cannot be opened, or is no database.
  init(_ path: String) throws(Diagnostic) {
    var opened: OpaquePointer?
    let code = sqlite3_open_v2(
      path, &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_FULLMUTEX, nil)
    guard code == SQLITE_OK, let opened else {
      let message = opened.map { String(cString: sqlite3_errmsg($0)) } ?? "no memory"
      sqlite3_close_v2(opened)
      throw Self.problem(message, code, path)
    }
    handle = opened
    self.path = path
    // Another evalgate may be at it; what it does is over in a moment.
    sqlite3_busy_timeout(handle, 5_000)
  }

  deinit { sqlite3_close_v2(handle) }

  /// Runs statements that give no rows.
  func run(_ statements: String) throws(Diagnostic) {
    let code = sqlite3_exec(handle, statements, nil, nil, nil)
    guard code == SQLITE_OK else { throw problem(code) }
  }

  /// Prepares one statement, with `?` where values come.
  func prepare(_ statement: String) throws(Diagnostic) -> Statement {
    var prepared: OpaquePointer?
    let code = sqlite3_prepare_v2(handle, statement, -1, &prepared, nil)
    guard code == SQLITE_OK, let prepared else { throw problem(code) }
    return Statement(prepared, self)
  }

  /// Everything in it or nothing of it.
  func transaction(_ body: () throws -> Void) throws {
    try run("BEGIN IMMEDIATE")
    do {
      try body()
      try run("COMMIT")
    } catch {
      try? run("ROLLBACK")
      throw error
    }
  }

  fileprivate func problem(_ code: Int32) -> Diagnostic {
    Self.problem(String(cString: sqlite3_errmsg(handle)), code, path)
  }

  private static func problem(_ message: String, _ code: Int32, _ path: String) -> Diagnostic {
    Diagnostic(
      .database, "cannot use the database: \(message)", at: SourceLocation(path: path),
      help: code & 0xFF == SQLITE_NOTADB
        ? "the file is something else; name another one, or remove it"
        : "look at the file and the folder it is in")
  }

  /// A statement that can be run again with other values.
  final class Statement {
    private let handle: OpaquePointer
    private let database: SQLite

    fileprivate init(_ handle: OpaquePointer, _ database: SQLite) {
      self.handle = handle
      self.database = database
    }

    deinit { sqlite3_finalize(handle) }

    /// Runs it for its effect.
    func run(_ values: [ExportTable.Value?] = []) throws(Diagnostic) {
      try bind(values)
      let code = sqlite3_step(handle)
      sqlite3_reset(handle)
      guard code == SQLITE_DONE || code == SQLITE_ROW else { throw database.problem(code) }
    }

    /// Runs it and reads every row.
    func rows<Row>(_ values: [ExportTable.Value?] = [], _ read: (Statement) -> Row) throws(Diagnostic) -> [Row] {
      try bind(values)
      defer { sqlite3_reset(handle) }
      var rows: [Row] = []
      while true {
        let code = sqlite3_step(handle)
        if code == SQLITE_DONE { return rows }
        guard code == SQLITE_ROW else { throw database.problem(code) }
        rows.append(read(self))
      }
    }

    func text(_ column: Int32) -> String? {
      guard let bytes = sqlite3_column_text(handle, column) else { return nil }
      let count = Int(sqlite3_column_bytes(handle, column))
      return String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
    }
    func integer(_ column: Int32) -> Int? { isNull(column) ? nil : Int(sqlite3_column_int64(handle, column)) }
    func real(_ column: Int32) -> Double? { isNull(column) ? nil : sqlite3_column_double(handle, column) }
    private func isNull(_ column: Int32) -> Bool { sqlite3_column_type(handle, column) == SQLITE_NULL }

    private func bind(_ values: [ExportTable.Value?]) throws(Diagnostic) {
      for (index, value) in values.enumerated() {
        let place = Int32(index + 1)
        let code =
          switch value {
          case nil: sqlite3_bind_null(handle, place)
          case .integer(let number): sqlite3_bind_int64(handle, place, Int64(number))
          case .real(let number): sqlite3_bind_double(handle, place, number)
          case .truth(let truth): sqlite3_bind_int64(handle, place, truth ? 1 : 0)
          case .text(let text): bind(text, at: place)
          }
        guard code == SQLITE_OK else { throw database.problem(code) }
      }
    }

    private func bind(_ text: String, at place: Int32) -> Int32 {
      var text = text
      // SQLite keeps a copy of its own: the bytes are only there during the call.
      let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
      return text.withUTF8 { bytes in
        bytes.withMemoryRebound(to: CChar.self) {
          sqlite3_bind_text64(handle, place, $0.baseAddress, UInt64($0.count), copied, UInt8(SQLITE_UTF8))
        }
      }
    }
  }
}

extension DiagnosticCode {
  /// Of an SQLite file.
  public static let database = DiagnosticCode(
    "store/database", "An SQLite file cannot be used: it is something else, locked for long, or the disk refuses it.")
}
