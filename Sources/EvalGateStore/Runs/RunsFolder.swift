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
  let note: @Sendable (Diagnostic) -> Void
  /// Names of files among the runs that are passed over, see ``ofThisMachine()``.
  var tracked: Set<String> = []
  /// Why nobody knows which of the runs are files of the repository, see ``ofThisMachine()``.
  public internal(set) var doubt: Diagnostic?

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
  /// replayed run has no time of its own, what cannot be read says nothing, and a clock that was ahead says what cannot be; of
  /// these it is when the file was written.
  public let started: Int
  /// The link among the kept runs that leads to it; nil where it lies there itself.
  let link: String?
  /// 0 for a shard, 1 for a whole run, which comes after the shard that it was joined as of.
  private let whole: Int

  init(id: String, path: String, isJournal: Bool, status: stat, link: String? = nil) {
    self.id = id
    self.path = path
    self.isJournal = isJournal
    bytes = Int(status.st_size)
    modified = status.modifiedNanoseconds
    let written = modified / 1_000_000_000
    let header = try? RunFile.header(at: path)
    started = min(header?.observed?.startedAt ?? written, written)
    whole = header?.shard == nil ? 1 : 0
    self.link = link
  }

  /// Whether it comes before another one in time.
  public func isEarlier(than other: StoredRun) -> Bool {
    (started, whole, modified, id) < (other.started, other.whole, other.modified, other.id)
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
    for name in names where !tracked.contains(name) {
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
      let target = isJournal && FilePaths.isLink(path) ? FilePaths.resolved(path) : nil
      return StoredRun(
        id: String(name.dropLast(suffix.count)), path: target ?? path, isJournal: isJournal, status: status,
        link: target.map { _ in path })
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
    guard let first = matching.first else {
      // A file is what it is whatever its name ends in.
      if FilePaths.isFile(name) { return try run(atPath: name) }
      throw notFound(name, all)
    }
    guard matching.count == 1 else {
      let shown = matching.prefix(5).map { "`\($0.id)`" }.joined(separator: ", ")
      throw Diagnostic(
        .runNotOne, "\(matching.count) runs begin with `\(name)`", help: "give more of the id: \(shown)")
    }
    return first
  }

  /// The run that was begun last; those that `noise` made only where there are no others. What is wrong further on is an error of
  /// that run: an older one in its stead would answer another question.
  private func latest(of all: [StoredRun]) throws(Diagnostic) -> StoredRun? {
    var noise: StoredRun?
    for run in all {
      guard let header = try header(of: run) else { continue }
      guard header.isNoise else { return run }
      noise = noise ?? run
    }
    return noise
  }

  /// The runs, newest first, without files that do not begin as one does.
  public func readable() throws(Diagnostic) -> [StoredRun] {
    var runs: [StoredRun] = []
    for run in try list() where try header(of: run) != nil { runs.append(run) }
    return runs
  }

  /// Nil for a file that does not begin as a run does, which is told.
  private func header(of run: StoredRun) throws(Diagnostic) -> RunHeader? {
    do throws(Diagnostic) {
      return try RunFile.header(at: run.path)
    } catch {
      guard error.code == .damagedRun else { throw error }
      note(.passedOver(run, error))
      return nil
    }
  }

  func run(atPath path: String) throws(Diagnostic) -> StoredRun {
    guard let status = FilePaths.status(of: path), status.st_mode & S_IFMT == S_IFREG else {
      // The run that is to become this file, as `--resume` finds it.
      let begun = path.hasSuffix(".jsonl") ? Self.journals(beside: path) : []
      if begun.count == 1 { return try run(atPath: begun[0]) }
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
      return name == "latest"
        ? Diagnostic(.runNotFound, "there are no runs yet", help: "make one with `evalgate run`")
        : Diagnostic(
          .runNotFound, "there is no file `\(name)`, and no runs are kept here", help: "make one with `evalgate run`")
    }
    // Why each of them cannot be read was told as it was passed over.
    guard name != "latest" else {
      return Diagnostic(
        .runNotFound, "none of the runs that are kept here can be read", help: "make one with `evalgate run`")
    }
    return Diagnostic(
      .runNotFound, "no run begins with `\(name)`",
      label: suggestion(for: name, among: all.map(\.id)).map { "did you mean `\($0)`?" },
      help: "`evalgate runs list` names the runs there are"
        + (all.first { (try? RunFile.header(at: $0.path)) != nil }.map { "; `latest` is `\($0.id)`" } ?? ""))
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
