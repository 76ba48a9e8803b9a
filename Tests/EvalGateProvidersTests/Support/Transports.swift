import CurlHTTP
import EvalGateProviders
import Synchronization

/// Answers requests with prepared answers, in order; one too many is an error that no test prepares.
final class ScriptedTransport: Transport {
  typealias Answer = Result<HTTPResponse, HTTPError>

  private struct State {
    var script: [Answer]
    var requests: [HTTPRequest] = []
    var times: [Double] = []
  }

  private let state: Mutex<State>
  private let clock: TestClock?

  init(_ script: [Answer], clock: TestClock? = nil) {
    state = Mutex(State(script: script))
    self.clock = clock
  }

  var requests: [HTTPRequest] { state.withLock { $0.requests } }
  /// When each was sent, by the clock that was given.
  var times: [Double] { state.withLock { $0.times } }

  func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
    let answer = state.withLock { state -> Answer in
      state.requests.append(request)
      state.times.append(clock?.now ?? 0)
      guard !state.script.isEmpty else {
        return .failure(HTTPError(kind: .badRequest, message: "the script of the test is at its end"))
      }
      return state.script.removeFirst()
    }
    return try answer.get()
  }
}

/// Keeps requests waiting until the test answers them.
final class HoldingTransport: Transport {
  private struct State {
    var held: [CheckedContinuation<HTTPResponse, Never>] = []
    var watchers: [(count: Int, CheckedContinuation<Void, Never>)] = []
    var peak = 0
  }

  private let state = Mutex(State())

  /// The most that were held at once since the last release.
  var peak: Int { state.withLock { $0.peak } }

  func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
    await withCheckedContinuation { sender in
      let ready = state.withLock { state in
        state.held.append(sender)
        state.peak = max(state.peak, state.held.count)
        let count = state.held.count
        defer { state.watchers.removeAll { $0.count <= count } }
        return state.watchers.filter { $0.count <= count }
      }
      for watcher in ready { watcher.1.resume() }
    }
  }

  /// Waits until so many are held at once.
  func untilHeld(_ count: Int) async {
    await withCheckedContinuation { watcher in
      let isReady = state.withLock { state in
        if state.held.count >= count { return true }
        state.watchers.append((count, watcher))
        return false
      }
      if isReady { watcher.resume() }
    }
  }

  /// Answers all that are held.
  func release(_ response: HTTPResponse) {
    let senders = state.withLock { state in
      defer { (state.held, state.peak) = ([], 0) }
      return state.held
    }
    for sender in senders { sender.resume(returning: response) }
  }
}
