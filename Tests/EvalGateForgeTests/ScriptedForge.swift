import CurlHTTP
import EvalGateForge
import Synchronization

/// A service that gives the answers it was told to give, in order, and keeps what it was asked. Nothing waits: pauses are kept.
final class ScriptedForge: Sendable {
  enum Answer: Sendable {
    case status(Int, String, HTTPHeaders)
    case broken(HTTPError.Kind)

    static func json(_ body: String) -> Answer { .status(200, body, [:]) }
    static func status(_ status: Int, _ headers: HTTPHeaders = [:]) -> Answer { .status(status, "{}", headers) }
  }

  private struct State {
    var answers: [Answer]
    var asked: [String] = []
    var pauses: [Int] = []
    var told: [String] = []
  }

  private let state: Mutex<State>

  init(_ answers: [Answer]) { state = Mutex(State(answers: answers)) }

  /// Methods and paths without the query.
  var asked: [String] { state.withLock { $0.asked } }
  /// Seconds that were waited.
  var pauses: [Int] { state.withLock { $0.pauses } }
  var told: [String] { state.withLock { $0.told } }
  /// Answers that nobody asked for.
  var isFinished: Bool { state.withLock { $0.answers.isEmpty } }

  var patience: ForgePatience {
    ForgePatience(
      now: { 1_000_000 }, pause: { seconds in self.state.withLock { $0.pauses.append(seconds) } },
      tell: { words in self.state.withLock { $0.told.append(words) } })
  }

  var github: GitHubComments {
    GitHubComments(
      api: "", repository: "o/r", number: 12, token: "the-token", patience: patience, send: transport)
  }

  var gitlab: GitLabNotes {
    GitLabNotes(api: "", project: 4, number: 12, token: "the-token", patience: patience, send: transport)
  }

  var proposals: GitHubProposals {
    GitHubProposals(api: "", repository: "o/r", token: "the-token", patience: patience, send: transport)
  }

  private var transport: ForgeTransport {
    { request throws(HTTPError) in
      let answer = self.state.withLock { state -> Answer? in
        state.asked.append("\(request.method) \(request.url.prefix { $0 != "?" })")
        return state.answers.isEmpty ? nil : state.answers.removeFirst()
      }
      switch answer {
      case .status(let status, let body, let headers)?:
        return HTTPResponse(status: status, headers: headers, body: Array(body.utf8))
      case .broken(let kind)?: throw HTTPError(kind: kind, message: "broken")
      case nil: throw HTTPError(kind: .other, message: "nothing is left to answer")
      }
    }
  }
}
