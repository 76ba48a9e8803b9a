import EvalGateCore

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A file that is there whole or not at all: written beside its place, synced, then renamed over it.
///
/// A device or a pipe (`/dev/stdout`, a shell's `>(…)`) is written as it is, because a rename would put a file in its place;
/// a symbolic link keeps leading where it leads.
struct AtomicFile {
  private let path: String
  /// Where the bytes are until they are whole; nil for what is written in place.
  private let draft: String?
  private let descriptor: Descriptor

  /// - Throws: `Diagnostic` when the folder cannot be written, or the path is a folder.
  init(_ path: String) throws(Diagnostic) {
    do throws(SystemError) {
      let kind = FilePaths.status(of: path).map { $0.st_mode & S_IFMT }
      if kind == S_IFDIR { throw SystemError(number: EISDIR) }
      if let kind, kind != S_IFREG || Self.isDescriptor(path) {
        self.path = path
        draft = nil
        descriptor = try Descriptor(path, O_WRONLY | O_APPEND)
        return
      }
      let place = FilePaths.resolved(path) ?? path
      self.path = place
      // Named after the process, so that two writers do not share a draft; the last rename wins, whole.
      let draft = "\(place).\(getpid()).draft"
      self.draft = draft
      try FilePaths.makeFolder(FilePaths.folder(of: place))
      descriptor = try Descriptor(draft, O_WRONLY | O_CREAT | O_TRUNC)
    } catch {
      throw error.writing(path)
    }
  }

  /// `/dev/stdout` may lead to a file, and is not one to be put aside. Memory that is a folder of files (`/dev/shm`) holds plain
  /// ones.
  private static func isDescriptor(_ path: String) -> Bool { path.hasPrefix("/dev/") && !path.hasPrefix("/dev/shm/") }

  func write(_ bytes: [UInt8]) throws(Diagnostic) {
    do throws(SystemError) { try descriptor.write(bytes) } catch { throw error.writing(path) }
  }

  /// Puts the file in its place. After this it survives a power cut.
  func commit() throws(Diagnostic) {
    guard let draft else { return }
    do throws(SystemError) {
      try descriptor.synchronize()
      guard rename(draft, path) == 0 else { throw .last }
      try FilePaths.synchronizeFolder(FilePaths.folder(of: path))
    } catch {
      throw error.writing(path)
    }
  }

  /// Forgets the draft.
  func discard() {
    if let draft { unlink(draft) }
  }

  /// Runs `body` to write the file; on any error the draft is gone and what was at the path stays.
  static func write(_ path: String, _ body: (AtomicFile) throws -> Void) throws {
    let file = try AtomicFile(path)
    do {
      try body(file)
      try file.commit()
    } catch {
      file.discard()
      throw error
    }
  }
}
