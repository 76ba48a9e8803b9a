public import EvalGateCore
import StrictJSON

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

extension Journal {
  /// An interrupted run, ready to be gone on with.
  public struct Resumed: Sendable {
    public let journal: Journal
    /// Ordinals that have a line.
    public let done: Set<Int>
    /// Of these, the ones that ended in an error and may be tried again; a later line of the same trial counts instead.
    public let errors: Set<Int>
    /// Lines that were taken out, each with its place as it was and what was wrong with it. What they answered is not `done`.
    public let lost: [Diagnostic]
  }

  /// Opens a journal that a killed process left, cut at any byte. What stands after the last whole line is cut off, and lines that
  /// cannot be read or are not admitted are taken out: the rest is kept.
  ///
  /// - Parameters:
  ///   - admitting: whoever knows the plan looks at every result and opinion once, and says what keeps it from being one of this
  ///     run; nil for what is.
  ///   - lacking: asked when all were looked at: the places of results that do not count for want of something else.
  /// - Throws: `Diagnostic` when another process is writing it, when it is of a newer version, or when its first line cannot be read.
  public static func resume(
    at path: String, secrets: SecretMask = .none, admitting: (RunLine) -> String? = { _ in nil },
    lacking: () -> Set<Int> = { [] }
  ) throws -> Resumed {
    let claimed = try claim(path)
    let contents = try JournalContents(claimed, path: path, admitting: admitting, lacking: lacking)
    guard !contents.lost.isEmpty else { return try goOn(claimed, contents, path, secrets) }
    try AtomicFile.write(path) { file in try contents.copy(from: claimed, to: file) }
    let mended = try claim(path)
    return try goOn(
      mended, JournalContents(mended, path: path, admitting: { _ in nil }, lacking: { [] }), path, secrets,
      lost: contents.lost)
  }

  private static func claim(_ path: String) throws(Diagnostic) -> Descriptor {
    let descriptor: Descriptor
    do throws(SystemError) { descriptor = try Descriptor(path, O_RDWR | O_APPEND) } catch { throw error.writing(path) }
    try lock(descriptor, path)
    guard descriptor.hasName else {
      throw Diagnostic(
        .runNotFound, "the run was sealed by another process a moment ago", at: SourceLocation(path: path),
        help: "look at it with `evalgate show latest`")
    }
    return descriptor
  }

  private static func goOn(
    _ descriptor: Descriptor, _ contents: JournalContents, _ path: String, _ secrets: SecretMask,
    lost: [Diagnostic] = []
  ) throws(Diagnostic) -> Resumed {
    guard let header = contents.header else {
      throw Diagnostic(
        .damagedRun, "the journal ends within its first line, so nothing was recorded", at: SourceLocation(path: path),
        help: "remove it and run again")
    }
    do throws(SystemError) {
      if contents.size < (try descriptor.size) { try descriptor.truncate(to: contents.size) }
    } catch {
      throw error.writing(path)
    }
    let journal = Journal(
      path: path, header: header, storage: descriptor, lines: contents.lines, size: contents.size, secrets: secrets,
      clock: systemMonotonicTime)
    return Resumed(
      journal: journal, done: Set(contents.verdicts.keys), errors: contents.errors, lost: lost)
  }

  /// Makes a sealed run a journal again, to try its errors once more; its gates and its end are left out.
  public static func reopen(
    sealed: String, at path: String, secrets: SecretMask = .none, admitting: (RunLine) -> String? = { _ in nil },
    lacking: () -> Set<Int> = { [] }
  ) throws -> Resumed {
    if !FilePaths.exists(path) {
      try AtomicFile.write(path) { file in try copyResults(of: sealed, to: file, withHeader: true) }
    }
    return try resume(at: path, secrets: secrets, admitting: admitting, lacking: lacking)
  }

  /// Every line of a sealed run but its gates and its end. What cannot be read comes along: whoever reads the copy names it.
  static func copyResults(of sealed: String, to file: AtomicFile, withHeader: Bool = false) throws {
    let descriptor: Descriptor
    do throws(SystemError) { descriptor = try Descriptor(reading: sealed) } catch { throw error.reading(sealed) }
    var scanner = LineScanner(descriptor, path: sealed, limit: RunLine.limits.bytes)
    while let line = try scanner.next() {
      let isLeftOut =
        switch CaseHead.kind(of: line.bytes) == nil ? try? RunLine(line, in: sealed) : nil {
        case .gate, .end: true
        case .run: !withHeader
        case .trial, .confirmation, .opinion, .beside, nil: false
        }
      if !isLeftOut { try file.write(line.bytes + [UInt8(ascii: "\n")]) }
    }
  }
}
