/// Text from a model, a user's file or a server, which no sink may print before it has made it safe for itself.
///
/// There is deliberately no `description`: interpolating one into a report does not show its content.
public struct UntrustedText: Hashable, Sendable, CustomStringConvertible, ExpressibleByStringLiteral {
  /// The text as it came. Only a sink's escaping function and a pure check should ask for it.
  public let unsafeText: String

  public init(_ text: String) { unsafeText = text }
  public init(stringLiteral value: String) { unsafeText = value }

  public var description: String { "(untrusted text of \(unsafeText.utf8.count) bytes)" }
  public var isEmpty: Bool { unsafeText.isEmpty }

  /// At most `limit` Unicode scalars, with an ellipsis when something was left out.
  public func excerpt(_ limit: Int) -> UntrustedText {
    guard unsafeText.unicodeScalars.count > limit else { return self }
    var view = String.UnicodeScalarView()
    view.append(contentsOf: unsafeText.unicodeScalars.prefix(limit))
    return UntrustedText(String(view) + "…")
  }
}
