import CurlHTTP
import StrictJSON

/// Comments on a pull request of GitHub, which its interface treats as an issue's.
///
/// docs.github.com, "REST API endpoints for issue comments", version 2022-11-28. The name of the token's owner comes from
/// GraphQL's `viewer`, because `GET /user` is refused to the token of a workflow.
public struct GitHubComments: CommentService {
  private let endpoint: ForgeEndpoint
  /// GraphQL's, which an Enterprise Server has beside `/api/v3` and not below it (docs.github.com, "Forming calls with GraphQL").
  private let graph: ForgeEndpoint
  private let repository: String
  private let number: Int

  /// - Parameters:
  ///   - api: such as `https://api.github.com`.
  ///   - repository: `owner/name`.
  public init(
    api: String, repository: String, number: Int, token: String, patience: ForgePatience, send: @escaping ForgeTransport
  ) {
    endpoint = .github(api: api, token: token, send: send, patience)
    graph = .github(api: api.hasSuffix("/v3") ? String(api.dropLast(3)) : api, token: token, send: send, patience)
    self.repository = repository
    self.number = number
  }

  public func ownName() async throws(ForgeError) -> String {
    let answer = try await graph.json(
      "POST", "/graphql", ["query": "{ viewer { login } }"], isRepeatable: true)
    guard let login = answer["data"]?["viewer"]?["login"]?.stringValue else {
      throw .failed("GitHub does not say whose token it is")
    }
    return ForgeComment(id: 0, author: login, body: "").author
  }

  public func comments(page: Int) async throws(ForgeError) -> (comments: [ForgeComment], next: Int?) {
    let answer = try await endpoint.json(
      "GET", "/repos/\(repository)/issues/\(number)/comments?per_page=100&page=\(page)")
    guard let list = answer.arrayValue else { throw .failed("GitHub's list of comments is not a list") }
    return (list.compactMap(Self.comment), list.count == 100 ? page + 1 : nil)
  }

  public func comment(_ id: Int) async throws(ForgeError) -> ForgeComment {
    guard let comment = Self.comment(try await endpoint.json("GET", "/repos/\(repository)/issues/comments/\(id)"))
    else { throw .failed("GitHub's comment is not one") }
    return comment
  }

  public func create(_ body: String) async throws(ForgeError) -> ForgeComment {
    try Self.written(
      await endpoint.json("POST", "/repos/\(repository)/issues/\(number)/comments", ["body": .string(body)]))
  }

  public func update(_ id: Int, _ body: String) async throws(ForgeError) -> ForgeComment {
    try Self.written(
      await endpoint.json("PATCH", "/repos/\(repository)/issues/comments/\(id)", ["body": .string(body)]))
  }

  public func delete(_ id: Int) async throws(ForgeError) {
    _ = try await endpoint.call("DELETE", "/repos/\(repository)/issues/comments/\(id)")
  }

  private static func written(_ answer: JSONValue) throws(ForgeError) -> ForgeComment {
    guard let comment = comment(answer) else { throw .failed("GitHub did not say what it wrote") }
    return comment
  }

  /// A comment whose author's account is gone has none, and is nobody's of ours.
  private static func comment(_ value: JSONValue) -> ForgeComment? {
    guard let id = value["id"]?.intValue else { return nil }
    return ForgeComment(
      id: id, author: value["user"]?["login"]?.stringValue ?? "", body: value["body"]?.stringValue ?? "",
      url: value["html_url"]?.stringValue ?? "")
  }
}
