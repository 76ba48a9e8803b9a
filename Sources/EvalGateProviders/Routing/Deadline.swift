import EvalGateCore

/// Cuts an answer off that takes too long: each by itself, and all when the run's time is up.
struct Deadline: Generator {
  let base: any Generator
  let clock: any RouteClock
  /// For one question, in milliseconds.
  let question: Double?
  /// Of the run, in milliseconds of the clock.
  let run: Double?

  func generate(_ request: GenerationRequest, trial: Int) async -> Candidate {
    let started = clock.now
    let end = min(run ?? .infinity, started + (question ?? .infinity))
    let isRun = run == end
    guard end > started else {
      return Candidate(failure: Self.failure(isRun: isRun, isAsked: false), tries: 0)
    }
    guard end < .infinity else { return await base.generate(request, trial: trial) }
    var (candidate, isLate) = await cut(at: end) { await base.generate(request, trial: trial) }
    // What came at the last moment has come.
    guard isLate, candidate.failure?.reason == .cancelled else { return candidate }
    candidate.failure = Self.failure(isRun: isRun, isAsked: candidate.tries > 0, after: candidate.hops)
    if candidate.tries > 0 { candidate.latency = .infinity }
    return candidate
  }

  private enum Event: Sendable {
    case done(Candidate)
    case late
    /// The work was done before, or the run was stopped.
    case woken
  }

  /// Cancels what goes on beyond a moment and says whether it had to.
  private func cut(
    at end: Double, _ work: @escaping @Sendable () async -> Candidate
  ) async -> (Candidate, isLate: Bool) {
    await withTaskGroup(of: Event.self) { group in
      group.addTask { .done(await work()) }
      group.addTask { (try? await clock.sleep(milliseconds: end - clock.now)) == nil ? .woken : .late }
      var result = Candidate(failure: Self.failure(isRun: false, isAsked: false), tries: 0)
      var (isDone, isLate) = (false, false)
      while let event = await group.next() {
        switch event {
        case .done(let candidate):
          (result, isDone) = (candidate, true)
          group.cancelAll()
        case .late where !isDone:
          isLate = true
          group.cancelAll()
        case .late, .woken: break
        }
      }
      return (result, isLate)
    }
  }

  /// - Parameter hops: the targets that were asked: what went wrong there is what used the time up.
  private static func failure(isRun: Bool, isAsked: Bool, after hops: [Hop] = []) -> GenerationFailure {
    let why = isRun ? "the run's time is up" : "the route's `deadline` has come"
    var words = isAsked ? "cut off, because \(why)" : "not asked, because \(why)"
    if let hop = hops.last(where: { $0.tries > 0 && $0.failure != nil && $0.failure != .cancelled }),
      let reason = hop.failure
    {
      words += "; \(hop.target) " + (hop.status.map { "had answered \($0)" } ?? "had failed") + " (\(reason.rawValue))"
    }
    return GenerationFailure(.infrastructure, .deadline, words)
  }
}
