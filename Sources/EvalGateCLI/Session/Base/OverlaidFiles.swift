import EvalGateCore

/// The files of the project with some of them as they might be.
struct OverlaidFiles: FileSource {
  let files: any FileSource
  /// By path.
  let contents: [String: [UInt8]]

  func read(_ path: String, limit: Int) async throws -> [UInt8] {
    if let bytes = contents[path] { return bytes }
    return try await files.read(path, limit: limit)
  }

  func kind(of path: String) async -> FileKind {
    contents[path] == nil ? await files.kind(of: path) : .file
  }

  func listing(under folder: String) async throws -> FileListing { try await files.listing(under: folder) }

  func destination(of path: String) async -> String? {
    if contents[path] != nil { path } else { await files.destination(of: path) }
  }

  func link(at path: String) async -> String? { contents[path] == nil ? await files.link(at: path) : nil }

  func digests(of paths: [String], limit: Int) async throws -> [String: Digest] {
    let below = try await files.digests(of: paths.filter { contents[$0] == nil }, limit: limit)
    let own = paths.compactMap { path in contents[path].map { (path, Digest(of: $0)) } }
    return below.merging(own) { first, _ in first }
  }

  func commit(ofSubmodule path: String) async throws -> String? { try await files.commit(ofSubmodule: path) }

  func localPath(of path: String) -> String? { contents[path] == nil ? files.localPath(of: path) : nil }
}
