public import EvalGateCore
import StrictJSON

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

extension FileRecordings {
  /// What `recordings keep` did.
  public struct Kept: Hashable, Sendable {
    /// Requests and trials that the committed file had not.
    public let added: Int
    /// Those it had with another answer; the local one is taken, because it is newer. One that took another time is the same.
    public let replaced: Int
    /// Those it has with another answer and a note: somebody wrote them by hand, and they stay. The local ones stay where they are.
    public let noted: Int
    /// Those that went, because an earlier evalgate recorded that another target answered in their place.
    public let removed: Int
    /// Recordings in the committed file now.
    public let total: Int

    /// Committed answers in whose place there is another one on this machine, or none.
    public var differing: Int { replaced + noted + removed }
  }

  /// Moves the recordings of this machine into the committed file, sorted by request and trial, each once.
  ///
  /// Lines are moved as they are, so a file that was written by hand keeps its notes and its wording. Whoever records meanwhile
  /// waits, and goes on in a file of its own; another object must be made to look recordings up afterwards.
  /// - Parameters:
  ///   - replacesNoted: whether a committed answer with a note is replaced like any other.
  ///   - isTrial: whether the files are only looked at.
  /// - Throws: `Diagnostic` when a file cannot be read or written; the local file is then still there.
  public static func keep(
    committed: String, local: String, replacesNoted: Bool = false, isTrial: Bool = false
  ) throws -> Kept {
    guard !isTrial else { return try move(local, into: committed, replacesNoted, isTrial: true) }
    let kept = try whileNobodyAppends(to: local) { try move(local, into: committed, replacesNoted, isTrial: false) }
    return try kept
      ?? Kept(
        added: 0, replaced: 0, noted: 0, removed: 0,
        total: RecordingFile(committed, duplicates: .mustAgree).places.count)
  }

  private static func move(
    _ local: String, into committed: String, _ replacesNoted: Bool, isTrial: Bool
  ) throws -> Kept {
    let old = try RecordingFile(committed, duplicates: .mustAgree)
    let new = try RecordingFile(local, duplicates: .lastWins)
    var (added, replaced) = (Set<RecordingKey>(), Set<RecordingKey>())
    var noted: Set<RecordingKey> = []
    for key in new.places.keys {
      guard let known = old.recording(for: key) else {
        added.insert(key)
        continue
      }
      guard let newer = new.recording(for: key), newer.saysMore(than: known) else { continue }
      if known.note != nil, !replacesNoted {
        noted.insert(key)
      } else {
        replaced.insert(key)
      }
    }
    var removed: Set<RecordingKey> = []
    for key in new.superseded {
      guard let known = old.recording(for: key) else { continue }
      if known.note != nil, !replacesNoted { noted.insert(key) } else { removed.insert(key) }
    }
    if !isTrial {
      let taken = added.union(replaced)
      if !taken.isEmpty || !removed.isEmpty { try write(old, new, taking: taken, without: removed, to: committed) }
      try leave(noted, of: new, at: local)
    }
    return Kept(
      added: added.count, replaced: replaced.count, noted: noted.count, removed: removed.count,
      total: old.places.count + added.count - removed.count)
  }

  /// Takes the lock of this machine's file, under which whoever records appends to it and sees that it was moved away.
  /// - Returns: nil where there is no file. One that somebody begins from now on is left to whoever comes next.
  private static func whileNobodyAppends<Value>(to path: String, _ body: () throws -> Value) throws -> Value? {
    while true {
      let file: Descriptor
      do throws(SystemError) {
        file = try Descriptor(path, O_RDWR)
        _ = try file.lock(waiting: true)
      } catch {
        guard error.number == ENOENT || error.number == ENOTDIR else { throw error.writing(path) }
        return nil
      }
      defer { file.unlock() }
      if file.hasName { return try body() }
    }
  }

  /// Takes what was moved out of the local file: all of it, or all but a few lines.
  private static func leave(_ keys: Set<RecordingKey>, of file: RecordingFile, at path: String) throws {
    guard file.descriptor != nil else { return }
    guard !keys.isEmpty else {
      do throws(SystemError) { try FilePaths.remove(path) } catch { throw error.writing(path) }
      return
    }
    try rewrite(path) { keys.contains(RecordingKey($0)) }
  }

  private static func write(
    _ old: RecordingFile, _ new: RecordingFile, taking taken: Set<RecordingKey>, without removed: Set<RecordingKey>,
    to path: String
  ) throws {
    let keys = taken.union(old.places.keys).subtracting(removed).sorted()
    try AtomicFile.write(path) { file in
      var buffer: [UInt8] = []
      for key in keys {
        let source = taken.contains(key) ? new : old
        guard let place = source.places[key], let line = source.bytes(at: place) else {
          throw Diagnostic(
            .unreadableFile, "the file changed while it was being read", at: SourceLocation(path: source.path),
            help: "try again when nothing records")
        }
        buffer.append(contentsOf: line.last == 0x0D ? line.dropLast() : line[...])
        buffer.append(0x0A)
        if buffer.count >= 1 << 20 {
          try file.write(buffer)
          buffer.removeAll(keepingCapacity: true)
        }
      }
      try file.write(buffer)
    }
  }

  /// Removes from a file what `isUsed` does not name, such as answers to requests that no prompt makes any more. The other lines
  /// stay as they are and in their order.
  ///
  /// - Parameter isTrial: whether the file is only looked at.
  /// - Returns: the numbers of the lines that go, from 1.
  /// - Throws: `Diagnostic` when a line cannot be read: nothing is removed from a file that is not understood.
  @discardableResult
  public static func prune(
    _ path: String, isTrial: Bool = false, isUsed: (Recording) -> Bool
  ) throws -> [Int] {
    guard !isTrial else { return try rewrite(path, isTrial: true, isUsed: isUsed) }
    return try whileNobodyAppends(to: path) { try rewrite(path, isUsed: isUsed) } ?? []
  }

  /// The same, under a lock that is held.
  @discardableResult
  static func rewrite(_ path: String, isTrial: Bool = false, isUsed: (Recording) -> Bool) throws -> [Int] {
    let file = try RecordingFile(path, duplicates: .lastWins)
    let places = file.places.inOrder
    let unused = places.filter { entry in
      guard let recording = file.recording(for: entry.key) else { return false }
      return !isUsed(recording)
    }
    guard !unused.isEmpty, !isTrial else { return unused.map(\.place.line) }
    let gone = Set(unused.map(\.key))
    let superseded = file.superseded.sorted().filter { isUsed(Recording(request: $0.digest, trial: $0.trial)) }
    try AtomicFile.write(path) { output in
      for (key, place) in places where !gone.contains(key) {
        guard let line = file.bytes(at: place) else {
          throw Diagnostic(
            .unreadableFile, "the file changed while it was being read", at: SourceLocation(path: path),
            help: "try again when nothing records")
        }
        try output.write(line + [0x0A])
      }
      var writer = JSONWriter()
      for key in superseded { writer.line(superseding: key) }
      try output.write(writer.bytes)
    }
    return unused.map(\.place.line)
  }
}

extension Recording {
  /// Whether it says something else, or what it took where that was not known.
  fileprivate func saysMore(than known: Recording) -> Bool {
    resultDigest != known.resultDigest || answer.usage != nil && known.answer.usage == nil
  }
}
