import CurlHTTP
import EvalGateCore
import EvalGateProviders
import StrictJSON
import Synchronization

let place = SourceLocation(path: "evalgate.yml", line: 3, column: 9)

func node(_ value: JSONValue) -> Node { Node(value, at: place) }

/// A target of `openai` on a host of this machine, where no key is needed.
func openAITarget(_ extra: JSONObject = [:], model: String = "m1") throws -> Target {
  var options: JSONObject = ["provider": "openai", "model": .string(model), "base_url": "http://127.0.0.1:9/v1"]
  for (key, value) in extra { options[key] = value }
  return try Parts.target(node(.object(options)))
}

func route(
  _ targets: [Target], attempts: Int = 1, timeout: Double = 60_000, breaker: Breaker? = nil, limits: Limits = Limits()
) -> Route {
  Route(
    name: "r", targets: targets, retry: Retry(attempts: attempts), timeout: timeout, breaker: breaker, limits: limits)
}

func generator(
  _ route: Route, _ transport: (any Transport)?, clock: any RouteClock = TestClock(), mode: Mode = .live,
  store: any RecordingStore = MemoryStore(), variables: [String: String] = [:], budget: BudgetLedger? = nil
) async throws -> RouteGenerator {
  try await Parts.generator(
    for: route, mode: mode, environment: ProviderEnvironment(variables: variables, clock: clock),
    recordings: store, budget: budget, http: transport)
}

func question(
  _ text: String = "hello", parameters: JSONObject = [:], caseID: String = "c1", variables: JSONObject = [:]
)
  -> GenerationRequest
{
  GenerationRequest(
    messages: [Message(.system, "be brief"), Message(.user, text)], parameters: parameters, caseID: caseID,
    variables: variables)
}

/// What a chat completion looks like.
func completion(_ text: String, input: Int = 10, output: Int = 2) -> HTTPResponse {
  let body: JSONValue = [
    "id": "chatcmpl-1", "object": "chat.completion", "model": "m1-2026",
    "choices": [["index": 0, "finish_reason": "stop", "message": ["role": "assistant", "content": .string(text)]]],
    "usage": ["prompt_tokens": .number(JSONNumber(input)), "completion_tokens": .number(JSONNumber(output))],
  ]
  return response(200, body.serialized(), timing: HTTPTiming(queued: .milliseconds(3), total: .milliseconds(250)))
}

func response(
  _ status: Int, _ body: String, headers: HTTPHeaders = [:], timing: HTTPTiming = HTTPTiming()
) -> HTTPResponse {
  HTTPResponse(status: status, headers: headers, body: Array(body.utf8), timing: timing)
}

/// Recordings in memory.
final class MemoryStore: RecordingStore {
  let claims = RecordingClaims()

  private struct Key: Hashable {
    let digest: Digest
    let trial: Int
    var route: Digest?

    init(_ recording: Recording) { (digest, trial, route) = (recording.request, recording.trial, recording.route) }

    init(_ digest: Digest, _ trial: Int, _ route: Digest?) {
      (self.digest, self.trial, self.route) = (digest, trial, route)
    }
  }

  private let kept = Mutex<[Key: Recording]>([:])
  private let refusal: Diagnostic?

  init(_ recordings: [Recording] = [], refusal: Diagnostic? = nil) {
    self.refusal = refusal
    kept.withLock { kept in
      for recording in recordings { kept[Key(recording)] = recording }
    }
  }

  var recordings: [Recording] { kept.withLock { Array($0.values) } }

  func answer(for digest: Digest, trial: Int, route: Digest?) -> Recording? {
    kept.withLock { kept in
      if let own = kept[Key(digest, trial, route)] ?? kept[Key(digest, trial, nil)] { return own }
      let others = kept.values.filter { $0.request == digest && $0.trial == trial && $0.asked == nil }
      return others.min { ($0.route?.hex ?? "") < ($1.route?.hex ?? "") }
    }
  }

  func keep(_ recording: Recording, of caseID: String) throws {
    if let refusal { throw refusal }
    kept.withLock { $0[Key(recording)] = recording }
  }

  func withdraw(_ keys: [(request: Digest, trial: Int)], of route: Digest?) throws {
    kept.withLock { kept in
      for key in keys { kept[Key(key.request, key.trial, route)] = nil }
    }
  }
}
