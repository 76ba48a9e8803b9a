public import EvalGateCore
import StrictJSON
import Synchronization

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The recordings of one evalset: those of this machine, to which new ones go, before those committed with it.
public final class FileRecordings: RecordingStore, Sendable {
  /// `evalsets/<id>/recordings.jsonl`.
  public let committedPath: String
  /// `.evalgate/recordings/<id>.jsonl`.
  public let localPath: String
  /// Whether the latter is a file of the repository: then it is neither read nor written.
  public let isLocalTracked: Bool
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
    /// Those that were found here while the committed file says something else.
    var differing: Set<RecordingKey> = []
    /// Those that were found for a route although an earlier evalgate had kept another target's answer of it.
    var overtaken: Set<RecordingKey> = []

    /// A route's own answer, else what its first target said.
    mutating func answer(for digest: Digest, trial: Int, route: Digest?) -> Recording? {
      let key = RecordingKey(digest, trial: trial)
      if let route {
        if let own = recording(for: key.asked(by: route)) { return own }
        if local.renewed.contains(key) { overtaken.insert(key) }
      }
      return recording(for: key) ?? local.ofFirstTarget(key) ?? committed.ofFirstTarget(key)
    }

    /// What was recorded here is taken for the newer one.
    fileprivate mutating func recording(for key: RecordingKey) -> Recording? {
      let own = local.recording(for: key)
      guard own != nil || local.superseded.contains(key) else { return committed.recording(for: key) }
      if committed.places[key] != nil, !differing.contains(key),
        committed.recording(for: key)?.resultDigest != own?.resultDigest
      {
        differing.insert(key)
      }
      return own
    }
  }

  /// Reads both files; neither needs to exist.
  /// - Parameters:
  ///   - isLocalTracked: whether git tracks the local file, so that a change may have made it up where nobody looks.
  ///   - secrets: values that must not reach a file.
  /// - Throws: `Diagnostic` with the place of the first line that cannot be used.
  public init(
    committed: String, local: String, isLocalTracked: Bool = false, secrets: SecretMask = .none
  ) throws(Diagnostic) {
    committedPath = committed
    localPath = local
    self.isLocalTracked = isLocalTracked
    self.secrets = secrets
    state = Mutex(
      State(
        committed: try RecordingFile(committed, duplicates: .mustAgree),
        local: isLocalTracked ? RecordingFile(unread: local) : try RecordingFile(local, duplicates: .lastWins)))
  }

  public func answer(for digest: Digest, trial: Int, route: Digest?) -> Recording? {
    state.withLock { $0.answer(for: digest, trial: trial, route: route) }
  }

  /// How many of the answers that were looked up here are others in the committed file, or none any more.
  public var differing: Int { state.withLock { $0.differing.count } }

  /// How many answers that routes of several targets got here are their first target's, recorded since an earlier evalgate kept
  /// another target's: it did not say of which route that was.
  public var overtaken: Int { state.withLock { $0.overtaken.count } }

  /// How many recordings each file has.
  public var counts: (committed: Int, local: Int) {
    state.withLock { ($0.committed.places.count, $0.local.places.count) }
  }

  /// Makes sure that answers can be kept, before one is paid for.
  /// - Throws: `Diagnostic` where the local file cannot be written, as in a read-only checkout.
  public func prepareToKeep() throws(Diagnostic) {
    try assureOwn()
    do throws(SystemError) {
      try FilePaths.makeFolder(FilePaths.folder(of: localPath))
      _ = try Descriptor(localPath, O_RDWR | O_APPEND | O_CREAT)
    } catch {
      throw error.writing(localPath)
    }
  }

  private func assureOwn() throws(Diagnostic) {
    guard isLocalTracked else { return }
    throw Diagnostic(
      .trackedRecordings, "\(localPath) is a file of the repository", at: SourceLocation(file: localPath),
      help: "`evalgate recordings keep` moves its answers beside their evalset; then `git rm -r --cached .evalgate`")
  }

  /// What this object kept, beside what was kept before.
  public var changes: RecordingChanges { state.withLock { $0.changes } }

  /// Appends to the local file, as one line in one `write`.
  public func keep(_ recording: Recording, of caseID: String = "") throws {
    try assureOwn()
    guard recording.failure?.kind != .infrastructure else {
      throw Diagnostic(
        .notRecordable, "a failure of the infrastructure is not recorded",
        help: "this is a bug in evalgate; please report it")
    }
    let recording = recording.lasting
    let key = RecordingKey(recording)
    try state.withLock { state throws(Diagnostic) in
      state.changes.note(recording, before: state.recording(for: key), caseID: caseID)
      guard state.local.recording(for: key) != recording else { return }
      state.writer.removeAll()
      state.writer.line(recording)
      let line = secrets.masked(state.writer.bytes)
      let start = try append(line, &state)
      state.local.note(key, RecordingFile.Place(offset: start, length: line.count - 1, line: 0))
    }
  }

  /// Writes the local file anew without them, under its lock. What is committed was there before and stays.
  public func withdraw(_ keys: [(request: Digest, trial: Int)], of route: Digest? = nil) throws {
    try assureOwn()
    let gone = Set(keys.map { RecordingKey($0.request, trial: $0.trial, route: route) })
    try state.withLock { state in
      let output: Descriptor
      do throws(SystemError) { output = try lockedOutput(&state) } catch { throw error.writing(localPath) }
      defer { output.unlock() }
      try Self.rewrite(localPath) { !gone.contains(RecordingKey($0)) }
      state.local = try RecordingFile(localPath, duplicates: .lastWins)
      // The file has been moved over: the next answer goes into the one that is there now.
      state.output = nil
    }
  }

  /// Under the file's own lock, because two processes may record into it, and what one could not finish it cuts off again.
  /// - Returns: where the line begins.
  private func append(_ line: [UInt8], _ state: inout State) throws(Diagnostic) -> Int {
    do throws(SystemError) {
      let output = try lockedOutput(&state)
      defer { output.unlock() }
      let start = try endOfWholeLines(output)
      do throws(SystemError) {
        try output.write(line)
      } catch {
        try? output.truncate(to: start)
        throw error
      }
      return start
    } catch {
      throw error.writing(localPath)
    }
  }

  private func lockedOutput(_ state: inout State) throws(SystemError) -> Descriptor {
    if let output = state.output {
      _ = try output.lock(waiting: true)
      if output.hasName { return output }
      // `recordings keep` in another process moved the file away, and what was in it beside the evalset.
      output.unlock()
    }
    try FilePaths.makeFolder(FilePaths.folder(of: localPath))
    while true {
      let output = try Descriptor(localPath, O_RDWR | O_APPEND | O_CREAT)
      _ = try output.lock(waiting: true)
      // It may have been moved away while this waited for the lock.
      guard output.hasName else { continue }
      if state.output != nil, let now = try? RecordingFile(committedPath, duplicates: .mustAgree) {
        state.committed = now
      }
      state.output = output
      try state.local.moved(to: output)
      return output
    }
  }

  /// Where the next line begins. A last line without its end is closed where it is a recording, and cut off where a killed
  /// process left it.
  private func endOfWholeLines(_ output: Descriptor) throws(SystemError) -> Int {
    let size = try output.size
    guard size > 0, try output.read(1, at: size - 1) != [0x0A] else { return size }
    let start = try Self.startOfLastLine(output, size)
    if let last = try? output.read(size - start, at: start),
      RecordingKey(supersededBy: last) != nil || (try? Recording(line: last)) != nil
    {
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
