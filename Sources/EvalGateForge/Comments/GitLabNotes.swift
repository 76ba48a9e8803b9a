import CurlHTTP
import StrictJSON

/// Notes on a merge request of GitLab (docs.gitlab.com, "Notes API").
public struct GitLabNotes: CommentService {
  private let endpoint: ForgeEndpoint
  private let path: String

  /// - Parameters:
  ///   - api: such as `https://gitlab.com/api/v4`.
  ///   - project: the number of the project that the merge request goes to.
  ///   - number: the merge request's number within it.
  ///   - token: a project or personal access token with the scope `api`; a job's own token may not write notes.
  public init(
    api: String, project: Int, number: Int, token: String, patience: ForgePatience, send: @escaping ForgeTransport
  ) {
    endpoint = .gitlab(api: api, token: token, send: send, patience)
    path = "/projects/\(project)/merge_requests/\(number)/notes"
  }

  public func ownName() async throws(ForgeError) -> String {
    guard let name = try await endpoint.json("GET", "/user")["username"]?.stringValue else {
      throw .failed("GitLab does not say whose token it is")
    }
    return name
  }

  public func comments(page: Int) async throws(ForgeError) -> (comments: [ForgeComment], next: Int?) {
    let response = try await endpoint.call("GET", path + "?per_page=100&page=\(page)&sort=asc&order_by=created_at")
    guard let list = (try? JSONValue(parsing: response.body))?.arrayValue else {
      throw .failed("GitLab's list of notes is not a list")
    }
    // Behind the last page the header is there and empty.
    return (list.compactMap(Self.note), response.headers["x-next-page"].flatMap { Int($0) })
  }

  public func comment(_ id: Int) async throws(ForgeError) -> ForgeComment {
    guard let note = Self.note(try await endpoint.json("GET", "\(path)/\(id)")) else {
      throw .failed("GitLab's note is not one")
    }
    return note
  }

  public func create(_ body: String) async throws(ForgeError) -> ForgeComment {
    try Self.written(await endpoint.json("POST", path, ["body": .string(body)]))
  }

  public func update(_ id: Int, _ body: String) async throws(ForgeError) -> ForgeComment {
    try Self.written(await endpoint.json("PUT", "\(path)/\(id)", ["body": .string(body)]))
  }

  public func delete(_ id: Int) async throws(ForgeError) {
    _ = try await endpoint.call("DELETE", "\(path)/\(id)")
  }

  private static func written(_ answer: JSONValue) throws(ForgeError) -> ForgeComment {
    guard let note = note(answer) else { throw .failed("GitLab did not say what it wrote") }
    return note
  }

  private static func note(_ value: JSONValue) -> ForgeComment? {
    guard let id = value["id"]?.intValue else { return nil }
    return ForgeComment(
      id: id, author: value["author"]?["username"]?.stringValue ?? "", body: value["body"]?.stringValue ?? "")
  }
}
