import EvalGateCore

/// A path below the repository's root, without `.`, `..` and doubled slashes; the root itself is empty.
struct RepositoryPath {
  let text: String

  /// - Throws: `Diagnostic` when the path leads out of the repository.
  init(_ path: String) throws(Diagnostic) {
    var parts: [Substring] = []
    guard path.utf8.first != UInt8(ascii: "/"), !path.utf8.contains(0) else { throw Self.outside(path) }
    // By bytes: a `/` is one whatever combines with it.
    for part in path.utf8.split(separator: UInt8(ascii: "/")).map({ Substring($0) }) where part != "." {
      guard part == ".." else {
        parts.append(part)
        continue
      }
      guard parts.popLast() != nil else { throw Self.outside(path) }
    }
    text = parts.joined(separator: "/")
  }

  static func outside(_ path: String) -> Diagnostic {
    Diagnostic(
      .outsideRepository, "\(path) leads out of the repository", at: SourceLocation(file: path),
      help: "copy the file into the repository and name it there")
  }
}
