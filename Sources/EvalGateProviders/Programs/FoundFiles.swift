import EvalGateCore

/// The files of a repository under every name by which a program finds them: through a link to a folder what is in there has a
/// second name. Another repository in a folder (a submodule) is one part, and its commit says which.
struct FoundFiles: Sendable {
  enum Part: Hashable {
    /// Where it lies, links followed.
    case file(String)
    case submodule(String)
    /// A link that leads nowhere, or out of the repository.
    case broken

    var isSubmodule: Bool { if case .submodule = self { true } else { false } }
  }

  private let files: any FileSource
  private(set) var parts: [String: Part] = [:]

  /// As many names as links may give: those of a change could lead to one another for ever.
  private static let mostNames = 200_000

  /// - Parameter follows: whether anybody asks what is behind a link, by its name.
  /// - Throws: `Diagnostic` when the files cannot be listed.
  init(_ files: any FileSource, follows: (String) -> Bool) async throws {
    self.files = files
    let listing = try await files.listing(under: "")
    for path in listing.submodules { parts[path] = .submodule(path) }
    for path in listing.paths where !listing.links.contains(path) { parts[path] = .file(path) }
    let own = parts
    var places: [String: String] = [:]
    for link in listing.links.sorted() where follows(link) {
      var entered: Set<String> = []
      var open = [(name: link, link: link)]
      while let (name, link) = open.popLast() {
        if places[link] == nil { places[link] = await files.destination(of: link) }
        guard let place = places[link] else {
          parts[name] = .broken
          continue
        }
        if let part = own[place] ?? Self.submodule(holding: place, in: listing.submodules) {
          parts[name] = part
          continue
        }
        guard entered.insert(place).inserted else { continue }
        let start = place.isEmpty ? "" : place + "/"
        for (path, part) in own where path.hasPrefix(start) { parts[name + "/" + path.dropFirst(start.count)] = part }
        open += listing.links.filter { $0.hasPrefix(start) }.map { (name + "/" + $0.dropFirst(start.count), $0) }
        guard parts.count < own.count + Self.mostNames else { throw Self.tooMany(link) }
      }
    }
  }

  private static func submodule(holding path: String, in submodules: [String]) -> Part? {
    submodules.first { path.hasPrefix($0 + "/") }.map(Part.submodule)
  }

  private static func tooMany(_ link: String) -> Diagnostic {
    Diagnostic(
      .programInputs, "links give the files of the repository more than \(mostNames) further names",
      at: SourceLocation(path: link), help: "let `inputs` and `command` name files where they lie")
  }

  /// As much as one file may hold.
  private static let limit = 1 << 30

  /// The digest of what a file holds, or the commit of another repository.
  /// - Throws: `Diagnostic` where that cannot be had.
  func content(of part: Part, called name: String) async throws -> String {
    switch part {
    case .file(let path): return Digest(of: try await files.read(path, limit: Self.limit)).hex
    // Reading it says what is wrong with it.
    case .broken: return Digest(of: try await files.read(name, limit: Self.limit)).hex
    case .submodule(let path):
      guard let commit = try await files.commit(ofSubmodule: path) else {
        throw Diagnostic(
          .programInputs, "nobody knows at which commit the submodule \(path) stands",
          at: SourceLocation(path: path), help: "git submodule update --init \(path)")
      }
      return commit
    }
  }
}
