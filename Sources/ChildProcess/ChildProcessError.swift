/// Why a child could not be started, spoken to, or waited for. An exit status other than 0 is a result, not an error.
public struct ChildProcessError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What went wrong, as callers tell cases apart.
  public struct Kind: Sendable, Hashable {
    private let name: String

    private init(_ name: String) { self.name = name }

    /// No file of this name exists, or none on the `PATH`.
    public static let notFound = Kind("notFound")
    /// The file exists and cannot be run.
    public static let notExecutable = Kind("notExecutable")
    /// The working directory is missing or closed to us.
    public static let badWorkingDirectory = Kind("badWorkingDirectory")
    /// An argument, a variable or a line cannot be passed on as it is.
    public static let badArgument = Kind("badArgument")
    /// Output is over the limit; the child was ended.
    public static let outputTooLarge = Kind("outputTooLarge")
    /// A line of output is over the limit; the child was ended.
    public static let lineTooLong = Kind("lineTooLong")
    /// The time ran out; the child was ended.
    public static let timeout = Kind("timeout")
    /// The calling task was cancelled.
    public static let cancelled = Kind("cancelled")
    /// The child reads no more: it ended, or its input was closed.
    public static let inputClosed = Kind("inputClosed")
    /// The system refused something else.
    public static let system = Kind("system")
  }

  /// What went wrong.
  public let kind: Kind
  /// One line for a person.
  public let message: String

  /// Makes an error.
  public init(kind: Kind, message: String) {
    self.kind = kind
    self.message = message
  }

  /// The message.
  public var description: String { message }
}

extension ChildProcessError {
  static let cancelled = ChildProcessError(kind: .cancelled, message: "cancelled while the program was running")
  static let inputClosed = ChildProcessError(kind: .inputClosed, message: "the program reads no more input")

  static func notFound(_ program: String) -> ChildProcessError {
    let place = program.utf8.contains(UInt8(ascii: "/")) ? "" : " on the PATH"
    return ChildProcessError(kind: .notFound, message: "the program `\(program)` was not found\(place)")
  }

  static func notExecutable(_ program: String) -> ChildProcessError {
    ChildProcessError(kind: .notExecutable, message: "`\(program)` is not a program that can be run")
  }

  static func badArgument(_ message: String) -> ChildProcessError {
    ChildProcessError(kind: .badArgument, message: message)
  }

  static func lineTooLong(limit: Int) -> ChildProcessError {
    ChildProcessError(kind: .lineTooLong, message: "the program wrote a line longer than \(limit) bytes")
  }

  static func outputTooLarge(limit: Int) -> ChildProcessError {
    ChildProcessError(kind: .outputTooLarge, message: "the program wrote more than \(limit) bytes")
  }

  static func timeout(_ program: String, after limit: Duration) -> ChildProcessError {
    ChildProcessError(kind: .timeout, message: "`\(program)` did not end within \(limit)")
  }
}
