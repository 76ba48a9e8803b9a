import ArgumentParser
import EvalGateCore
import EvalGateReporters
import EvalGateStore

struct ShowCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "One case whole: what was sent, what came, what was made of it.",
    discussion: "Without a case, the run's report.")

  @OptionGroup var project: ProjectOptions

  @Argument(help: ArgumentHelp("A path, the beginning of an id, or `latest`.", valueName: "run"), completion: .runs)
  var run = "latest"

  @Argument(help: ArgumentHelp("A case id, or SUITE/CASE where two suites have it.", valueName: "case"))
  var caseID: String?

  func run() async throws {
    let workspace = try Workspace(project)
    let path = try await workspace.ownRuns().find(run).path
    guard let caseID else {
      return try await ReportCommand.render(try RunFile(at: path), [], workspace)
    }
    // One case is read whatever became of the others.
    let file = try RunFile(at: path, passingOverDamage: true)
    workspace.say(
      file.damage.map { problem in
        var warning = problem
        warning.severity = .warning
        return warning
      })
    let records = try file.records { trial in
      trial.arm == .head && (trial.caseID == caseID || "\(trial.suite)/\(trial.caseID)" == caseID)
    }
    guard !records.isEmpty else {
      let known = try file.outcomes().groups.flatMap { $0.cases.map(\.id) }
      throw Diagnostic(
        .unknownCase, "run \(file.header.id.prefix(7)) has no case `\(caseID)`",
        label: suggestion(for: caseID, among: known).map { "did you mean `\($0)`?" },
        help: "`evalgate show \(file.header.id.prefix(7))` lists what failed")
    }
    let suites = Set(records.map(\.suite))
    guard suites.count == 1 else {
      throw Diagnostic(
        .unknownCase, "\(suites.count) suites have a case `\(caseID)`",
        help: "name one: " + suites.sorted().map { "`\($0)/\(caseID)`" }.joined(separator: ", "))
    }
    let context = workspace.context(.output)
    for record in records {
      let text = CaseText.render(record, before: await before(record, file, workspace), context)
      workspace.console.write(workspace.secrets.shown(text))
    }
  }

  /// What was stored where the run's base is, as far as it can be had: the working tree's own file may be what the change
  /// accepted of itself. Of a case of which nothing is, what the base version said in the run.
  private func before(_ record: CaseRecord, _ file: RunFile, _ workspace: Workspace) async -> CaseOutcome? {
    let home = file.header.tuples.first { $0.suite == record.suite }?.home ?? ""
    // The case itself says whether one at the repository's top is of this suite.
    for home in home.isEmpty ? [home] : [home, ""] {
      if let before = await before(record, file, BaselineFile.path(of: record.suite, in: home), workspace) {
        return before
      }
    }
    let atBase = try? file.outcomes { trial in
      trial.arm == .base && trial.suite == record.suite && trial.caseID == record.caseID
    }
    return atBase?.cases(of: record.suite, arm: .base).first { $0.digest == record.caseDigest }
  }

  private func before(
    _ record: CaseRecord, _ file: RunFile, _ path: String, _ workspace: Workspace
  ) async -> CaseOutcome? {
    let baseline: Baseline?
    if let name = file.header.base?.revision, name.allSatisfy(\.isHexDigit),
      case .available(let revisions) = await GitRevisions.find(at: workspace.root)
    {
      baseline = (try? await Base.baseline(at: path, in: revisions.files(at: Revision(name: name)))) ?? nil
    } else {
      baseline = (try? BaselineFile.read(at: workspace.absolute(path))) ?? nil
    }
    return baseline?.cases.first { $0.id == record.caseID && $0.digest == record.caseDigest }
  }
}

struct ReportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "Render a run again, in any format.")

  @OptionGroup var project: ProjectOptions

  @Argument(help: ArgumentHelp("A path, the beginning of an id, or `latest`.", valueName: "run"), completion: .runs)
  var run = "latest"

  @Option(
    help: ArgumentHelp("FORMAT, to PATH where one is given; may be repeated.", valueName: "format[=path]"),
    completion: .formats)
  var report: [ReportRequest] = []

  @Flag(name: .shortAndLong, help: "Every failing case and every carried suite.")
  var verbose = false

  func run() async throws {
    let workspace = try Workspace(project)
    try await Self.render(RunFile(at: workspace.ownRuns().find(run).path), report, workspace, verbose: verbose)
  }

  /// The verdicts are the recorded ones: nothing is decided again.
  static func render(
    _ file: RunFile, _ requests: [ReportRequest], _ workspace: Workspace, verbose: Bool = false
  ) async throws {
    // A run can be looked at without the project it was made of.
    let loaded =
      (try? await workspace.project(quiet: true))
      ?? Project(configuration: Configuration(path: nil), suites: [], gates: [])
    let base = try await Base.find(file.header.base?.revision, loaded, workspace)
    let rules = loaded.suites.isEmpty ? Rulebook(own: loaded) : await base.rulebook(for: loaded)
    let suites = rules.project.suites.filter { suite in file.header.tuples.first(of: suite) != nil }
    let intake = Intake(suites, rules.policies, of: file.header)
    try await intake.take(file)
    let results = intake.collector.results()
    var gating = Gating(
      base: base, rules: rules, suites: try await Gating.Contest.all(of: file, suites, results, against: base),
      isEverything: false, isCI: false, kept: try await workspace.keptRuns(of: rules.project))
    try await gating.carry(file.header)
    let verdict = gating.verdict(header: file.header, results: results, isComplete: file.end != nil, interruption: nil)
    let outcome = file.end?.outcome ?? .interrupted
    var report = verdict.report(header: file.header, outcome: outcome)
    report.gates = file.gates
    report.reasons = file.end?.reasons ?? ["the run was interrupted"]
    (report.rules, report.accepted) = (file.end?.rules ?? [], file.end?.accepted ?? [])
    report.totals.elapsed = file.end?.elapsed
    report.runPath = file.path
    report.next = NextSteps.after(
      report, baseline: await unusualBase(of: file, loaded, workspace), isResumable: file.end == nil, suites: suites,
      isAccepted: workspace.hasAccepted)
    let writer = ReportWriter(
      workspace: workspace, project: loaded, isComparison: true, verbose: verbose, heldBack: verdict.heldBack)
    try await writer.write(report, requests, quiet: false)
  }

  /// What the run was compared with, where a run of now would be compared with something else.
  private static func unusualBase(of file: RunFile, _ loaded: Project, _ workspace: Workspace) async -> String? {
    guard let base = file.header.base?.revision else { return nil }
    let usual = try? await Base.find(nil, loaded, workspace)
    return usual?.reference?.revision == base ? nil : base
  }
}

extension DiagnosticCode {
  static let unknownCase = DiagnosticCode("run/unknown-case", "A case was asked for that the run does not have.")
}
