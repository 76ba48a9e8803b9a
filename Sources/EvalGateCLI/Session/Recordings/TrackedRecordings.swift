import EvalGateCore
import EvalGateStore

/// Answers under `.evalgate/recordings` that are files of the repository: whatever they say, nobody asked for them here. What a change
/// commits in the open lies beside its evalset, where it is read and shown.
extension Workspace {
  /// Ids of the evalsets of which git tracks this machine's recordings. Where there may be a repository and no git can be asked about it,
  /// there is no base either that lets recordings count.
  func trackedRecordings(of evalsets: [Evalset]) async throws -> Set<String> {
    let ids = Dictionary(evalsets.map { (recordingsName(of: $0), $0.id) }, uniquingKeysWith: { first, _ in first })
    do throws(Diagnostic) {
      return Set(try await runs.trackedRecordings(among: ids.keys.sorted()).compactMap { ids[$0] })
    } catch {
      guard error.code == .noGit else { throw error }
      return []
    }
  }

  /// Says that recordings were passed over because git tracks them.
  func say(trackedRecordings count: Int) {
    guard count > 0 else { return }
    say([
      Diagnostic(
        .trackedRecordings,
        "\(Format.count(count, "file")) in `.evalgate/recordings` \(count == 1 ? "is" : "are") part of the repository, and no answer "
          + "in \(count == 1 ? "it" : "them") counts",
        severity: .warning,
        help: "`evalgate recordings keep` moves them beside their evalset; then `git rm -r --cached .evalgate`")
    ])
  }
}
