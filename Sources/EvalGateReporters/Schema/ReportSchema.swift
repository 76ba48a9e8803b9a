/// The JSON Schema of what `--report json` prints: what programs that read it may rely on.
public enum ReportSchema {
  /// The schema as it is published, with its line end.
  public static var text: String { String(decoding: PackageResources.report_schema_json, as: UTF8.self) }
}
