import EvalGateCore

/// Folders with the name of a file that discovery looks for.
///
/// A listing of files knows no folders, so such a suite would not be found and nobody would be told why.
struct MisplacedFolders {
  let conventions: Conventions
  let source: any FileSource

  /// One problem for each folder.
  func problems() async -> [Diagnostic] {
    var found = fullFolders()
    // An empty folder appears in no listing, and git keeps none.
    for path in candidates where source.localPath(of: path) != nil && !found.contains(path) {
      if await source.kind(of: path) == .folder { found.append(path) }
    }
    return found.sorted().map { path in
      Diagnostic(
        .notAFile, "`\(path)` is a folder where a file is meant", at: SourceLocation(path: path),
        help: "rename the folder, or put the file in its place")
    }
  }

  /// Folders on the way to a file.
  private func fullFolders() -> [String] {
    var found: Set<String> = []
    for path in conventions.listing.paths {
      var folder = RelativePath.folder(of: path)
      while !folder.isEmpty, !found.contains(folder) {
        if Self.isReserved(RelativePath.name(of: folder)) { found.insert(folder) }
        folder = RelativePath.folder(of: folder)
      }
    }
    return Array(found)
  }

  /// What stands beside a prompt or in an evalset, by convention.
  private var candidates: [String] {
    conventions.allPrompts.flatMap { prompt in
      Conventions.caseExtensions.map {
        RelativePath.join(RelativePath.folder(of: prompt), "\(PromptReader.stem(of: prompt)).cases.\($0)")
      }
    } + conventions.evalsetNames.flatMap { conventions.conventionalPaths(ofEvalset: $0) }
  }

  private static func isReserved(_ name: String) -> Bool {
    if PromptReader.isPrompt(name) { return true }
    return Conventions.caseExtensions.contains { name.hasSuffix(".cases." + $0) || name == "cases." + $0 }
      || name == "recordings.jsonl" || name.hasSuffix(".recordings.jsonl")
  }
}
