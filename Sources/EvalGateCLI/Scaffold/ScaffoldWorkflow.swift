import EvalGateCore
import EvalGateReporters
import EvalGateStore

/// The workflow beside what `evalgate init` writes. GitHub reads workflows at a repository's top and nowhere else, so for a part
/// of a larger repository it lies above the part, and names its configuration.
struct ScaffoldWorkflow {
  /// From the repository's top.
  static let path = ".github/workflows/evalgate.yml"

  /// Where it lies on this disk.
  let place: String
  let text: String
  /// The arguments of `evalgate run` that a part of a repository needs at its top; nil at the top itself.
  let arguments: String?
  /// Whether one was there before that is the repository's own and stays as it is.
  let isTaken: Bool

  /// - Parameter root: the folder that the project is written to; it need not be there yet.
  init(for root: String) {
    let folder = "/" + (ProjectPath.normalised(String(root.dropFirst())) ?? "")
    guard let top = Workspace.repositoryRoot(above: folder), top != folder else {
      (place, text, arguments, isTaken) = (folder + "/" + Self.path, Scaffold.workflow(), nil, false)
      return
    }
    let arguments = "--config " + SafeText.shellWord("\(folder.dropFirst(top.count + 1))/evalgate.yml")
    (place, self.arguments) = (top + "/" + Self.path, arguments)
    text = Scaffold.workflow(arguments: " " + arguments)
    isTaken = PlainFiles.exists(place)
  }
}
