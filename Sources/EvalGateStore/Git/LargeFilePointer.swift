import EvalGateCore

/// What Git LFS keeps in history in place of a file: the digest of what the file holds.
///
/// https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md. What it points to is read where git-lfs keeps it, so that no program
/// is started: which filter a file goes through is for `.gitattributes` to say, and those are part of a change.
struct LargeFilePointer {
  private let digest: Digest

  /// The specification bounds a pointer, so that it is told from a file that begins like one.
  private static let largest = 1024

  /// Nil where the bytes are the file itself.
  init?(_ bytes: [UInt8]) {
    guard bytes.count < Self.largest, bytes.starts(with: "version https://git-lfs.github.com/spec/v1\n".utf8) else {
      return nil
    }
    let key = "oid sha256:"
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    guard let name = lines.first(where: { $0.hasPrefix(key) })?.dropFirst(key.utf8.count),
      let digest = Digest(hex: String(name))
    else { return nil }
    self.digest = digest
  }

  /// - Returns: nil where this clone does not have it.
  /// - Throws: `Diagnostic` where it is larger than `limit` or cannot be read, or git cannot be run.
  func content(in git: Git, limit: Int) async throws -> [UInt8]? {
    let folder = try await git.output(["rev-parse", "--git-common-dir"]).line
    let root = folder.hasPrefix("/") ? folder : git.folder + "/" + folder
    let name = digest.hex
    let path = "\(root)/lfs/objects/\(name.prefix(2))/\(name.dropFirst(2).prefix(2))/\(name)"
    guard PlainFiles.exists(path) else { return nil }
    let bytes = try PlainFiles.read(path, limit: limit)
    // What is there under another digest is a download that broke off.
    return Digest(of: bytes) == digest ? bytes : nil
  }
}
