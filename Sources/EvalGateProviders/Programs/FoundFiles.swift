import EvalGateCore

/// The files of a repository under every name by which a program finds them: through a link to a folder what is in there has a
/// second name. Another repository in a folder (a submodule) is one part, and its commit says which.
struct FoundFiles: Sendable {
  enum Part: Hashable {
    /// Where it lies, links followed.
    case file(String)
    case submodule(String)
    /// A link to what git does not keep: nothing, what it ignores, or a place outside of the repository.
    case link(String)

    var isFile: Bool { if case .file = self { true } else { false } }
    var isSubmodule: Bool { if case .submodule = self { true } else { false } }
  }

  private let files: any FileSource
  private let links: Set<String>
  private(set) var parts: [String: Part] = [:]

  /// As many names as links may give: those of a change could lead to one another for ever.
  private static let mostNames = 200_000

  /// - Parameter follows: whether anybody asks what is behind a link, by its name.
  /// - Throws: `Diagnostic` when the files cannot be listed.
  init(_ files: any FileSource, follows: (String) -> Bool) async throws {
    self.files = files
    let listing = try await files.listing(under: "")
    links = listing.links
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
          parts[name] = .link(link)
          continue
        }
        if let part = own[place] ?? Self.submodule(holding: place, in: listing.submodules) {
          parts[name] = part
          continue
        }
        guard entered.insert(place).inserted else { continue }
        let start = place.isEmpty ? "" : place + "/"
        let (below, further) = (own.filter { $0.key.hasPrefix(start) }, links.filter { $0.hasPrefix(start) })
        if below.isEmpty, further.isEmpty { parts[name] = .link(link) }
        for (path, part) in below { parts[name + "/" + path.dropFirst(start.count)] = part }
        open += further.map { (name + "/" + $0.dropFirst(start.count), $0) }
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

  /// By name the digest of what a file holds, the commit of another repository, and of a link to what git does not keep the digest
  /// of what it says.
  /// - Throws: `Diagnostic` where one cannot be had.
  func contents(of chosen: [String: Part]) async throws -> [String: String] {
    let paths = Set(chosen.values.compactMap { if case .file(let path) = $0 { path } else { nil } })
    let digests = try await files.digests(of: paths.sorted(), limit: Self.limit)
    var contents: [String: String] = [:]
    for (name, part) in chosen {
      switch part {
      case .file(let path): contents[name] = digests[path]?.hex
      case .link(let path): contents[name] = Digest(of: Array(await way(of: path).words.utf8)).hex
      case .submodule(let path): contents[name] = try await commit(of: path)
      }
    }
    return contents
  }

  private func commit(of path: String) async throws -> String {
    guard let commit = try await files.commit(ofSubmodule: path) else {
      throw Diagnostic(
        .programInputs, "nobody knows at which commit the submodule \(path) stands",
        at: SourceLocation(path: path), help: "git submodule update --init \(path)")
    }
    return commit
  }

  /// As many links as are followed on the way to a file.
  private static let mostLinks = 40

  /// What the links say that are met from a link on, and whether the last one leads out of the repository.
  private func way(of link: String) async -> (words: String, leadsOut: Bool) {
    var (path, words) = (link, "")
    for _ in 0..<Self.mostLinks {
      guard let next = firstLink(on: path), let target = await files.link(at: next) else { break }
      words += "\(next) -> \(target)\n"
      let folder = next.lastIndex(of: "/").map { next[...$0] } ?? ""
      let rest = path.dropFirst(next.count)
      guard !target.hasPrefix("/"), let place = ProjectPath.normalised(folder + target + rest) else {
        return (words, true)
      }
      path = place
    }
    return (words, false)
  }

  private func firstLink(on path: String) -> String? {
    var name = ""
    for part in path.split(separator: "/") {
      name += (name.isEmpty ? "" : "/") + part
      if links.contains(name) { return name }
    }
    return nil
  }

  /// Reads what a link leads out of the repository to, which says what is wrong with it.
  func refuseLeadingOut(_ part: Part, called name: String) async throws {
    guard case .link(let path) = part, await way(of: path).leadsOut else { return }
    _ = try await files.read(name, limit: Self.limit)
  }
}
