public import EvalGateCore
import StrictJSON

/// Results of one suite that wait for somebody to accept them.
///
/// Only the runs that hold them are named and nothing is copied, so that results nobody looks at cost one small file.
public struct PendingResults: Hashable, Sendable {
  /// The suite's name.
  public let suite: String
  /// The folder of its project (``Suite/home``): another one may have a suite of the same name.
  public let home: String
  /// Ids of kept runs, or paths of runs that were saved elsewhere; pooled in this order.
  public var runs: [String]
  /// What was run, as ``version(of:)`` gives it.
  public let version: String
  /// Whether every answer was asked for anew, so that another run may be pooled with them.
  public let isFresh: Bool

  /// Runs beyond these are not pooled any more: a bar gets hardly fairer by them.
  public static let mostRuns = 20

  /// Names the runs of one suite and version.
  public init(suite: String, home: String = "", runs: [String], version: String, isFresh: Bool) {
    self.suite = suite
    self.home = home
    self.runs = runs
    self.version = version
    self.isFresh = isFresh
  }

  /// The same for runs that a baseline can pool: everything that made the outputs, and the cases.
  public static func version(of tuple: RunTuple) -> String {
    tuple.digest.hex + (tuple.evalset.map { "-" + $0.digest.hex } ?? "")
  }

  /// These with one more run of the same suite.
  ///
  /// - Returns: the newer results alone where the two cannot be pooled, and nil where they add nothing to what waits: a
  ///   recording played again beside fresh answers, or one run too many.
  public func adding(_ newer: PendingResults) -> PendingResults? {
    guard version == newer.version, isFresh else { return newer }
    guard newer.isFresh, runs.count < Self.mostRuns else { return nil }
    var both = self
    both.runs.append(contentsOf: newer.runs.filter { !runs.contains($0) })
    return both
  }

  var bytes: [UInt8] {
    var object: JSONObject = [
      "kind": "pending", "schema_version": 1, "suite": .string(suite), "runs": .array(runs.map { .string($0) }),
      "version": .string(version), "fresh": .bool(isFresh),
    ]
    if !home.isEmpty { object["home"] = .string(home) }
    return Array((JSONValue.object(object).serialized() + "\n").utf8)
  }

  init?(_ bytes: [UInt8]) {
    guard let object = try? JSONValue(parsing: bytes), object["kind"]?.stringValue == "pending",
      object["schema_version"]?.intValue == 1, let suite = object["suite"]?.stringValue,
      let runs = object["runs"]?.arrayValue?.compactMap(\.stringValue), !runs.isEmpty,
      let version = object["version"]?.stringValue, let isFresh = object["fresh"]?.boolValue
    else { return nil }
    self.init(
      suite: suite, home: object["home"]?.stringValue ?? "", runs: runs, version: version, isFresh: isFresh)
  }
}

extension RunsFolder {
  private var pendingFolder: String { FilePaths.joined(path, "pending") }

  private func pendingPath(of suite: String, in home: String) -> String {
    FilePaths.joined(pendingFolder, FilePaths.joined(home, suite) + ".json")
  }

  /// Leaves results waiting, in place of what waited for the same suite.
  /// - Throws: `Diagnostic` when the folder cannot be written.
  public func write(_ pending: PendingResults) throws {
    try prepare()
    try PlainFiles.write(pending.bytes, to: pendingPath(of: pending.suite, in: pending.home))
  }

  /// What waits for a suite; nil where nothing does.
  /// - Parameter home: the folder of its project.
  /// - Throws: `Diagnostic` when the file is there and cannot be read.
  public func pending(of suite: String, in home: String) throws(Diagnostic) -> PendingResults? {
    let path = pendingPath(of: suite, in: home)
    guard FilePaths.exists(path) else { return nil }
    let pending = try read(path)
    return pending.suite == suite && pending.home == home ? pending : nil
  }

  /// Everything that waits, by the names of the suites.
  /// - Throws: `Diagnostic` when a file of it cannot be read.
  public func pending() throws(Diagnostic) -> [PendingResults] {
    var found: [PendingResults] = []
    // Both a project and a suite of a part of a larger one have a folder.
    var folders = [pendingFolder]
    while let folder = folders.popLast() {
      guard let names = try? FilePaths.names(in: folder) else { continue }
      for name in names {
        let path = FilePaths.joined(folder, name)
        if FilePaths.isFolder(path) { folders.append(path) }
        if name.hasSuffix(".json") { found.append(try read(path)) }
      }
    }
    return found.sorted {
      $0.suite == $1.suite
        ? $0.home.utf8.lexicographicallyPrecedes($1.home.utf8) : $0.suite.utf8.lexicographicallyPrecedes($1.suite.utf8)
    }
  }

  /// Forgets what waits for a suite; nothing waiting is no error.
  /// - Throws: `Diagnostic` when the folder cannot be written.
  public func removePending(of suite: String, in home: String) throws(Diagnostic) {
    let path = pendingPath(of: suite, in: home)
    do throws(SystemError) {
      if FilePaths.exists(path) { try FilePaths.remove(path) }
    } catch {
      throw error.writing(path)
    }
  }

  private func read(_ path: String) throws(Diagnostic) -> PendingResults {
    // One that names another suite than its own place says would have other files removed.
    guard let pending = PendingResults(try PlainFiles.read(path, limit: 1 << 20)),
      pendingPath(of: pending.suite, in: pending.home) == path
    else {
      throw Diagnostic(
        .damagedPending, "\(path) is not what evalgate leaves there", help: "remove it, and run the suite again")
    }
    return pending
  }
}
