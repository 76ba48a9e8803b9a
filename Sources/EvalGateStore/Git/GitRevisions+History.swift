public import EvalGateCore

extension GitRevisions {
  /// Commits reachable from the working tree's that touched a file, newest first.
  public func history(of path: String) async throws -> [Revision] {
    let output = try await git.output(["log", "--format=%H", "--", try RepositoryPath(path).text])
    return String(decoding: output.bytes, as: UTF8.self).split(separator: "\n").map { Revision(name: String($0)) }
  }

  /// Commits reachable from the working tree's that edited a line with a word in it in any of these files, newest first.
  ///
  /// - Parameter word: letters only.
  public func edits(of word: String, in paths: [String]) async throws -> [Revision] {
    var names: [String] = []
    for path in paths { names.append(try RepositoryPath(path).text) }
    let output = try await git.output(
      ["log", "--format=%H", "-m", "--no-renames", "--no-ext-diff", "--no-textconv", "-G\(word)", "--"] + names)
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
