/// What a continuous-integration service says of the change it is testing, read from its documented variables.
public struct CIEnvironment: Hashable, Sendable {
  public enum Service: String, Hashable, Sendable {
    case github, gitlab
  }

  /// Nil on a developer's machine and for services that are not known here.
  public let service: Service?
  /// What the change is to be merged into, as git knows it: a branch of `origin`, or a commit; nil outside of a merge request.
  public let target: String?

  /// Reads GitHub's `GITHUB_BASE_REF` (docs.github.com, "Default environment variables") and GitLab's
  /// `CI_MERGE_REQUEST_DIFF_BASE_SHA` and `CI_MERGE_REQUEST_TARGET_BRANCH_NAME` (docs.gitlab.com, "Predefined CI/CD variables").
  public init(_ environment: [String: String]) {
    func value(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
    if value("GITHUB_ACTIONS") == "true" {
      service = .github
      target = value("GITHUB_BASE_REF").map { "origin/" + $0 }
    } else if value("GITLAB_CI") == "true" {
      service = .gitlab
      target =
        value("CI_MERGE_REQUEST_DIFF_BASE_SHA")
        ?? value("CI_MERGE_REQUEST_TARGET_BRANCH_NAME").map { "origin/" + $0 }
    } else {
      service = nil
      target = nil
    }
  }
}

extension CIEnvironment.Service {
  /// As it writes itself.
  public var name: String { self == .github ? "GitHub" : "GitLab" }

  /// The variable that holds the token by convention; `EVALGATE_FORGE_TOKEN` wins over it.
  var tokenVariable: String { self == .github ? "GITHUB_TOKEN" : "GITLAB_TOKEN" }
}
