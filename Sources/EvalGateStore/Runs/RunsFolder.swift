public import EvalGateCore

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// `.evalgate/`: what evalgate keeps beside a project. It ignores itself, so nothing in it is committed by mistake.
public struct RunsFolder: Sendable {
  /// `…/.evalgate`.
  public let path: String
  private let note: @Sendable (Diagnostic) -> Void

  /// - Parameters:
  ///   - root: the project's folder.
  ///   - note: told of a file among the runs that is none and was passed over.
  public init(root: String, note: @escaping @Sendable (Diagnostic) -> Void = { _ in }) {
    path = FilePaths.joined(root, ".evalgate")
    self.note = note
  }

  public var runs: String { FilePaths.joined(path, "runs") }
  /// Whether there is a folder of runs, readable or not.
  public var isThere: Bool { FilePaths.isFolder(runs) }
  /// What is remembered of runs, those that were removed included.
  public var index: String { FilePaths.joined(path, "history.sqlite") }
  public var recordings: String { FilePaths.joined(path, "recordings") }

  public func sealedPath(of id: String) -> String { FilePaths.joined(runs, id + ".jsonl") }
  /// The journal of a run that is going to be kept elsewhere.
  public static func journalPath(of id: String, beside run: String) -> String {
    "\(run.hasSuffix(".jsonl") ? String(run.dropLast(6)) : run).\(id.prefix(7)).journal"
  }

  public func journalPath(of id: String) -> String { FilePaths.joined(runs, id + ".journal") }

  /// Makes the folders, and the file by which git ignores them.
  public func prepare() throws(Diagnostic) {
    let ignore = FilePaths.joined(path, ".gitignore")
    do throws(SystemError) {
      try FilePaths.makeFolder(runs)
      guard !FilePaths.exists(ignore) else { return }
      try Descriptor(ignore, O_WRONLY | O_CREAT | O_TRUNC).write(Array("*\n".utf8))
    } catch {
      throw error.writing(path)
    }
  }
}

/// A run in the folder.
public struct StoredRun: Hashable, Sendable {
  public let id: String
  public let path: String
  /// Whether it was interrupted, or is being made right now.
  public let isJournal: Bool
  public let bytes: Int
  /// When it was last written, in nanoseconds since 1970.
  public let modified: Int
  /// When it was begun, in seconds since 1970, as it says itself: a copied or restored file keeps its place among the runs. A
  /// replayed run has no time of its own, and what cannot be read says nothing; of these it is when the file was written.
  public let started: Int

  init(id: String, path: String, isJournal: Bool, status: stat) {
    self.id = id
    self.path = path
    self.isJournal = isJournal
    bytes = Int(status.st_size)
    modified = status.modifiedNanoseconds
    started = (try? RunFile.header(at: path))?.observed?.startedAt ?? modified / 1_000_000_000
  }

  /// Whether it comes before another one in time.
  public func isEarlier(than other: StoredRun) -> Bool {
    (started, modified, id) < (other.started, other.modified, other.id)
  }
}

extension RunsFolder {
  /// Those that were begun last first. Of a run that is there sealed and as a journal only the sealed one is named.
  public func list() throws(Diagnostic) -> [StoredRun] {
    let names: [String]
    do throws(SystemError) { names = try FilePaths.names(in: runs) } catch {
      if error.number == ENOENT { return [] }
      throw error.reading(runs)
    }
    var byID: [String: StoredRun] = [:]
    for name in names {
      guard let run = stored(name) else { continue }
      if byID[run.id] == nil || !run.isJournal { byID[run.id] = run }
    }
    return byID.values.sorted { $1.isEarlier(than: $0) }
  }

  private func stored(_ name: String) -> StoredRun? {
    let path = FilePaths.joined(runs, name)
    for (suffix, isJournal) in [(".jsonl", false), (".journal", true)] where name.utf8.count > suffix.utf8.count {
      guard name.hasSuffix(suffix), let status = FilePaths.status(of: path), status.st_mode & S_IFMT == S_IFREG else {
        continue
      }
      return StoredRun(id: String(name.dropLast(suffix.count)), path: path, isJournal: isJournal, status: status)
    }
    return nil
  }

  /// The run that a person means by a path, the beginning of an id, or `latest`.
  /// - Throws: `Diagnostic` when there is none or more than one.
  public func find(_ name: String) throws(Diagnostic) -> StoredRun {
    if name.utf8.contains(UInt8(ascii: "/")) || RunFile.isJournal(name) || name.hasSuffix(".jsonl") {
      return try run(atPath: name)
    }
    let all = try list()
    if name == "latest", let latest = try latest(of: all) { return latest }
    let matching = all.filter { !name.isEmpty && $0.id.utf8.starts(with: name.utf8) }
    if let exact = matching.first(where: { $0.id.utf8.elementsEqual(name.utf8) }) { return exact }
    guard let first = matching.first else { throw notFound(name, all) }
    guard matching.count == 1 else {
      let shown = matching.prefix(5).map { "`\($0.id)`" }.joined(separator: ", ")
      throw Diagnostic(
        .runNotOne, "\(matching.count) runs begin with `\(name)`", help: "give more of the id: \(shown)")
    }
    return first
  }

  /// The run that was begun last. What is wrong further on is an error of that run: an older one in its stead would
  /// answer another question.
  private func latest(of all: [StoredRun]) throws(Diagnostic) -> StoredRun? {
    for run in all where try isRun(run) { return run }
    return nil
  }

  /// The runs, newest first, without files that do not begin as one does.
  public func readable() throws(Diagnostic) -> [StoredRun] {
    var runs: [StoredRun] = []
    for run in try list() where try isRun(run) { runs.append(run) }
    return runs
  }

  private func isRun(_ run: StoredRun) throws(Diagnostic) -> Bool {
    do throws(Diagnostic) {
      _ = try RunFile.header(at: run.path)
      return true
    } catch {
      guard error.code == .damagedRun else { throw error }
      note(.passedOver(run, error))
      return false
    }
  }

  private func run(atPath path: String) throws(Diagnostic) -> StoredRun {
    guard let status = FilePaths.status(of: path), status.st_mode & S_IFMT == S_IFREG else {
      throw Diagnostic(
        .runNotFound, "there is no run at \(path)", at: SourceLocation(file: path),
        help: "`evalgate runs list` names the runs there are")
    }
    let file = FilePaths.name(of: path)
    let isJournal = RunFile.isJournal(path)
    return StoredRun(
      id: String(file.dropLast(isJournal ? 8 : file.hasSuffix(".jsonl") ? 6 : 0)), path: path, isJournal: isJournal,
      status: status)
  }

  private func notFound(_ name: String, _ all: [StoredRun]) -> Diagnostic {
    guard !all.isEmpty else {
      return Diagnostic(.runNotFound, "there are no runs yet", help: "make one with `evalgate run`")
    }
    return Diagnostic(
      .runNotFound, "no run begins with `\(name)`",
      label: suggestion(for: name, among: all.map(\.id)).map { "did you mean `\($0)`?" },
      help: "`evalgate runs list` names the runs there are; `latest` is `\(all[0].id)`")
  }

  /// Removes all but the runs that were written last: one that was begun long ago and finished only now is not to go at once. One that is being written right now, or that waits to be accepted, is left alone.
  /// - Returns: what was removed.
  @discardableResult
  public func prune(keeping count: Int = 20) throws(Diagnostic) -> [StoredRun] {
    var removed: [StoredRun] = []
    // What waits and cannot be read is said where somebody asks for it, not by every run.
    let waiting = Set((try? pending())?.flatMap(\.runs) ?? [])
    let superfluous = try list().sorted { ($0.modified, $0.id) > ($1.modified, $1.id) }.dropFirst(max(count, 0))
      .filter { !waiting.contains($0.id) }
    if !superfluous.isEmpty { try remember(superfluous) }
    for run in superfluous where !(run.isJournal && Self.isInUse(run.path)) {
      do throws(SystemError) { try FilePaths.remove(run.path) } catch { throw error.writing(run.path) }
      removed.append(run)
    }
    return removed
  }

  /// The index with every run of the folder in it, and those that were removed.
  public func upToDateIndex() throws -> RunIndex {
    try prepare()
    let index = try RunIndex(at: index)
    for run in try index.take(list()) {
      note(
        .passedOver(
          run,
          Diagnostic(.damagedRun, "its first line or its end cannot be read", at: SourceLocation(path: run.path))))
    }
    return index
  }

  /// Keeps what `history` and `trend` show of runs that are about to go.
  private func remember(_ runs: [StoredRun]) throws(Diagnostic) {
    do { try RunIndex(at: index).take(runs) } catch let error as Diagnostic { throw error } catch {
      throw Diagnostic(.database, "cannot remember the runs that are removed: \(error)", help: "try again")
    }
  }

  private static func isInUse(_ path: String) -> Bool {
    guard let descriptor = try? Descriptor(reading: path) else { return true }
    return (try? descriptor.lock()) != .taken
  }
}

extension Diagnostic {
  /// A file among the runs that nothing can be read from.
  public static func passedOver(_ run: StoredRun, _ problem: Diagnostic) -> Diagnostic {
    var note = problem
    note.severity = .warning
    note.message = "\(FilePaths.name(of: run.path)) is passed over: \(problem.message)"
    note.help = ["remove it, or make the run again with `evalgate run`"]
    return note
  }
}

extension stat {
  var modifiedNanoseconds: Int {
    #if canImport(Darwin)
      Int(st_mtimespec.tv_sec) * 1_000_000_000 + Int(st_mtimespec.tv_nsec)
    #else
      Int(st_mtim.tv_sec) * 1_000_000_000 + Int(st_mtim.tv_nsec)
    #endif
  }
}
