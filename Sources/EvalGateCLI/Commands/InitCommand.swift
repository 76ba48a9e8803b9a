import ArgumentParser
import EvalGateCore
import EvalGateReporters
import EvalGateStore

struct InitCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "Write a small project that can be gated at once, without a key.")

  @Argument(help: ArgumentHelp("Where to; the working folder when none is given.", valueName: "folder"))
  var folder = "."

  @Flag(inversion: .prefixedNo, help: "Whether to write a workflow for GitHub too.")
  var workflow = true

  func run() async throws {
    let root = Host.absolute(folder)
    let files = Scaffold(base: await Self.base(of: root)).files
    let ci = workflow ? ScaffoldWorkflow(for: root) : nil
    var taken = files.filter { PlainFiles.exists(root + "/" + $0.path) }.map { "`\($0.path)`" }
    if let ci, ci.arguments == nil, PlainFiles.exists(ci.place) { taken.append("`\(ScaffoldWorkflow.path)`") }
    guard taken.isEmpty else {
      throw Diagnostic(
        .scaffoldTaken, "\(taken.joined(separator: ", ")) \(taken.count == 1 ? "is" : "are") there already",
        help: "nothing was written; name another folder: `evalgate init FOLDER`")
    }
    let console = Console()
    for file in files {
      try PlainFiles.write(Array(file.text.utf8), to: root + "/" + file.path)
      console.line("wrote  \(file.path)")
    }
    if let ci, !ci.isTaken {
      try PlainFiles.write(Array(ci.text.utf8), to: ci.place)
      console.line("wrote  \(ScaffoldWorkflow.path)" + (ci.arguments == nil ? "" : ", at the top of the repository"))
    }
    let enter = folder == "." ? "" : "cd \(NextSteps.quoted(folder)) && "
    console.line("  next   \(enter)evalgate run")
    if let ci { console.line("  then   " + then(ci)) }
  }

  /// The default branch of the repository that a folder will lie in; nil where nobody can tell, or its name would need quotes.
  private static func base(of folder: String) async -> String? {
    guard let top = Workspace.repositoryRoot(above: folder),
      case .available(let revisions) = await GitRevisions.find(at: top)
    else { return nil }
    var branch = await revisions.defaultBranch()
    if branch == nil { branch = await pushed(revisions) }
    return branch.flatMap { SafeText.shellWord($0) == $0 ? $0 : nil }
  }

  /// A repository that was made here and pushed was never told which branch of `origin` is the default one: a usual one that is there,
  /// or else the one that is checked out.
  private static func pushed(_ revisions: GitRevisions) async -> String? {
    for name in ["main", "master", await revisions.branch()] {
      if let name, (try? await revisions.resolve("refs/remotes/origin/\(name)")) != nil { return "origin/\(name)" }
    }
    return nil
  }

  private func then(_ ci: ScaffoldWorkflow) -> String {
    guard ci.isTaken, let arguments = ci.arguments else {
      return "replace OWNER and COMMIT in \(ScaffoldWorkflow.path)"
    }
    return "let the repository's own \(ScaffoldWorkflow.path) run this too: evalgate run \(arguments)"
  }
}

extension DiagnosticCode {
  static let scaffoldTaken = DiagnosticCode(
    "init/taken", "A file that `init` would write is there already. Nothing is overwritten.")
}
