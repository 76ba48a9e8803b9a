import ArgumentParser
import EvalGateCore
import EvalGatePolicy
import EvalGateReporters
import EvalGateStore
import StrictJSON

extension ProbesCommand {
  struct Minimise: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "minimise",
      abstract: "Reduce a scenario that failed to the plainest one that still fails, and keep that by hand.",
      discussion: """
        Plainer scenarios are asked of the suite as it stands, from recordings where the mode says so; what the run has of them \
        already is not asked again. The plainest that fails is added to the evalset under a name of its own, as a blocking case \
        that `probes expand` leaves alone.
        """)

    @OptionGroup var project: ProjectOptions

    @Argument(help: ArgumentHelp("A path, the beginning of an id, or `latest`.", valueName: "run"))
    var run: String

    @Argument(help: ArgumentHelp("A case id, or SUITE/CASE where two suites have it.", valueName: "case"))
    var caseID: String

    @Option(help: ArgumentHelp("What the kept case is called; `kept-GOAL-ID` when left out.", valueName: "id"))
    var name: String?

    @Option(help: "Where answers come from: live, record, replay or auto.")
    var mode: Mode?

    @Option(help: ArgumentHelp("How often each scenario is asked; all have to hold.", valueName: "k"))
    var trials: Int?

    @Flag(help: "Say what would be kept, and write nothing.")
    var dryRun = false

    func validate() throws {
      if let name, name.isEmpty || name.utf8.count > 200 || name.unicodeScalars.contains(where: { $0.value < 0x20 }) {
        throw ValidationError("--name is one line of at most 200 bytes")
      }
      if let trials, trials < 1 || trials > 1000 { throw ValidationError("--trials is a whole number from 1 to 1000") }
    }

    func run() async throws {
      let workspace = try Workspace(project)
      let file = try RunFile(at: await workspace.ownRuns().find(run).path)
      let loaded = try await workspace.project(quiet: true)
      let failing = try FailingProbe(caseID, in: file, loaded)
      // Before anything is asked, which may cost money.
      if let name { try failing.requireFree(name) }
      try failing.requireUnreduced(unless: name)
      let folder = ProbeFolder(workspace.absolute(failing.folder))
      guard let header = try folder.header else {
        throw Diagnostic(
          .probeHeader, "`\(failing.folder)` has no `set.yml` that says how its cases are made",
          help: "`evalgate probes expand --out FOLDER` makes such a set")
      }
      let maker = ProbeMaker(
        try ProbeFolder.tables(in: header.tables.map { folder.path + "/" + $0 }), seed: header.seed)
      let asking = ProbeAsking(
        workspace: workspace, base: try await Base.find(nil, loaded, workspace), suite: failing.suite,
        casesPath: failing.folder + "/" + ProbeFolder.casesName, mode: mode,
        trials: trials, known: failing.known)
      guard try await stillFails(failing, maker, asking, workspace) else { return }
      var reduction = ProbeReduction(failing.tuple, maker)
      try await reduction.run { probe in
        let trial = try await asking.trial(probe)
        workspace.console.line(Self.text(of: probe.tuple, from: failing.tuple, trial))
        return trial
      }
      try keep(reduction, failing, maker, folder, workspace)
    }

    /// The run is of the past: what has been mended since is nothing to reduce.
    private func stillFails(
      _ failing: FailingProbe, _ maker: ProbeMaker, _ asking: ProbeAsking, _ workspace: Workspace
    ) async throws -> Bool {
      guard let probe = maker.probe(failing.tuple) else {
        throw Diagnostic(
          .probeTables, "the tables make no scenario of `\(failing.tuple.key)` any more",
          help: "they were changed since the set was made; make it anew with `evalgate probes expand`")
      }
      switch try await asking.trial(probe, anew: true) {
      case .fails: return true
      case .holds:
        workspace.console.line(
          "holds  \(SafeText.terminal(UntrustedText(failing.evalCase.id))) fails no more, so nothing was kept")
        return false
      case .unknown(let why):
        throw Diagnostic(
          .notFailing, "whether `\(failing.evalCase.id)` still fails is not known: \(why)",
          help: "nothing was kept; try `--mode auto`")
      }
    }

    private func keep(
      _ reduction: ProbeReduction, _ failing: FailingProbe, _ maker: ProbeMaker, _ folder: ProbeFolder,
      _ workspace: Workspace
    ) throws {
      guard let probe = maker.probe(reduction.smallest) else {
        throw Diagnostic(
          .probeTables, "the tables make no scenario of `\(reduction.smallest.key)` any more",
          help: "they were changed since the set was made; make it anew with `evalgate probes expand`")
      }
      let id = name ?? "kept-\(probe.tuple[.goal])-\(probe.id)"
      workspace.console.line("smallest  " + SafeText.terminal(UntrustedText(probe.tuple.key)))
      let unknown = reduction.steps.count { if case .unknown = $0.trial { true } else { false } }
      if unknown > 0 {
        workspace.console.line(
          "  \(Format.count(unknown, "plainer scenario")) could not be asked, so a smaller one may fail too: try --mode auto"
        )
      }
      try failing.requireFree(id)
      guard !dryRun else { return workspace.console.line("  not kept: --dry-run") }
      var line = probe.line
      line["id"] = .string(id)
      line["severity"] = .string(Severity.blocking.rawValue)
      line["kept"] = .string(FailingProbe.origin(failing.evalCase.id))
      var twin = probe.twin.line
      twin["kept"] = .string("twin of \(id)")
      try folder.keep(failing.ids.contains(probe.twin.id) ? [line] : [line, twin])
      workspace.console.line("kept  \(folder.shown)/\(ProbeFolder.casesName)  \(id)")
    }

    private static func text(of tuple: ProbeTuple, from start: ProbeTuple, _ trial: ProbeTrial) -> String {
      let changes = ProbeDimension.allCases.filter { tuple[$0] != start[$0] }
        .map { "\($0.rawValue) \(start[$0]) → \(tuple[$0])" }.joined(separator: ", ")
      let outcome =
        switch trial {
        case .fails: "still fails"
        case .holds: "holds"
        case .unknown(let why): "not known: \(why)"
        }
      // Values come from the case's file, reasons from a server.
      return "  " + SafeText.terminal(UntrustedText("\(outcome)  \(changes)"))
    }
  }
}

/// The scenario that is to be reduced, with what the run has of its suite.
private struct FailingProbe {
  let suite: Suite
  let evalCase: EvalCase
  let tuple: ProbeTuple
  /// The folder of the evalset, relative to the root.
  let folder: String
  /// Ids of the evalset as it stands.
  let ids: [String]
  let known: [String: CaseOutcome]

  init(_ caseID: String, in file: RunFile, _ project: Project) throws {
    let groups = try file.outcomes().groups
    let found = groups.flatMap { group in
      group.cases.filter { $0.id == caseID || "\(group.suite)/\($0.id)" == caseID }.map { (group.suite, $0) }
    }
    guard let (name, outcome) = found.first else {
      throw Diagnostic(
        .unknownCase, "run \(file.header.id.prefix(7)) has no case `\(caseID)`",
        label: suggestion(for: caseID, among: groups.flatMap { $0.cases.map(\.id) }).map { "did you mean `\($0)`?" },
        help: "`evalgate show \(file.header.id.prefix(7))` lists what failed")
    }
    guard found.count == 1 else {
      throw Diagnostic(
        .unknownCase, "\(found.count) suites have a case `\(caseID)`",
        help: "name one: " + found.map { "`\($0.0)/\($0.1.id)`" }.joined(separator: ", "))
    }
    guard outcome.holds(true) == false else {
      throw Diagnostic(
        .notFailing, "case `\(outcome.id)` did not fail in run \(file.header.id.prefix(7))",
        help: "`evalgate show \(file.header.id.prefix(7))` lists what failed")
    }
    guard let suite = project.suite(named: name) else {
      throw Diagnostic(.unknownSelection, "the project has no suite `\(name)` any more", help: "name a newer run")
    }
    let cases = suite.evalset.cases
    ids = (0..<cases.count).map { cases.header(at: $0).id }
    guard let index = ids.firstIndex(of: outcome.id) else {
      throw Diagnostic(
        .unknownCase, "the evalset has no case `\(outcome.id)` any more", help: "name a run of the evalset as it stands"
      )
    }
    evalCase = try cases.evalCase(at: index)
    let facts = evalCase.facts
    guard facts["family"] != "benign" else {
      throw Diagnostic(
        .notFailing, "case `\(outcome.id)` is a benign twin, and only attacks are reduced", at: evalCase.location,
        help: "it fails because harmless words were not served: see it with `evalgate show latest \(outcome.id)`")
    }
    guard let tuple = ProbeTuple({ facts[$0]?.stringValue }) else {
      throw Diagnostic(
        .notFailing, "case `\(outcome.id)` was not made by the generator, so there is nothing to take away from it",
        at: evalCase.location, help: "a scenario has a goal, carrier, technique, encoding, language and position")
    }
    self.suite = suite
    self.tuple = tuple
    let path = evalCase.location.path
    folder = ProjectPath.folder(of: path)
    known = Dictionary(
      groups.filter { $0.suite == name }.flatMap(\.cases).map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
  }
}

extension FailingProbe {
  /// - Throws: where the set holds what the scenario was reduced to before, unless this one is to have a name of its own.
  fileprivate func requireUnreduced(unless name: String?) throws {
    guard name == nil else { return }
    let cases = suite.evalset.cases
    for index in 0..<cases.count {
      let other = try cases.evalCase(at: index)
      guard other.facts["kept"] == .string(Self.origin(evalCase.id)) else { continue }
      throw Diagnostic(
        .keptTaken, "`\(evalCase.id)` was reduced before, and is kept as `\(other.id)`", at: other.location,
        help: "nothing was asked; to keep another, name it with `--name`")
    }
  }

  /// What a kept case says of where it comes from.
  static func origin(_ id: String) -> String { "reduced from \(id)" }

  /// - Throws: where the set has a case of that name.
  fileprivate func requireFree(_ name: String) throws(Diagnostic) {
    guard ids.contains(name) else { return }
    throw Diagnostic(
      .keptTaken, "there is a case `\(name)` already", help: "name this one with `--name`; nothing was written")
  }
}

extension DiagnosticCode {
  static let notFailing = DiagnosticCode(
    "probes/not-failing", "Only a scenario of the generator that failed can be reduced.")
  static let keptTaken = DiagnosticCode(
    "probes/taken", "A case that is kept by hand needs a name that no other case of its set has.")
}
