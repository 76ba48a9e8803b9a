import EvalGateCore

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A folder on this machine as a repository, whole files at a time and large ones through their path.
struct DiskFiles: FileSource {
  let root: String

  func read(_ path: String, limit: Int) async throws -> [UInt8] {
    guard let bytes = Self.bytes(of: root + "/" + path) else {
      throw Diagnostic(DiagnosticCode("test/missing", ""), "no `\(path)`", help: "write it")
    }
    return bytes
  }

  func kind(of path: String) async -> FileKind {
    var status = stat()
    guard stat(root + "/" + path, &status) == 0 else { return .missing }
    return status.st_mode & S_IFMT == S_IFDIR ? .folder : .file
  }

  func listing(under folder: String) async throws -> FileListing {
    var found: [String] = []
    walk(folder, &found)
    return FileListing(found.sorted())
  }

  func localPath(of path: String) -> String? { root + "/" + path }

  private func walk(_ folder: String, _ found: inout [String]) {
    guard let handle = opendir(folder.isEmpty ? root : root + "/" + folder) else { return }
    defer { closedir(handle) }
    while let entry = readdir(handle) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      guard !name.hasPrefix("."), name != "Sources", name != "Tests" else { continue }
      let path = folder.isEmpty ? name : folder + "/" + name
      var status = stat()
      guard stat(root + "/" + path, &status) == 0 else { continue }
      if status.st_mode & S_IFMT == S_IFDIR { walk(path, &found) } else { found.append(path) }
    }
  }

  static func bytes(of path: String) -> [UInt8]? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = fread(&chunk, 1, chunk.count, file)
      guard count > 0 else { return bytes }
      bytes.append(contentsOf: chunk[..<count])
    }
  }
}

/// A folder of its own for one test, gone afterwards.
final class TemporaryFolder {
  let path: String

  init() {
    var template = Array("/tmp/evalgate-config-XXXXXX".utf8CString)
    path = template.withUnsafeMutableBufferPointer { buffer in
      buffer.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) } ?? ""
    }
  }

  func write(_ name: String, _ pieces: some Sequence<[UInt8]>) {
    guard let file = fopen(path + "/" + name, "w") else { return }
    for piece in pieces { fwrite(piece, 1, piece.count, file) }
    fclose(file)
  }

  func write(_ name: String, _ text: String) { write(name, [Array(text.utf8)]) }

  func makeFolder(_ name: String) { mkdir(path + "/" + name, 0o755) }

  deinit {
    guard path.hasPrefix("/tmp/evalgate-config-") else { return }
    remove(path)
  }

  private func remove(_ path: String) {
    if let handle = opendir(path) {
      while let entry = readdir(handle) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) {
          $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        if name != ".", name != ".." { remove(path + "/" + name) }
      }
      closedir(handle)
    }
    _ = unlink(path)
    rmdir(path)
  }
}
