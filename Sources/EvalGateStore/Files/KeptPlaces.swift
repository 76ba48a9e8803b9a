public import EvalGateCore

/// The places of a repository that evalgate writes by itself: `.evalgate` and the baselines.
///
/// A change may bring a symbolic link in place of any of them, or of a file in them, and then what is kept would be read and
/// written wherever it leads. No link may lead out of the repository; one that stays in it, or leads nowhere in it, may be there.
public enum KeptPlaces {
  /// - Throws: `Diagnostic` at the first link that leads out of the repository.
  public static func check(below root: String) throws(Diagnostic) {
    guard let resolvedRoot = FilePaths.resolved(root) else { return }
    try check(".evalgate", root, resolvedRoot)
    try check(baselinesIn: [""], below: root)
  }

  /// - Parameter homes: the folders of projects, from the repository's root.
  /// - Throws: `Diagnostic` at the first link that leads out of the repository.
  public static func check(baselinesIn homes: Set<String>, below root: String) throws(Diagnostic) {
    guard let resolvedRoot = FilePaths.resolved(root) else { return }
    for home in homes.sorted() {
      let folder = BaselineFile.folder(in: home)
      try checkLink(at: FilePaths.folder(of: folder), root, resolvedRoot)
      try check(folder, root, resolvedRoot)
    }
  }

  private static func check(_ folder: String, _ root: String, _ resolvedRoot: String) throws(Diagnostic) {
    try checkLink(at: folder, root, resolvedRoot)
    try check(under: folder, root, resolvedRoot)
  }

  /// Links to folders are not walked into, so the walk always ends.
  private static func check(under folder: String, _ root: String, _ resolvedRoot: String) throws(Diagnostic) {
    var folders = [folder]
    while let folder = folders.popLast() {
      // A folder that cannot be looked into is said where something in it is needed.
      for name in ((try? FilePaths.names(in: FilePaths.joined(root, folder))) ?? []).sorted() {
        let path = FilePaths.joined(folder, name)
        if FilePaths.isOwnFolder(FilePaths.joined(root, path)) {
          folders.append(path)
        } else {
          try checkLink(at: path, root, resolvedRoot)
        }
      }
    }
  }

  private static func checkLink(at path: String, _ root: String, _ resolvedRoot: String) throws(Diagnostic) {
    let place = FilePaths.joined(root, path)
    guard FilePaths.linkTarget(of: place) != nil else { return }
    if let end = FilePaths.end(ofLink: place), resolvedRoot == "/" || PathBytes.isBelow(end, resolvedRoot) { return }
    throw Diagnostic(
      .outsideRepository, "\(path) is a link that leads out of the repository",
      at: SourceLocation(file: path),
      help: "remove the link: evalgate keeps runs, recordings and baselines in the repository itself")
  }
}
