public import EvalGateCore

/// Runs that git tracks are files of the repository, which whoever wrote a change may have made up: whatever they say, no answer in
/// them was given here.
extension RunsFolder {
  /// The same folder without the files that git tracks: what was made on this machine, or came with its cache.
  ///
  /// - Throws: `Diagnostic` when git cannot say.
  public func ofThisMachine() async throws(Diagnostic) -> RunsFolder {
    var own = self
    own.tracked = Set(try await trackedRuns())
    return own
  }

  /// Whether git tracks a run's file, or a link that leads to it, wherever it lies.
  /// - Throws: `Diagnostic` when git cannot say.
  public func isTracked(_ path: String) async throws(Diagnostic) -> Bool {
    for place in Set([path, FilePaths.resolved(path) ?? path]) {
      let output = try await Git(folder: FilePaths.folder(of: place)).run(
        ["ls-files", "-z", "--cached", "--", FilePaths.name(of: place)])
      if output.isSuccess, !output.names.isEmpty { return true }
    }
    return false
  }

  /// Names of files among the runs that git tracks; all there are where it tracks a link or another repository in their folder's
  /// place.
  public func trackedRuns() async throws(Diagnostic) -> [String] {
    let names = (try? FilePaths.names(in: runs)) ?? []
    guard !names.isEmpty else { return [] }
    // A disk that knows no case takes `.EvalGate` for this folder.
    #if canImport(Darwin)
      let scope: [String] = []
    #else
      let scope = ["--", FilePaths.name(of: path)]
    #endif
    let output = try await Git(folder: FilePaths.folder(of: path)).run(
      ["ls-files", "-z", "--cached"] + scope, limit: 1 << 30)
    // No repository, or one that git does not trust, which is told where a base is looked for.
    guard output.isSuccess else { return [] }
    let known = Set(output.names.map(Self.folded))
    let (kept, inside) = (Self.folded(FilePaths.name(of: path)), "runs")
    if known.contains(kept) || known.contains("\(kept)/\(inside)") { return names.sorted() }
    return names.filter { known.contains(Self.folded("\(kept)/\(inside)/\($0)")) }.sorted()
  }

  private static func folded(_ path: String) -> String {
    #if canImport(Darwin)
      path.lowercased()
    #else
      path
    #endif
  }
}
