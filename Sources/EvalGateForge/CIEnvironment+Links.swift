extension CIEnvironment {
  /// Where a file of the tested commit can be looked at: a prefix for `path#Lline`; nil where the service does not say.
  ///
  /// Reads GitHub's `GITHUB_SERVER_URL`, `GITHUB_REPOSITORY` and `GITHUB_SHA`, and GitLab's `CI_PROJECT_URL` and `CI_COMMIT_SHA`.
  public static func blobURL(_ environment: [String: String]) -> String? {
    func value(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
    switch CIEnvironment(environment).service {
    case .github:
      guard let server = value("GITHUB_SERVER_URL"), let repository = value("GITHUB_REPOSITORY"),
        let commit = value("GITHUB_SHA")
      else { return nil }
      return "\(server)/\(repository)/blob/\(commit)/"
    case .gitlab:
      guard let project = value("CI_PROJECT_URL"), let commit = value("CI_COMMIT_SHA") else { return nil }
      return "\(project)/-/blob/\(commit)/"
    case nil: return nil
    }
  }
}
