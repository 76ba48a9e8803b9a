public import EvalGateCore

extension GitRevisions {
  /// Commits reachable from the working tree's that touched a file, newest first.
  public func history(of path: String) async throws -> [Revision] {
    let output = try await git.output(["log", "--format=%H", "--", try RepositoryPath(path).text])
    return String(decoding: output.bytes, as: UTF8.self).split(separator: "\n").map { Revision(name: String($0)) }
  }

  /// Commits reachable from the working tree's that edited a line with a key in it in any of these files, newest first.
  ///
  /// - Parameter key: lower-case letters only.
  public func edits(of key: String, in paths: [String]) async throws -> [Revision] {
    var names: [String] = []
    for path in paths { names.append(try RepositoryPath(path).text) }
    // The key by itself, and none that only begins or ends so: an extended regular expression (re_format(7)).
    let pattern = "-G(^|[^a-z_])\(key)([^a-z_]|$)"
    let output = try await git.output(
      ["log", "--format=%H", "-m", "--no-renames", "--no-ext-diff", "--no-textconv", pattern, "--"] + names)
    var seen: Set<Substring> = []
    return String(decoding: output.bytes, as: UTF8.self).split(separator: "\n").filter { seen.insert($0).inserted }
      .map { Revision(name: String($0)) }
  }

  /// Whether the file in the working tree or the index is another one than at the last commit, or is not tracked at all.
  public func isDirty(_ path: String) async throws -> Bool {
    let output = try await git.output(["status", "--porcelain", "-z", "--ignored", "--", try RepositoryPath(path).text])
    return !output.bytes.isEmpty
  }
}
