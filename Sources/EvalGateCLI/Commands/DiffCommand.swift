import ArgumentParser
import EvalGateCore
import EvalGateStore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

struct DiffCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff", abstract: "Compare two runs, or a run with a revision: what changed, and what that did.",
    discussion:
      "Without arguments the latest run is compared with the base it was gated against. Ends with 0 whatever it shows: `run` and `gate` decide."
  )

  @OptionGroup var project: ProjectOptions

  @Argument(help: ArgumentHelp("A run, a revision or a baseline file.", valueName: "base"))
  var base: String?

  @Argument(help: ArgumentHelp("A run: a path, the beginning of an id, or `latest`.", valueName: "head"))
  var head: String?

  @Option(
    help: ArgumentHelp(
      "Render FORMAT, to PATH where one is given; `text` when none is given.", valueName: "format[=path]"))
  var report: [ReportRequest] = []

  @Flag(help: "Show unchanged metrics and all cases.")
  var all = false

  @Flag(help: "Keep one comment on the pull or merge request that this pipeline runs for.")
  var comment = false

  @Option(help: ArgumentHelp("Tells the comments of several configurations apart.", valueName: "name"))
  var commentID = "default"

  func run() async throws {
    let workspace = try Workspace(project)
    workspace.sayIfUnused(commentID: commentID, comment)
    let outcome = try await workspace.commenting(as: comment ? commentID : nil, .comparing) {
      try await compare(workspace)
    }
    if outcome.exitCode != 0 { throw Ending(outcome) }
  }

  private func compare(_ workspace: Workspace) async throws -> RunOutcome {
    let loaded = try await workspace.project(quiet: true)
    let file = try await workspace.head(named: head ?? "latest")
    let base = try await Base.find(self.base, for: file, loaded, workspace)
    if let named = self.base, case .unavailable(let problem, let help) = base.place {
      // What other commands take as a flag is an argument here.
      throw Diagnostic(.baseline, problem, help: help.text(orNaming: "name another one than `\(named)`"))
    }
    let compared = try await RunComparison(file, against: base, loaded)
    let verdict = compared.verdict
    workspace.say(compared.gating.notes(verdict))
    var header = file.header
    // The base of the run itself keeps the name it was found by.
    if self.base != nil || header.base == nil { header.base = base.reference }
    var report = verdict.report(header: header, outcome: verdict.run.outcome)
    report.runPath = file.path
    report.totals.elapsed = file.end?.elapsed
    report.next = NextSteps.after(
      report, baseline: self.base, isResumable: file.end == nil, suites: compared.suites,
      isAccepted: workspace.hasAccepted)
    try await ReportWriter(
      workspace: workspace, project: loaded, isComparison: true, verbose: all, heldBack: verdict.heldBack
    ).write(report, self.report, quiet: false)
    if comment {
      await Commenting(workspace: workspace, id: commentID, policy: compared.rules.project.configuration.comment)
        .post(report, caveat: await workspace.staleness(of: file.header))
    }
    Leftovers.leave(report, compared)
    // Whatever the runs came to, looking at them ends well.
    return .passed
  }
}

extension Workspace {
  /// The run that is looked at. A revision has no results, so it can be a base and never this.
  func head(named name: String) async throws -> RunFile {
    let own = try await ownRuns()
    do throws(Diagnostic) {
      return try RunFile(at: own.find(name).path)
    } catch {
      guard case .available(let revisions) = await GitRevisions.find(at: root),
        try await revisions.resolve(name) != nil
      else { throw error }
      throw Diagnostic(
        error.code, "`\(name)` is a revision, and what is looked at is a run: a revision has no results",
        help: "check it out, run `evalgate run`, and name that run; as the base a revision can be named")
    }
  }

  /// The run that a word means; nil when it rather means a revision or a baseline file.
  func run(named name: String) throws -> RunFile? {
    let isFile = name.hasSuffix(".jsonl")
    if isFile || name.contains("/") {
      let path = name.hasPrefix("/") ? name : Host.workingFolder + "/" + name
      // A branch has such a name too: `origin/main`.
      guard isFile || access(path, F_OK) == 0 else { return nil }
      return try RunFile.isRun(at: path) ? RunFile(at: path) : nil
    }
    let matches = try runs.list().filter {
      $0.id == name || name == "latest" || (name.count >= 4 && $0.id.hasPrefix(name))
    }
    return try matches.isEmpty ? nil : RunFile(at: runs.find(name).path)
  }
}
