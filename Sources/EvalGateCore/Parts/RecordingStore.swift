/// A kept answer of a provider: evidence that can be looked at again without asking.
///
/// Holds what a model said or the failure it ended in, with usage (in `answer.usage`) and timing; never a credential and never
/// an address. A conversation has one recording a turn, each under the digest of its own request.
public struct Recording: Hashable, Sendable {
  /// `GenerationRequest.digest` of the request that was answered: the key, together with `trial`.
  public var request: Digest
  /// Counted from 1.
  public var trial: Int
  public var answer: Answer
  /// A failure of the model's own (a refusal to answer, an unreadable body). An infrastructure's is never kept.
  public var failure: GenerationFailure?
  /// Service time in milliseconds, as it was when the answer was live.
  public var latency: Double?
  /// Time to the first token in milliseconds, of a streamed answer.
  public var timeToFirstToken: Double?
  /// For people: "written by hand for the demonstration".
  public var note: String?

  public init(
    request: Digest, trial: Int, answer: Answer = Answer(), failure: GenerationFailure? = nil, latency: Double? = nil,
    timeToFirstToken: Double? = nil, note: String? = nil
  ) {
    self.request = request
    self.trial = trial
    self.answer = answer
    self.failure = failure
    self.latency = latency
    self.timeToFirstToken = timeToFirstToken
    self.note = note
  }
}

/// Where answers are kept and found again. Asked and told by many tasks at once.
public protocol RecordingStore: Sendable {
  /// What was asked since the store was opened.
  var claims: RecordingClaims { get }

  /// The recording of this request and trial; nil where there is none, which in `replay` mode is an error of the caller's.
  func answer(for digest: Digest, trial: Int) -> Recording?

  /// Keeps an answer; once this returns, the line is in the file whole. An equal one that is there already is left as it is,
  /// another one for the same request and trial is replaced.
  /// - Parameter caseID: the case that asked, for people; no part of what is kept.
  /// - Throws: `Diagnostic` when it cannot be written, or when the failure is the infrastructure's.
  func keep(_ recording: Recording, of caseID: String) throws

  /// Lets what was kept of these requests and trials count no more: asked anew, they were answered by another target of the route.
  /// - Throws: `Diagnostic` when that cannot be written.
  func supersede(_ keys: [(request: Digest, trial: Int)]) throws

  /// Takes back what was kept of these requests and trials: it turned out to be no answer.
  /// - Throws: `Diagnostic` when it cannot be taken back, and will be found again.
  func withdraw(_ keys: [(request: Digest, trial: Int)]) throws
}
