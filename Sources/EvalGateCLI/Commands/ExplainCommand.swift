import ArgumentParser
import EvalGateCore
import EvalGateReporters
import EvalGateStore
import StrictJSON

struct ExplainCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "What a check, a metric or a message code means, or how a gate came to its verdict.",
    discussion: """
      With --run the id is a gate's, and every count and step of its calculation is printed, so that each number can be checked \
      by hand.
      """)

  @OptionGroup var project: ProjectOptions

  @Argument(help: ArgumentHelp("Such as `contains`, `f1`, `file/unknown-key`, or a gate with --run.", valueName: "id"))
  var id: String

  @Option(
    help: ArgumentHelp(
      "The run whose gate is explained: a path, the beginning of an id, or `latest`.", valueName: "run"))
  var run: String?

  @Option(help: ArgumentHelp("With --run: compare with a revision or a file.", valueName: "rev|path"))
  var baseline: String?

  func run() async throws {
    let console = Console()
    if let run {
      let workspace = try Workspace(project)
      let loaded = try await workspace.project(quiet: true)
      let explanation = GateExplanation(
        workspace: workspace, loaded: loaded, file: try RunFile(at: workspace.runs.find(run).path))
      console.write(try await explanation.text(of: id, baseline: baseline, workspace.context(.output)))
      return
    }
    let gate = await gate()
    if let check = Workspace.catalog.check(id) {
      console.write(Self.text(check))
    } else if let metric = Workspace.catalog.metric(id) {
      console.line("metric \(metric.id)\n\n  \(metric.summary)")
    } else if gate != nil {
      // Told below, as one of this project.
    } else if let code = Codes.all.first(where: { $0.name == id }) {
      console.line("\(code.name)\n\n  \(code.explanation)")
    } else {
      let known =
        Workspace.catalog.checks.map { $0.id.name } + Workspace.catalog.metrics.map { $0.id.name }
        + Codes.all.map { $0.name }
      throw Diagnostic(
        .unknownID, "there is nothing called `\(id)`",
        label: suggestion(for: id, among: known).map { "did you mean `\($0)`?" },
        help: "`evalgate list checks` and `evalgate list metrics` name what there is; a gate is explained with `--run`")
    }
    guard let gate else { return }
    let place = gate.location.map { "  (\($0))" } ?? ""
    console.line("\ngate \(gate.name) of this project\n\n  \(gate.metric.id) \(gate.ruleText)\(place)")
    console.line("  how it came to its verdict: evalgate explain \(SafeText.shellWord(gate.name)) --run latest")
  }

  /// The gate of this name, where the command is given in a project that loads.
  private func gate() async -> GateRule? {
    guard let workspace = try? Workspace(project), let loaded = try? await workspace.project(quiet: true) else {
      return nil
    }
    return loaded.gates.first { $0.name == id }
  }

  private static func text(_ check: any Check.Type) -> String {
    var lines = ["check \(check.id) (revision \(check.revision))", "", "  \(check.summary)"]
    for example in check.examples {
      var subject = JSONObject([("check", .string(check.id.name))])
      for (key, value) in example.options.objectValue ?? [:] { subject[key] = value }
      lines += ["", "  \(JSONValue.object(subject).serialized())"]
      if let expected = example.expected { lines.append("    expected  \(expected.serialized())") }
      if !example.output.isEmpty { lines.append("    output    \(JSONValue.string(example.output).serialized())") }
      for call in example.toolCalls { lines.append("    calls     \(call.name)(\(call.argumentsText))") }
      lines.append("    \(example.expect.rawValue)")
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

extension DiagnosticCode {
  static let unknownID = DiagnosticCode(
    "explain/unknown", "`evalgate explain` was asked for something that does not exist.")
}
