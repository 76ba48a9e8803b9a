/// Names a kind of message for good, such as `gate/unknown-key`, so that it can be explained, searched and matched.
public struct DiagnosticCode: Hashable, Sendable, CustomStringConvertible {
  public let name: String
  /// What it means and what to do about it: the text of `evalgate explain <code>`.
  public let explanation: String

  public init(_ name: String, _ explanation: String) {
    self.name = name
    self.explanation = explanation
  }

  public var description: String { name }
  public static func == (a: Self, b: Self) -> Bool { a.name == b.name }
  public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}
