import EvalGateCore
import StrictJSON

/// Merge requests of GitLab, their commits made through its interface (docs.gitlab.com, "Commits API", "Repository files API"
/// and "Merge requests API").
public struct GitLabProposals: ProposalService {
  private let endpoint: ForgeEndpoint
  private let path: String

  /// - Parameters:
  ///   - api: such as `https://gitlab.com/api/v4`.
  ///   - project: the project's number.
  ///   - token: a project access token with the scope `api`; a job's own token may not do this.
  public init(api: String, project: Int, token: String, patience: ForgePatience, send: @escaping ForgeTransport) {
    endpoint = .gitlab(api: api, token: token, send: send, patience)
    path = "/projects/\(project)"
  }

  public func propose(_ proposal: ChangeProposal) async throws(ForgeError) -> ChangeProposal.Outcome {
    var actions: [JSONValue] = []
    for file in proposal.files {
      let action = try await isThere(file.path, at: proposal.parent) ? "update" : "create"
      actions.append(["action": .string(action), "file_path": .string(file.path), "content": .string(file.text)])
    }
    // With `force` the branch is made anew from the start, whatever was on it.
    _ = try await endpoint.json(
      "POST", "\(path)/repository/commits",
      [
        "branch": .string(proposal.branch), "start_sha": .string(proposal.parent), "force": true,
        "commit_message": .string(proposal.title), "actions": .array(actions),
      ], isRepeatable: true)
    return try await again { () async throws(ForgeError) in try await request(proposal) }
  }

  private func isThere(_ file: String, at commit: String) async throws(ForgeError) -> Bool {
    do throws(ForgeError) {
      _ = try await endpoint.call(
        "GET", "\(path)/repository/files/\(file.percentEncoded)?ref=\(commit.percentEncoded)")
      return true
    } catch .gone {
      return false
    }
  }

  private func request(_ proposal: ChangeProposal) async throws(ForgeError) -> ChangeProposal.Outcome {
    let open = try await endpoint.json(
      "GET",
      "\(path)/merge_requests?state=opened&source_branch=\(proposal.branch.percentEncoded)&target_branch=\(proposal.target.percentEncoded)"
    )
    if let number = open.arrayValue?.first?["iid"]?.intValue {
      let answer = try await endpoint.json(
        "PUT", "\(path)/merge_requests/\(number)",
        ["title": .string(proposal.title), "description": .string(proposal.body)])
      return .updated(answer["web_url"]?.stringValue ?? "")
    }
    let answer = try await endpoint.json(
      "POST", "\(path)/merge_requests",
      [
        "source_branch": .string(proposal.branch), "target_branch": .string(proposal.target),
        "title": .string(proposal.title), "description": .string(proposal.body), "remove_source_branch": true,
      ])
    return .opened(answer["web_url"]?.stringValue ?? "")
  }
}
