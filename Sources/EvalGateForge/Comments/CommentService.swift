/// A comment on a change, as a service keeps it.
public struct ForgeComment: Hashable, Sendable {
  /// Grows with time within one service.
  public let id: Int
  /// The login of whoever wrote it, without the `[bot]` that GitHub appends to apps.
  public let author: String
  /// The text as it was sent.
  public let body: String
  /// Where a person reads it; empty where the service does not say.
  public let url: String

  /// Makes a comment.
  public init(id: Int, author: String, body: String, url: String = "") {
    self.id = id
    self.author = author.hasSuffix("[bot]") ? String(author.dropLast(5)) : author
    self.body = body
    self.url = url
  }
}

/// What a service's interface for comments can do; one for each service.
public protocol CommentService: Sendable {
  /// Whose comments the token writes, as ``ForgeComment/author`` gives it.
  func ownName() async throws(ForgeError) -> String
  /// One page of comments, 100 at most, oldest first; `next` is nil behind the last.
  func comments(page: Int) async throws(ForgeError) -> (comments: [ForgeComment], next: Int?)
  /// One comment as it is now.
  func comment(_ id: Int) async throws(ForgeError) -> ForgeComment
  /// Writes a new comment.
  func create(_ body: String) async throws(ForgeError) -> ForgeComment
  /// Puts another text into a comment.
  func update(_ id: Int, _ body: String) async throws(ForgeError) -> ForgeComment
  /// Removes a comment of ours.
  func delete(_ id: Int) async throws(ForgeError)
}
