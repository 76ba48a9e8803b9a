import StrictJSON
import Synchronization

/// As much of GitHub's interface for issue comments as its documentation promises: pages of 100, oldest first, GraphQL's `viewer`,
/// `GET /user` refused to a workflow's token.
final class FakeGitHub: Sendable {
  struct Comment: Sendable {
    let id: Int
    let author: String
    var body: String
  }

  private struct State {
    var comments: [Comment]
    var nextID = 1000
    var mayWrite = true
    var rival: String?
    var stumbles: [LoopbackModel.Reply] = []
    var requests: [String] = []
  }

  private let state: Mutex<State>

  /// - Parameter comments: who wrote what before, in order.
  init(_ comments: [(author: String, body: String)] = []) {
    state = Mutex(
      State(
        comments: comments.enumerated().map {
          Comment(id: $0.offset + 1, author: $0.element.author, body: $0.element.body)
        }))
  }

  var comments: [Comment] { state.withLock { $0.comments } }
  /// Methods and paths in the order they came.
  var requests: [String] { state.withLock { $0.requests } }

  func forbidWriting() { state.withLock { $0.mayWrite = false } }
  /// Another run writes this after ours has looked at the list and before it writes.
  func raceWith(_ body: String) { state.withLock { $0.rival = body } }
  /// What is answered first, before anything that was asked is done.
  func stumble(_ replies: [LoopbackModel.Reply]) { state.withLock { $0.stumbles = replies } }

  func answer(_ request: String) -> LoopbackModel.Reply {
    let line = request.prefix { $0 != "\r\n" }.split(separator: " ")
    let body = request.ranges(of: "\r\n\r\n").first.map { String(request[$0.upperBound...]) } ?? ""
    let text = (try? JSONValue(parsing: body))?["body"]?.stringValue ?? ""
    return state.withLock { state in
      let (method, target) = (String(line.first ?? ""), line.count > 1 ? String(line[1]) : "")
      state.requests.append("\(method) \(target)")
      guard request.contains("Bearer the-token") else { return .status(401, #"{"message":"Bad credentials"}"#) }
      if !state.stumbles.isEmpty { return state.stumbles.removeFirst() }
      let path = target.prefix { $0 != "?" }
      switch (method, path) {
      case ("POST", "/graphql"): return .status(200, #"{"data":{"viewer":{"login":"github-actions[bot]"}}}"#)
      case ("GET", "/repos/o/r/issues/12/comments"):
        let page = Self.page(of: state.comments, target)
        if let rival = state.rival.take() { Self.put(rival, &state) }
        return page
      case (_, _) where !state.mayWrite:
        return .status(403, #"{"message":"Resource not accessible by integration"}"#)
      case ("POST", "/repos/o/r/issues/12/comments"):
        return .status(201, Self.json(Self.add(text, &state)).serialized())
      case ("GET", _), ("PATCH", _), ("DELETE", _):
        guard let id = path.split(separator: "/").last.flatMap({ Int($0) }),
          let index = state.comments.firstIndex(where: { $0.id == id })
        else { return .status(404, #"{"message":"Not Found"}"#) }
        if method == "DELETE" {
          state.comments.remove(at: index)
          return .raw("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")
        }
        if method == "PATCH" { state.comments[index].body = text }
        return .status(200, Self.json(state.comments[index]).serialized())
      default: return .status(404, #"{"message":"Not Found"}"#)
      }
    }
  }

  /// As another run of ours keeps its one comment.
  private static func put(_ body: String, _ state: inout State) {
    if let index = state.comments.firstIndex(where: { $0.author == "github-actions[bot]" }) {
      state.comments[index].body = body
    } else {
      add(body, &state)
    }
  }

  @discardableResult
  private static func add(_ body: String, _ state: inout State) -> Comment {
    let comment = Comment(id: state.nextID, author: "github-actions[bot]", body: body)
    state.nextID += 1
    state.comments.append(comment)
    return comment
  }

  private static func page(of comments: [Comment], _ target: String) -> LoopbackModel.Reply {
    let page = target.split(separator: "page=").last.flatMap { Int($0) } ?? 1
    let shown = comments.dropFirst((page - 1) * 100).prefix(100)
    return .status(200, JSONValue.array(shown.map(json)).serialized())
  }

  private static func json(_ comment: Comment) -> JSONValue {
    [
      "id": .number(JSONNumber(comment.id)), "body": .string(comment.body), "user": ["login": .string(comment.author)],
      "html_url": .string("https://github.test/o/r/pull/12#issuecomment-\(comment.id)"),
    ]
  }
}
