import EvalGateCore
import EvalGateStore

/// The stored results of one suite, or why there are none.
enum StoredBaseline: Sendable {
  case found(Baseline)
  case new(String)
  case unavailable(String)
  /// There is something stored, and it cannot be read. Whatever the gates say, the run does not pass.
  case unreadable(String)

  /// What a file holds that somebody named. That it cannot be read is told once, however many suites it was named for.
  static func named(_ file: String, _ workspace: Workspace) -> StoredBaseline {
    do throws(Diagnostic) {
      return try BaselineFile.read(at: workspace.absolute(file)).map(StoredBaseline.found)
        ?? .unreadable("there is no file \(file)")
    } catch {
      workspace.say([error])
      return .unreadable("the baseline \(file) cannot be read: \(error.message)")
    }
  }

  /// Why a run cannot pass; nil where nothing that is stored was lost.
  var obstacle: String? {
    if case .unreadable(let why) = self { return why }
    return nil
  }
}

/// What is stored of a suite, as far as it concerns a change.
struct SuiteBaselines: Sendable {
  /// What counts.
  let stored: StoredBaseline
  /// What the change brings along as its own.
  var accepted: AcceptedHere?
  /// What counts in place of an acceptance where that does not.
  var before: StoredBaseline?
  /// Ids of cases that neither an acceptance that counts nor what it replaces holds a result of, because the base gained them since.
  var gained: Set<String> = []

  /// What the base has in place of an acceptance that counts.
  var replaced: Baseline? { before?.baseline }

  /// The same under the ids that cases have now.
  fileprivate func named(as suite: Suite) -> SuiteBaselines {
    let cases = suite.evalset.headers
    return SuiteBaselines(
      stored: stored.named(as: cases), accepted: accepted, before: before?.named(as: cases), gained: gained)
  }

  /// The same where the cases that the base gained cannot be asked of its version, so that the acceptance says too little.
  func withoutAcceptance(of suite: Suite) -> SuiteBaselines {
    guard let before, let accepted else { return self }
    var other = SuiteBaselines(stored: before, accepted: accepted)
    other.accepted?.waits = stored.baseline?.gap(in: suite)
    return other
  }
}

extension StoredBaseline {
  fileprivate var baseline: Baseline? {
    if case .found(let baseline) = self { baseline } else { nil }
  }

  fileprivate func named(as cases: [CaseHeader]) -> StoredBaseline {
    baseline.map { .found($0.named(as: cases)) } ?? self
  }
}

extension Base {
  /// - Parameter tuple: what the suite is now, with what programs say of themselves where that is known.
  /// - Returns: the results that count, those that the change brings along as its own, and where these count what the base has
  ///   in their place.
  func baseline(of suite: Suite, tuple: RunTuple? = nil) async -> SuiteBaselines {
    do {
      guard case .revision(_, let files, _) = place else {
        return SuiteBaselines(stored: try await elsewhere(suite)).named(as: suite)
      }
      return try await atRevision(suite, tuple ?? suite.tuple, files).named(as: suite)
    } catch let problem as Diagnostic {
      workspace.say([problem])
      return SuiteBaselines(stored: .unreadable("the baseline of \(suite.name) cannot be read: \(problem.message)"))
    } catch {
      return SuiteBaselines(stored: .unreadable("the baseline of \(suite.name) cannot be read: \(error)"))
    }
  }

  private func elsewhere(_ suite: Suite) async throws -> StoredBaseline {
    switch place {
    case .file(let file, let stored):
      guard case .found(let baseline) = stored, baseline.suite != suite.name else { return stored }
      return .new("\(file) is of another suite")
    case .lines(let baseline):
      return baseline.suite == suite.name
        ? .found(baseline) : .new("\(baseline.reason) is of another suite")
    case .run(let run):
      guard
        let baseline = try await Baseline(suite: suite.name, from: run, reason: "run \(run.header.id)", mask: nil)
      else {
        return .new("run \(run.header.id.prefix(7)) has no such suite")
      }
      return .found(baseline)
    case .workingTree:
      let path = await BaselinePlace.find(suite, in: workspace.files).path
      guard let baseline = try BaselineFile.read(at: workspace.absolute(path)) else { return .new("no baseline yet") }
      return .found(baseline)
    case .new(let why): return .new(why)
    case .unavailable(let why, let help): return .unavailable("\(why): \(help.text)")
    case .revision(_, let files, _): return await missing(suite, files)
    }
  }

  /// An acceptance made by this very change counts when it is of exactly what is being gated.
  private func atRevision(
    _ suite: Suite, _ tuple: RunTuple, _ files: any FileSource
  ) async throws -> SuiteBaselines {
    let path = await BaselinePlace.find(suite, in: workspace.files).path
    let before = try await Self.baseline(at: baselinePlace(of: suite, in: files).path, in: files)
    let stored: StoredBaseline
    if let before { stored = .found(before) } else { stored = await missing(suite, files) }
    guard let accepted = try BaselineFile.read(at: workspace.absolute(path)), accepted != before else {
      return SuiteBaselines(stored: stored)
    }
    let gained = gained(since: accepted, before, suite)
    var waits = waits(suite) ?? Self.lapsed(accepted, tuple, suite, besides: gained)
    if waits == nil, await wasStored(path) {
      waits = "it was accepted once and replaced since, so nobody accepted it for this change: accept again"
    }
    let here = AcceptedHere(
      suite: suite.name, reason: accepted.reason, author: accepted.author, before: before?.passing,
      after: accepted.passing, waits: waits)
    guard here.waits == nil else { return SuiteBaselines(stored: stored, accepted: here) }
    return SuiteBaselines(stored: .found(accepted), accepted: here, before: stored, gained: gained)
  }

  /// Whether a stored file is one that the base had before: going back to it says nothing of why.
  private func wasStored(_ path: String) async -> Bool {
    guard let revision, let history = await workspace.history() else { return false }
    return (try? await history.hadFile(path, until: revision)) ?? false
  }

  /// Cases that are asked as the base asks them, and that neither what was accepted nor what it replaces has a result of: whoever
  /// accepted did not see them, because the base gained them since, or nobody accepted anything of them yet. A case that what is
  /// replaced has was left out.
  private func gained(since accepted: Baseline, _ before: Baseline?, _ suite: Suite) -> Set<String> {
    guard let cases = project?.suite(named: suite.name)?.evalset.headers else { return [] }
    let now = suite.evalset.headers
    let names = CaseNames(from: cases, to: now)
    let there = Set(cases.map { BaseResults.Case($0.called(names.name(of: $0.id))) })
    var lacking = accepted.named(as: now).lacking(suite.headers)
    // An acceptance of nothing that is asked says nothing.
    guard lacking.count < suite.headers.count else { return [] }
    if let before { lacking = before.named(as: now).lacking(lacking) }
    return Set(lacking.filter { there.contains(BaseResults.Case($0)) }.map(\.id))
  }

  /// Why an acceptance has to wait; nil where it counts.
  private func waits(_ suite: Suite) -> String? {
    if suite.evalset.kind == .safety {
      return "an acceptance never counts for a safety suite in the change that makes it"
    }
    return acceptance == .merged ? "it counts once it is merged" : nil
  }

  /// Why an acceptance says nothing of what is gated now; nil where it is of exactly that.
  ///
  /// - Parameter gained: ids of cases that the base's version is asked instead.
  private static func lapsed(
    _ accepted: Baseline, _ tuple: RunTuple, _ suite: Suite, besides gained: Set<String>
  ) -> String? {
    guard accepted.tuple.isSameVersion(as: tuple), accepted.tuple.checks == tuple.checks else {
      return
        "it is of another version than this one\(tuple.otherness(than: accepted.tuple)) and does not count: accept again"
    }
    // Where it was reached was not written down once; the change's own word is all that an acceptance is anyway.
    guard accepted.tuple.namesPrograms(like: tuple, of: suite) else {
      return
        "it does not count: what a program was made of is not said on both sides, so nobody can tell what was accepted"
    }
    return accepted.named(as: suite.evalset.headers).gap(in: suite, besides: gained)
  }

  private func missing(_ suite: Suite, _ files: any FileSource) async -> StoredBaseline {
    let name = reference?.text ?? "the base"
    guard let before = project?.suite(named: suite.name) else { return .new("the suite is new since \(name)") }
    let arm = suite.asked(as: before)
    let programs = arm.tuple.isSameVersion(as: suite.tuple) ? await programs(of: suite, since: arm) : .unasked
    let isSame = programs == .same
    if let left = await leftBaseline(of: suite, in: files) {
      let why = left.why(at: name)
      return isSame ? .new(why) : .unavailable(why)
    }
    if isSame { return .new("nothing is accepted yet: \(name) has the same version and no baseline") }
    return .unavailable(
      "\(name) has no stored baseline\(programs.words): make one there with `evalgate run` and `evalgate baseline accept`"
    )
  }
}
