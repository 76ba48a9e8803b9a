import ArgumentParser
import EvalGateCore
import EvalGateProviders
import EvalGateReporters
import EvalGateStore
import StrictJSON
import UnicodeText

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
      Workspace.catalog.metric(id).map(Self.text),
      Parts.help.first { $0.name == id }.map(Self.text), Codes.all.first { $0.name == id }.map(Self.text),
      gate.map(Self.text) ?? UnwrittenGate(rawValue: id).map(Self.text), id == "schema" ? Self.outputSchema : nil,
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
    return loaded.gates.first { $0.name == id } ?? loaded.gates.map(\.againstAnchor).first { $0.name == id }
  }

  private static func text(_ gate: GateRule) -> String {
    let place = gate.location.map { "  (\($0))" } ?? ""
    let scope = gate.suite.map { " of suite \($0)" } ?? ""
    var lines = ["  \(gate.metric.id) \(gate.ruleText)\(scope)\(place)"]
    if let unwritten = UnwrittenGate(gate) { lines += unwritten.explanation.map { "  " + $0 } }
    if gate.reference == .anchor {
      lines.append(
        "  held against what is pinned: it stands for a suite with `evalsets/baselines/<suite>.anchor.jsonl`")
    }
    lines.append("  how it came to its verdict: evalgate explain \(SafeText.shellWord(gate.name)) --run latest")
    return "gate \(gate.name) of this project\n\n" + lines.joined(separator: "\n") + "\n"
  }

  /// Of no project, or of one that has no such gate.
  private static func text(_ gate: UnwrittenGate) -> String {
    "gate \(gate.rawValue)\n\n" + ([gate.written] + gate.explanation).map { "  \($0)\n" }.joined()
  }

  private static func text(_ metric: any Metric.Type) -> String {
    let options = metric.options.map { [$0.key, $0.text] }
    return "metric \(metric.id)\n\n  \(metric.summary)\n" + (options.isEmpty ? "" : "\n" + Columns.text(options))
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
      lines += circumstances(of: example).map { "    \($0.padded(toWidth: 8))  \($1)" }
      lines.append("    \(example.expect.rawValue)")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// What else an example's outcome depends on, where it says so.
  private static func circumstances(of example: CheckExample) -> [(String, String)] {
    let usage = example.usage.map { usage in
      [usage.input.map { "\($0) in" }, usage.output.map { "\($0) out" }].compactMap(\.self).joined(separator: ", ")
    }
    let schema: String? =
      switch example.decision.schema {
      case .notAsked: nil
      case .valid: "the prompt's own, which the output follows"
      case .invalid, .undetermined: "the prompt's own, which the output does not follow"
      }
    return [
      ("setup", example.setup.map { JSONValue.object($0).serialized() }), ("program", example.opinion?.serialized()),
      ("schema", schema), ("policy", example.decision.policy.map(words)), ("finish", example.finishReason?.rawValue),
      ("took", example.latency.map { $0.isFinite ? Format.milliseconds($0) : "for ever" }), ("tokens", usage),
    ].compactMap { name, text in text.map { (name, $0) } }
  }

  /// What the policy of an example made of it: the calls that it stopped, what it rejected, or what it looked for in vain.
  private static func words(of policy: PolicyVerdict) -> String {
    let stopped = policy.calls.filter { $0.outcome != .allow }.map { "\($0.outcome.rawValue) \($0.tool)" }
    guard stopped.isEmpty else { return stopped.joined(separator: ", ") }
    let rule = policy.rule.map { " by \($0)" } ?? ""
    let watched = policy.watched.isEmpty ? "" : ", looking for " + policy.watched.joined(separator: ", ")
    return policy.action.rawValue + rule + (policy.action == .accept ? watched : "")
  }

  /// What `schema` is in reports: no check that anybody writes, but what a prompt demands of its answers.
  private static let outputSchema =
    "schema\n\n  The answer is not what the prompt's own output schema demands (`output: { schema: … }`).\n"
    + "  Counted by the metric `schema_pass_rate`; the check `json_schema` holds a case to another schema.\n"
}

extension DiagnosticCode {
  static let unknownID = DiagnosticCode(
    "explain/unknown", "`evalgate explain` was asked for something that does not exist.")
}
