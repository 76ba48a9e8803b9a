/// A table of an export: the same columns in every warehouse, in this order.
public struct ExportTable: Sendable {
  /// What a column holds. Every warehouse has a type for each.
  public enum Kind: Sendable { case text, integer, real, truth }

  /// One column.
  public struct Column: Sendable {
    public let name: String
    public let kind: Kind
    /// A word for the documentation.
    public let summary: String

    init(_ name: String, _ kind: Kind, _ summary: String) {
      self.name = name
      self.kind = kind
      self.summary = summary
    }
  }

  /// One value of a row; nil is a column's `NULL`.
  public enum Value: Hashable, Sendable {
    case text(String)
    case integer(Int)
    case real(Double)
    case truth(Bool)
  }

  /// As the word before it in file names and flags: `cases`.
  public let name: String
  public let columns: [Column]
  /// Together they name a row: nothing is there twice, however often a run is exported.
  public let key: [String]

  /// As warehouses call it.
  public var qualifiedName: String { "evalgate_" + name }
  public var columnNames: [String] { columns.map(\.name) }
}

extension ExportTable {
  /// One row a run.
  public static let runs = ExportTable(
    name: "runs",
    columns: [
      Column("run_id", .text, "the run"), Column("started_at", .integer, "seconds since 1970; null under replay"),
      Column("revision", .text, "the commit that was evaluated"), Column("base", .text, "what it was compared with"),
      Column("base_revision", .text, "the commit of the base"), Column("profile", .text, "of the configuration"),
      Column("mode", .text, "live, record, replay or auto"), Column("outcome", .text, "how it ended"),
      Column("reasons", .text, "why, where it did not pass"), Column("planned", .integer, "case lines of a whole run"),
      Column("finished", .integer, "case lines there are"), Column("elapsed_ms", .real, "wall time; null under replay"),
      Column("suites", .text, "names, joined by a comma"), Column("plan_digest", .text, "equal for equal work"),
      Column("evalgate_version", .text, "what made it"),
    ], key: ["run_id"])

  /// One row a gate of a run.
  public static let gates = ExportTable(
    name: "gates",
    columns: [
      Column("run_id", .text, "the run"), Column("position", .integer, "in the order of the configuration, from 0"),
      Column("gate", .text, "its name"), Column("metric", .text, "what is measured"),
      Column("suites", .text, "where, joined by a comma"), Column("failing", .text, "suites where it fails"),
      Column("verdict", .text, "pass, unproven, block, undecided or new"),
      Column("blocks", .truth, "whether it can block"), Column("rule", .text, "as reports print it"),
      Column("unit", .text, "share, milliseconds, tokens or usd"),
      Column("value", .real, "null where nothing was measured or it is infinite"),
      Column("n", .integer, "what was counted"), Column("passed", .integer, "of n; rates only"),
      Column("baseline", .real, "the base's value"), Column("baseline_n", .integer, "what was counted there"),
      Column("p", .real, "one-sided, of a comparing gate"), Column("broke", .integer, "cases, of a comparing gate"),
      Column("fixed", .integer, "cases, of a comparing gate"), Column("reason", .text, "why it is not plainly passed"),
    ], key: ["run_id", "position"])

  /// One row a trial of a case, with everything that made it.
  public static let cases = ExportTable(
    name: "cases",
    columns: [
      Column("run_id", .text, "the run"), Column("kind", .text, "case, or confirm for a fresh trial of a confirmation"),
      Column("ordinal", .integer, "position in the plan"), Column("suite", .text, "its name"),
      Column("arm", .text, "head or base"), Column("case_id", .text, "the case"),
      Column("trial", .integer, "from 1"), Column("pass_fail", .text, "pass, fail or error"),
      Column("prompt_id", .text, "the prompt"), Column("prompt_version", .text, "its version"),
      Column("prompt_digest", .text, "its content"), Column("tools_id", .text, "the tool file"),
      Column("tools_version", .text, "its revision"), Column("tools_digest", .text, "its content"),
      Column("preprocess", .text, "steps with revisions, joined by a comma"), Column("policy_id", .text, "the policy"),
      Column("policy_version", .text, "its version"), Column("policy_digest", .text, "its content"),
      Column("eval_set_id", .text, "the evalset"), Column("eval_set_version", .text, "its version"),
      Column("eval_set_digest", .text, "its content"), Column("checks", .text, "revisions by check, as JSON"),
      Column("programs", .text, "revisions by program, as JSON"), Column("model_route", .text, "the route's name"),
      Column("route_targets", .text, "provider/model in the order they are tried"),
      Column("route_identity", .text, "parameters, addresses and revisions of the targets, as JSON"),
      Column("target", .text, "the target that answered"), Column("model", .text, "as the service reported it"),
      Column("is_fallback", .truth, "whether it was not the first target"),
      Column("hops", .text, "targets that were asked, joined by a comma"), Column("tries", .integer, "all targets"),
      Column("source", .text, "live, kept or replayed"), Column("latency_ms", .real, "null for none and for a timeout"),
      Column("is_timeout", .truth, "whether the last try timed out"), Column("ttft_ms", .real, "to the first token"),
      Column("queued_ms", .real, "before its turn"), Column("input_tokens", .integer, "as the service counted"),
      Column("output_tokens", .integer, "as the service counted"), Column("cost_tokens", .integer, "both"),
      Column("cost_usd", .real, "by the target's prices"), Column("finish_reason", .text, "why the model stopped"),
      Column("failure", .text, "why there is no answer"), Column("schema_valid", .truth, "null without a schema"),
      Column("schema_reason", .text, "why it is not valid"), Column("action", .text, "accept, reject or escalate"),
      Column("rule", .text, "the rule that decided"), Column("failed_check", .text, "the first that failed"),
      Column("message", .text, "what it said"), Column("waived", .truth, "whether a waiver covers it"),
      Column("severity", .text, "blocking or advisory"), Column("cluster", .text, "cases that belong together"),
      Column("tags", .text, "joined by a comma; one within a tag is `\\,`"),
      Column("path", .text, "the file of the case"),
      Column("line", .integer, "its line there"), Column("case_digest", .text, "the case's content"),
      Column("checks_digest", .text, "what judged it"), Column("output_digest", .text, "of what the model proposed"),
      Column("evalgate_version", .text, "what made it"),
    ], key: ["run_id", "kind", "ordinal", "arm", "trial"])

  /// In the order in which they are written.
  public static let all = [runs, gates, cases]
}

/// Where rows go, table by table.
public protocol ExportSink {
  /// Begins a table; the rows of a run that are there already are replaced.
  mutating func begin(_ table: ExportTable, run: String) throws
  /// Takes the next row, as wide as its table.
  mutating func add(_ row: [ExportTable.Value?]) throws
  /// Ends the table.
  mutating func end() throws
}
