/// Where a job may propose a change: the repository it runs in and the branch it runs on, read from the service's documented
/// variables (docs.github.com, "Default environment variables"; docs.gitlab.com, "Predefined CI/CD variables").
public struct ProposalPlace: Hashable, Sendable {
  /// Which service it is.
  public let service: CIEnvironment.Service
  /// Where its interface is.
  public let api: String
  /// `owner/name` on GitHub, the project's number on GitLab.
  public let project: String
  /// The branch that the job runs on.
  public let branch: String
  /// The commit that the job runs at.
  public let sha: String
  /// The page of the job; empty where the service does not say.
  public let job: String

  /// Why there is no such place.
  public enum Absence: Error, Hashable, Sendable {
    /// Neither service is here.
    case noService
    /// The job runs for a pull or merge request, whose author must not move what it is held against.
    case changeRequest
    /// The job runs on no branch, or the variables cannot be read.
    case noBranch
  }

  /// Reads the variables.
  public init(_ environment: [String: String]) throws(Absence) {
    func value(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
    switch CIEnvironment(environment).service {
    case .github?:
      let event = value("GITHUB_EVENT_NAME") ?? ""
      guard !event.hasPrefix("pull_request"), value("GITHUB_BASE_REF") == nil,
        value("GITHUB_REF")?.hasPrefix("refs/pull/") != true
      else { throw .changeRequest }
      guard let repository = value("GITHUB_REPOSITORY"), ChangeRequest.isRepository(repository),
        let branch = value("GITHUB_REF_NAME"), value("GITHUB_REF_TYPE") ?? "branch" == "branch",
        let sha = value("GITHUB_SHA")
      else { throw .noBranch }
      service = .github
      api = value("GITHUB_API_URL") ?? "https://api.github.com"
      (project, self.branch, self.sha) = (repository, branch, sha)
      job =
        value("GITHUB_RUN_ID").map {
          "\(value("GITHUB_SERVER_URL") ?? "https://github.com")/\(repository)/actions/runs/\($0)"
        } ?? ""
    case .gitlab?:
      guard value("CI_PIPELINE_SOURCE") != "merge_request_event", value("CI_MERGE_REQUEST_IID") == nil else {
        throw .changeRequest
      }
      guard let project = value("CI_PROJECT_ID"), Int(project) != nil, let branch = value("CI_COMMIT_BRANCH"),
        let sha = value("CI_COMMIT_SHA")
      else { throw .noBranch }
      service = .gitlab
      api = value("CI_API_V4_URL") ?? "https://gitlab.com/api/v4"
      (self.project, self.branch, self.sha) = (project, branch, sha)
      job = value("CI_JOB_URL") ?? ""
    case nil: throw .noService
    }
  }

  /// The variable that holds the token; `EVALGATE_FORGE_TOKEN` wins over it.
  public var tokenVariable: String { service.tokenVariable }

  /// What a proposal is made with.
  public func proposals(
    token: String, patience: ForgePatience, send: @escaping ForgeTransport
  ) -> any ProposalService {
    switch service {
    case .github: GitHubProposals(api: api, repository: project, token: token, patience: patience, send: send)
    case .gitlab: GitLabProposals(api: api, project: Int(project) ?? 0, token: token, patience: patience, send: send)
    }
  }
}
