import EvalGateCore

/// Stands between a run and a route: answers from recordings, keeps what is new, or does neither, as the mode says.
struct Recorder: Generator {
  let mode: Mode
  let store: any RecordingStore
  /// In the order of the route.
  let targets: [KeyedTarget]
  /// Nil in `replay` mode, where nothing may be asked.
  let live: (any Generator)?
  /// What was kept of programs.
  var questions = KeptQuestions()

  func with(mode: Mode) -> Recorder {
    Recorder(mode: mode, store: store, targets: targets, live: live, questions: questions)
  }

  func generate(_ request: GenerationRequest, trial: Int) async -> Candidate {
    switch mode {
    case .replay: return replayed(request, trial)
    case .live: return await asked(request, trial)
    case .record: return kept(await asked(request, trial), request, trial)
    case .auto:
      // Only the first target: what a fallback once answered is no reason not to ask the first again.
      guard let first = targets.first else { return await asked(request, trial) }
      let digest = first.digest(of: request)
      if first.isKnown, let recording = store.answer(for: digest, trial: trial) {
        return candidate(of: recording, from: first, isFallback: false, source: .kept)
      }
      return kept(await asked(request, trial, first: digest), request, trial)
    }
  }

  private func replayed(_ request: GenerationRequest, _ trial: Int) -> Candidate {
    var first: Digest?
    for (index, target) in targets.enumerated() {
      let digest = target.digest(of: request)
      if first == nil { first = digest }
      if let recording = store.answer(for: digest, trial: trial) {
        return candidate(of: recording, from: target, isFallback: index > 0, source: .replayed)
      }
    }
    let failure = GenerationFailure(
      .infrastructure, .missingRecording,
      "no recording of \(request.caseID.isEmpty ? "this request" : "case `\(request.caseID)`"), trial \(trial) "
        + "(request \(first?.short ?? "unknown")); record it with `evalgate run --mode record`")
    return Candidate(
      failure: failure, source: .replayed, tries: 0, target: targets.first?.name ?? "", requestDigest: first)
  }

  private func candidate(
    of recording: Recording, from target: KeyedTarget, isFallback: Bool, source: Candidate.Source
  ) -> Candidate {
    Candidate(
      answer: recording.answer, failure: recording.failure, source: source, latency: recording.latency,
      timeToFirstToken: recording.timeToFirstToken, tries: 0, target: target.name, isFallback: isFallback,
      requestDigest: recording.request,
      cost: target.cost(of: recording.answer))
  }

  /// Asks, and names the request as the target that answered was asked it.
  private func asked(_ request: GenerationRequest, _ trial: Int, first: Digest? = nil) async -> Candidate {
    guard let live else {
      return Candidate(
        failure: GenerationFailure(.infrastructure, .other, "nothing may be asked in `\(mode.rawValue)` mode"), tries: 0
      )
    }
    var candidate = await live.generate(request, trial: trial)
    let index =
      candidate.isFallback
      ? targets.dropFirst().firstIndex { $0.name == candidate.target } ?? 0 : targets.startIndex
    if targets.indices.contains(index) {
      candidate.requestDigest =
        index == 0 ? first ?? targets[0].digest(of: request) : targets[index].digest(of: request)
    }
    return candidate
  }

  /// Keeps a result. What stood in the way of one is not a result.
  private func kept(_ candidate: Candidate, _ asked: GenerationRequest, _ trial: Int) -> Candidate {
    guard !candidate.isError, let digest = candidate.requestDigest else { return candidate }
    do {
      try store.keep(
        Recording(
          request: digest, trial: trial, answer: candidate.answer, failure: candidate.failure,
          latency: candidate.latency, timeToFirstToken: candidate.timeToFirstToken), of: asked.caseID)
      if targets.contains(where: { $0.program != nil }) { questions.note(digest, asked.caseID, trial: trial) }
      return candidate
    } catch {
      var lost = candidate
      let why = (error as? Diagnostic)?.message ?? "\(error)"
      lost.failure = GenerationFailure(.infrastructure, .other, "the answer could not be recorded: \(why)")
      return lost
    }
  }
}
