import EvalGateCore
import StrictJSON

/// Pull requests of GitHub, their commits made through its interface, so that a job needs no git credentials and GitHub signs
/// them (docs.github.com, "REST API endpoints for Git database" and "for pull requests", version 2022-11-28).
public struct GitHubProposals: ProposalService {
  private let endpoint: ForgeEndpoint
  private let repository: String

  /// - Parameters:
  ///   - api: such as `https://api.github.com`.
  ///   - repository: `owner/name`.
  public init(api: String, repository: String, token: String, patience: ForgePatience, send: @escaping ForgeTransport) {
    endpoint = .github(api: api, token: token, send: send, patience)
    self.repository = repository
  }

  public func propose(_ proposal: ChangeProposal) async throws(ForgeError) -> ChangeProposal.Outcome {
    let commit = try await commit(proposal)
    try await again { () async throws(ForgeError) in try await move(proposal.branch, to: commit) }
    return try await again { () async throws(ForgeError) in try await request(proposal) }
  }

  private func commit(_ proposal: ChangeProposal) async throws(ForgeError) -> String {
    let base = try await json("GET", "/git/commits/\(proposal.parent.percentEncoded)")
    guard let tree = base["tree"]?["sha"]?.stringValue else { throw .failed("GitHub's commit has no tree") }
    var entries: [JSONValue] = []
    for file in proposal.files {
      let blob = try await made("POST", "/git/blobs", ["content": .string(file.text), "encoding": "utf-8"])
      entries.append(["path": .string(file.path), "mode": "100644", "type": "blob", "sha": .string(blob)])
    }
    let made = try await made("POST", "/git/trees", ["base_tree": .string(tree), "tree": .array(entries)])
    return try await self.made(
      "POST", "/git/commits",
      ["message": .string(proposal.title), "tree": .string(made), "parents": [.string(proposal.parent)]])
  }

  /// Makes the branch, or moves it wherever it was.
  private func move(_ branch: String, to commit: String) async throws(ForgeError) {
    let name = branch.split(separator: "/").map { String($0).percentEncoded }.joined(separator: "/")
    do throws(ForgeError) {
      _ = try await json("GET", "/git/ref/heads/\(name)")
    } catch .gone {
      _ = try await json("POST", "/git/refs", ["ref": .string("refs/heads/\(branch)"), "sha": .string(commit)])
      return
    }
    _ = try await json("PATCH", "/git/refs/heads/\(name)", ["sha": .string(commit), "force": true])
  }

  private func request(_ proposal: ChangeProposal) async throws(ForgeError) -> ChangeProposal.Outcome {
    let owner = repository.prefix { $0 != "/" }
    let open = try await json(
      "GET",
      "/pulls?state=open&head=\("\(owner):\(proposal.branch)".percentEncoded)&base=\(proposal.target.percentEncoded)")
    if let number = open.arrayValue?.first?["number"]?.intValue {
      let answer = try await json(
        "PATCH", "/pulls/\(number)", ["title": .string(proposal.title), "body": .string(proposal.body)])
      return .updated(answer["html_url"]?.stringValue ?? "")
    }
    let answer = try await json(
      "POST", "/pulls",
      [
        "title": .string(proposal.title), "head": .string(proposal.branch), "base": .string(proposal.target),
        "body": .string(proposal.body),
      ])
    return .opened(answer["html_url"]?.stringValue ?? "")
  }

  private func json(
    _ method: String, _ path: String, _ body: JSONValue? = nil, isRepeatable: Bool = false
  ) async throws(ForgeError) -> JSONValue {
    try await endpoint.json(method, "/repos/\(repository)\(path)", body, isRepeatable: isRepeatable)
  }

  /// The name of an object that was made. Made twice it is the same object, or one that nothing points to.
  private func made(_ method: String, _ path: String, _ body: JSONValue) async throws(ForgeError) -> String {
    guard let name = try await json(method, path, body, isRepeatable: true)["sha"]?.stringValue else {
      throw .failed("GitHub did not say what it made at \(path)")
    }
    return name
  }
}
