import StrictJSON

/// Rows as JSON objects, one a line: `JSONEachRow` of ClickHouse, and JSON Lines for everything else.
public struct FlatLines: ExportSink {
  private let output: ExportOutput
  private let namesTable: Bool
  private var table: ExportTable?
  private var writer = JSONWriter()

  /// - Parameters:
  ///   - output: takes the lines.
  ///   - namesTable: whether each line says in `table` where it belongs, so that several tables fit in one file.
  public init(to output: ExportOutput, namesTable: Bool) {
    self.output = output
    self.namesTable = namesTable
  }

  public mutating func begin(_ table: ExportTable, run: String) { self.table = table }

  public mutating func add(_ row: [ExportTable.Value?]) throws {
    guard let table else { return }
    writer.removeAll()
    writer.beginObject()
    if namesTable { writer.field("table", table.qualifiedName) }
    for (column, value) in zip(table.columns, row) {
      writer.key(column.name)
      switch value {
      case nil: writer.null()
      case .text(let text): writer.string(text)
      case .integer(let number): writer.integer(number)
      case .real(let number): writer.double(number)
      case .truth(let truth): writer.bool(truth)
      }
    }
    writer.endObject()
    writer.endLine()
    try output.write(writer.bytes)
  }

  public mutating func end() {}
}
