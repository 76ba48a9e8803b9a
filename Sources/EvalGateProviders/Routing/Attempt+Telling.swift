import EvalGateCore

extension GenerationFailure {
  static let cancelledBetweenTries = GenerationFailure(
    .infrastructure, .cancelled, "cancelled while waiting for the next try")

  /// The end of a target in a race that was not asked in time.
  static let overtaken = GenerationFailure(
    .infrastructure, .cancelled, "not asked, because another target had answered")

  /// The failure of a target that is not tried again, because somebody else has answered.
  var notRepeated: GenerationFailure {
    var failure = self
    failure.message = UntrustedText(message.unsafeText + "; not tried again, because another target had answered")
    return failure
  }

  /// The last failure, with what else a person has to know: why the first try failed, where that was for another reason, since
  /// what ended a program mostly shows only once; and a wait that was asked for and not kept.
  func told(after first: GenerationFailure?, asking destination: Destination?) -> GenerationFailure {
    var told = self
    if let destination, kind == .infrastructure, reason != .cancelled {
      told.message = UntrustedText("\(told.message.unsafeText) (\(destination))")
    }
    if let retryAfter, retryAfter > Backoff.longestWait {
      told.message = UntrustedText(
        told.message.unsafeText
          + "; it asks to be left alone for \((retryAfter / 1000).wholeNumber) s, which is not waited for")
    }
    if let first, first.message != message, reason != .cancelled {
      told.message = UntrustedText(told.message.unsafeText + "; the first try: " + first.message.unsafeText)
    }
    return told
  }
}

extension Attempt {
  /// An answer, or calls that were proposed before something failed.
  var isResult: Bool {
    switch outcome {
    case .success: true
    case .failure(let failure): !failure.proposed.isEmpty
    }
  }
}

extension Hop {
  /// Adds one more request to the target.
  ///
  /// - Parameter booked: what it was charged, where no answer that counts says it.
  mutating func note(_ attempt: Attempt, wasSent: Bool, waited: Double, _ booked: Booked?) {
    if let booked { self.booked = (self.booked ?? Booked()) + booked }
    tries += wasSent ? 1 : 0
    if case .failure = attempt.outcome, wasSent, attempt.mayHaveCost { uncounted += 1 }
    latency = attempt.latency
    self.waited += waited
    // What came of the last request says more than that nobody waited for the next one.
    if !wasSent, tries > 0, case .failure(let failure) = attempt.outcome, failure.reason == .cancelled { return }
    if case .failure(let failure) = attempt.outcome {
      (self.failure, status) = (failure.reason, failure.status)
    } else {
      (failure, status) = (nil, nil)
    }
  }

  func ended(_ failure: GenerationFailure) -> Hop {
    var hop = self
    (hop.failure, hop.status) = (failure.reason, failure.status)
    return hop
  }

  func hedge(_ attempt: Attempt, waited: Double, _ booked: Booked?) -> Hop {
    var hop = Hop(target: target, role: .hedge, tries: 0)
    hop.note(attempt, wasSent: true, waited: waited, booked)
    return hop
  }
}
