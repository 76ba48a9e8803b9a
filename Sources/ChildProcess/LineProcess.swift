/// A program that is kept alive and speaks lines: one thing asked on its standard input, any number of answers on its output.
///
/// Standard output and standard error are read all the time, so a child that writes much is never stuck for long: unread lines
/// up to `unreadLimit` are kept, then the child waits; of standard error the last `standardErrorLimit` bytes are kept. A child
/// that does not read makes ``send(line:)`` wait, and nothing else. Dropping the last reference ends the child.
public final class LineProcess: Sendable {
  /// The bounds within which a child is dealt with.
  public struct Limits: Sendable, Hashable {
    /// The most bytes a line of output may have; a longer one ends the child.
    public var line: Int
    /// The most bytes of unread lines kept before the child has to wait.
    public var unread: Int
    /// How many of the last bytes of standard error are kept.
    public var standardError: Int
    /// The time between SIGTERM and SIGKILL when the child has to be ended.
    public var grace: Duration

    /// Makes bounds; by default lines of 16 MiB, 4 MiB unread, 64 KiB of standard error, 5 seconds.
    public init(
      line: Int = 16 << 20, unread: Int = 4 << 20, standardError: Int = 64 << 10, grace: Duration = .seconds(5)
    ) {
      self.line = line
      self.unread = unread
      self.standardError = standardError
      self.grace = grace
    }
  }

  private let input: LineInput
  private let output: LineBuffer
  private let errors: Tail
  private let exit: Promise<Result<ExitStatus, ChildProcessError>>
  private let life: Task<Void, Never>

  /// Starts a program, found and given its arguments as ``runCommand(_:input:environment:workingDirectory:outputLimit:timeout:)`` does.
  ///
  /// - Throws: ``ChildProcessError`` of kind `notFound`, `notExecutable`, `badWorkingDirectory`, `badArgument`, `cancelled` or `system`.
  public init(
    _ arguments: [String], environment: ChildEnvironment = .inherited, workingDirectory: String? = nil,
    limits: Limits = Limits()
  ) async throws(ChildProcessError) {
    let launch = try Launch(
      arguments, environment: environment, workingDirectory: workingDirectory, grace: limits.grace)
    let talk = LineConversation(limits)
    let start = Promise<Result<Void, ChildProcessError>>()
    let exit = Promise<Result<ExitStatus, ChildProcessError>>()
    let life = Task {
      do throws(ChildProcessError) {
        let (_, status) = try await launch.run { (child) async throws(ChildProcessError) in
          start.fulfil(.success(()))
          await talk.hold(with: child)
        }
        exit.fulfil(.success(status))
      } catch {
        start.fulfil(.failure(error))
        talk.end(error)
        exit.fulfil(.failure(error))
      }
    }
    input = talk.input
    output = talk.output
    errors = talk.errors
    self.exit = exit
    self.life = life
    guard let started = await start.value() else { throw .cancelled }
    try started.get()
  }

  deinit {
    life.cancel()
  }

  /// Writes a line and its line feed; returns when the child's pipe has taken it.
  ///
  /// Lines are written whole and in the order of the calls. A sender that is cancelled is let go at once; its line is dropped, or
  /// written on when it is half written.
  ///
  /// - Throws: ``ChildProcessError`` of kind `inputClosed` when the child has ended or reads no more, `cancelled`, or `badArgument` for
  ///   a line with a line feed.
  public func send(line: [UInt8]) async throws(ChildProcessError) {
    guard !line.contains(UInt8(ascii: "\n")) else { throw .badArgument("a line has a line feed in it") }
    try await input.send(line + [UInt8(ascii: "\n")])
  }

  /// The next line of standard output without its line feed, or nil after the last.
  ///
  /// - Throws: ``ChildProcessError`` of kind `lineTooLong`, `cancelled` or `system`.
  public func nextLine() async throws(ChildProcessError) -> [UInt8]? {
    try await output.next().get()
  }

  /// The lines of standard output. Each line goes to one reader, whoever asks first.
  public var lines: Lines { Lines(output: output) }

  /// The last bytes the child wrote to standard error so far.
  public var standardErrorTail: [UInt8] { errors.bytes }

  /// Ends the child's input once the lines before are written; by contract it then finishes and exits.
  public func endInput() {
    input.close()
  }

  /// Waits until the child has ended.
  ///
  /// A child that cannot write on, because its lines are not read, does not end.
  ///
  /// - Throws: ``ChildProcessError`` of kind `cancelled` or `system`.
  public func waitForExit() async throws(ChildProcessError) -> ExitStatus {
    guard let outcome = await exit.value() else { throw .cancelled }
    return try outcome.get()
  }

  /// Ends the child and its descendants, SIGTERM first and SIGKILL after the grace period, and waits until it has ended.
  ///
  /// Lines written before stay readable. For a child that has ended by itself this only tells how.
  ///
  /// - Throws: ``ChildProcessError`` of kind `cancelled` (the child is ended all the same) or `system`.
  @discardableResult
  public func terminate() async throws(ChildProcessError) -> ExitStatus {
    life.cancel()
    return try await waitForExit()
  }

  /// Lines of standard output as they come.
  public struct Lines: AsyncSequence, Sendable {
    fileprivate let output: LineBuffer

    /// Takes one line after the other.
    public struct Iterator: AsyncIteratorProtocol {
      fileprivate let output: LineBuffer

      /// The next line, or nil after the last.
      public func next() async throws(ChildProcessError) -> [UInt8]? {
        try await output.next().get()
      }

      /// The next line, or nil after the last.
      public func next(isolation actor: isolated (any Actor)?) async throws(ChildProcessError) -> [UInt8]? {
        try await output.next().get()
      }
    }

    /// Begins where reading stands.
    public func makeAsyncIterator() -> Iterator {
      Iterator(output: output)
    }
  }
}
