import StrictJSON

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

  /// Reads GitHub's `GITHUB_BASE_REF` (docs.github.com, "Default environment variables") and, in a merge queue, which has none, the
  /// event's `merge_group` ("Webhook events and payloads"); of GitLab, where the two branches are merged already, as in a merge
  /// train, `CI_MERGE_REQUEST_TARGET_BRANCH_SHA`, else `CI_MERGE_REQUEST_DIFF_BASE_SHA` and `CI_MERGE_REQUEST_TARGET_BRANCH_NAME`
  /// (docs.gitlab.com, "Predefined CI/CD variables").
  ///
  /// - Parameter event: the bytes of `GITHUB_EVENT_PATH`, where there is such a file.
  public init(_ environment: [String: String], event: [UInt8]? = nil) {
    func value(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
    if value("GITHUB_ACTIONS") == "true" {
      service = .github
      let name = value("GITHUB_EVENT_NAME") ?? ""
      let isQueued = name == Self.mergeQueue
      target = value("GITHUB_BASE_REF").map { "origin/" + $0 } ?? (isQueued ? Self.queueTarget(event) : nil)
      isChangeRequest = target != nil || name.hasPrefix("pull_request") || isQueued
    } else if value("GITLAB_CI") == "true" {
      service = .gitlab
      target =
        value("CI_MERGE_REQUEST_TARGET_BRANCH_SHA") ?? value("CI_MERGE_REQUEST_DIFF_BASE_SHA")
        ?? value("CI_MERGE_REQUEST_TARGET_BRANCH_NAME").map { "origin/" + $0 }
      isChangeRequest = target != nil || value("CI_PIPELINE_SOURCE") == "merge_request_event"
    } else {
      service = nil
      let known = Self.others.first { value($0.mark) != nil }
      target = known.flatMap { value($0.target) }.map(Self.branch)
      isChangeRequest = target == nil ? nil : true
    }
  }

  /// The event that a merge queue of GitHub starts workflows with.
  public static let mergeQueue = "merge_group"

  /// What a group of a merge queue stands on, which may be the group before it; else the branch that the queue is of.
  private static func queueTarget(_ event: [UInt8]?) -> String? {
    let group = event.flatMap { try? JSONValue(parsing: $0) }?[mergeQueue]
    if let commit = group?["base_sha"]?.stringValue, commit.utf8.count >= 40, commit.allSatisfy(\.isHexDigit) {
      return commit
    }
    return group?["base_ref"]?.stringValue.map(branch)
  }

  private static func branch(_ name: String) -> String {
    "origin/" + (name.hasPrefix("refs/heads/") ? String(name.dropFirst("refs/heads/".utf8.count)) : name)
  }
}

extension CIEnvironment.Service {
  /// As it writes itself.
  public var name: String { self == .github ? "GitHub" : "GitLab" }

  /// The variable that holds the token by convention; `EVALGATE_FORGE_TOKEN` wins over it.
  var tokenVariable: String { self == .github ? "GITHUB_TOKEN" : "GITLAB_TOKEN" }
}
