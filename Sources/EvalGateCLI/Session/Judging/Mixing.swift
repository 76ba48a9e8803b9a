import CurlHTTP
import EvalGateCore
import EvalGateProviders
import EvalGateStore
import Synchronization

/// Takes a comparison apart: asks versions that have some elements of the base and some of the change on the cases that broke.
struct Mixing {
  let workspace: Workspace
  let base: Base
  let pool: GeneratorPool
  let http: HTTPClient
  let trials: Int

  /// Elements of a suite that are mixed, and what is not and why.
  struct Elements {
    var mixed: [MixElement]
    var notes: [String] = []
    /// What changed and is new in every version that is asked, by its name.
    var fixed: [String] = []
    /// Elements that changed and are the change's throughout, because they cannot be mixed.
    private(set) var constant: Set<MixElement> = []

    init(_ suite: Suite, since before: Suite, _ changes: [TupleChange]) {
      // What a program is made of stands in no file of the project: only the runs tell that it is another one.
      let edited = [MixElement.policy, .route].filter { element in
        [suite, before].contains { $0.asksProgram(for: element) }
          && changes.contains { $0.element.rawValue == element.rawValue }
      }
      let changed = Set(suite.mixable(since: before) + edited)
      mixed = changed.sorted()
      defer { constant = changed.subtracting(mixed) }
      if let program = suite.policy?.program ?? before.policy?.program, mixed.contains(.policy) {
        mixed.removeAll { $0 == .policy }
        fixed.append("policy")
        notes.append(
          "the policy is a program (\(program.command.first ?? "")) and was not mixed: the change's decides throughout")
      }
      let unprepared = before.route.targets.contains { $0.provider == "exec" && $0.options["prepare"] == nil }
      if mixed.contains(.route), unprepared {
        mixed.removeAll { $0 == .route }
        fixed.append("route")
        notes.append(
          "the base's route runs a program without `prepare` and was not mixed: the change's is used throughout")
      }
      for change in changes where [.evalset, .checks, .model].contains(change.element) {
        // Another route is asked for another model.
        if change.element == .model, changed.contains(.route) { continue }
        // Both sides were judged on the same cases by the same checks; a model that moved answers for the base as well now.
        if change.element == .model { fixed.append(change.element.rawValue) }
        notes.append("\(change.element.rawValue) \(change.id) changed too and cannot be mixed")
      }
    }
  }

  /// A result with what programs said of it, without which it could not be judged again.
  struct Told {
    let record: CaseRecord
    let opinions: [Opinion]
  }

  /// What mixed versions gave, by the elements that ask the model.
  typealias Answers = [Set<MixElement>: [String: [Told]]]

  /// How many questions the mixed versions of a suite are.
  func calls(_ elements: Elements, cases: Int) -> Int { sets(elements).count * cases * trials }

  /// Sets of elements that a model has to be asked with: all but the change's own, whose answers the run has; the base's own
  /// where another policy has to decide over its answers, or where something is new in it that cannot be mixed.
  private func sets(_ elements: Elements) -> [Set<MixElement>] {
    guard elements.mixed.count + elements.fixed.count > 1 else { return [] }
    let asking = elements.mixed.filter(\.generates)
    return Attribution.subsets(of: asking).filter { set in
      set.count < asking.count && (!set.isEmpty || asksBase(elements))
    }
  }

  private func asksBase(_ elements: Elements) -> Bool {
    elements.mixed.contains(.policy) || !elements.fixed.isEmpty
  }

  /// - Parameter own: what the run has of the change's version, by case.
  func attribute(
    _ suite: Suite, _ before: Suite, _ elements: Elements, _ cases: [String], own: [String: [Told]],
    _ side: BaseSide
  ) async throws -> (attribution: Attribution, asked: Spending, unanswered: Int, notes: [String]) {
    let positions = suite.casePositions
    var answers: Answers = [Set(elements.mixed.filter(\.generates)): own]
    var asked = Spending()
    var unanswered = 0
    var unpaid: [GenerationFailure] = []
    for set in sets(elements) {
      let taken = set.union(elements.constant)
      let told = try await ask(suite.mixed(with: before, taking: taken), cases, taken, side)
      answers[set] = Dictionary(grouping: told, by: \.record.caseID)
      for one in told { asked.add(one.record.candidate) }
      unanswered += told.count { $0.record.candidate.isError }
      unpaid += told.compactMap(\.record.candidate.failure).filter { $0.reason == .budget }
    }
    let isSafety = suite.evalset.kind == .safety
    let attribution = Attribution(
      suite: suite.name, elements: elements.mixed, isWhole: elements.fixed.isEmpty, cases: cases
    ) { id, set in
      // Both ends are what the comparison found them to be, unless the base was asked anew.
      if set.isEmpty, elements.fixed.isEmpty, !elements.mixed.contains(.policy) || answers[[]] == nil { return true }
      guard let told = answers[set.filter(\.generates)]?[id], let position = positions[id],
        let evalCase = try? suite.evalset.cases.evalCase(at: position)
      else { return nil }
      // The policy that decided stays: nothing is decided anew, least of all what a program said when it was asked.
      guard elements.mixed.contains(.policy) else { return Self.holds(told.map(\.record), isSafety) }
      let version = suite.mixed(with: before, taking: set.union(elements.constant))
      return Self.holds(told.map { version.judgedAgain($0.record, evalCase, $0.opinions) }, isSafety)
    }
    return (attribution, asked, unanswered, shortfall(unpaid, of: asked.calls, own.values.joined()))
  }

  /// What a budget left out, and about what would have sufficed by what the run's own answers took; none where it sufficed.
  private func shortfall(
    _ unpaid: [GenerationFailure], of calls: Int, _ own: some Sequence<Told>
  ) -> [String] {
    guard let first = unpaid.first else { return [] }
    var taken = Spending()
    for one in own { taken.add(one.record.candidate) }
    let share = Double(calls) / Double(max(1, taken.calls))
    let amounts = [
      taken.tokens.map { "\(Format.short(tokens: Double($0) * share)) tokens" },
      taken.usd.map { Format.dollars($0 * share) },
    ].compactMap(\.self)
    let left = "the budget did not suffice for \(unpaid.count) of \(Format.count(calls, "question")): "
    return [
      left + first.message.unsafeText,
      amounts.isEmpty
        ? nil : "all of them take about \(amounts.joined(separator: ", ")), beside what one call may need at most",
    ].compactMap(\.self)
  }

  /// As a case passes: all trials in a safety suite, most of them elsewhere; nil where one has no result.
  private static func holds(_ records: [CaseRecord], _ isSafety: Bool) -> Bool? {
    guard !records.isEmpty, !records.contains(where: { $0.passFail == .error }) else { return nil }
    let passes = records.count { $0.passFail == .pass }
    return isSafety ? passes == records.count : 2 * passes > records.count
  }

  private func ask(
    _ suite: Suite, _ cases: [String], _ taken: Set<MixElement>, _ side: BaseSide
  ) async throws -> [Told] {
    let wanted = Set(cases)
    let plan = Plan(
      Project(configuration: Configuration(path: nil), suites: [suite], gates: []),
      selection: Selection(cases: cases), trials: trials)
    let root = taken.contains(.route) ? nil : try await side.root(of: suite)
    let generators = try await Generators([suite], pool, arm: taken.contains(.route) ? .head : .base, root: root)
    let sink = MixedRecords()
    do {
      let files: any FileSource = taken.contains(.prompt) ? workspace.files : base.files
      let runner = Runner(plan: plan, head: generators.sources(files), sink: sink, today: Host.today)
      let questions =
        plan.questions(without: []).first?.filter { wanted.contains(plan.header(of: $0.ordinal).id) } ?? []
      let work = Task(executorPreference: http) { try await runner.ask(questions, of: suite) }
      try await work.value
    } catch {
      await generators.close()
      throw error
    }
    await generators.close()
    var repeats = try await generators.repeats()
    // Whichever side's route was asked, the answers stand for the mixed version.
    repeats.arm = .head
    return try sink.told.map { try without(repeats, $0, suite) }
  }

  /// What was told without what a program said twice.
  private func without(_ repeats: ProgramRepeats, _ told: Told, _ suite: Suite) throws -> Told {
    guard !repeats.isEmpty, !told.record.candidate.isError, let position = suite.casePositions[told.record.caseID]
    else {
      return told
    }
    let evalCase = try suite.evalset.cases.evalCase(at: position)
    return suite.withdrawn(told.record, told.opinions, [repeats], of: evalCase).map {
      Told(record: $0.0, opinions: $0.1)
    }
      ?? told
  }
}

extension Suite {
  /// Whether a program of the user's stands behind an element.
  fileprivate func asksProgram(for element: MixElement) -> Bool {
    switch element {
    case .policy: policy?.program != nil
    case .route: route.targets.contains { $0.provider == "exec" }
    case .prompt, .tools: false
    }
  }

  fileprivate func judgedAgain(_ record: CaseRecord, _ evalCase: EvalCase, _ opinions: [Opinion]) -> CaseRecord {
    judge(
      record.candidate, of: evalCase, ordinal: record.ordinal, trial: record.trial, arm: record.arm,
      messages: record.messages, today: Host.today, opinions: opinions)
  }
}

/// Answers of one mixed version, in the order in which they were planned.
private final class MixedRecords: RunSink {
  private struct State {
    var records: [CaseRecord] = []
    var opinions: [Int: [Opinion]] = [:]
  }

  private let state = Mutex(State())

  var told: [Mixing.Told] {
    state.withLock { state in
      state.records.sorted { $0.ordinal < $1.ordinal }.map {
        Mixing.Told(record: $0, opinions: state.opinions[$0.ordinal] ?? [])
      }
    }
  }

  func append(_ record: CaseRecord) throws { state.withLock { $0.records.append(record) } }
  func append(_ opinion: Opinion) throws {
    state.withLock { $0.opinions[opinion.ordinal, default: []].append(opinion) }
  }
}
