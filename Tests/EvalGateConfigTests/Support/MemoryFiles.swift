import EvalGateCore

/// A repository that is only in memory.
struct MemoryFiles: FileSource {
  var files: [String: [UInt8]]

  init(_ files: [String: String] = [:]) { self.files = files.mapValues { Array($0.utf8) } }

  func read(_ path: String, limit: Int) async throws -> [UInt8] {
    guard let bytes = files[path] else {
      throw Diagnostic(DiagnosticCode("test/missing", ""), "no `\(path)`", help: "write it")
    }
    guard bytes.count <= limit else {
      throw Diagnostic(
        DiagnosticCode("test/large", ""), "`\(path)` is larger than \(limit) bytes", help: "make it smaller")
    }
    return bytes
  }

  func kind(of path: String) async -> FileKind {
    if files[path] != nil { return .file }
    return files.keys.contains { $0.hasPrefix(path + "/") } ? .folder : .missing
  }

  func listing(under folder: String) async throws -> FileListing {
    FileListing(files.keys.filter { folder.isEmpty || $0.hasPrefix(folder + "/") }.sorted())
  }
}
