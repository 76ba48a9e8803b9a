public import EvalGateCore

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

extension RunsFolder {
  /// Removes all but the runs that were written last: one that was begun long ago and finished only now is not to go at once. One
  /// that is being written right now, or that waits to be accepted, is left alone.
  /// - Returns: what was removed.
  @discardableResult
  public func prune(keeping count: Int = 20) throws(Diagnostic) -> [StoredRun] {
    // What waits and cannot be read is said where somebody asks for it, not by every run.
    let waiting = Set((try? pending())?.flatMap(\.runs) ?? [])
    var superfluous = try list().sorted { ($0.modified, $0.id) > ($1.modified, $1.id) }.dropFirst(max(count, 0))
      .filter { !waiting.contains($0.id) }
    var removed = try removeUnremembered(&superfluous)
    for run in superfluous where try remove(run) { removed.append(run) }
    return removed
  }

  /// Keeps what `history` and `trend` show of runs that are about to go. Where the disk is full the oldest go without, until there
  /// is room to write the others down.
  ///
  /// - Parameter runs: newest first; the oldest are taken out of it as they go.
  /// - Returns: what was removed.
  private func removeUnremembered(_ runs: inout [StoredRun]) throws(Diagnostic) -> [StoredRun] {
    var removed: [StoredRun] = []
    while !runs.isEmpty {
      do throws(Diagnostic) {
        try remember(runs)
        break
      } catch {
        guard FilePaths.isFull(path), let oldest = runs.popLast() else { throw error }
        if try remove(oldest) { removed.append(oldest) }
      }
    }
    if !removed.isEmpty {
      note(
        Diagnostic(
          .database, "the disk is full: \(Format.count(removed.count, "run")) went without a line in `history`",
          at: SourceLocation(path: index), severity: .warning, help: "make room"))
    }
    return removed
  }

  private func remember(_ runs: [StoredRun]) throws(Diagnostic) {
    do { try RunIndex(at: index).take(runs) } catch let error as Diagnostic { throw error } catch {
      throw Diagnostic(.database, "cannot remember the runs that are removed: \(error)", help: "try again")
    }
  }

  private func remove(_ run: StoredRun) throws(Diagnostic) -> Bool {
    guard !run.isJournal || !Self.isInUse(run.path) else { return false }
    // What lies elsewhere was put there by somebody: only the way to it goes.
    let entry = run.link ?? run.path
    do throws(SystemError) { try FilePaths.remove(entry) } catch { throw error.writing(entry) }
    return true
  }

  /// Whether some process is writing a journal.
  static func isInUse(_ path: String) -> Bool {
    guard let descriptor = try? Descriptor(reading: path) else { return true }
    return (try? descriptor.lock()) != .taken
  }
}
