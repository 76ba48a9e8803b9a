/// A place in a file that a user wrote, precise enough to draw a caret under it.
public struct SourceLocation: Hashable, Sendable {
  /// Relative to the repository, with `/`, so that annotations attach.
  public var path: String
  /// Counted from 1.
  public var line: Int
  /// Counted in characters of the file (Unicode scalars), from 1.
  public var column: Int
  /// How many characters the caret spans.
  public var length: Int

  public init(path: String, line: Int = 1, column: Int = 1, length: Int = 1) {
    self.path = path
    self.line = line
    self.column = column
    self.length = length
  }
}

extension SourceLocation: CustomStringConvertible {
  /// `path:line`, as failures print it.
  public var description: String { "\(path):\(line)" }
  /// `path:line:column`, as problems of a file print it.
  public var precise: String { "\(path):\(line):\(column)" }
}
