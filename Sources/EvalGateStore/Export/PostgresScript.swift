/// A script for `psql`: tables, the run's old rows away, new rows by `COPY`, all in one transaction.
///
/// The text format of `COPY` is that of https://www.postgresql.org/docs/current/sql-copy.html.
public struct PostgresScript: ExportSink {
  private let output: ExportOutput
  private var columns: [ExportTable.Column] = []
  private var isOpen = false

  /// - Parameter output: takes the script's bytes.
  public init(to output: ExportOutput) { self.output = output }

  public mutating func begin(_ table: ExportTable, run: String) throws {
    if !isOpen { try output.write("\\set ON_ERROR_STOP on\nSET client_encoding = 'UTF8';\nBEGIN;\n") }
    isOpen = true
    columns = table.columns
    let definitions = table.columns.map { column in
      "  \(column.name) \(Self.type(column.kind))\(table.key.contains(column.name) ? " NOT NULL" : "")"
    }
    let statements = """
      CREATE TABLE IF NOT EXISTS \(table.qualifiedName) (
      \(definitions.joined(separator: ",\n")),
        PRIMARY KEY (\(table.key.joined(separator: ", ")))
      );
      DELETE FROM \(table.qualifiedName) WHERE run_id = E'\(Self.literal(run))';
      COPY \(table.qualifiedName) (\(table.columnNames.joined(separator: ", "))) FROM stdin;

      """
    try output.write(statements)
  }

  public mutating func add(_ row: [ExportTable.Value?]) throws {
    var line: [UInt8] = []
    for (index, value) in row.enumerated() {
      if index > 0 { line.append(UInt8(ascii: "\t")) }
      switch value {
      case nil: line.append(contentsOf: "\\N".utf8)
      case .text(let text): Self.append(text, to: &line)
      case .integer(let number): line.append(contentsOf: String(number).utf8)
      case .real(let number): line.append(contentsOf: "\(number)".utf8)
      case .truth(let truth): line.append(UInt8(ascii: truth ? "t" : "f"))
      }
    }
    line.append(UInt8(ascii: "\n"))
    try output.write(line)
  }

  public mutating func end() throws { try output.write("\\.\n") }

  /// Ends the script.
  public mutating func finish() throws { try output.write("COMMIT;\n") }

  private static func type(_ kind: ExportTable.Kind) -> String {
    switch kind {
    case .text: "text"
    case .integer: "bigint"
    case .real: "double precision"
    case .truth: "boolean"
    }
  }

  /// A value of `COPY`. PostgreSQL's text has no NUL, so one becomes the replacement character.
  private static func append(_ text: String, to line: inout [UInt8]) {
    for byte in text.utf8 {
      switch byte {
      case 0: line.append(contentsOf: "\u{FFFD}".utf8)
      case UInt8(ascii: "\\"): line.append(contentsOf: "\\\\".utf8)
      case UInt8(ascii: "\n"): line.append(contentsOf: "\\n".utf8)
      case UInt8(ascii: "\r"): line.append(contentsOf: "\\r".utf8)
      case UInt8(ascii: "\t"): line.append(contentsOf: "\\t".utf8)
      default: line.append(byte)
      }
    }
  }

  /// Between the quotes of an `E''` string. What a run calls itself may come from anywhere.
  private static func literal(_ text: String) -> String {
    text.unicodeScalars.map { scalar in
      switch scalar {
      case "'": "''"
      case "\\": "\\\\"
      case "\n": "\\n"
      case "\r": "\\r"
      case "\0": "\u{FFFD}"
      default: String(scalar)
      }
    }.joined()
  }
}
