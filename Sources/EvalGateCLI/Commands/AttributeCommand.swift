import ArgumentParser
import CurlHTTP
import EvalGateCore
import EvalGateReporters
import EvalGateStore

struct AttributeCommand: AsyncParsableCommand {
  enum Form: String, NamedChoice { case text, markdown, json }

  static let configuration = CommandConfiguration(
    commandName: "attribute", abstract: "Which element of a change broke which cases.",
    discussion: """
      Where a prompt, tools, a policy and a route changed together, versions that mix old and new ones are asked the cases that \
      broke. A policy decides over answers that are there, so it is mixed for nothing; with one element changed nothing is asked.
      """)

  @OptionGroup var project: ProjectOptions

  @Argument(
    help: ArgumentHelp("A run, a revision or a baseline file; or the run to look at, alone.", valueName: "base"))
  var base: String?

  @Argument(
    help: ArgumentHelp("The run whose broken cases are looked at: a path, an id, or `latest`.", valueName: "head"))
  var head: String?

  @Option(help: ArgumentHelp("Where answers may come from: live, record, replay or auto.", valueName: "mode"))
  var mode: Mode?

  @Option(help: ArgumentHelp("Ask every case of every mixed version this often.", valueName: "n"))
  var trials = 1

  @Option(help: ArgumentHelp("Spend at most this: tokens=N, usd=N.", valueName: "limits"))
  var budget: String?

  @Option(help: "As text, Markdown or one JSON document.")
  var format = Form.text

  @Flag(help: "Say how much would be asked, and ask nothing.")
  var dryRun = false

  func validate() throws {
    if trials < 1 || trials > 100 { throw ValidationError("--trials is a whole number from 1 to 100") }
    _ = try Budget(flag: budget)
  }

  func run() async throws {
    let workspace = try Workspace(project)
    let loaded = try await workspace.project(quiet: true)
    let isRunAlone = try head == nil && base.map { try workspace.run(named: $0) != nil } ?? false
    let file = try await workspace.head(named: (isRunAlone ? base : head) ?? "latest")
    let against = try await Base.find(isRunAlone ? nil : base, for: file, loaded, workspace)
    if case .unavailable(let problem, let help) = against.place {
      // What other commands take as a flag is an argument here.
      throw Diagnostic(
        .attribution, problem, help: help.text(orNaming: "name what to compare with: `evalgate attribute REVISION`"))
    }
    let compared = try await RunComparison(file, against: against, loaded)
    try sayGone(file.header, besides: compared.suites, of: loaded, workspace)
    try ForeignHead.refuse(compared.suites, against) { mode(of: $0) }
    let http = HTTPClient(
      configuration: HTTPClientConfiguration(
        maxConnections: compared.suites.map(\.route.mostAtOnce).max() ?? 1))
    defer { http.shutdown() }
    let pool = try await GeneratorPool(
      compared.suites, workspace, mode: mode(of:),
      budget: Budget(flag: budget).filled(from: loaded.configuration.budget), seed: 0, run: file.header.id,
      http: http)
    let mixing = Mixing(workspace: workspace, base: against, pool: pool, http: http, trials: trials)
    let side = BaseSide(against, pool)
    let report: Result<AttributionReport, any Error>
    do {
      report = .success(
        try await self.report(
          file, against, isNamed: !isRunAlone && base != nil, compared, mixing, side))
    } catch {
      report = .failure(error)
    }
    await side.close()
    if dryRun { return }
    switch format {
    case .text: workspace.console.write(AttributionText.render(try report.get(), workspace.context(.output)))
    case .markdown: workspace.console.write(AttributionText.markdown(try report.get()))
    case .json: workspace.console.write(AttributionText.json(try report.get()))
    }
    // Nothing accounted for because nothing was answered is no finding.
    if try report.get().isBlind { throw Ending(.undecided) }
  }

  /// Of a suite that is not there by that name nothing can be compared, which is not that nothing broke.
  ///
  /// - Parameter suites: those that are compared, with what the base holds the change to.
  private func sayGone(
    _ run: RunHeader, besides suites: [Suite], of project: Project, _ workspace: Workspace
  ) throws {
    let isOther = !project.suites.contains { run.tuples.first(of: $0) != nil }
    let compared = isOther ? [] : suites.compactMap { run.tuples.first(of: $0) }
    let gone = run.tuples.filter { !compared.contains($0) }
    guard !gone.isEmpty else { return }
    var problem = Diagnostic(
      .attribution,
      "run \(run.id.prefix(7)) asked \(gone.map { "`\($0.suite)`" }.listed()), and no suite is called so here: "
        + "renamed since, or taken out",
      help: "`evalgate run` makes a run of what is here; or check out what it was made from")
    if isOther { throw problem }
    problem.severity = .warning
    workspace.say([problem])
  }

  private func report(
    _ file: RunFile, _ against: Base, isNamed: Bool, _ compared: RunComparison, _ mixing: Mixing, _ side: BaseSide
  ) async throws -> AttributionReport {
    var report = AttributionReport(
      // The base of the run itself keeps the name it was found by.
      base: (isNamed ? nil : file.header.base)?.text ?? against.reference?.text ?? "the base", run: file.header.id,
      suites: [])
    let said = file.opinionsByOrdinal
    for suite in compared.suites {
      let evidence = compared.verdict.suites.first { $0.name == suite.name }
      guard case .stored(let comparison)? = evidence?.base else { continue }
      let judged = comparison.pairs.count { $0.before.judged > 0 && $0.after.judged > 0 }
      report.compared += judged
      report.uncompared += (evidence?.planned.count ?? 0) - judged
      guard !comparison.broke.isEmpty else { continue }
      let before = try self.before(suite, file, against)
      let elements = Mixing.Elements(suite, since: before, comparison.changes)
      let cases = comparison.broke.map(\.after.id)
      if dryRun {
        against.workspace.console.line(
          "\(suite.name): \(Format.count(cases.count, "case")), \(elements.mixed.map(\.rawValue).joined(separator: ", ")): "
            + Format.count(mixing.calls(elements, cases: cases.count), "call"))
        continue
      }
      let own = try file.records { $0.suite == suite.name && $0.arm == .head && cases.contains($0.caseID) }
        .map { Mixing.Told(record: $0, opinions: said[$0.ordinal] ?? []) }
      let (attribution, asked, unanswered, notes) = try await mixing.attribute(
        suite, before, elements, cases, own: Dictionary(grouping: own, by: \.record.caseID), side)
      report.asked.add(asked)
      report.unanswered += unanswered
      report.suites.append(
        AttributionReport.Entry(
          attribution, versions: Self.versions(elements.mixed, comparison.changes), fixed: elements.fixed,
          notes: elements.notes + notes))
    }
    return report
  }

  /// The suite at the base; the run has to be of what is here now, because the other half of a mixed version is read here.
  private func before(_ suite: Suite, _ file: RunFile, _ against: Base) throws -> Suite {
    guard let recorded = file.header.tuples.first(of: suite),
      recorded.isSameVersion(as: suite.tuple)
    else {
      throw Diagnostic(
        .attribution, "run \(file.header.id.prefix(7)) was made from other files of `\(suite.name)` than are here",
        help: "check out what it was made from, or run again")
    }
    guard let before = against.project?.suite(named: suite.name) else {
      throw Diagnostic(
        .attribution, "\(against.reference?.text ?? "the base") has no files of `\(suite.name)` to mix with",
        help: "name a revision that has them: `evalgate attribute REVISION \(file.header.id.prefix(7))`")
    }
    return before
  }

  private static func versions(_ elements: [MixElement], _ changes: [TupleChange]) -> [MixElement: TupleChange] {
    Dictionary(
      elements.compactMap { element in
        let own = changes.first { $0.element.rawValue == element.rawValue }
        // Steps before a template belong to its prompt.
        return (own ?? (element == .prompt ? changes.first { $0.element == .preprocess } : nil)).map { (element, $0) }
      }, uniquingKeysWith: { first, _ in first })
  }

  @Sendable private func mode(of suite: Suite) -> Mode { mode ?? suite.mode ?? (Host.isCI ? .live : .auto) }
}

extension DiagnosticCode {
  static let attribution = DiagnosticCode(
    "attribute/not-possible",
    "Mixed versions are made of the files here and those of the base revision, so the run has to be of the files here, and the base has to be a revision that has the suite."
  )
}
