/// The statements by which ClickHouse takes an export over HTTP (https://clickhouse.com/docs/interfaces/http).
public enum ClickHouseTables {
  /// Makes a table. Rows of equal key replace one another, so that a run which is exported twice is there once.
  public static func creation(of table: ExportTable) -> String {
    let columns = table.columns.map { column in
      let type =
        switch column.kind {
        case .text: "String"
        case .integer: "Int64"
        case .real: "Float64"
        case .truth: "Bool"
        }
      return "\(column.name) \(table.key.contains(column.name) ? type : "Nullable(\(type))")"
    }
    return """
      CREATE TABLE IF NOT EXISTS \(table.qualifiedName) (\(columns.joined(separator: ", "))) \
      ENGINE = ReplacingMergeTree ORDER BY (\(table.key.joined(separator: ", ")))
      """
  }

  /// Removes a run's rows; `{run:String}` is a parameter of the request, so that no name can be a statement.
  public static func removal(from table: ExportTable) -> String {
    "DELETE FROM \(table.qualifiedName) WHERE run_id = {run:String}"
  }

  /// Takes the rows that are the request's body.
  public static func insertion(into table: ExportTable) -> String {
    "INSERT INTO \(table.qualifiedName) (\(table.columnNames.joined(separator: ", "))) FORMAT JSONEachRow"
  }
}
