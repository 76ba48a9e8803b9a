import ArgumentParser
import EvalGateCore

/// A command line that cannot be read and asks for a comment all the same: one of an earlier push would go on saying what is not so
/// any more.
struct UnreadCommand {
  private let id: String
  private let undone: Commenting.Undone

  /// Nil where it would not keep a comment if it could be read, and where nobody can tell which one.
  ///
  /// - Parameter arguments: without the program's name.
  init?(_ arguments: [String]) {
    let words = EnvironmentArguments.adding(Host.environment, to: arguments).prefix { $0 != "--" }
    guard ["run", "merge", "diff"].contains(words.first), words.contains("--comment"), !words.contains("--dry-run"),
      !words.contains(where: { $0 == "--shard" || $0.hasPrefix("--shard=") })
    else { return nil }
    undone = words.first == "diff" ? .comparing : .gating
    guard let place = words.lastIndex(where: { $0 == "--comment-id" || $0.hasPrefix("--comment-id=") }) else {
      id = "default"
      return
    }
    let named = words[place].split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).dropFirst().first
    let next = words[(place + 1)...].first
    guard let name = named.map(String.init) ?? next, !name.isEmpty, !name.hasPrefix("-") else { return nil }
    id = name
  }

  /// Puts right what is said on the change, where the pipeline says which one that is.
  func tell() async {
    guard let options = try? ProjectOptions.parse([]), let workspace = try? Workspace(options) else { return }
    await workspace.tell(.invalid, undone, as: id)
  }
}
