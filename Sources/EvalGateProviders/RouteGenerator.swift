public import EvalGateCore
public import StrictJSON

/// A route that can be asked, with what it keeps alive.
public final class RouteGenerator: Generator {
  /// Where answers come from.
  public let mode: Mode
  private let recorder: Recorder
  private let connections: [any Connection]

  init(mode: Mode, recorder: Recorder, connections: [any Connection]) {
    self.mode = mode
    self.recorder = recorder
    self.connections = connections
  }

  /// Asks the route, or its recordings, as the mode says.
  public func generate(_ request: GenerationRequest, trial: Int) async -> Candidate {
    await recorder.generate(request, trial: trial)
  }

  /// The same way for a second look. Shares all that this one keeps alive, and has nothing of its own to close.
  ///
  /// - Parameter fresh: whether answers have to be new: what would be taken from kept ones is asked, and kept.
  public func confirming(fresh: Bool) -> RouteGenerator {
    let mode = fresh && mode == .auto ? Mode.record : mode
    return RouteGenerator(mode: mode, recorder: recorder.with(mode: mode), connections: [])
  }

  /// What recordings of a request are found by, target by target in the route's order.
  public func recordingKeys(of request: GenerationRequest) -> [(target: String, digest: Digest)] {
    recorder.targets.map { ($0.name, $0.digest(of: request)) }
  }

  /// What its own recordings are found by beside the first of these keys; nil where it has one target.
  public var recordedRoute: Digest? { recorder.route }

  /// An answer as a conversation goes on with it where one of the route's targets gave it.
  ///
  /// - Parameter target: its place in the route, from 0.
  public func answer(_ answer: Answer, ofTargetAt target: Int) -> Answer { recorder.targets[target].signed(answer) }

  /// What the programs behind `exec` targets name as their revisions, by target; empty where there are none.
  public var revisions: JSONObject {
    JSONObject(
      recorder.targets.compactMap { target in target.revisions.map { (target.name, .object($0)) } })
  }

  /// The last of what programs wrote to standard error, for people.
  public var standardError: UntrustedText? {
    let texts = connections.compactMap(\.standardError)
    return texts.isEmpty ? nil : UntrustedText(texts.joined(separator: "\n"))
  }

  /// What programs that have ended answered more than once.
  public var repeated: [RepeatedReply] { connections.flatMap(\.repeated) }

  /// Takes back what was kept of trials that programs, which have ended, answered more than once.
  ///
  /// - Returns: the requests, as whoever answered was asked them, and trials that were taken back, with what was answered again.
  /// - Throws: `Diagnostic` when they cannot be taken back.
  public func withdrawRepeated() throws -> [(request: Digest, trial: Int, reply: RepeatedReply)] {
    let found = recorder.questions.take(about: repeated)
    if !found.isEmpty {
      try recorder.store.withdraw(found.map { ($0.kept.request, $0.kept.trial) }, of: recorder.route)
    }
    return found.map { ($0.kept.asked ?? $0.kept.request, $0.kept.trial, $0.reply) }
  }

  /// Ends programs that are kept alive: their input ends, and they have a few seconds to finish. At the end of a run, since
  /// generators of one pool share them.
  public func close() async {
    for connection in connections { await connection.close() }
  }
}
