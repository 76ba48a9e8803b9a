public import EvalGateCore

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Runs that are kept elsewhere: the journal of one lies beside the file that it becomes, so that a read-only checkout can be
/// evaluated too, and a link among the kept runs leads to it.
extension RunsFolder {
  /// The journal of a run that is going to be kept elsewhere.
  public static func journalPath(of id: String, beside run: String) -> String {
    "\(stem(of: run)).\(id.prefix(7)).journal"
  }

  private static func stem(of run: String) -> String { run.hasSuffix(".jsonl") ? String(run.dropLast(6)) : run }

  /// Journals of runs that were to become a file, whether or not they are being written.
  public static func journals(beside run: String) -> [String] {
    let folder = FilePaths.folder(of: run)
    let start = FilePaths.name(of: stem(of: run)) + "."
    let names = (try? FilePaths.names(in: folder)) ?? []
    return names.filter { name in
      guard name.hasPrefix(start), RunFile.isJournal(name) else { return false }
      let id = name.dropFirst(start.count).dropLast(".journal".count)
      return id.count == 7 && id.allSatisfy(\.isHexDigit)
    }.sorted().map { FilePaths.joined(folder, $0) }
  }

  /// Begins the journal of a run that is to become a file elsewhere, unless another process makes one for the same file now.
  ///
  /// - Throws: `run/in-use` then: two runs in one place would leave one of them.
  public func begin(_ header: RunHeader, toBecome run: String, secrets: SecretMask) throws(Diagnostic) -> Journal {
    let folder = FilePaths.folder(of: run)
    let lock: Descriptor?
    do throws(SystemError) {
      try FilePaths.makeFolder(folder)
      // For as long as looking and beginning takes, so that of two that begin at once one sees the other.
      lock = try? Descriptor(folder, O_RDONLY | O_DIRECTORY)
      _ = try? lock?.lock(waiting: true)
    } catch {
      throw error.writing(run)
    }
    defer { lock?.unlock() }
    if let other = Self.journals(beside: run).first(where: { Self.isInUse($0) }) {
      throw Diagnostic(
        .runInUse, "another evalgate is making this run: \(FilePaths.name(of: other))", at: SourceLocation(path: run),
        help: "wait until it has ended, or save this one elsewhere")
    }
    let path = Self.journalPath(of: header.id, beside: run)
    let journal = try Journal.create(at: path, header: header, secrets: secrets)
    announce(path, of: header.id)
    return journal
  }

  /// Begins the journal of a run that is joined from shards, in the place of one that was broken off.
  ///
  /// - Parameter run: where it is to be kept, if not among the kept runs.
  /// - Throws: as `Journal.join`, and `run/in-use` while another process joins them.
  public func join(
    _ shards: ShardSet, toBecome run: String?, secrets: SecretMask, admitting: (RunLine) -> String?
  ) throws -> Journal.Resumed {
    let id = shards.header.id
    let path = run.map { Self.journalPath(of: id, beside: $0) } ?? journalPath(of: id)
    if FilePaths.exists(path) {
      guard !Self.isInUse(path) else {
        throw Diagnostic(
          .runInUse, "another evalgate is joining these shards: \(FilePaths.name(of: path))",
          at: SourceLocation(path: path), help: "wait until it has ended")
      }
      try FilePaths.remove(path)
    }
    let joined = try Journal.join(shards, at: path, secrets: secrets, admitting: admitting)
    if run != nil { announce(path, of: id) }
    return joined
  }

  /// Leaves a link among the kept runs. Where it cannot be left, the run is found by its path alone.
  private func announce(_ journal: String, of id: String) {
    guard let target = FilePaths.resolved(journal), (try? prepare()) != nil else { return }
    symlink(target, journalPath(of: id))
  }

  /// Takes away what a run that has become a file leaves behind: the link to its journal, and journals of runs that were broken
  /// off before they became the same file.
  public func tidy(after id: String, at run: String) {
    let link = journalPath(of: id)
    if FilePaths.isLink(link) { unlink(link) }
    for journal in Self.journals(beside: run) where !Self.isInUse(journal) {
      let other = (try? RunFile.header(at: journal)).map { journalPath(of: $0.id) }
      unlink(journal)
      if let other, FilePaths.isLink(other) { unlink(other) }
    }
  }

  /// The run that a person means to go on with: as `find`, but an unfinished one where a name means several. `latest` is the
  /// latest of those, or the latest run where that left something to be asked again, and a file is the one that was to become it.
  public func unfinished(_ name: String) throws(Diagnostic) -> StoredRun {
    if name == "latest" {
      let journals = try list().filter { $0.isJournal && (try? RunFile.header(at: $0.path)) != nil }
      if let run = journals.first(where: { !Self.isInUse($0.path) }) ?? journals.first { return run }
      let latest = try find(name)
      guard try RunFile(at: latest.path, passingOverDamage: true).isOver else { return latest }
      throw Diagnostic(
        .runNotFound, "there is no run to go on with: the latest, \(latest.id.prefix(7)), is finished",
        help: "begin one with `evalgate run`")
    }
    let finished = FilePaths.status(of: name)?.modifiedNanoseconds ?? 0
    let begun =
      RunFile.isJournal(name)
      ? []
      : Self.journals(beside: name).filter { journal in
        (FilePaths.status(of: journal)?.modifiedNanoseconds ?? 0) > finished
      }
    guard let first = begun.first else { return try find(name) }
    guard begun.count == 1 else {
      throw Diagnostic(
        .runNotOne, "\(begun.count) unfinished runs were to become \(name)",
        help: "name one: \(begun.map { "`\($0)`" }.joined(separator: ", "))")
    }
    return try run(atPath: first)
  }
}
