/// A kept answer of a provider: evidence that can be looked at again without asking.
///
/// Holds what a model said or the failure it ended in, with usage (in `answer.usage`) and timing; never a credential and never
/// an address. A conversation has one recording a turn, each under the digest of its own request.
public struct Recording: Hashable, Sendable {
  /// `GenerationRequest.digest` of the request that was answered, as the first target of the route is asked it: the key, together
  /// with `trial` and `route`.
  public var request: Digest
  /// Counted from 1.
  public var trial: Int
  /// Which route of several targets was asked; nil for what its one target said. Whoever of several answers does so for that route
  /// alone: another one that begins with the same target may be answered by someone else.
  public var route: Digest?
  /// The request as the target that answered was asked it; nil where that is the first one.
  public var asked: Digest?
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
    request: Digest, trial: Int, route: Digest? = nil, asked: Digest? = nil, answer: Answer = Answer(),
    failure: GenerationFailure? = nil, latency: Double? = nil, timeToFirstToken: Double? = nil, note: String? = nil
  ) {
    self.request = request
    self.trial = trial
    self.route = route
    self.asked = asked
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
  ///
  /// - Parameters:
  ///   - digest: the request as the first target is asked it.
  ///   - route: a route of several targets, whose own answer counts before what that target said to others; nil for one target.
  func answer(for digest: Digest, trial: Int, route: Digest?) -> Recording?

  /// Keeps an answer; once this returns, the line is in the file whole. An equal one that is there already is left as it is,
  /// another one for the same request, trial and route is replaced.
  /// - Parameter caseID: the case that asked, for people; no part of what is kept.
  /// - Throws: `Diagnostic` when it cannot be written, or when the failure is the infrastructure's.
  func keep(_ recording: Recording, of caseID: String) throws

  /// Takes back what a route kept of these requests and trials: it turned out to be no answer.
  /// - Throws: `Diagnostic` when it cannot be taken back, and will be found again.
  func withdraw(_ keys: [(request: Digest, trial: Int)], of route: Digest?) throws
}

extension RecordingStore {
  /// What a target said to whoever asked it first.
  public func answer(for digest: Digest, trial: Int) -> Recording? { answer(for: digest, trial: trial, route: nil) }
}
