import EvalGateCore

/// Paths as files write them: relative to the file they stand in, with `/`, never out of the repository.
enum RelativePath {
  /// The folder that holds a file; empty for the repository's root.
  static func folder(of path: String) -> String {
    path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(path[..<$0]) } ?? ""
  }

  /// The last component.
  static func name(of path: String) -> String {
    path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(path[path.utf8.index(after: $0)...]) } ?? path
  }

  static func join(_ folder: String, _ path: String) -> String { folder.isEmpty ? path : folder + "/" + path }

  /// The path from the repository's root, without `.` and `..`; nil where it leaves the repository or is absolute.
  static func normalised(_ path: String) -> String? { ProjectPath.normalised(path) }

  /// What `text`, written at `location`, names.
  /// - Throws: `file/outside-repository`.
  static func resolve(_ text: String, at location: SourceLocation) throws(Diagnostic) -> String {
    guard let path = normalised(join(folder(of: location.path), text)), !text.hasPrefix("/"), !path.isEmpty else {
      throw Diagnostic(
        .outsideRepository, "`\(text)` leads out of the repository", at: location,
        help: "name a file inside the repository, relative to `\(RelativePath.name(of: location.path))`")
    }
    return path
  }
}
