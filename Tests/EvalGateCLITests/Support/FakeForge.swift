import StrictJSON
import Synchronization

/// As much of GitHub's git database and pull requests, and of GitLab's commits and merge requests, as their documentation
/// promises and a proposal needs.
final class FakeForge: Sendable {
  struct Request: Sendable {
    let method: String
    let path: String
    let body: JSONValue?
  }

  private struct State {
    var requests: [Request] = []
    var branch: String?
    var open: JSONValue?
    var known: Set<String>
    var mayOpen = true
    var made = 0
  }

  private let state: Mutex<State>

  /// - Parameter known: files that are there at the commit.
  init(known: Set<String> = []) { state = Mutex(State(known: known)) }

  var requests: [Request] { state.withLock { $0.requests } }
  /// What is on the branch.
  var branch: String? { state.withLock { $0.branch } }
  /// The request that is open.
  var open: JSONValue? { state.withLock { $0.open } }
  func forbidRequests() { state.withLock { $0.mayOpen = false } }

  func answer(_ text: String) -> LoopbackModel.Reply {
    let line = text.prefix { $0 != "\r\n" }.split(separator: " ")
    let body = text.ranges(of: "\r\n\r\n").first.map { String(text[$0.upperBound...]) } ?? ""
    let request = Request(
      method: String(line.first ?? ""), path: line.count > 1 ? String(line[1]) : "", body: try? JSONValue(parsing: body)
    )
    guard text.contains("Bearer the-token") || text.lowercased().contains("private-token: the-token") else {
      return .status(401, #"{"message":"Bad credentials"}"#)
    }
    return state.withLock { state in
      state.requests.append(request)
      let reply = Self.reply(to: request, &state)
      return .status(reply.0, reply.1.serialized())
    }
  }

  private static func reply(to request: Request, _ state: inout State) -> (Int, JSONValue) {
    let path = String(request.path.prefix { $0 != "?" })
    switch (request.method, path) {
    case ("GET", "/repos/o/r/git/commits/9be2f10"): return (200, ["sha": "9be2f10", "tree": ["sha": "tree-0"]])
    case ("POST", "/repos/o/r/git/blobs"), ("POST", "/repos/o/r/git/trees"), ("POST", "/repos/o/r/git/commits"):
      state.made += 1
      return (201, ["sha": .string("made-\(state.made)")])
    case ("GET", "/repos/o/r/git/ref/heads/evalgate/baseline"):
      return state.branch == nil ? (404, ["message": "Not Found"]) : (200, ["ref": "refs/heads/evalgate/baseline"])
    case ("POST", "/repos/o/r/git/refs"), ("PATCH", "/repos/o/r/git/refs/heads/evalgate/baseline"):
      state.branch = request.body?["sha"]?.stringValue
      return (201, ["ref": "refs/heads/evalgate/baseline"])
    case ("GET", "/repos/o/r/pulls"), ("GET", "/projects/7/merge_requests"):
      return (200, .array(state.open.map { [$0] } ?? []))
    case ("POST", "/repos/o/r/pulls"), ("POST", "/projects/7/merge_requests"):
      guard state.mayOpen else {
        return (403, ["message": "GitHub Actions is not permitted to create or approve pull requests."])
      }
      return (201, opened(request, &state))
    case ("PATCH", "/repos/o/r/pulls/3"), ("PUT", "/projects/7/merge_requests/3"):
      return (200, opened(request, &state))
    case ("GET", _) where path.hasPrefix("/projects/7/repository/files/"):
      let name = String(path.dropFirst("/projects/7/repository/files/".count)).replacing("%2F", with: "/")
      return state.known.contains(name) ? (200, ["file_path": .string(name)]) : (404, ["message": "404 File Not Found"])
    case ("POST", "/projects/7/repository/commits"):
      state.branch = request.body?["start_sha"]?.stringValue
      return (201, ["id": "made"])
    default: return (404, ["message": "Not Found"])
    }
  }

  private static func opened(_ request: Request, _ state: inout State) -> JSONValue {
    var object = request.body?.objectValue ?? [:]
    object["number"] = 3
    object["iid"] = 3
    object["html_url"] = "https://forge.test/o/r/pull/3"
    object["web_url"] = "https://forge.test/o/r/merge/3"
    state.open = .object(object)
    return .object(object)
  }
}
