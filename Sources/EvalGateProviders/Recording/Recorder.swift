import EvalGateCore
import StrictJSON

/// Stands between a run and a route: answers from recordings, keeps what is new, or does neither, as the mode says.
struct Recorder: Generator {
  let mode: Mode
  let store: any RecordingStore
  /// In the order of the route.
  let targets: [KeyedTarget]
  /// What its answers are kept under where there are several.
  let route: Digest?
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
      mode: mode, store: store, targets: targets, route: route, live: live, questions: questions, hiding: hiding,
      searching: searching)
  }

  func generate(_ request: GenerationRequest, trial: Int) async -> Candidate {
    switch mode {
    case .replay: return replayed(request, trial)
    case .live: return await asked(request, trial)
    case .record, .auto:
      guard let first = targets.first else { return await asked(request, trial) }
      let digest = first.digest(of: request)
      guard first.isKnown else { return kept(await asked(request, trial, first: digest), request, trial, digest) }
      if mode == .auto, let known = sufficient(digest, trial), known.route == route {
        return candidate(of: known, from: first, isFallback: false, source: .kept)
      }
      return await once(request, trial, first, digest)
    }
  }

  /// Asks what nobody has asked the route yet in this run, and keeps what comes.
  private func once(
    _ request: GenerationRequest, _ trial: Int, _ first: KeyedTarget, _ digest: Digest
  ) async -> Candidate {
    guard await store.claims.claim(digest, trial: trial, route: route) else {
      let known = store.answer(for: digest, trial: trial, route: route)
      if let known = known.flatMap({ candidate(of: $0, to: request, source: .kept) }) { return known }
      return kept(await asked(request, trial, first: digest), request, trial, digest)
    }
    // What others kept of the first target is this route's own from now on: they may keep another answer later.
    let another = mode == .auto ? sufficient(digest, trial) : nil
    let answered =
      if let another {
        candidate(of: another, from: first, isFallback: false, source: .kept)
      } else {
        await asked(request, trial, first: digest)
      }
    let outcome = kept(answered, request, trial, digest)
    store.claims.release(digest, trial: trial, route: route, isKept: !outcome.isError)
    return outcome
  }

  /// What is kept and need not be asked for. Only of the first target: what a fallback once answered is no reason not to ask the first
  /// again.
  private func sufficient(_ digest: Digest, _ trial: Int) -> Recording? {
    store.answer(for: digest, trial: trial, route: route).flatMap { $0.asked == nil ? $0 : nil }
  }

  private func replayed(_ request: GenerationRequest, _ trial: Int) -> Candidate {
    let first = targets.first?.digest(of: request)
    if let first, let recording = store.answer(for: first, trial: trial, route: route) {
      // What is said to be of a target that is none of the route's answers nothing, and neither does another one in its place.
      return candidate(of: recording, to: request, source: .replayed) ?? missing(request, trial, first)
    }
    for (index, target) in targets.enumerated().dropFirst() {
      if let recording = store.answer(for: target.digest(of: request), trial: trial), recording.asked == nil {
        return candidate(of: recording, from: target, isFallback: index > 0, source: .replayed)
      }
    }
    return missing(request, trial, first)
  }

  private func missing(_ request: GenerationRequest, _ trial: Int, _ first: Digest?) -> Candidate {
    Candidate(
      failure: GenerationFailure(.infrastructure, .missingRecording, why(request, trial, first)), source: .replayed,
      tries: 0, target: targets.first?.name ?? "", requestDigest: first)
  }

  /// A recording is found by the digest of all that was asked, so what of it is another thing now cannot be told, only what it
  /// can be. Which trials there are can.
  private func why(_ request: GenerationRequest, _ trial: Int, _ digest: Digest?) -> String {
    let what = request.caseID.isEmpty ? "this request" : "case `\(request.caseID)`"
    let remedy = "; record it anew with `evalgate run --mode record`"
    let there =
      digest.map { digest in
        (1..<max(trial, 1)).count { store.answer(for: digest, trial: $0, route: route) != nil }
      } ?? 0
    if there > 0 { return "no recording of \(what), trial \(trial): only \(there) of its trials are recorded\(remedy)" }
    let program = targets.first { $0.program != nil }.map { target in
      let revisions = target.revisions.map { ", its revisions (\(JSONValue.object($0).serialized()))" } ?? ""
      return ", the program's command or folder\(revisions)"
    }
    let others = route == nil ? "" : ", who else is asked or the name of the route"
    return
      "no recording of \(what), trial \(trial), as it is asked now (request \(digest?.short ?? "unknown")): it never was "
      + "recorded, or its input, the prompt, its tools or parameters, the model, where it is reached, a setting of "
      + "the target\(program ?? "")\(others) changed since, or an earlier evalgate recorded it, which kept no address\(remedy)"
  }

  /// An answer under the route's own key; nil where it is of no target that the route has.
  private func candidate(
    of recording: Recording, to request: GenerationRequest, source: Candidate.Source
  ) -> Candidate? {
    let place = recording.asked.map { asked in targets.firstIndex { $0.digest(of: request) == asked } } ?? 0
    guard let place, targets.indices.contains(place) else { return nil }
    return candidate(of: recording, from: targets[place], isFallback: place > 0, source: source)
  }

  private func candidate(
    of recording: Recording, from target: KeyedTarget, isFallback: Bool, source: Candidate.Source
  ) -> Candidate {
    Candidate(
      answer: target.signed(recording.answer), failure: recording.failure, source: source, latency: recording.latency,
      timeToFirstToken: recording.timeToFirstToken, tries: 0, target: target.name, isFallback: isFallback,
      requestDigest: recording.asked ?? recording.request,
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

  /// Keeps a result. What stood in the way of one is not a result.
  ///
  /// - Parameter first: the request as the first target is asked it.
  private func kept(
    _ candidate: Candidate, _ asked: GenerationRequest, _ trial: Int, _ first: Digest
  ) -> Candidate {
    guard !candidate.isError, let digest = candidate.requestDigest else { return candidate }
    let recording = Recording(
      request: first, trial: trial, route: route, asked: digest == first ? nil : digest, answer: candidate.answer,
      failure: candidate.failure, latency: candidate.latency, timeToFirstToken: candidate.timeToFirstToken)
    do {
      try store.keep(recording, of: asked.caseID)
      if targets.contains(where: { $0.program != nil }) { questions.note(recording, asked.caseID) }
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
