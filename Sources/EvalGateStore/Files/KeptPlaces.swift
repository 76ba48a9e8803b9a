public import EvalGateCore

/// The places of a repository that evalgate writes by itself: `.evalgate` and the baselines.
///
/// A change may bring a symbolic link in place of any of them, or of a file in them, and then what is kept would be read and
/// written wherever it leads. No link may lead out of the repository; one that stays in it, or leads nowhere in it, may be there.
/// The links that evalgate itself leaves to journals of runs that are saved elsewhere lead wherever those lie.
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

  /// Takes no link for evalgate's own that git tracks: evalgate's are never files of the repository.
  ///
  /// Where the runs' folder is reached by a link that stays in the repository, what lies in it is as it was left there.
  /// - Throws: `Diagnostic` at the first of these files among the runs that is a link out of the repository.
  static func check(tracked names: [String], of runs: RunsFolder) throws(Diagnostic) {
    guard FilePaths.isOwnFolder(runs.path), FilePaths.isOwnFolder(runs.runs),
      let root = FilePaths.resolved(FilePaths.folder(of: runs.path))
    else { return }
    for name in names where leadsOut(FilePaths.joined(runs.runs, name), root) {
      throw outside(FilePaths.joined(ownLinks, name))
    }
  }

  /// Where the links lie that evalgate leaves to journals.
  private static let ownLinks = ".evalgate/runs"

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
    guard leadsOut(place, resolvedRoot) else { return }
    if FilePaths.folder(of: path) == ownLinks, leadsToOwnJournal(place) { return }
    throw outside(path)
  }

  private static func leadsOut(_ place: String, _ resolvedRoot: String) -> Bool {
    guard FilePaths.linkTarget(of: place) != nil else { return false }
    guard let end = FilePaths.end(ofLink: place) else { return true }
    return resolvedRoot != "/" && !PathBytes.isBelow(end, resolvedRoot)
  }

  /// Whether a link is named as a run and leads to the journal of that very run, or to where it was: no other file can be read or
  /// written through such a link.
  private static func leadsToOwnJournal(_ place: String) -> Bool {
    let name = FilePaths.name(of: place)
    guard RunFile.isJournal(name), let end = FilePaths.end(ofLink: place) else { return false }
    let id = String(name.dropLast(".journal".count))
    guard id.utf8.count > 7, end.hasSuffix(".\(id.prefix(7)).journal") else { return false }
    switch FilePaths.standing(at: end) {
    // The run became a file a moment ago, or somebody took the journal away.
    case .nothing: return true
    case .file:
      if (try? RunFile.isUnbegun(at: end)) == true { return true }
      return (try? RunFile.header(at: end))?.id == id
    case .link, .folder: return false
    }
  }

  private static func outside(_ path: String) -> Diagnostic {
    Diagnostic(
      .outsideRepository, "\(path) is a link that leads out of the repository",
      at: SourceLocation(file: path),
      help: "remove the link: evalgate keeps runs, recordings and baselines in the repository itself")
  }
}
