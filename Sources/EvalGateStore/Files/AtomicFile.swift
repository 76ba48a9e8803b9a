import EvalGateCore

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A file that is there whole or not at all: written beside its place, synced, then renamed over it.
struct AtomicFile {
  private let path: String
  private let draft: String
  private let descriptor: Descriptor

  /// - Throws: `Diagnostic` when the folder cannot be written.
  init(_ path: String) throws(Diagnostic) {
    self.path = path
    // Named after the process, so that two writers do not share a draft; the last rename wins, whole.
    draft = "\(path).\(getpid()).draft"
    do throws(SystemError) {
      try FilePaths.makeFolder(FilePaths.folder(of: path))
      descriptor = try Descriptor(draft, O_WRONLY | O_CREAT | O_TRUNC)
    } catch {
      throw error.writing(path)
    }
  }

  func write(_ bytes: [UInt8]) throws(Diagnostic) {
    do throws(SystemError) { try descriptor.write(bytes) } catch { throw error.writing(path) }
  }

  /// Puts the file in its place. After this it survives a power cut.
  func commit() throws(Diagnostic) {
    do throws(SystemError) {
      try descriptor.synchronize()
      guard rename(draft, path) == 0 else { throw .last }
      try FilePaths.synchronizeFolder(FilePaths.folder(of: path))
    } catch {
      throw error.writing(path)
    }
  }

  /// Forgets the draft.
  func discard() { unlink(draft) }

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
