import EvalGateCore
import EvalGateStore

extension Base {
  /// The results a suite is pinned to, as the base has them: a change cannot move its own anchor. Nil where it is pinned to
  /// none, and where one run or file is compared with another.
  func anchor(of suite: Suite) async throws(Diagnostic) -> Baseline? {
    let path = BaselineFile.anchorPath(of: suite.name)
    let pinned: Baseline?
    switch place {
    case .workingTree: pinned = try BaselineFile.read(at: workspace.absolute(path))
    case .revision(_, let files, _):
      guard await files.kind(of: path) == .file else { return nil }
      pinned = try BaselineFile.read(try await Self.bytes(path, files), path: path)
    case .file, .run, .lines, .new, .unavailable: return nil
    }
    return pinned.flatMap { $0.suite == suite.name ? $0 : nil }
  }

  private static func bytes(_ path: String, _ files: any FileSource) async throws(Diagnostic) -> [UInt8] {
    do {
      return try await files.read(path, limit: 256 << 20)
    } catch {
      throw error as? Diagnostic ?? Diagnostic(.baseline, "\(error)", help: "accept it again")
    }
  }
}
