import EvalGateCore

/// Asks the targets of a route in order, each as often as the route allows.
struct Router: Generator {
  let targets: [Asking]

  func generate(_ request: GenerationRequest, trial: Int) async -> Candidate {
    var journey = Journey()
    for (index, asking) in targets.enumerated() {
      let target = asking.lane.target
      let course = await asking.ask(target.request(request), trial: trial, role: index == 0 ? .first : .fallback)
      journey.add(course, at: target)
      if case .failure(let failure) = course.outcome, failure.mayFallBack, index + 1 < targets.count { continue }
      var candidate = journey.candidate(course, at: target, isFallback: index > 0)
      // Two targets of a route may have one name, so which of them answered is told by what it was asked.
      if index > 0 { candidate.requestDigest = target.digest(of: request) }
      return candidate
    }
    return Candidate(failure: GenerationFailure(.infrastructure, .other, "the route has no targets"), tries: 0)
  }
}

/// What a case went through on its way to an answer.
struct Journey {
  private var tries = 0
  private var queued = 0.0
  private var hops: [Hop] = []
  /// Why each target so far could not answer.
  private var setbacks: [String] = []

  mutating func add(_ course: Asking.Course, at target: KeyedTarget) {
    tries += course.tries
    queued += course.queued
    hops += course.hops
    if case .failure(let failure) = course.outcome {
      setbacks.append("\(target.name) \(failure.message.unsafeText)")
    }
  }

  /// What became of it, with the way there.
  func candidate(_ course: Asking.Course, at target: KeyedTarget, isFallback: Bool) -> Candidate {
    // A second request that won is the last hop; otherwise the target's own one counts.
    let deciding = course.hops.last { $0.role == .hedge && $0.failure == nil } ?? course.hops.first
    var candidate = Candidate(
      latency: deciding?.latency.map { $0 + course.headStart },
      timeToFirstToken: course.timeToFirstToken.map { $0 + course.headStart }, queued: queued, tries: tries,
      target: target.name, isFallback: isFallback)
    candidate.hops = hops
    switch course.outcome {
    case .success(let answer):
      candidate.answer = target.signed(answer)
      candidate.cost = target.cost(of: answer)
    case .failure(var failure):
      if setbacks.count > 1, failure.kind == .infrastructure {
        failure.message = UntrustedText(setbacks.joined(separator: "; then "))
      }
      // What was proposed is judged like any answer's.
      candidate.answer.toolCalls = failure.proposed
      failure.proposed = []
      candidate.failure = failure
    }
    return candidate
  }
}
