/// Something a user has to know: what is wrong, where, and how to mend it.
///
/// Sentences are lower case, without blame and without a full stop.
public struct Diagnostic: Error, Hashable, Sendable {
  public enum Severity: String, Hashable, Sendable, Comparable {
    case error, warning, note

    public static func < (a: Severity, b: Severity) -> Bool { a.rank < b.rank }
    private var rank: Int {
      switch self {
      case .error: 0
      case .warning: 1
      case .note: 2
      }
    }
  }

  public var code: DiagnosticCode
  public var severity: Severity
  public var message: String
  public var location: SourceLocation?
  /// Said under the caret, mostly "did you mean …".
  public var label: String?
  /// How to mend it. A message without any help is not finished.
  public var help: [String]
  /// The file's line, kept when the file was read, so that showing it never reads the file again.
  public var excerpt: String?

  public init(
    _ code: DiagnosticCode, _ message: String, at location: SourceLocation? = nil, severity: Severity = .error,
    label: String? = nil, help: String..., excerpt: String? = nil
  ) {
    self.code = code
    self.severity = severity
    self.message = message
    self.location = location
    self.label = label
    self.help = help
    self.excerpt = excerpt
  }
}

/// All that was wrong, together: a file is read to its end before anything is said about it.
public struct Problems: Error, Hashable, Sendable {
  public private(set) var list: [Diagnostic]

  public init(_ list: [Diagnostic] = []) { self.list = list }

  public mutating func add(_ diagnostic: Diagnostic) { list.append(diagnostic) }
  public mutating func add(_ others: Problems) { list.append(contentsOf: others.list) }

  public var hasErrors: Bool { list.contains { $0.severity == .error } }
  public var isEmpty: Bool { list.isEmpty }

  /// In the order of the files: path, line, column; equal places keep the order in which they were found.
  public var sorted: [Diagnostic] {
    list.enumerated().sorted { a, b in
      let (x, y) = (a.element.location, b.element.location)
      let left = (x?.path ?? "", x?.line ?? 0, x?.column ?? 0, a.offset)
      let right = (y?.path ?? "", y?.line ?? 0, y?.column ?? 0, b.offset)
      return left < right
    }.map(\.element)
  }
}
