import EvalGateCore

/// What stands in the place of a file or folder that discovery looks for, and is none.
///
/// A listing knows no folders, and git lists no pipes, so such a suite would not be found and nobody would be told why.
struct Misplaced {
  let conventions: Conventions
  let source: any FileSource
  /// Suites that the configuration lists.
  let listed: [String]

  /// One problem for each.
  func problems() async -> [Diagnostic] {
    var found = fullFolders().map { ($0, FileKind.folder) }
    let known = Set(found.map(\.0))
    // An empty folder appears in no listing, and git keeps none.
    for path in candidates.subtracting(known) where source.localPath(of: path) != nil {
      switch await source.kind(of: path) {
      case .file, .missing: continue
      case let kind: found.append((path, kind))
      }
    }
    var problems = found.map(Self.problem)
    for path in conventions.linkPlaces where await source.kind(of: path) == .folder { problems.append(Self.link(path)) }
    return problems.sorted { ($0.location?.path ?? "") < ($1.location?.path ?? "") }
  }

  private static func problem(_ path: String, _ kind: FileKind) -> Diagnostic {
    guard case .unusable(let what) = kind else {
      return Diagnostic(
        .notAFile, "`\(path)` is a folder where a file is meant", at: SourceLocation(file: path),
        help: "rename the folder, or put the file in its place")
    }
    return Diagnostic(
      .notAFile, "`\(path)` is \(what), where a file is meant", at: SourceLocation(file: path),
      help: "put the file itself in its place")
  }

  private static func link(_ path: String) -> Diagnostic {
    Diagnostic(
      .notAFile, "`\(path)` is a symbolic link to a folder, and what is in there is not found through a link",
      at: SourceLocation(file: path),
      help: "put the folder itself in its place, or name its files by their own paths in evalgate.yml")
  }

  /// Folders on the way to a file.
  private func fullFolders() -> [String] {
    var found: Set<String> = []
    for path in conventions.listing.paths {
      var folder = ProjectPath.folder(of: path)
      while !folder.isEmpty, !found.contains(folder) {
        if Self.isReserved(ProjectPath.name(of: folder)) { found.insert(folder) }
        folder = ProjectPath.folder(of: folder)
      }
    }
    return found.sorted()
  }

  /// What stands beside a prompt or in an evalset, by convention, and the prompt of an evalset.
  private var candidates: Set<String> {
    let prompts = conventions.allPrompts
    let names = Set(conventions.evalsetNames + listed)
    return Set(
      prompts.flatMap { prompt in
        Conventions.caseExtensions.map {
          ProjectPath.join(ProjectPath.folder(of: prompt), "\(PromptReader.stem(of: prompt)).cases.\($0)")
        }
      } + names.union(prompts.map(PromptReader.stem)).flatMap(conventions.conventionalPaths(ofEvalset:))
        + names.flatMap(conventions.conventionalPaths(ofPrompt:)) + conventions.casesWithoutPrompt.map(\.prompt))
  }

  private static func isReserved(_ name: String) -> Bool {
    if PromptReader.isPrompt(name) { return true }
    return Conventions.caseExtensions.contains { name.hasSuffix(".cases." + $0) || name == "cases." + $0 }
      || name == "recordings.jsonl" || name.hasSuffix(".recordings.jsonl")
  }
}
