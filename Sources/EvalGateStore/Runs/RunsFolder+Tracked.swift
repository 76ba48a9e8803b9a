public import EvalGateCore

/// Runs that git tracks are files of the repository, which whoever wrote a change may have made up: whatever they say, no answer in
/// them was given here.
extension RunsFolder {
  /// The same folder without the files that git tracks: what was made on this machine, or came with its cache.
  ///
  /// Where there may be a repository and no git can be asked about it, nothing is left out and ``doubt`` says why.
  /// - Throws: `Diagnostic` when git fails, and where a link that git tracks leads out of the repository.
  public func ofThisMachine() async throws(Diagnostic) -> RunsFolder {
    var own = self
    let tracked: [String]
    do throws(Diagnostic) { tracked = try await trackedRuns() } catch {
      guard error.code == .noGit else { throw error }
      own.doubt = error
      return own
    }
    try KeptPlaces.check(tracked: tracked, of: self)
    own.tracked = Set(tracked)
    return own
  }

  /// How many files among the runs are left out because git tracks them.
  public var trackedCount: Int { tracked.count }

  /// Whether git tracks a run's file, or a link that leads to it, wherever it lies.
  /// - Throws: `Diagnostic` when git cannot say.
  public func isTracked(_ path: String) async throws(Diagnostic) -> Bool {
    for place in Set([path, FilePaths.resolved(path) ?? path]) {
      let names = try await Self.tracked(["--", FilePaths.name(of: place)], in: FilePaths.folder(of: place))
      if !names.isEmpty { return true }
    }
    return false
  }

  /// Names of files among the runs that git tracks; all there are where it tracks a link or another repository in their folder's
  /// place.
  /// - Throws: `Diagnostic` when git cannot say.
  public func trackedRuns() async throws(Diagnostic) -> [String] {
    try await tracked(among: (try? FilePaths.names(in: runs)) ?? [], in: "runs")
  }

  /// Those files of recordings that git tracks, by the names that they have in their folder; all that are there where it tracks a link
  /// or another repository in the folder's place.
  /// - Throws: `Diagnostic` when git cannot say.
  public func trackedRecordings(among names: [String]) async throws(Diagnostic) -> [String] {
    try await tracked(
      among: names.filter { FilePaths.exists(FilePaths.joined(recordings, $0)) }, in: FilePaths.name(of: recordings))
  }

  /// - Parameter inside: the folder in which the files lie.
  private func tracked(among names: [String], in inside: String) async throws(Diagnostic) -> [String] {
    guard !names.isEmpty else { return [] }
    // A disk that knows no case takes `.EvalGate` for this folder.
    #if canImport(Darwin)
      let scope: [String] = []
    #else
      let scope = ["--", FilePaths.name(of: path)]
    #endif
    let known = Set(try await Self.tracked(scope, in: FilePaths.folder(of: path)).map(Self.folded))
    let folder = FilePaths.name(of: path)
    return names.filter { name in
      [folder, "\(folder)/\(inside)", "\(folder)/\(inside)/\(name)"].contains { known.contains(Self.folded($0)) }
    }.sorted()
  }

  private static func tracked(_ scope: [String], in folder: String) async throws(Diagnostic) -> [String] {
    let git = Git(folder: folder)
    guard !git.isOutsideRepositories else { return [] }
    return try await git.output(["ls-files", "-z", "--cached"] + scope, limit: 1 << 30).names
  }

  private static func folded(_ path: String) -> String {
    #if canImport(Darwin)
      path.lowercased()
    #else
      path
    #endif
  }
}
