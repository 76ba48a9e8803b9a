/// What a continuous-integration service says of the change it is testing, read from its documented variables.
public struct CIEnvironment: Hashable, Sendable {
  public enum Service: String, Hashable, Sendable {
    case github, gitlab
  }

  /// Nil on a developer's machine and for services that are not known here.
  public let service: Service?
  /// What the change is to be merged into, as git knows it: a branch of `origin`, or a commit; nil outside of a merge request.
  public let target: String?
  /// Whether the pipeline runs for a change that is to be merged; nil where the service does not say.
  public let isChangeRequest: Bool?

  /// Other services that say into what a change is to be merged: the variable they are known by, and the one that holds the branch
  /// (buildkite.com, "Environment variables"; jenkins.io, "Using a Jenkinsfile"; learn.microsoft.com, "Predefined variables";
  /// support.atlassian.com, "Variables and secrets").
  private static let others = [
    (mark: "BUILDKITE", target: "BUILDKITE_PULL_REQUEST_BASE_BRANCH"), (mark: "JENKINS_URL", target: "CHANGE_TARGET"),
    (mark: "TF_BUILD", target: "SYSTEM_PULLREQUEST_TARGETBRANCH"),
    (mark: "BITBUCKET_BUILD_NUMBER", target: "BITBUCKET_PR_DESTINATION_BRANCH"),
  ]

  /// Reads GitHub's `GITHUB_BASE_REF` (docs.github.com, "Default environment variables") and GitLab's
  /// `CI_MERGE_REQUEST_DIFF_BASE_SHA` and `CI_MERGE_REQUEST_TARGET_BRANCH_NAME` (docs.gitlab.com, "Predefined CI/CD variables").
  public init(_ environment: [String: String]) {
    func value(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
    if value("GITHUB_ACTIONS") == "true" {
      service = .github
      target = value("GITHUB_BASE_REF").map { "origin/" + $0 }
      let event = value("GITHUB_EVENT_NAME") ?? ""
      isChangeRequest = target != nil || event.hasPrefix("pull_request") || event == "merge_group"
    } else if value("GITLAB_CI") == "true" {
      service = .gitlab
      target =
        value("CI_MERGE_REQUEST_DIFF_BASE_SHA")
        ?? value("CI_MERGE_REQUEST_TARGET_BRANCH_NAME").map { "origin/" + $0 }
      isChangeRequest = target != nil || value("CI_PIPELINE_SOURCE") == "merge_request_event"
    } else {
      service = nil
      let known = Self.others.first { value($0.mark) != nil }
      target = known.flatMap { value($0.target) }.map { branch in
        "origin/" + (branch.hasPrefix("refs/heads/") ? String(branch.dropFirst("refs/heads/".utf8.count)) : branch)
      }
      isChangeRequest = target == nil ? nil : true
    }
  }
}

extension CIEnvironment.Service {
  /// As it writes itself.
  public var name: String { self == .github ? "GitHub" : "GitLab" }

  /// The variable that holds the token by convention; `EVALGATE_FORGE_TOKEN` wins over it.
  var tokenVariable: String { self == .github ? "GITHUB_TOKEN" : "GITLAB_TOKEN" }
}
