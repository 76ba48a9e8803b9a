import EvalGateCore

/// Asks all targets of a route at once. The first answer counts. The others are kept beside it, to be compared: what was under way
/// when it came may come to its end, but nobody is asked again for the sake of it.
struct Racing: Generator {
  let route: String
  let targets: [Asking]

  func generate(_ request: GenerationRequest, trial: Int) async -> Candidate {
    let finished = await withTaskGroup(of: (Int, Asking.Course).self) { group in
      let race = Race()
      for (index, var asking) in targets.enumerated() {
        asking.race = race
        group.addTask { [asking] in
          (index, await asking.ask(asking.lane.target.request(request), trial: trial, role: .race))
        }
      }
      return await group.reduce(into: [(index: Int, course: Asking.Course)]()) { finished, next in
        finished.append(next)
        if next.1.isAnswered { race.decide() }
      }
    }
    // In order of arrival; where nobody answered, the first target speaks for the route.
    let winner =
      finished.first { $0.course.isAnswered } ?? finished.first { $0.index == 0 } ?? finished.first
    guard let winner else {
      return Candidate(failure: GenerationFailure(.infrastructure, .other, "the route has no targets"), tries: 0)
    }
    var candidate = alone(winner.index, winner.course)
    if winner.index > 0 { candidate.requestDigest = targets[winner.index].lane.target.digest(of: request) }
    for other in finished.sorted(by: { $0.index < $1.index }) where other.index != winner.index {
      let rival = alone(other.index, other.course)
      candidate.tries += rival.tries
      candidate.hops += rival.hops
      candidate.shadows.append(ShadowAnswer(rival, route: route))
    }
    return candidate
  }

  private func alone(_ index: Int, _ course: Asking.Course) -> Candidate {
    var journey = Journey()
    let target = targets[index].lane.target
    journey.add(course, at: target)
    return journey.candidate(course, at: target, isFallback: index > 0)
  }
}

extension Asking.Course {
  /// Whether there is a result to judge, be it a refusal of the model's own, or calls that were proposed before something failed.
  fileprivate var isAnswered: Bool {
    switch outcome {
    case .success: true
    case .failure(let failure): failure.kind == .model || !failure.proposed.isEmpty
    }
  }
}
