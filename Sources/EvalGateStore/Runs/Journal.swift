public import EvalGateCore
import StrictJSON
import Synchronization

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A run while it is being made: every finished trial is a line in the file before anybody is told that it is finished.
///
/// One `write` a line and one process a journal, so killing that process at any byte loses at most what was in flight; synced
/// at least once a second, so a power cut loses at most a second. Safe to use from many tasks at once.
public final class Journal: RunSink, Sendable {
  public let path: String
  public let header: RunHeader
  let storage: any JournalStorage
  let state: Mutex<State>
  let secrets: SecretMask
  private let clock: MonotonicClock

  /// How much a power cut may cost, in nanoseconds.
  private static let syncInterval: UInt64 = 1_000_000_000

  struct State {
    /// Reused for every line.
    var writer = JSONWriter()
    var lines: [IndexedLine]
    /// Bytes of whole lines.
    var size: Int
    /// Whether a failed write may have left a part of a line behind `size`.
    var isTorn = false
    var isSealed = false
    var isDirty = true
    var isSyncing = false
    var lastSync: UInt64
  }

  /// Goes on with a journal whose lines are known.
  init(
    path: String, header: RunHeader, storage: any JournalStorage, lines: [IndexedLine], size: Int, secrets: SecretMask,
    clock: @escaping MonotonicClock
  ) {
    self.path = path
    self.header = header
    self.storage = storage
    self.secrets = secrets
    self.clock = clock
    state = Mutex(State(lines: lines, size: size, lastSync: clock()))
  }

  /// Begins a run.
  /// - Parameter secrets: values that must not reach the file, wherever they come from.
  /// - Throws: `Diagnostic` when there is a run at the path already or the file cannot be written.
  public static func create(
    at path: String, header: RunHeader, secrets: SecretMask = .none
  ) throws(Diagnostic) -> Journal {
    let descriptor: Descriptor
    do throws(SystemError) {
      try FilePaths.makeFolder(FilePaths.folder(of: path))
      descriptor = try Descriptor(path, O_RDWR | O_APPEND | O_CREAT | O_EXCL)
    } catch {
      throw error.number == EEXIST ? Self.existing(path) : error.writing(path)
    }
    try lock(descriptor, path)
    do throws(Diagnostic) {
      return try begin(at: path, header: header, storage: descriptor, secrets: secrets)
    } catch {
      // Without its first line it is nothing that anybody could go on with.
      unlink(path)
      throw error
    }
  }

  package static func begin(
    at path: String, header: RunHeader, storage: any JournalStorage, secrets: SecretMask = .none,
    clock: @escaping MonotonicClock = systemMonotonicTime
  ) throws(Diagnostic) -> Journal {
    let line = secrets.masked(RunLine.run(header).bytes)
    do throws(SystemError) { try storage.append(line) } catch { throw error.writing(path) }
    var lines: [IndexedLine] = []
    lines.reserveCapacity(header.planned / max(header.shard?.count ?? 1, 1))
    return Journal(
      path: path, header: header, storage: storage, lines: lines, size: line.count, secrets: secrets, clock: clock)
  }

  static func lock(_ descriptor: Descriptor, _ path: String) throws(Diagnostic) {
    do throws(SystemError) {
      guard try descriptor.lock() == .held else { return }
    } catch {
      throw error.writing(path)
    }
    throw Diagnostic(
      .runInUse, "another evalgate is writing this run", at: SourceLocation(path: path),
      help: "wait until it has ended, or end it; what it has finished is kept")
  }

  static func existing(_ path: String) -> Diagnostic {
    Diagnostic(
      .runExists, "there is an unfinished run already", at: SourceLocation(path: path),
      help: "finish it with `evalgate run --resume \(path)`, or remove the file")
  }
}

// MARK: Writing

extension Journal {
  public func append(_ record: CaseRecord) throws { try append(record, .trial) }

  /// Keeps a fresh trial that confirms or refutes a drop.
  public func append(confirmation record: CaseRecord) throws { try append(record, .confirmation) }

  public func append(_ opinion: Opinion) throws {
    try append(.opinion, opinion.ordinal, rank: IndexedLine.rank(of: opinion)) { $0.line(opinion) }
  }

  public func append(_ answer: ShadowAnswer, beside trial: JudgedTrial?, at ordinal: Int) throws {
    try append(.beside, ordinal, rank: 0) { $0.line(answer, besideTrialAt: ordinal) }
  }

  private func append(_ record: CaseRecord, _ section: IndexedLine.Section) throws {
    let rank = IndexedLine.rank(arm: record.arm == .base, trial: record.trial)
    try append(section, record.ordinal, rank: rank) { $0.line(record, as: section == .trial ? .case : .confirm) }
  }

  /// - Throws: `Diagnostic` when the line could not be kept; the lines before it are.
  private func append(
    _ section: IndexedLine.Section, _ ordinal: Int, rank: Int, _ write: (inout JSONWriter) -> Void
  ) throws(Diagnostic) {
    try state.withLock { state throws(Diagnostic) in
      guard !state.isSealed else {
        throw Diagnostic(
          .unwritableFile, "the run is sealed", at: SourceLocation(path: path),
          help: "this is a bug in evalgate; please report it")
      }
      state.writer.removeAll()
      write(&state.writer)
      let line = secrets.masked(state.writer.bytes)
      guard line.count <= RunLine.limits.bytes else {
        throw Diagnostic(
          .unwritableFile, "one trial is larger than \(RunLine.limits.bytes >> 20) MB", at: SourceLocation(path: path),
          help: "limit what the model or the program answers")
      }
      try put(line, &state)
      state.lines.append(
        IndexedLine(
          ordinal: ordinal, rank: rank, offset: state.size - line.count, length: Int32(line.count), section: section))
      state.isDirty = true
    }
    try synchronize(onlyIfDue: true)
  }

  /// Writes a line whole or not at all: what a full disk took of it is cut off again.
  private func put(_ line: [UInt8], _ state: inout State) throws(Diagnostic) {
    do throws(SystemError) {
      if state.isTorn { try storage.truncate(to: state.size) }
      state.isTorn = true
      try storage.append(line)
      state.isTorn = false
    } catch {
      if (try? storage.truncate(to: state.size)) != nil { state.isTorn = false }
      throw error.writing(path)
    }
    state.size += line.count
  }
}

// MARK: Syncing

extension Journal {
  /// Returns when all lines are on the disk itself.
  public func synchronize() throws(Diagnostic) { try synchronize(onlyIfDue: false) }

  /// Syncs until it is cancelled, so that lines are safe even while no new ones come. More often than they have to be, so
  /// that no task that appends one ever waits for the disk.
  public func keepSynchronized() async throws {
    while !Task.isCancelled {
      do { try await Task.sleep(nanoseconds: Self.syncInterval / 2) } catch { return }
      try synchronize(onlyIfDue: false)
    }
  }

  /// The disk is waited for outside the lock, so that other tasks go on writing meanwhile.
  private func synchronize(onlyIfDue: Bool) throws(Diagnostic) {
    let now = clock()
    let isMine = state.withLock { state in
      // A clock that went backwards, which no monotonic one should, counts as due.
      let isDue = now < state.lastSync || now - state.lastSync >= Self.syncInterval
      guard state.isDirty, !(onlyIfDue && (state.isSyncing || !isDue)) else { return false }
      state.isDirty = false
      state.isSyncing = true
      return true
    }
    guard isMine else { return }
    do throws(SystemError) {
      try storage.synchronize()
    } catch {
      state.withLock {
        $0.isDirty = true; $0.isSyncing = false
      }
      throw error.writing(path)
    }
    let ended = clock()
    state.withLock { state in
      state.isSyncing = false
      state.lastSync = ended
    }
  }
}
