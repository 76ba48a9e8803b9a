public import EvalGateCore

/// What the files of a revision say of a project that came from them: the configuration that governed its files there, whatever
/// it was called and whoever included it.
public struct Predecessor: Sendable {
  /// Under the names that the project of now gives its suites; nil where nothing governed its files.
  public internal(set) var project: Project?
  /// What suites were called there, by their names in ``project``.
  public internal(set) var formerNames: [String: String] = [:]
  /// The configuration that is new since.
  public internal(set) var new: String?
  /// A configuration by which commands in the working folder went there and that has nothing in it. What it held may have been
  /// held by the very pipeline that reads a nearer one now, and nobody can tell.
  public internal(set) var passedOver: String?
  /// Configurations that may have held some of the project's files and do not load there.
  public internal(set) var unread: [UnreadConfiguration] = []
}

/// A configuration that does not load where it was looked at, so that nobody knows what it held.
public struct UnreadConfiguration: Hashable, Sendable {
  public let path: String
  /// The first thing that is wrong with it.
  public let problem: Diagnostic

  public init(path: String, _ problems: Problems) {
    self.path = path
    problem =
      problems.sorted.first { $0.severity == .error }
      ?? Diagnostic(.unreadable, "nobody knows why", help: "please report this bug of evalgate")
  }
}

extension ProjectLoader {
  /// What a project was at these files.
  ///
  /// Each of its configurations is looked for where it stands. Where one is there, it is what it was there, under the names of
  /// now. Where one is new, what held of its folder is what a configuration above it had there, and a configuration that is gone
  /// and asked what the project asks now.
  ///
  /// - Parameters:
  ///   - now: the files that the project was loaded from.
  ///   - isNamed: whether somebody named the configuration, rather than the working folder.
  public func predecessor(
    of head: Project, at now: any FileSource, isNamed: Bool, workingFolder: String = ""
  ) async throws(Problems) -> Predecessor {
    guard let root = head.configuration.parts.first else {
      do throws(Problems) {
        return Predecessor(project: try await load(workingFolder: workingFolder))
      } catch {
        guard error.isNothingThere else { throw error }
        return Predecessor()
      }
    }
    var search = PredecessorSearch(loader: self, head: head, now: now)
    try await search.findParts()
    try await search.findAbove()
    try await search.findGone()
    var found = search.merged
    found.unread = search.unread
    if search.new.contains(root) {
      found.new = root.path
      if found.project == nil, !isNamed {
        found.passedOver = await passedOver(root, workingFolder)
      }
    }
    return found
  }

  /// The configuration that was found from the working folder before a nearer one was there. One that includes whatever lies at
  /// that place said itself that the folder is one of its own.
  private func passedOver(_ root: ConfigurationPart, _ workingFolder: String) async -> String? {
    let wasThere = workingFolder.isEmpty ? true : await files.kind(of: workingFolder) == .folder
    guard wasThere, let found = try? await ConfigurationSearch(source: files).find(from: workingFolder)
    else { return nil }
    let assembly = assembly()
    guard let node = await assembly.shelf.data(found, namedAt: nil, as: "configuration", &assembly.problems) else {
      return found
    }
    return Assembly.includes(node, root.path) ? nil : found
  }
}

extension Problems {
  /// Whether there is no more wrong than that nothing is there.
  var isNothingThere: Bool { !list.isEmpty && list.allSatisfy { $0.code == .noConfiguration || $0.severity != .error } }
}
