import EvalGateCore
import EvalGateStore

extension Base {
  /// The results a suite is pinned to, as the base has them: a change cannot move its own anchor. Nil where it is pinned to
  /// none, and where one run or file is compared with another.
  func anchor(of suite: Suite) async throws(Diagnostic) -> Baseline? {
    try await storedAnchor(of: suite)?.named(as: suite.evalset.headers)
  }

  private func storedAnchor(of suite: Suite) async throws(Diagnostic) -> Baseline? {
    switch place {
    case .workingTree:
      let path = await baselinePlace(of: suite, .anchor, in: workspace.files).path
      return try BaselineFile.read(at: workspace.absolute(path))
    case .revision(_, let files, _):
      return try await Self.baseline(at: baselinePlace(of: suite, .anchor, in: files).path, in: files)
    case .file, .run, .lines, .new, .unavailable: return nil
    }
  }

  /// The results stored in a file of a revision; nil only where there is no such file.
  static func baseline(at path: String, in files: any FileSource) async throws(Diagnostic) -> Baseline? {
    if await files.kind(of: path) == .missing { return nil }
    let bytes: [UInt8]
    do {
      bytes = try await files.read(path, limit: 256 << 20)
    } catch {
      throw error as? Diagnostic ?? Diagnostic(.baseline, "\(error)", help: "accept it again")
    }
    return try BaselineFile.read(bytes, path: path)
  }
}
