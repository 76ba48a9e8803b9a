public import EvalGateCore

extension GitRevisions {
  /// Commits reachable from the working tree's that touched a file, newest first.
  public func history(of path: String) async throws -> [Revision] {
    let output = try await git.output(["log", "--format=%H", "--", try RepositoryPath(path).text])
    return String(decoding: output.bytes, as: UTF8.self).split(separator: "\n").map { Revision(name: String($0)) }
  }

  /// The same, followed through moves and copies of the file, each with the path that it had there.
  public func moves(of path: String) async throws -> [(revision: Revision, path: String)] {
    // A file is the one that it was while two fifths of it are left: prompts are short.
    let output = try await git.output(
      ["log", "--follow", "-M40%", "--relative", "--format=%x00%H", "--name-only", "--", try RepositoryPath(path).text])
    return String(decoding: output.bytes, as: UTF8.self).split(separator: "\0").compactMap { entry in
      let lines = entry.split(separator: "\n")
      return lines.count == 2 ? (Revision(name: String(lines[0])), String(lines[1])) : nil
    }
  }

  /// Whether any commit up to one had what a file of the working tree holds now, in the file's folder.
  public func hadFile(_ path: String, until revision: Revision) async throws -> Bool {
    let path = try RepositoryPath(path).text
    let object = try await git.output(["hash-object", "--", path]).line
    let folder = path.split(separator: "/").dropLast().joined(separator: "/")
    let output = try await git.output(
      ["log", "-1", "--format=%H", "--find-object=\(object)", revision.name, "--", folder.isEmpty ? "." : folder])
    return !output.line.isEmpty
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
