import ArgumentParser
import EvalGateCore
import EvalGateStore

struct GateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gate", abstract: "Check and decide again on a run, under the thresholds, checks and policy of now.",
    discussion:
      "Asks no model. With --suite it also takes lines made elsewhere: `{\"id\": \"a\", \"output\": \"text\"}`, or the results of a batch of OpenAI or Anthropic."
  )

  @OptionGroup var project: ProjectOptions

  @Argument(help: ArgumentHelp("A path, the beginning of an id, or `latest`.", valueName: "run"))
  var run = "latest"

  @Option(help: ArgumentHelp("The file is plain lines of this suite's cases.", valueName: "name"))
  var suite: String?

  @Option(
    help: ArgumentHelp(
      "Compare with a revision at its merge base, a baseline file, or `none`.", valueName: "rev|path|none"))
  var baseline: String?

  @Option(help: ArgumentHelp("Also render FORMAT, to PATH where one is given.", valueName: "format[=path]"))
  var report: [ReportRequest] = []

  @Flag(help: "Ask policy programs and `exec` checks again, instead of reading what they said in the run.")
  var ask = false

  @Flag(help: "Exit 0 whatever the gates say.")
  var exitZero = false

  @Flag(name: .shortAndLong, help: "Print the verdict only.")
  var quiet = false

  @Flag(name: .shortAndLong, help: "Print every failing case.")
  var verbose = false

  func run() async throws {
    let workspace = try Workspace(project)
    let now = try await workspace.project()
    let base = try await base(now, workspace)
    // A look at what other rules would say is what this command is for; a pipeline's verdict is held to the base's.
    let rules = await base.rulebook(for: now, isOwn: !Host.isCI)
    let loaded = rules.project
    if suite == nil { try refuseUnnamedLines(loaded) }
    let own = try await workspace.ownRuns()
    var again = try suite.map { try plain($0, loaded, workspace) } ?? judgedAgain(loaded, own)
    let blindness = SelfTesting.problems(of: again.suites.map(\.0))
    guard blindness.isEmpty else {
      workspace.say(blindness)
      throw Ending(.blind)
    }
    let arms = await again.opponents(against: base)
    let intake = Intake(again.suites.map(\.suite), rules.policies, again.planned, of: again.header)
    if let source = again.source { try await again.take(source, arms, keeping: ask, into: intake) }
    if ask {
      try ForeignHead.refuse(again.suites.map(\.suite), base) { _ in .replay }
      again = try await again.asking(workspace)
    }
    try again.takeKept(into: intake)
    try ReportWriter(workspace: workspace, project: now).check(self.report)
    var gating = Gating(
      base: base, rules: rules, suites: again.contests(arms), isEverything: again.isEverything,
      // Lines made elsewhere are neither live nor recordings of ours: whoever gates them vouches for them.
      isCI: suite == nil && Host.isCI, confirming: again.confirming, kept: KeptRuns(own))
    try await gating.carry(again.header)
    let left = again.isOfFiles ? [] : gating.leftOut(of: loaded)
    let others =
      again.isOfFiles
      ? [] : await base.otherVersions(of: again.suites.map(\.suite), of: loaded, in: again.header, asks: ask)
    workspace.say(
      others
        + left.map {
          Diagnostic(.partOfCases, $0, severity: .warning, help: "gate a run that asked everything: `evalgate run`")
        })
    if Host.isCI { gating.obstacles = left + others.map { ([$0.message] + $0.help).joined(separator: "; ") } }
    if Host.isCI { gating.obstacles += try await workspace.obstacles(of: again, base) }
    let verdict = gating.verdict(
      header: again.header, results: intake.collector.results(), isComplete: gating.carrying.obstacle == nil,
      interruption: gating.carrying.obstacle)
    workspace.say(gating.notes(verdict))
    var report = verdict.report(header: again.header, outcome: verdict.run.outcome)
    report.exitZero = exitZero
    report.next =
      suite == nil
      ? NextSteps.after(
        report, baseline: baseline, isResumable: false, suites: loaded.suites, isAccepted: workspace.hasAccepted) : []
    try await ReportWriter(workspace: workspace, verbose: verbose, heldBack: verdict.heldBack).write(
      report, self.report, quiet: quiet)
    Leftovers.leave(report, verdict, gating, again, intake)
    let outcome = verdict.run.outcome
    if outcome.exitCode != 0, !exitZero { throw Ending(outcome) }
  }

  private func base(_ loaded: Project, _ workspace: Workspace) async throws -> Base {
    if let baseline, let suite, baseline.hasSuffix(".jsonl"), PlainLines.areIn(try Self.bytes(baseline)) {
      return Base(
        place: .lines(try plain(suite, loaded, workspace, baseline).baseline(named: baseline)), workspace: workspace)
    }
    return try await Base.find(baseline, loaded, workspace)
  }

  /// Lines made elsewhere do not say which suite they answer.
  private func refuseUnnamedLines(_ loaded: Project) throws {
    guard run.hasSuffix(".jsonl"), (try? RunFile.isRun(at: Host.absolute(run))) == false,
      let bytes = try? Self.bytes(run), PlainLines.areIn(bytes)
    else { return }
    throw Diagnostic(
      .plainLine, "`\(run)` holds results made elsewhere, which do not say which suite they answer",
      help: "name it: `evalgate gate \(NextSteps.quoted(run)) --suite \(loaded.suites.first?.name ?? "NAME")`")
  }

  private func plain(
    _ name: String, _ loaded: Project, _ workspace: Workspace, _ path: String? = nil
  ) throws -> JudgedRun {
    let meant = try loaded.names(meantBy: [name])
    guard meant.count == 1, let suite = meant.first.flatMap(loaded.suite) else {
      throw Diagnostic(
        .unknownSelection, "`\(name)` is \(meant.count) suites, and plain lines answer one",
        help: "name it: " + meant.map { "`\($0)`" }.listed(20))
    }
    let path = path ?? run
    let bytes = try Self.bytes(path)
    let records = try PlainLines(
      suite: suite, path: path, today: Host.today, searching: { workspace.secrets.search($0) }
    ).records(bytes)
    return JudgedRun(
      header: RunHeader(
        id: String(Digest(of: bytes).hex.prefix(16)), evalgateVersion: EvalGateVersion.current, mode: .replay,
        tuples: [RunTuple(suite: suite.name)], planDigest: suite.evalset.digest, planned: records.count,
        plannedBySuite: [suite.name: records.count]),
      suites: [(suite, (0..<suite.evalset.cases.count).map { suite.evalset.cases.header(at: $0) })], records: records,
      isEverything: loaded.suites.count == 1)
  }

  private static func bytes(_ path: String) throws -> [UInt8] {
    try PlainFiles.read(path.hasPrefix("/") ? path : Host.workingFolder + "/" + path, limit: 1 << 30)
  }

  /// A run's recorded candidates under today's files. A case that was edited since has no result any more.
  private func judgedAgain(_ loaded: Project, _ runs: RunsFolder) throws -> JudgedRun {
    let file = try RunFile(at: runs.find(run).path)
    let plan = Plan(loaded, selection: file.header.selection)
    var header = file.header
    let ran = plan.suites.indices.filter { file.header.tuples.first(of: plan.suites[$0]) != nil }
    header.tuples = ran.map { plan.suites[$0] }.map { suite in
      var tuple = suite.tuple
      // What generated the outputs stays what it was; what judges them is of now.
      let recorded = file.header.tuples.first(of: suite)
      tuple.prompt = recorded?.prompt
      tuple.tools = recorded?.tools
      tuple.preprocess = recorded?.preprocess ?? []
      tuple.route = recorded?.route
      if let recorded { tuple.programs = recorded.programs }
      return tuple
    }
    let planned = PlannedCases(plan)
    var again = JudgedRun(
      header: header, suites: ran.map { (plan.suites[$0], planned.headers(of: $0)) }, records: [],
      isEverything: ran.count == loaded.suites.count)
    again.planned = planned
    again.recordedSets = file.confirmedSets
    again.confirming = file.confirming
    for suite in again.suites.map(\.suite) {
      again.orders[suite.name] = (file.seed(of: suite), try file.progress(of: suite))
    }
    again.source = file
    return again
  }
}

extension Gating {
  /// What the run of a part was not asked, suite by suite.
  fileprivate func leftOut(of project: Project) -> [String] {
    project.suites.compactMap { suite in
      guard carrying.parts[suite.name] == nil else { return nil }
      let all = suite.evalset.cases.count
      guard let contest = suites.first(where: { $0.suite.name == suite.name }) else {
        return "the run did not ask suite \(suite.name)"
      }
      return contest.planned.count < all
        ? "the run asked \(contest.planned.count) of \(Format.count(all, "case")) of \(suite.name)" : nil
    }
  }
}

extension DiagnosticCode {
  static let partOfCases = DiagnosticCode(
    "gate/part",
    "A run of a part of the cases is decided again. With `CI` set that is no verdict on the whole, and is `undecided`.")
}
