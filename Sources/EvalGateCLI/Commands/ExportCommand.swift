import ArgumentParser
import EvalGateCore
import EvalGateStore

/// Where rows can go.
enum ExportFormat: String, NamedChoice, Sendable { case jsonl, postgres, clickhouse, sqlite }

/// `runs`, `gates` or `cases`.
struct ExportTableName: ExpressibleByArgument {
  let table: ExportTable

  init?(argument: String) {
    guard let table = ExportTable.all.first(where: { $0.name == argument }) else { return nil }
    self.table = table
  }

  static var allValueStrings: [String] { ExportTable.all.map(\.name) }
}

struct ExportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "A run as rows for a warehouse.",
    discussion: """
      One row the run, one a gate, and one a case with everything that made it. A run that is exported twice is there once. \
      `--format postgres` is a script for psql, `clickhouse` is JSONEachRow and goes over HTTP with `--to URL`, `sqlite` writes \
      the file that `--to` names, `jsonl` is flat typed JSON. Nothing goes over a network unless `--to` names a URL.
      """)

  @OptionGroup var project: ProjectOptions

  @Argument(help: ArgumentHelp("A path, the beginning of an id, or `latest`.", valueName: "run"))
  var run = "latest"

  @Option(help: "jsonl, postgres, clickhouse or sqlite.")
  var format = ExportFormat.jsonl

  @Option(
    help: ArgumentHelp("A file; for clickhouse a URL too. Standard output when none is given.", valueName: "path|url"))
  var to: String?

  @Option(help: ArgumentHelp("Only this table: runs, gates or cases; may be repeated.", valueName: "name"))
  var table: [ExportTableName] = []

  func validate() throws {
    switch format {
    case .sqlite:
      if to == nil { throw ValidationError("--format sqlite needs the file: --to PATH") }
      if !table.isEmpty { throw ValidationError("--format sqlite writes every table") }
    case .clickhouse:
      if url == nil, table.count != 1 {
        throw ValidationError(
          "rows of one table each for ClickHouse: say which with --table, or send them with --to URL")
      }
    case .postgres, .jsonl: break
    }
    if url != nil, format != .clickhouse {
      throw ValidationError("only --format clickhouse goes to a URL; write a script or a file, and load that")
    }
  }

  func run() async throws {
    let workspace = try Workspace(project)
    let file = try RunFile(at: await workspace.ownRuns().find(run).path)
    let loaded = try? await workspace.project(quiet: true)
    // Without a base there is nothing that a change could have taken away.
    let base = try? await Base.find(nil, loaded, workspace)
    let heldBack = HeldBack(
      loaded?.suites ?? [], of: file.header.tuples, and: HeldPolicies([], base: base?.project))
    let export = RunExport(file) { [secrets = workspace.secrets] in heldBack.masked(secrets.masked($0)) }
    let tables = table.isEmpty ? ExportTable.all : table.map(\.table)
    if let url {
      return try await ClickHouseDelivery(url: url, workspace: workspace).send(export, tables)
    }
    guard let to else {
      let output = ExportOutput { workspace.console.write($0) }
      try write(export, tables, to: output)
      return try output.flush()
    }
    var outputs = Outputs()
    try outputs.add(to, "--to", besides: loaded, in: workspace)
    if format == .sqlite { return try SQLiteTables.write(export, to: Host.absolute(to)) }
    try ExportOutput.file(Host.absolute(to)) { try write(export, tables, to: $0) }
  }

  private func write(_ export: RunExport, _ tables: [ExportTable], to output: ExportOutput) throws {
    switch format {
    case .postgres:
      var script = PostgresScript(to: output)
      try export.write(tables, to: &script)
      try script.finish()
    case .clickhouse:
      var lines = FlatLines(to: output, namesTable: false)
      try export.write(tables, to: &lines)
    case .jsonl:
      var lines = FlatLines(to: output, namesTable: true)
      try export.write(tables, to: &lines)
    case .sqlite: break
    }
  }

  /// What `--to` names, where it is an address.
  private var url: String? {
    to.flatMap { $0.hasPrefix("http://") || $0.hasPrefix("https://") ? $0 : nil }
  }
}
