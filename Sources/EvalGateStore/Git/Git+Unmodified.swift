import EvalGateCore

extension Git {
  /// What the index has of files that are in the working tree as git writes them there.
  ///
  /// - Returns: by path; without those that were edited, that git was told not to look at, or that lie elsewhere (Git LFS).
  func unmodified(_ paths: [String], limit: Int) async -> [String: [UInt8]] {
    guard !isOutsideRepositories,
      let entries = try? await output(["ls-files", "-z", "-v", "--stage"], limit: 1 << 30),
      let edited = try? await output(
        ["diff", "--name-only", "-z", "--no-renames", "--no-ext-diff", "--no-textconv", "--relative", "--"],
        limit: 1 << 30)
    else { return [:] }
    let wanted = Set(paths).subtracting(edited.names)
    let blobs = GitBlobs(self)
    var found: [String: [UInt8]] = [:]
    for entry in entries.names {
      guard let (object, path) = Self.entry(entry), wanted.contains(path),
        let bytes = try? await blobs.content(of: object, limit: limit), LargeFilePointer(bytes) == nil
      else { continue }
      found[path] = bytes
    }
    return found
  }

  /// `H <mode> <object> 0<tab><path>`; nil for one that git does not look at, or that was not merged.
  private static func entry(_ entry: String) -> (object: String, path: String)? {
    guard entry.hasPrefix("H 100"), let tab = entry.firstIndex(of: "\t") else { return nil }
    let facts = entry[..<tab].split(separator: " ")
    guard facts.count == 4, facts[3] == "0" else { return nil }
    return (String(facts[2]), String(entry[entry.index(after: tab)...]))
  }
}
