/// A way to a model that always comes back with a candidate: a failed call is data, not an exception.
public protocol Generator: Sendable {
  /// - Parameter trial: counted from 1; distinct trials are distinct calls and distinct recordings.
  func generate(_ request: GenerationRequest, trial: Int) async -> Candidate
}
