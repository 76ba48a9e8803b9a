import ArgumentParser
import EvalGateCore
import EvalGateProviders
import EvalGateReporters
import EvalGateStore
import StrictJSON

struct ExplainCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "What a check, a metric, a provider or a message code means, or how a gate came to its verdict.",
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
        workspace: workspace, loaded: loaded, file: try RunFile(at: await workspace.ownRuns().find(run).path))
      console.write(try await explanation.text(of: id, baseline: baseline, workspace.context(.output)))
      return
    }
    let gate = await gate()
    // A name may be that of a check and of a provider, and of a gate of this project.
    let texts = [
      Workspace.catalog.check(id).map(Self.text),
      Workspace.catalog.metric(id).map { "metric \($0.id)\n\n  \($0.summary)\n" },
      Parts.help.first { $0.name == id }.map(Self.text), Codes.all.first { $0.name == id }.map(Self.text),
      gate.map(Self.text),
    ].compactMap { $0 }
    guard texts.isEmpty else { return console.write(texts.joined(separator: "\n")) }
    let known =
      Workspace.catalog.checks.map { $0.id.name } + Workspace.catalog.metrics.map { $0.id.name } + Parts.providers
      + Codes.all.map { $0.name }
    throw Diagnostic(
      .unknownID, "there is nothing called `\(id)`",
      label: suggestion(for: id, among: known).map { "did you mean `\($0)`?" },
      help:
        "`evalgate list checks`, `list metrics`, `list providers` and `list codes` name what there is; a gate is explained with `--run`"
    )
  }

  /// The gate of this name, where the command is given in a project that loads.
  private func gate() async -> GateRule? {
    guard let workspace = try? Workspace(project), let loaded = try? await workspace.project(quiet: true) else {
      return nil
    }
    return loaded.gates.first { $0.name == id }
  }

  private static func text(_ gate: GateRule) -> String {
    let place = gate.location.map { "  (\($0))" } ?? ""
    return "gate \(gate.name) of this project\n\n  \(gate.metric.id) \(gate.ruleText)\(place)\n"
      + "  how it came to its verdict: evalgate explain \(SafeText.shellWord(gate.name)) --run latest\n"
  }

  private static func text(_ provider: ProviderHelp) -> String {
    "provider \(provider.name)\n\n  \(provider.summary)\n\n"
      + Columns.text(provider.options.map { [$0.key, $0.text] })
  }

  private static func text(_ code: DiagnosticCode) -> String {
    var text = "\(code.name)\n\n  \(code.explanation)\n"
    if let remedy = Remedy.all[code.name] {
      let lines = remedy.example.split(separator: "\n", omittingEmptySubsequences: false)
      text += "\n  such as\n" + lines.map { "    │ \($0)\n" }.joined()
      text += "\n  to mend it\n    \(remedy.mend)\n"
    }
    return text
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
