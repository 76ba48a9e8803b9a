/// Files on a branch of their own, and a request to merge it.
public struct ChangeProposal: Sendable {
  /// A file as it is to be.
  public struct File: Sendable {
    /// From the repository's root, with `/`.
    public let path: String
    /// Text in UTF-8.
    public let text: String

    /// Names a file and its text.
    public init(path: String, text: String) {
      self.path = path
      self.text = text
    }
  }

  /// The branch it is made on; what was on it before is replaced, so it belongs to whoever proposes.
  public let branch: String
  /// The branch it is to be merged into.
  public let target: String
  /// The commit that the branch starts from.
  public let parent: String
  /// Of the commit and of the request.
  public let title: String
  /// The request's description, in Markdown.
  public let body: String
  /// What the one commit holds.
  public let files: [File]

  /// Puts a proposal together.
  public init(branch: String, target: String, parent: String, title: String, body: String, files: [File]) {
    self.branch = branch
    self.target = target
    self.parent = parent
    self.title = title
    self.body = body
    self.files = files
  }

  /// What came of it, with the address of the request.
  public enum Outcome: Hashable, Sendable {
    case opened(String)
    /// The request was open already and has the new commit now.
    case updated(String)
  }
}

/// What a service's interface has to do for a proposal; one for each service.
public protocol ProposalService: Sendable {
  /// Commits, moves the branch, and opens or updates the request. The branch moves only when the commit is whole.
  /// - Throws: `ForgeError`.
  func propose(_ proposal: ChangeProposal) async throws(ForgeError) -> ChangeProposal.Outcome
}
