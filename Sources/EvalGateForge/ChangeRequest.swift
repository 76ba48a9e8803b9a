import StrictJSON

/// The pull or merge request that a pipeline runs for, read from the service's documented variables and event file.
public struct ChangeRequest: Hashable, Sendable {
  /// Which service it is.
  public let service: CIEnvironment.Service
  /// Where its interface is.
  public let api: String
  /// `owner/name` on GitHub, the project's number on GitLab.
  public let project: String
  /// The request's number within the project.
  public let number: Int
  /// The commit at its head.
  public let sha: String
  /// The pipeline's number, which grows with time.
  public let run: Int
  /// Whether the head is in another repository, whose pipelines get no secrets and no token that may write.
  public let isFromFork: Bool
  /// Whether the pipeline has secrets although it runs for a fork's change (`pull_request_target`).
  public let hasForeignHeadWithSecrets: Bool

  /// Nil where the pipeline runs for no request, or where what it says of it cannot be read.
  /// - Parameter event: the bytes of `GITHUB_EVENT_PATH`, where there is such a file.
  public init?(_ environment: [String: String], event: [UInt8]?) {
    func value(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
    switch CIEnvironment(environment).service {
    case .github?:
      let event = event.flatMap { try? JSONValue(parsing: $0) }
      let request = event?["pull_request"]
      let fromReference = value("GITHUB_REF").flatMap(Self.number(ofReference:))
      guard let number = request?["number"]?.intValue ?? fromReference, number > 0,
        let repository = value("GITHUB_REPOSITORY"), Self.isRepository(repository)
      else { return nil }
      service = .github
      api = value("GITHUB_API_URL") ?? "https://api.github.com"
      project = repository
      self.number = number
      sha = request?["head"]?["sha"]?.stringValue ?? value("GITHUB_SHA") ?? ""
      run = value("GITHUB_RUN_ID").flatMap { Int($0) } ?? 0
      let head = request?["head"]?["repo"]?["full_name"]?.stringValue
      let base = request?["base"]?["repo"]?["full_name"]?.stringValue ?? repository
      // The repository of a head that was deleted is null, and foreign.
      isFromFork = request?["head"] != nil && head != base
      hasForeignHeadWithSecrets = isFromFork && value("GITHUB_EVENT_NAME") == "pull_request_target"
    case .gitlab?:
      guard let number = value("CI_MERGE_REQUEST_IID").flatMap({ Int($0) }), number > 0,
        let project = value("CI_MERGE_REQUEST_PROJECT_ID") ?? value("CI_PROJECT_ID"), Int(project) != nil
      else { return nil }
      service = .gitlab
      api = value("CI_API_V4_URL") ?? "https://gitlab.com/api/v4"
      self.project = project
      self.number = number
      sha = value("CI_MERGE_REQUEST_SOURCE_BRANCH_SHA") ?? value("CI_COMMIT_SHA") ?? ""
      run = value("CI_PIPELINE_ID").flatMap { Int($0) } ?? 0
      isFromFork = value("CI_MERGE_REQUEST_SOURCE_PROJECT_ID").map { $0 != project } ?? false
      hasForeignHeadWithSecrets = false
    case nil: return nil
    }
  }

  /// The variable that holds the token comments are written with; `EVALGATE_FORGE_TOKEN` wins over it.
  public var tokenVariable: String { service.tokenVariable }

  /// Its comments, written with a token.
  public func comments(
    token: String, patience: ForgePatience, send: @escaping ForgeTransport
  ) -> any CommentService {
    switch service {
    case .github:
      GitHubComments(
        api: api, repository: project, number: number, token: token, patience: patience, send: send)
    case .gitlab:
      GitLabNotes(
        api: api, project: Int(project) ?? 0, number: number, token: token, patience: patience, send: send)
    }
  }

  /// `refs/pull/12/merge` is 12.
  private static func number(ofReference reference: String) -> Int? {
    let parts = reference.split(separator: "/")
    guard parts.count == 4, parts[0] == "refs", parts[1] == "pull" else { return nil }
    return Int(parts[2])
  }

  /// Put into an address, so nothing but `owner/name` will do.
  static func isRepository(_ name: String) -> Bool {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    return parts.count == 2
      && parts.allSatisfy { part in
        !part.isEmpty && part != "." && part != ".."
          && part.utf8.allSatisfy {
            (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || "-_.".utf8.contains($0)
          }
      }
  }
}
