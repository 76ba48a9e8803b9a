import EvalGateCore
import EvalGateStore

extension Base {
  /// The results a suite is pinned to, as the base has them: a change that edits what answers cannot move its own anchor. Nil where
  /// it is pinned to none, and where one run or file is compared with another.
  func anchor(of suite: Suite) async throws(Diagnostic) -> Baseline? {
    if let other = await anchorPinnedAlone(of: suite) { return other.named(as: suite.evalset.headers) }
    return try await storedAnchor(of: suite)?.named(as: suite.evalset.headers)
  }

  /// What a change pins in an anchor's place, where it edits nothing that answers; nil where it pins nothing else, or by the way.
  ///
  /// It decides at once: what was accepted and merged stands below the old anchor, which nothing would ever get past otherwise.
  func anchorPinnedAlone(of suite: Suite) async -> Baseline? {
    guard acceptance == .change, case .revision(_, let files, let before?) = place,
      let was = before.suite(named: suite.name)
    else { return nil }
    let there = await baselinePlace(of: suite, .anchor, in: files).path
    let here = await BaselinePlace.find(suite, .anchor, in: workspace.files).path
    guard await files.kind(of: there) == .file,
      let other = try? await Self.baseline(at: here, in: workspace.files),
      (try? await Self.baseline(at: there, in: files)) != other, await answers(suite, as: was)
    else { return nil }
    return other
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
