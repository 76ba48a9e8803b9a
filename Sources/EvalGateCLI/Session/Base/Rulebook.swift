import EvalGateConfig
import EvalGateCore
import EvalGateStore

/// The rules that a change is judged by: gates, waivers and settings of suites, and the policies beside its own.
struct Rulebook: Sendable {
  private let bar: Bar
  let policies: HeldPolicies
  private let displacements: [Displacement]
  /// Names of suites in which nothing that answers is edited, as far as that was asked.
  private var answeredAlike: Set<String> = []
  /// Whether the files' own rules decide, whatever the base has.
  private var isOwn = false

  /// Its own rules, where there is nothing to be held to.
  init(own project: Project, changes: [RuleChange] = []) {
    var bar = Bar(project)
    bar.changes = changes
    self.bar = bar
    displacements = []
    policies = HeldPolicies([], base: nil)
  }

  /// - Parameters:
  ///   - changes: what else was found of the rules.
  ///   - isOfRulesAlone: whether the change edits nothing that answers in a safety suite.
  ///   - isOwn: shows what would be held, and lets the project's own rules decide all the same.
  init(
    _ project: Project, heldTo base: Project, renames: Renames = Renames(), remains: Remains = Remains(),
    displacements: [Displacement] = [], besides changes: [RuleChange] = [], left: [LeftBaseline] = [],
    isOfRulesAlone: Bool = false, isOwn: Bool = false
  ) {
    let unwritten = UnwrittenGates(base, heldBy: project, isOfRulesAlone: isOfRulesAlone)
    var bar = Bar(
      project, heldTo: unwritten.base, renames: renames, remains: remains, isPipeline: Host.isCI,
      isOfRulesAlone: isOfRulesAlone)
    bar.changes = unwritten.shown(among: bar.changes) + displacements.map(\.change) + changes
    bar.changes = bar.changes.map { $0.naming(left) }
    self.displacements = displacements
    self.bar = bar
    self.isOwn = isOwn
    policies = HeldPolicies(isOwn ? [] : bar.project.suites, base: base)
    own = isOwn ? project : nil
  }

  private var own: Project?

  /// The project under the rules that decide.
  var project: Project { own ?? bar.project }
  /// Suites that were taken away although there is something to measure.
  var gone: [GoneSuite] { isOwn ? [] : bar.gone }

  /// By suite, why nothing may be decided of it whatever it brought.
  var displaced: [String: String] {
    isOwn ? [:] : Dictionary(displacements.map { ($0.suite.name, $0.why) }, uniquingKeysWith: { first, _ in first })
  }

  /// Names of suites that were taken away and are asked once more. What they answer is no one's baseline.
  var askedOnceMore: Set<String> { isOwn ? [] : bar.askedOnceMore }

  /// Scenarios that were taken out of safety suites, by suite.
  var dropped: [String: [CaseHeader]] { isOwn ? [:] : bar.dropped }

  /// By suite, what the change does to which cases there are.
  var turnovers: [String: Turnover] {
    guard !isOwn else { return [:] }
    var turnovers = bar.turnovers
    for name in answeredAlike { turnovers[name] = turnovers[name]?.ofCasesAlone }
    return turnovers
  }

  /// Lets a change say which cases count in suites in which it edits nothing that answers.
  ///
  /// - Parameter isAnsweredAlike: whether that is so of a suite; asked of those alone whose cases are others.
  mutating func leaveCases(where isAnsweredAlike: (_ suite: String) async -> Bool) async {
    for (name, turnover) in bar.turnovers where turnover.isAny {
      if await isAnsweredAlike(name) { answeredAlike.insert(name) }
    }
  }

  /// Every edit to a rule, with whose value decides.
  var changes: [RuleChange] {
    guard isOwn else { return bar.changes + policies.changes }
    return bar.changes.map { change in
      var change = change
      if change.decides == .base, ![.baseline, .runs].contains(change.subject) {
        (change.decides, change.note) = (.head, "the change's decides here, the base's with `CI` set")
      }
      // Such a row ends with them, where it is not of them alone.
      if change.subject == .cases, change.direction == .added || change.to?.hasSuffix(" added") == true {
        let why = "those added count like all here, and make no bound easier in `evalgate run` and with `CI` set"
        change.note = [change.note, why].compactMap(\.self).joined(separator: ", ")
      }
      return change
    }
  }
}

extension Base {
  /// The rules that decide about a project: the base's wherever the project's own do more than tighten them.
  ///
  /// - Parameters:
  ///   - written: the project as its files have it, where flags name another route.
  ///   - isOwn: for a look at what other rules would say, which decides nothing.
  func rulebook(for project: Project, written: Project? = nil, isOwn: Bool = false) async -> Rulebook {
    workspace.say(unheld.map(\.warning))
    let shown = unheld.map(\.change)
    let brought = await evidenceEdits(by: project)
    guard let before = self.project else {
      return await Rulebook(own: project, changes: beginning(of: project) + brought + shown)
    }
    let written = written ?? project
    let moves = await routeMoves(before, by: written)
    var book = await Rulebook(
      project, heldTo: before, renames: renames,
      remains: held(remains(of: before, without: project), of: before, without: project),
      displacements: displacedFiles(before, by: project) + moves.compactMap(\.displacement),
      besides: moves.changes(since: before) + editedJudges(of: project, since: before)
        + [retargeted].compactMap(\.self) + brought + shown,
      left: baselinesLeftByRenames(in: project),
      isOfRulesAlone: isOfRulesAlone(written, since: before), isOwn: isOwn)
    await book.leaveCases { name in
      guard let now = written.suite(named: name), let was = before.suite(named: name) else { return false }
      return await answers(now, as: was)
    }
    return book
  }

  /// What is held to nothing, because it does not load at the base.
  private var unheld: [Unheld] {
    let there = reference?.text ?? "the base"
    let own = fault.map {
      [Unheld($0, at: there, follows: "the change's own rules decide", help: absence?.help.first)]
    }
    return (own ?? []) + unread.map { Unheld($0, at: there, follows: "nothing is held to what it said") }
  }

  /// That nothing at the base holds a configuration. On a machine of one's own nothing decides anyway.
  private func beginning(of project: Project) async -> [RuleChange] {
    guard Host.isCI, let new else { return [] }
    let there = reference?.text ?? "the base"
    var note = "nothing at \(there) held its files, so what it says itself decides"
    if let holder = await holder(of: project) {
      note = "`\(holder)` holds its files and is asked in a run of its own; here what the new one says decides"
    }
    return [RuleChange(.configuration, new, .added, decides: .head, note: note)]
  }

  /// The configuration at the base that a file of the project belonged to, and that is still there.
  private func holder(of project: Project) async -> String? {
    let loader = workspace.loader(reading: files)
    for path in project.suites.map(\.prompt.location.path) where await files.kind(of: path) == .file {
      guard let holder = await loader.configuration(holding: path) else { continue }
      if await workspace.files.kind(of: holder) == .file { return holder }
    }
    return nil
  }
}

/// A configuration at the base that cannot be held against a change: told where it is run, and in its report.
private struct Unheld {
  let configuration: UnreadConfiguration
  let base: String
  let consequence: String
  var help: String?

  init(_ configuration: UnreadConfiguration, at base: String, follows consequence: String, help: String? = nil) {
    (self.configuration, self.base, self.consequence, self.help) = (configuration, base, consequence, help)
  }

  private var why: String {
    let problem = configuration.problem
    return "does not load, so \(consequence): \(problem.message)"
      + (problem.location.map { " (\($0.path))" } ?? "")
  }

  var warning: Diagnostic {
    Diagnostic(
      .rulesUnreadable, "`\(configuration.path)` at \(base) \(why)", severity: .warning,
      help: help ?? "check \(base) out, and look at all that is wrong there with `evalgate validate`")
  }

  var change: RuleChange {
    RuleChange(.configuration, configuration.path, .unreadable, decides: .head, note: "at \(base) it \(why)")
  }
}

extension DiagnosticCode {
  static let rulesUnreadable = DiagnosticCode(
    "base/rules-unreadable",
    "A change is held to the gates, waivers and policies of the revision it came from. Where those cannot be read the change's own decide, and that is said."
  )
}
