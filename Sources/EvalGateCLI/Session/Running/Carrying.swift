import EvalGateCore
import EvalGateStore

/// Results that stand in a verdict without having been made by the run: of suites that a change does not touch, and of cases
/// that a repeated run leaves alone.
struct Carrying: Sendable {
  /// Outcomes of one suite, with where they are from.
  struct Part: Sendable {
    let suite: Suite
    let source: CarriedSuite
    let carried: Carried
    let outcomes: [CaseOutcome]
  }

  /// By suite.
  var parts: [String: Part] = [:]
  /// Why the run cannot pass with what it carries; nil where it can.
  var obstacle: String?

  var isEmpty: Bool { parts.isEmpty }
  var header: [CarriedSuite] { parts.values.map(\.source).sorted { $0.suite < $1.suite } }

  /// The outcomes of a suite that a run made and those it carries, in the order of the cases.
  func joined(_ made: [CaseOutcome], of suite: String) -> [CaseOutcome] {
    guard let part = parts[suite] else { return made }
    let own = Dictionary(made.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    let other = Dictionary(part.outcomes.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    let cases = part.suite.evalset.cases
    return (0..<cases.count).compactMap { index in
      let id = cases.header(at: index).id
      return own[id] ?? other[id]
    }
  }
}

extension Suite {
  var headers: [CaseHeader] { evalset.headers }

  /// Stored outcomes with what today's files say of their cases; nil where one of them was edited since or has no result.
  ///
  /// - Parameter isWhole: whether every case has to have one.
  fileprivate func matched(_ outcomes: [CaseOutcome], isWhole: Bool) -> [CaseOutcome]? {
    let stored = Dictionary(outcomes.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    var matched: [CaseOutcome] = []
    for header in headers {
      guard var outcome = stored[header.id], outcome.digest == header.digest,
        outcome.checksDigest == header.checksDigest, !outcome.hasError, outcome.judged > 0
      else {
        if isWhole { return nil }
        continue
      }
      outcome.describe(as: header)
      matched.append(outcome)
    }
    return matched
  }
}

// MARK: Where they come from

extension Carrying {
  /// Of a suite's own version, accepted at a commit.
  static func part(
    of suite: Suite, at revision: Revision, label: String, _ workspace: Workspace
  ) async throws -> Part? {
    guard let revisions = await workspace.history() else { return nil }
    let files = revisions.files(at: revision)
    let path = await BaselinePlace.find(suite, in: files).path
    guard let baseline = try await Base.baseline(at: path, in: files) else { return nil }
    guard baseline.suite == suite.name, baseline.tuple.isSameVersion(as: suite.tuple),
      baseline.tuple.checks == suite.tuple.checks, await !suite.isMadeOtherwise(than: baseline.tuple, in: files),
      let outcomes = suite.matched(baseline.cases, isWhole: true)
    else { return nil }
    return Part(
      suite, baseline.tuple, outcomes, CarriedSuite(suite.name, source: .baseline, id: revision.name, label: label))
  }

  /// Of the same version in another run.
  ///
  /// - Parameter isKept: says which outcomes are carried; all have to be there when it is nil.
  static func part(
    of suite: Suite, from run: RunFile, _ project: Project, _ workspace: Workspace,
    isKept: ((CaseOutcome) -> Bool)? = nil
  ) async throws -> Part? {
    guard let tuple = run.header.tuples.first(of: suite),
      tuple.isSameVersion(as: suite.tuple), tuple.checks == suite.tuple.checks,
      await !workspace.hasOtherPrograms(behind: suite, than: run.header, project),
      let outcomes = suite.matched(
        try run.outcomes().cases(of: suite.name).filter { isKept?($0) ?? true }, isWhole: isKept == nil)
    else { return nil }
    return Part(
      suite, tuple, outcomes,
      CarriedSuite(suite.name, source: .run, id: run.header.id, label: "run \(run.header.id.prefix(7))"))
  }

  /// The newest whole result of the suite's version among the runs kept here. Not for CI, where the change may have brought them.
  static func newest(of suite: Suite, _ project: Project, _ workspace: Workspace) async throws -> Part? {
    guard !Host.isCI else { return nil }
    for run in try await workspace.ownRuns().list() {
      guard let header = try? RunFile.header(at: run.path), header.shard == nil,
        header.tuples.first(of: suite) != nil, let file = try? RunFile(at: run.path)
      else { continue }
      if let part = (try? await part(of: suite, from: file, project, workspace)) ?? nil { return part }
    }
    return nil
  }

  /// What a run's file says it carried, found again.
  static func again(_ header: RunHeader, _ project: Project, _ workspace: Workspace) async throws -> Carrying {
    var carrying = Carrying()
    for source in header.carried {
      guard let suite = project.suite(named: source.suite) else { continue }
      var part: Part?
      switch source.source {
      case .baseline:
        part = try await self.part(of: suite, at: Revision(name: source.id), label: source.label, workspace)
      case .run:
        let made = header.tuples.contains { $0.suite == source.suite }
        if let run = try await workspace.ownRuns().list().first(where: { $0.id == source.id }) {
          part = try await self.part(
            of: suite, from: RunFile(at: run.path), project, workspace, isKept: made ? { $0.majority == true } : nil)
        }
      }
      if let part {
        carrying.parts[suite.name] = part
      } else {
        carrying.obstacle = "what was carried from \(source.label) cannot be had any more"
      }
    }
    return carrying
  }
}

extension Carrying {
  /// Takes away the verdict where the rest of a suite is asked of another version than what is carried of it, which is known of a
  /// program only when it runs.
  mutating func forbid(besides made: [RunTuple]) {
    for tuple in made where obstacle == nil {
      guard let part = parts[tuple.suite], !part.carried.tuple.isSameVersion(as: tuple) else { continue }
      obstacle = "the rest of \(tuple.suite) has no verdict: in \(part.source.label) it was another version"
    }
  }
}

extension Carrying.Part {
  fileprivate init(_ suite: Suite, _ tuple: RunTuple, _ outcomes: [CaseOutcome], _ source: CarriedSuite) {
    self.init(
      suite: suite, source: source,
      carried: Carried(from: source.label, tuple: tuple, cases: Set(outcomes.map(\.id))), outcomes: outcomes)
  }
}

extension Gating {
  /// Takes in what a run's file says it carried.
  mutating func carry(_ header: RunHeader) async throws {
    guard !header.carried.isEmpty else { return }
    carrying = try await Carrying.again(header, rules.project, base.workspace)
    suites += await carrying.contests(besides: Set(suites.map(\.suite.name)), base)
    let known = Set(suites.map(\.suite.name))
    isEverything = rules.project.suites.allSatisfy { known.contains($0.name) }
  }
}
