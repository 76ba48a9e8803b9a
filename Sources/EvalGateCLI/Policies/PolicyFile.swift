import EvalGateConfig
import EvalGateCore
import EvalGatePolicy
import EvalGateStore

/// A policy file that a command line names, loaded by itself: no project is needed around it.
struct PolicyFile: Sendable {
  let source: PolicySource
  let rules: RulePolicy

  /// How the file is printed.
  var path: String { source.location.path }

  /// - Parameter name: a path, or `REV:PATH` for the file as it is at a revision.
  /// - Throws: `Problems` with everything that is wrong and its place.
  static func load(_ name: String) async throws -> PolicyFile {
    if !PlainFiles.exists(Host.absolute(name)), let colon = name.firstIndex(of: ":") {
      return try await load(
        String(name[name.index(after: colon)...]), at: String(name[..<colon]))
    }
    let (root, path) = try place(of: name)
    return try await load(path, from: DiskFiles(root: root))
  }

  private static func load(_ name: String, at reference: String) async throws -> PolicyFile {
    let (root, path) = try place(of: name)
    let revisions: GitRevisions
    switch await GitRevisions.find(at: root) {
    case .available(let found): revisions = found
    case .unavailable(let problem): throw problem
    }
    guard let revision = try await revisions.resolve(reference) else {
      throw Diagnostic(
        .unknownRule, "there is no revision `\(reference)` here",
        help: "name a branch, a tag or a commit of this repository, such as `HEAD:\(name)`")
    }
    return try await load(path, from: revisions.files(at: revision))
  }

  private static func load(_ path: String, from files: any FileSource) async throws -> PolicyFile {
    let source = try await ProjectLoader(files: files, catalog: Workspace.catalog).policy(at: path)
    guard case .rules(let rules) = source.kind, let rules = rules as? RulePolicy else {
      throw Diagnostic(
        .unknownRule, "`\(path)` is not a policy of rules", help: "name a file such as `policies/support-desk.yml`")
    }
    Discretion.keep([source])
    return PolicyFile(source: source, rules: rules)
  }

  /// The folder below which the files that a policy names may lie, and the policy's path from there.
  private static func place(of name: String) throws(Diagnostic) -> (root: String, path: String) {
    let place = CommandPlace()
    let path = Host.absolute(name)
    for root in [place.repository, Host.workingFolder] {
      guard let root, path.utf8.starts(with: (root + "/").utf8),
        let inside = ProjectPath.normalised(String(path.dropFirst(root.count + 1)))
      else { continue }
      return (root, inside)
    }
    let end = path.lastIndex(of: "/") ?? path.startIndex
    let folder = String(path[..<end])
    return (folder.isEmpty ? "/" : folder, String(path[path.index(after: end)...]))
  }
}

extension DiagnosticCode {
  static let unknownRule = DiagnosticCode(
    "policy/unknown", "A command about a policy was asked for a rule, a reason, a file or a revision that is not there."
  )
}
