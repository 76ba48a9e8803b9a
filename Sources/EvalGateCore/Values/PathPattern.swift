/// A pattern over paths: as `Glob` within a folder's name, and `**` for any number of folders, none included.
public struct PathPattern: Hashable, Sendable {
  private let parts: [String]

  /// A pattern as a file of a folder writes it, for paths from the repository's root; nil where it leads out of the repository.
  public init?(_ pattern: String, in folder: String) {
    guard !pattern.hasPrefix("/"), let path = ProjectPath.normalised(folder.isEmpty ? pattern : folder + "/" + pattern)
    else { return nil }
    self.init(path)
  }

  public init(_ pattern: String) { parts = pattern.split(separator: "/").map(String.init).filter { $0 != "." } }

  /// Linear in the path for each `**`: only the last one is ever tried again.
  /// - Parameter path: with `/` between its parts.
  public func matches(_ path: String) -> Bool {
    let names = path.split(separator: "/").map(String.init)
    var (p, n) = (0, 0)
    var retry: (p: Int, n: Int)?
    while n < names.count {
      if p < parts.count, parts[p] == "**" {
        retry = (p + 1, n)
        p += 1
      } else if p < parts.count, Glob(parts[p]).matches(names[n]) {
        p += 1
        n += 1
      } else if let last = retry {
        retry = (last.p, last.n + 1)
        (p, n) = (last.p, last.n + 1)
      } else {
        return false
      }
    }
    return parts[p...].allSatisfy { $0 == "**" }
  }

  /// Whether it may match anything in a folder.
  public func mayMatch(below folder: String) -> Bool {
    let names = folder.split(separator: "/").map(String.init)
    for (place, name) in names.enumerated() {
      guard place < parts.count else { return false }
      if parts[place] == "**" { return true }
      guard Glob(parts[place]).matches(name) else { return false }
    }
    return parts.count > names.count
  }
}
