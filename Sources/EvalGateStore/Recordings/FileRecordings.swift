public import EvalGateCore
import StrictJSON
import Synchronization

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The recordings of one evalset: those committed with it first, then those of this machine, to which new ones go.
public final class FileRecordings: RecordingStore, Sendable {
  /// `evalsets/<id>/recordings.jsonl`.
  public let committedPath: String
  /// `.evalgate/recordings/<id>.jsonl`.
  public let localPath: String
  public let claims = RecordingClaims()
  private let secrets: SecretMask
  private let state: Mutex<State>

  private struct State {
    var committed: RecordingFile
    var local: RecordingFile
    var writer = JSONWriter()
    /// Opened with the first recording that is kept.
    var output: Descriptor?
    var changes = RecordingChanges()
  }

  /// Reads both files; neither needs to exist.
  /// - Parameter secrets: values that must not reach a file.
  /// - Throws: `Diagnostic` with the place of the first line that cannot be used.
  public init(committed: String, local: String, secrets: SecretMask = .none) throws(Diagnostic) {
    committedPath = committed
    localPath = local
    self.secrets = secrets
    state = Mutex(
      State(
        committed: try RecordingFile(committed, duplicates: .mustAgree),
        local: try RecordingFile(local, duplicates: .lastWins)))
  }

  public func answer(for digest: Digest, trial: Int) -> Recording? {
    let key = RecordingKey(digest, trial: trial)
    return state.withLock { $0.committed.recording(for: key) ?? $0.local.recording(for: key) }
  }

  /// How many recordings each file has.
  public var counts: (committed: Int, local: Int) {
    state.withLock { ($0.committed.places.count, $0.local.places.count) }
  }

  /// Makes sure that answers can be kept, before one is paid for.
  /// - Throws: `Diagnostic` where the local file cannot be written, as in a read-only checkout.
  public func prepareToKeep() throws(Diagnostic) {
    do throws(SystemError) {
      try FilePaths.makeFolder(FilePaths.folder(of: localPath))
      _ = try Descriptor(localPath, O_RDWR | O_APPEND | O_CREAT)
    } catch {
      throw error.writing(localPath)
    }
  }

  /// What this object kept, beside what was kept before.
  public var changes: RecordingChanges { state.withLock { $0.changes } }

  /// Appends to the local file, as one line in one `write`.
  public func keep(_ recording: Recording, of caseID: String = "") throws {
    guard recording.failure?.kind != .infrastructure else {
      throw Diagnostic(
        .notRecordable, "a failure of the infrastructure is not recorded",
        help: "this is a bug in evalgate; please report it")
    }
    let recording = recording.lasting
    let key = RecordingKey(recording)
    try state.withLock { state throws(Diagnostic) in
      let local = state.local.recording(for: key)
      state.changes.note(recording, before: local ?? state.committed.recording(for: key), caseID: caseID)
      guard local != recording else { return }
      state.writer.removeAll()
      state.writer.line(recording)
      let line = secrets.masked(state.writer.bytes)
      do throws(SystemError) {
        try append(line, key, &state)
      } catch {
        throw error.writing(localPath)
      }
    }
  }

  /// Writes the local file anew without them, under its lock. What is committed was there before and stays.
  public func withdraw(_ keys: [(request: Digest, trial: Int)]) throws {
    let gone = Set(keys.map { RecordingKey($0.request, trial: $0.trial) })
    try state.withLock { state in
      let output: Descriptor
      do throws(SystemError) { output = try lockedOutput(&state) } catch { throw error.writing(localPath) }
      defer { output.unlock() }
      try Self.prune(localPath) { !gone.contains(RecordingKey($0)) }
      state.local = try RecordingFile(localPath, duplicates: .lastWins)
      // The file has been moved over: the next answer goes into the one that is there now.
      state.output = nil
    }
  }

  /// Under the file's own lock, because two processes may record into it, and what one could not finish it cuts off again.
  private func append(_ line: [UInt8], _ key: RecordingKey, _ state: inout State) throws(SystemError) {
    let output = try lockedOutput(&state)
    defer { output.unlock() }
    let start = try endOfWholeLines(output)
    do throws(SystemError) {
      try output.write(line)
    } catch {
      try? output.truncate(to: start)
      throw error
    }
    state.local.note(key, RecordingFile.Place(offset: start, length: line.count - 1, line: 0))
  }

  private func lockedOutput(_ state: inout State) throws(SystemError) -> Descriptor {
    if let output = state.output {
      _ = try output.lock(waiting: true)
      if output.hasName { return output }
      // `recordings keep` in another process moved the file away.
      output.unlock()
    }
    try FilePaths.makeFolder(FilePaths.folder(of: localPath))
    let output = try Descriptor(localPath, O_RDWR | O_APPEND | O_CREAT)
    _ = try output.lock(waiting: true)
    state.output = output
    try state.local.moved(to: output)
    return output
  }

  /// Where the next line begins. A last line without its end is closed where it is a recording, and cut off where a killed
  /// process left it.
  private func endOfWholeLines(_ output: Descriptor) throws(SystemError) -> Int {
    let size = try output.size
    guard size > 0, try output.read(1, at: size - 1) != [0x0A] else { return size }
    let start = try Self.startOfLastLine(output, size)
    if (try? Recording(line: try output.read(size - start, at: start))) != nil {
      try output.write([0x0A])
      return size + 1
    }
    try output.truncate(to: start)
    return start
  }

  private static func startOfLastLine(_ output: Descriptor, _ size: Int) throws(SystemError) -> Int {
    var end = size
    while end > 0 {
      let start = max(0, end - 1 << 16)
      if let feed = try output.read(end - start, at: start).lastIndex(of: 0x0A) { return start + feed + 1 }
      end = start
    }
    return 0
  }
}
