#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

extension Git {
  /// Nothing from the folder upwards is called `.git`, nor `HEAD`, which a bare repository has in its own folder.
  ///
  /// Git would look for the same (gitrepository-layout(5)) and find nothing, at the price of a process. Whether what is there
  /// is a repository, and may be read, is for git to say.
  var isOutsideRepositories: Bool {
    guard var folder = FilePaths.resolved(folder) else { return false }
    while ![".git", "HEAD"].contains(where: { Self.mayExist(FilePaths.joined(folder, $0)) }) {
      guard folder != "/" else { return true }
      folder = FilePaths.folder(of: folder)
    }
    return false
  }

  /// Also where that cannot be seen, and for a link that leads nowhere.
  private static func mayExist(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 || errno != ENOENT
  }
}
