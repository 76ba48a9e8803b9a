import ArgumentParser
import EvalGateCore
import EvalGateReporters

struct PlanCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "What a run would take, and what its gates could see, before anything is spent.",
    discussion: """
      Tokens, money and time are estimated from stored results, and so is how often two runs of one unchanged case disagree, \
      which is what decides how small a drop can be found. Asks nothing.
      """)

  @OptionGroup var project: ProjectOptions
  @OptionGroup(title: "Selection") var selection: SelectionOptions

  @Option(help: ArgumentHelp("Estimate from the baselines of a revision, or from a file.", valueName: "rev|path"))
  var baseline: String?

  @Option(help: ArgumentHelp("Where answers would come from: live, record, replay or auto.", valueName: "mode"))
  var mode: Mode?

  @Option(help: ArgumentHelp("Ask every case this often.", valueName: "n"))
  var trials: Int?

  @Option(
    help: ArgumentHelp("How many cases comparing gates need for this drop, such as 2pt.", valueName: "points"))
  var margin: String?

  @Flag(help: "As one JSON document.")
  var json = false

  func validate() throws {
    if let trials, trials < 1 || trials > 1000 { throw ValidationError("--trials is a whole number from 1 to 1000") }
    _ = try wanted()
  }

  private func wanted() throws -> Double? {
    guard let margin else { return nil }
    guard let quantity = Quantity(margin), quantity.unit == .points, quantity.value > 0, quantity.value < 1 else {
      throw ValidationError("--margin is a drop in points such as 2pt")
    }
    return quantity.value
  }

  func run() async throws {
    let workspace = try Workspace(project)
    let loaded = try await workspace.project()
    var chosen = selection.selection
    chosen.suites = try loaded.names(meantBy: chosen.suites)
    let base = try await Base.find(baseline, loaded, workspace)
    let rules = await base.rulebook(for: loaded)
    chosen = workspace.narrowed(chosen, of: rules.project, since: base.project)
    let plan = Plan(rules.project, selection: chosen, trials: trials)
    guard !plan.entries.isEmpty else {
      workspace.say([
        Diagnostic(
          .emptySelection, "nothing to run: no case matches", help: "see what there is with `evalgate list`")
      ])
      throw Ending(.empty)
    }
    try SelfTesting.refuseBlind(plan.suites, workspace)
    let repeats = StoredRepeats(workspace: workspace, base: base)
    var stored: [String: StoredResults] = [:]
    for suite in plan.suites { stored[suite.name] = try await repeats.find(suite) }
    let forecast = try PlanForecast(
      plan, gates: rules.project.gates, budget: rules.project.configuration.budget, stored: stored, margin: wanted()
    ) { $0.mode(given: mode) }
    if margin != nil, !rules.project.gates.contains(where: \.bound.comparesWithBaseline) {
      workspace.say([
        Diagnostic(
          .marginUnused, "`--margin` asks about gates that compare with the baseline, and there is none",
          severity: .note,
          help: "write one, such as `quality: { metric: pass_rate, no_worse_than: baseline }`")
      ])
    }
    workspace.console.write(
      json
        ? ForecastJSON.render(forecast, askedOnceMore: rules.askedOnceMore)
        : ForecastText.render(forecast, workspace.context(.output), askedOnceMore: rules.askedOnceMore))
  }
}

extension DiagnosticCode {
  static let marginUnused = DiagnosticCode(
    "plan/margin", "How many cases a drop takes is a question about gates that compare with the baseline.")
}
