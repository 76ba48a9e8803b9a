/// A place in a file that a user wrote, precise enough to draw a caret under it.
public struct SourceLocation: Hashable, Sendable {
  /// Relative to the repository, with `/`, so that annotations attach.
  public var path: String
  // Half the usual width: every case of a run has a place.
  private var lineNumber: Int32
  private var columnNumber: Int32
  private var width: Int32

  public init(path: String, line: Int = 1, column: Int = 1, length: Int = 1) {
    self.path = path
    lineNumber = Int32(clamping: line)
    columnNumber = Int32(clamping: column)
    width = Int32(clamping: length)
  }

  /// A file or folder as a whole, of which no line can be named.
  public init(file path: String) { self.init(path: path, line: 0, column: 0, length: 0) }

  /// Counted from 1; 0 for a file as a whole.
  public var line: Int {
    get { Int(lineNumber) }
    set { lineNumber = Int32(clamping: newValue) }
  }
  /// Counted in characters of the file (Unicode scalars), from 1.
  public var column: Int {
    get { Int(columnNumber) }
    set { columnNumber = Int32(clamping: newValue) }
  }
  /// How many characters the caret spans.
  public var length: Int {
    get { Int(width) }
    set { width = Int32(clamping: newValue) }
  }
}

extension SourceLocation: CustomStringConvertible {
  /// `path:line`, as failures print it.
  public var description: String { line == 0 ? path : "\(path):\(line)" }
  /// `path:line:column`, as problems of a file print it.
  public var precise: String { line == 0 ? path : "\(path):\(line):\(column)" }
}
