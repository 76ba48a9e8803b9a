extension GitRevisions {
  /// The branch that is checked out; nil when none is.
  public func branch() async -> String? {
    guard let output = try? await git.run(["symbolic-ref", "--quiet", "--short", "HEAD"]), output.isSuccess else {
      return nil
    }
    return output.line
  }

  /// The default branch of `origin`, with that before it; nil where the clone was not told which that is.
  public func defaultBranch() async -> String? {
    let output = try? await git.run(["symbolic-ref", "--quiet", "--short", "refs/remotes/origin/HEAD"])
    guard let output, output.isSuccess, output.line.hasPrefix("origin/") else { return nil }
    return output.line
  }

  /// Whether the clone knows a remote of this name.
  public func hasRemote(_ name: String) async throws -> Bool {
    guard !name.isEmpty, name.utf8.first != UInt8(ascii: "-") else { return false }
    return try await git.run(["config", "--get", "remote.\(name).url"]).isSuccess
  }

  /// What a name that this clone cannot resolve may mean: a branch of the remote that it begins with, else one of `origin`. Nil where
  /// there is no such remote, and where no branch can have the name.
  public func remoteBranch(named name: String) async throws -> (remote: String, branch: String)? {
    let parts = name.split(separator: "/", maxSplits: 1).map(String.init)
    var (remote, branch) = ("origin", name)
    if parts.count == 2, try await hasRemote(parts[0]) { (remote, branch) = (parts[0], parts[1]) }
    let isCommit = branch.utf8.count >= 7 && branch.allSatisfy { $0.isASCII && $0.isHexDigit }
    guard !isCommit, branch.utf8.first != UInt8(ascii: "-"), try await hasRemote(remote),
      try await git.run(["check-ref-format", "refs/heads/" + branch]).isSuccess
    else { return nil }
    return (remote, branch)
  }

  /// Whether anything was ever fetched from a remote or pushed to it.
  public func hasBranches(of remote: String) async throws -> Bool {
    !(try await git.run(["for-each-ref", "--count=1", "refs/remotes/\(remote)/"])).line.isEmpty
  }

  /// The filter that the working tree's `.gitattributes` send a file through on its way into history and out of it; nil where none.
  public func filter(of path: String) async -> String? {
    guard let path = try? RepositoryPath(path).text,
      let output = try? await git.run(["check-attr", "-z", "filter", "--", path]), output.isSuccess,
      let value = output.names.last, !["unspecified", "unset"].contains(value)
    else { return nil }
    return value
  }

  /// The name that git signs commits with; nil where none is set.
  public func author() async -> String? {
    guard let output = try? await git.run(["config", "--get", "user.name"]), output.isSuccess, !output.line.isEmpty
    else {
      return nil
    }
    return output.line
  }
}
