import EvalGateCore
import StrictJSON

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
  /// What is done to a message about a failure before anybody sees it.
  var hiding: @Sendable (String) -> String = { $0 }
  /// Finds in an answer what may not be kept.
  var searching: HiddenSecret.Search = { _ in nil }

  func with(mode: Mode) -> Recorder {
    Recorder(
      mode: mode, store: store, targets: targets, live: live, questions: questions, hiding: hiding,
      searching: searching)
  }

  func generate(_ request: GenerationRequest, trial: Int) async -> Candidate {
    switch mode {
    case .replay: return replayed(request, trial)
    case .live: return await asked(request, trial)
    case .record, .auto:
      guard let first = targets.first else { return await asked(request, trial) }
      let digest = first.digest(of: request)
      guard first.isKnown else { return kept(await asked(request, trial, first: digest), request, trial) }
      // Only the first target: what a fallback once answered is no reason not to ask the first again.
      if mode == .auto, let known = known(digest, trial, of: first) { return known }
      return await once(request, trial, first, digest)
    }
  }

  /// Asks what nobody has asked yet in this run, and keeps what comes.
  private func once(
    _ request: GenerationRequest, _ trial: Int, _ first: KeyedTarget, _ digest: Digest
  ) async -> Candidate {
    guard await store.claims.claim(digest, trial: trial) else {
      if let known = known(digest, trial, of: first) { return known }
      return kept(await asked(request, trial, first: digest), request, trial)
    }
    let candidate = kept(await asked(request, trial, first: digest), request, trial)
    store.claims.release(
      digest, trial: trial, isKept: !candidate.isError && candidate.requestDigest == digest)
    return candidate
  }

  private func known(_ digest: Digest, _ trial: Int, of target: KeyedTarget) -> Candidate? {
    store.answer(for: digest, trial: trial).map {
      candidate(of: $0, from: target, isFallback: false, source: .kept)
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
    let failure = GenerationFailure(.infrastructure, .missingRecording, missing(request, trial, first))
    return Candidate(
      failure: failure, source: .replayed, tries: 0, target: targets.first?.name ?? "", requestDigest: first)
  }

  /// A recording is found by the digest of all that was asked, so what of it is another thing now cannot be told, only what it
  /// can be. Which trials there are can.
  private func missing(_ request: GenerationRequest, _ trial: Int, _ digest: Digest?) -> String {
    let what = request.caseID.isEmpty ? "this request" : "case `\(request.caseID)`"
    let remedy = "; record it anew with `evalgate run --mode record`"
    let there = digest.map { digest in (1..<max(trial, 1)).count { store.answer(for: digest, trial: $0) != nil } } ?? 0
    if there > 0 { return "no recording of \(what), trial \(trial): only \(there) of its trials are recorded\(remedy)" }
    let program = targets.first { $0.program != nil }.map { target in
      let revisions = target.revisions.map { ", its revisions (\(JSONValue.object($0).serialized()))" } ?? ""
      return ", the program's command or folder\(revisions)"
    }
    return
      "no recording of \(what), trial \(trial), as it is asked now (request \(digest?.short ?? "unknown")): it never was "
      + "recorded, or its input, the prompt, its tools or parameters, the model, where it is reached, a setting of "
      + "the target\(program ?? "") changed since, or an earlier evalgate recorded it, which kept no address\(remedy)"
  }

  private func candidate(
    of recording: Recording, from target: KeyedTarget, isFallback: Bool, source: Candidate.Source
  ) -> Candidate {
    Candidate(
      answer: target.signed(recording.answer), failure: recording.failure, source: source, latency: recording.latency,
      timeToFirstToken: recording.timeToFirstToken, tries: 0, target: target.name, isFallback: isFallback,
      requestDigest: recording.request,
      cost: target.cost(of: recording.answer)
    ).hiding(searching)
  }

  /// Asks, and names the request as the target that answered was asked it.
  private func asked(_ request: GenerationRequest, _ trial: Int, first: Digest? = nil) async -> Candidate {
    guard let live else {
      return Candidate(
        failure: GenerationFailure(.infrastructure, .other, "nothing may be asked in `\(mode.rawValue)` mode"), tries: 0
      )
    }
    var candidate = await live.generate(request, trial: trial).hiding(searching)
    candidate.failure?.message.replace(by: hiding)
    for index in candidate.shadows.indices { candidate.shadows[index].failure?.message.replace(by: hiding) }
    // A fallback's answer says itself what it was asked.
    let first = first ?? targets.first?.digest(of: request)
    if candidate.requestDigest == nil { candidate.requestDigest = first }
    // A target that stands in a route twice is no other model.
    if candidate.isFallback, candidate.requestDigest == first { candidate.isFallback = false }
    return candidate
  }

  /// The targets before the one that answered did not, whatever they said once: a replay says what the run said.
  private func supersede(before digest: Digest, _ asked: GenerationRequest, _ trial: Int) throws {
    guard targets.count > 1 else { return }
    let before = targets.lazy.map { $0.digest(of: asked) }.prefix { $0 != digest }
    try store.supersede(before.map { ($0, trial) })
  }

  /// Keeps a result. What stood in the way of one is not a result.
  private func kept(_ candidate: Candidate, _ asked: GenerationRequest, _ trial: Int) -> Candidate {
    guard !candidate.isError, let digest = candidate.requestDigest else { return candidate }
    do {
      try store.keep(
        Recording(
          request: digest, trial: trial, answer: candidate.answer, failure: candidate.failure,
          latency: candidate.latency, timeToFirstToken: candidate.timeToFirstToken), of: asked.caseID)
      try supersede(before: digest, asked, trial)
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

extension UntrustedText {
  fileprivate mutating func replace(by change: (String) -> String) { self = UntrustedText(change(unsafeText)) }
}
