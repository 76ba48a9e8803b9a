import EvalGateCore

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A file beside a checkout that its process keeps locked for as long as it lives, however it ends.
///
/// A lock and not a number of a process: containers that share a folder do not share numbers, and numbers come again.
struct WorktreeLock: Sendable {
  private let file: Descriptor

  private static let name = "/in-use"

  /// Locks a folder that was just made. The file gets its name when it is locked already, so that nobody finds it free before.
  init(in folder: String) throws(Diagnostic) {
    let draft = folder + Self.name + ".draft"
    do throws(SystemError) {
      file = try Descriptor(draft, O_RDWR | O_CREAT | O_EXCL, mode: 0o600)
      _ = try file.lock()
      guard rename(draft, folder + Self.name) == 0 else { throw .last }
    } catch {
      throw error.writing(folder)
    }
  }

  /// Takes the lock of a folder that nobody works in any more; nil where somebody does, or where it is not this user's.
  init?(orphanedIn folder: String) {
    var status = stat()
    guard FilePaths.isOwnFolder(folder), lstat(folder, &status) == 0, status.st_uid == geteuid(),
      let file = try? Descriptor(folder + Self.name, O_RDWR | O_NOFOLLOW), (try? file.lock()) == .taken
    else { return nil }
    self.file = file
  }

  static func forget(in folder: String) {
    for file in [name, name + ".draft"] { unlink(folder + file) }
  }
}
