public import EvalGateCore

/// Keeps one comment on a change: the one that says what is so now.
public struct CommentUpsert: Sendable {
  /// What came of it.
  public enum Outcome: Hashable, Sendable {
    case created(ForgeComment), updated(ForgeComment)
    /// All is well and nothing was said before, or what was said is of this commit and stands.
    case notNeeded
    /// The configuration wants none, whatever there is to say.
    case unwanted
    /// A later run has spoken already.
    case overtaken(byRun: Int)
  }

  /// Comments beyond these are not looked at.
  static let mostPages = 100

  private let service: any CommentService
  private let marker: CommentMarker
  private let policy: CommentPolicy

  /// Makes an upsert that finds its comment by the marker's id.
  public init(_ service: any CommentService, marker: CommentMarker, policy: CommentPolicy = .onChange) {
    self.service = service
    self.marker = marker
    self.policy = policy
  }

  /// - Parameters:
  ///   - text: the comment without its marker.
  ///   - isGreen: whether there is nothing that a reviewer has to see.
  ///   - yields: whether what was said of this very commit goes before it.
  /// - Throws: `ForgeError`; nothing of ours is lost then but the comment.
  public func write(_ text: String, isGreen: Bool, yields: Bool = false) async throws(ForgeError) -> Outcome {
    if policy == .never { return .unwanted }
    let own = try await service.ownName()
    let body = text + (text.hasSuffix("\n") ? "" : "\n") + marker.line
    if let earlier = try await ours(own).first {
      if yields, !marker.sha.isEmpty, earlier.marker.sha == marker.sha { return .notNeeded }
      return try await put(body, in: earlier, own)
    }
    if isGreen, policy == .onChange { return .notNeeded }
    let created = try await create(body, own)
    return try await settle(created, body, own)
  }

  /// Looks at the comment once more right before it writes: between the list and now a later run may have spoken. Neither
  /// service offers to write only where nothing has changed, so this is as near as one gets.
  private func put(_ body: String, in earlier: Found, _ own: String) async throws(ForgeError) -> Outcome {
    do throws(ForgeError) {
      let now = CommentMarker(endOf: try await service.comment(earlier.comment.id).body) ?? earlier.marker
      if now.run > marker.run { return .overtaken(byRun: now.run) }
      return .updated(try await service.update(earlier.comment.id, body))
    } catch .gone {
      // Somebody removed it since the list was made.
      return .created(try await create(body, own))
    }
  }

  /// Writes a new comment. Where the answer is lost nobody knows whether it is there, so it is looked for before it is written
  /// once more.
  private func create(_ body: String, _ own: String) async throws(ForgeError) -> ForgeComment {
    do throws(ForgeError) {
      return try await service.create(body)
    } catch {
      guard case .unanswered = error else { throw error }
      if let written = try await ours(own).first(where: { $0.marker == marker }) { return written.comment }
      return try await service.create(body)
    }
  }

  /// Two runs may each have found nothing and written. The earlier comment stays and says what the later run says.
  private func settle(_ created: ForgeComment, _ body: String, _ own: String) async throws(ForgeError) -> Outcome {
    let all = try await ours(own)
    guard let first = all.first, first.comment.id != created.id else { return .created(created) }
    let outcome = try await put(body, in: first, own)
    do throws(ForgeError) { try await service.delete(created.id) } catch .gone {}
    return outcome
  }

  private struct Found {
    let comment: ForgeComment
    let marker: CommentMarker
  }

  /// Comments that end in our marker and that we wrote: a person who quotes or copies one keeps theirs.
  private func ours(_ own: String) async throws(ForgeError) -> [Found] {
    var found: [Found] = []
    var page: Int? = 1
    while let current = page, current <= Self.mostPages {
      let (comments, next) = try await service.comments(page: current)
      for comment in comments {
        guard let marker = CommentMarker(endOf: comment.body), marker.id == self.marker.id, comment.author == own else {
          continue
        }
        found.append(Found(comment: comment, marker: marker))
      }
      page = next
    }
    return found.sorted { $0.comment.id < $1.comment.id }
  }
}
