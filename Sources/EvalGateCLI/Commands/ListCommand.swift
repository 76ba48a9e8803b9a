import ArgumentParser
import EvalGateCore
import EvalGateProviders
import EvalGateReporters
import StrictJSON

struct ListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "What there is: suites, evalsets, cases, gates, checks, metrics, providers, formats or message codes.")

  enum Kind: String, NamedChoice {
    case suites, sets, cases, gates, checks, metrics, providers, formats, codes
  }

  @OptionGroup var project: ProjectOptions

  @Argument(help: "suites, sets, cases, gates, checks, metrics, providers, formats or codes.")
  var kind: Kind = .suites

  @Option(name: .customLong("suite"), help: ArgumentHelp("Only of these suites.", valueName: "name"))
  var suites: [String] = []

  @Option(name: .long, help: ArgumentHelp("Only cases with this tag.", valueName: "tag"))
  var tag: [String] = []

  @Option(name: .customLong("case"), help: ArgumentHelp("Only cases whose id matches.", valueName: "glob"))
  var cases: [String] = []

  @Flag(help: "As one JSON document.")
  var json = false

  func run() async throws {
    let workspace = try Workspace(project)
    var rows: [[(String, JSONValue)]]
    switch kind {
    case .checks:
      rows = Workspace.catalog.checks.map {
        [("id", text($0.id.name)), ("revision", number($0.revision)), ("summary", text($0.summary))]
      }
    case .metrics: rows = Workspace.catalog.metrics.map { [("id", text($0.id.name)), ("summary", text($0.summary))] }
    case .providers: rows = Parts.help.map { [("id", text($0.name)), ("summary", text($0.summary))] }
    case .codes:
      rows = Codes.all.sorted { $0.name < $1.name }.map { [("id", text($0.name)), ("summary", text($0.explanation))] }
      if json { rows = rows.map(Self.withRemedy) }
    case .formats: rows = Reporters.all.map { [("id", text($0.id)), ("summary", text($0.summary))] }
    case .suites, .sets, .cases, .gates: rows = try await projectRows(workspace)
    }
    if json {
      workspace.console.line(
        JSONValue.array(rows.map { .object(JSONObject($0.map { ($0.0, $0.1) })) }).printed(.pretty))
    } else {
      // What stands in several columns says which is which; the others are a name and what it is, or a line for each case.
      let heads = [.suites, .sets, .gates].contains(kind) ? rows.prefix(1).map { $0.map { $0.0.uppercased() } } : []
      workspace.console.write(
        Columns.text(heads + rows.map { $0.map { Self.cell($0.1) } }, width: workspace.context(.output).width))
    }
  }

  private func projectRows(_ workspace: Workspace) async throws -> [[(String, JSONValue)]] {
    let loaded = try await workspace.project(quiet: true)
    let selection = Selection(suites: try loaded.names(meantBy: suites), tags: tag, cases: cases)
    let plan = Plan(loaded, selection: selection)
    switch kind {
    case .gates:
      return loaded.gates.map { gate in
        [
          ("name", text(gate.name)), ("metric", text(gate.metric.id.name)), ("rule", text(gate.ruleText)),
          ("suite", text(gate.suite ?? "all that have it")), ("blocks", .bool(gate.blocks)),
          ("location", text(gate.location?.description ?? "–")),
        ]
      }
    case .cases:
      return plan.suites.indices.flatMap { index in
        plan.headers(of: index).map { header in
          [
            ("suite", text(plan.suites[index].name)), ("id", text(SafeText.terminal(UntrustedText(header.id)))),
            ("location", text(header.location.description)),
            ("tags", text(SafeText.terminal(UntrustedText(header.tags.joined(separator: " "))))),
          ]
        }
      }
    case .sets:
      var seen: Set<String> = []
      return plan.suites.map(\.evalset).filter { seen.insert($0.location.path).inserted }.map { set in
        [
          ("id", text(set.id)), ("version", text(set.version)), ("kind", text(set.kind.rawValue)),
          ("cases", number(set.cases.count)), ("location", text(set.location.description)),
        ]
      }
    default:
      return plan.suites.indices.map { index in
        let suite = plan.suites[index]
        return [
          ("name", text(suite.name)), ("prompt", text("\(suite.prompt.id) \(suite.prompt.version)")),
          ("evalset", text("\(suite.evalset.id) \(suite.evalset.version)")),
          ("policy", text(suite.policy.map { "\($0.id) \($0.version)" } ?? "–")),
          ("route", text(suite.route.name)), ("cases", number(plan.headers(of: index).count)),
        ]
      }
    }
  }

  private static func cell(_ value: JSONValue) -> String {
    if let flag = value.boolValue { return flag ? "yes" : "no" }
    return value.stringValue ?? value.serialized()
  }

  /// Too long for a column, and worth having in a document.
  private static func withRemedy(_ row: [(String, JSONValue)]) -> [(String, JSONValue)] {
    guard let remedy = row.first?.1.stringValue.flatMap({ Remedy.all[$0] }) else { return row }
    return row + [("example", .string(remedy.example)), ("mend", .string(remedy.mend))]
  }

  private func text(_ value: String) -> JSONValue { .string(value) }
  private func number(_ value: Int) -> JSONValue { .number(JSONNumber(value)) }
}
