import EvalGateCore

/// The files of a revision, read through git without touching the working tree.
///
/// The tree is listed once, when first asked; after that only contents are asked of git, and one git answers for all of them.
actor GitFiles: FileSource {
  private let git: Git
  private let revision: Revision
  private let blobs: GitBlobs
  private var listing: Task<Tree, any Error>?
  private var missed: Diagnostic?

  init(git: Git, revision: Revision) {
    self.git = git
    self.revision = revision
    blobs = GitBlobs(git)
  }

  func read(_ path: String, limit: Int) async throws -> [UInt8] {
    let tree = try await tree()
    let path = try RepositoryPath(path).text
    let place = try await place(of: path, in: tree)
    guard let object = place.flatMap({ tree.entries[PathBytes(path: $0)]?.object }) else {
      throw Diagnostic(
        .unreadableFile,
        place.map(tree.isFolder) == true
          ? "\(path) is a folder at \(revision.short)"
          : "\(path) does not exist at \(revision.label ?? revision.short)",
        at: SourceLocation(path: path), help: "`git ls-tree -r --name-only \(revision.short)` lists what there is")
    }
    let bytes = try await content(of: object, at: path, limit: limit)
    guard let pointer = LargeFilePointer(bytes) else { return bytes }
    guard let content = try await pointer.content(in: git, limit: limit) else {
      throw missing(
        "\(path) at \(revision.short) is kept by Git LFS, and its content is not in this clone", path,
        help: "`git lfs fetch origin \(revision.short)`")
    }
    return content
  }

  func absence() -> Diagnostic? { missed }

  /// What an object holds.
  /// - Throws: `Diagnostic` where the clone left it out, because it is a partial one or damaged.
  private func content(of object: String, at path: String, limit: Int) async throws -> [UInt8] {
    if let bytes = try await blobs.content(of: object, limit: limit) { return bytes }
    throw missing(
      "the content of \(path) at \(revision.short) is not in this clone", path,
      help: "`git fetch --refetch --no-filter` brings what a partial clone left out")
  }

  private func missing(_ message: String, _ path: String, help: String) -> Diagnostic {
    let problem = Diagnostic(.unreadableFile, message, at: SourceLocation(path: path), help: help)
    missed = missed ?? problem
    return problem
  }

  func kind(of path: String) async -> FileKind {
    guard let path = try? RepositoryPath(path).text else { return .missing }
    // That the files of a revision cannot be had does not say that it has none.
    guard let tree = try? await tree() else { return .unusable("at \(revision.short), which git cannot list") }
    if let place = try? await place(of: path, in: tree) {
      if tree.isFolder(place) { return .folder }
      return tree.entries[PathBytes(path: place)] == nil ? .missing : .file
    }
    return tree.entries[PathBytes(path: path)] == nil
      ? .missing : .unusable("a symbolic link that leads to no file at \(revision.short)")
  }

  func listing(under folder: String) async throws -> FileListing {
    let tree = try await tree()
    let folder = try RepositoryPath(folder).text
    func inside(_ paths: some Sequence<String>) -> [String] {
      paths.filter { folder.isEmpty || PathBytes.isBelow($0, folder) }
    }
    return FileListing(
      inside(tree.paths), links: Set(inside(tree.links)),
      submodules: inside(tree.submodules.keys.sorted().map(\.path)))
  }

  func destination(of path: String) async -> String? {
    guard let tree = try? await tree() else { return nil }
    guard path.utf8.first == UInt8(ascii: "/") else { return try? await place(of: path, in: tree) }
    guard let path = inside(path) else { return nil }
    return try? await place(of: path, in: tree)
  }

  func link(at path: String) async -> String? {
    guard let tree = try? await tree(), let path = try? RepositoryPath(path).text,
      let entry = tree.entries[PathBytes(path: path)], entry.isLink,
      let bytes = try? await content(of: entry.object, at: path, limit: 1 << 16)
    else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// A place on the disk is one of the revision where it is one of the working tree.
  private func inside(_ place: String) -> String? {
    [git.folder, FilePaths.resolved(git.folder) ?? git.folder].first { PathBytes.isBelow(place, $0) }
      .map { String(place.dropFirst($0.count + 1)) }
  }

  func commit(ofSubmodule path: String) async throws -> String? {
    try await tree().submodules[PathBytes(path: RepositoryPath(path).text)]
  }

  /// As many links as are followed on the way to a file.
  private static let mostLinks = 40

  /// Where a path leads; links are followed as far as they stay in the tree, and a path into a submodule as far as that.
  /// - Returns: nil where nothing is there.
  private func place(of path: String, in tree: Tree) async throws -> String? {
    var place = ""
    var rest = try RepositoryPath(path).text.split(separator: "/").map(String.init)[...]
    var followed = 0
    while let part = rest.popFirst() {
      if part == "." { continue }
      if part == ".." {
        guard !place.isEmpty else { throw RepositoryPath.outside(path) }
        place = ProjectPath.folder(of: place)
        continue
      }
      let next = FilePaths.joined(place, part)
      if tree.submodules[PathBytes(path: next)] != nil { return ([next] + rest).joined(separator: "/") }
      guard let entry = tree.entries[PathBytes(path: next)], entry.isLink else {
        place = next
        continue
      }
      followed += 1
      guard followed <= Self.mostLinks else { return nil }
      let target = String(decoding: try await content(of: entry.object, at: next, limit: 1 << 16), as: UTF8.self)
      var way = target
      if target.utf8.first == UInt8(ascii: "/") {
        guard let inside = inside(target) else { throw RepositoryPath.outside(path) }
        (place, way) = ("", inside)
      }
      rest = way.split(separator: "/").map(String.init) + rest
    }
    return tree.isFolder(place) || tree.entries[PathBytes(path: place)] != nil ? place : nil
  }

  private func tree() async throws -> Tree {
    if let listing { return try await listing.value }
    let (git, revision) = (git, revision)
    let listing = Task {
      Tree(try await git.output(["ls-tree", "-r", "-z", revision.name], limit: 1 << 30).bytes)
    }
    self.listing = listing
    do {
      return try await listing.value
    } catch {
      // A clone may leave out folders as well as contents.
      missed = missed ?? error as? Diagnostic
      throw error
    }
  }

  /// Every file of the tree at or below git's folder.
  private struct Tree: Sendable {
    struct Entry {
      let object: String
      let isLink: Bool
    }

    private(set) var entries: [PathBytes: Entry] = [:]
    /// The commits of other repositories, by their folder.
    private(set) var submodules: [PathBytes: String] = [:]
    /// Sorted bytewise, links included.
    private(set) var paths: [String] = []

    /// Lines are `<mode> <type> <object>\t<path>`, ended by a zero.
    init(_ bytes: [UInt8]) {
      for record in bytes.split(separator: 0) {
        guard let tab = record.firstIndex(of: 0x09), let path = String(validating: record[(tab + 1)...], as: UTF8.self)
        else { continue }
        let facts = record[..<tab].split(separator: 0x20)
        guard facts.count == 3 else { continue }
        // What is in a submodule is another repository's.
        if facts[1].elementsEqual("commit".utf8) {
          submodules[PathBytes(path: path)] = String(decoding: facts[2], as: UTF8.self)
        }
        guard facts[1].elementsEqual("blob".utf8) else { continue }
        entries[PathBytes(path: path)] = Entry(
          object: String(decoding: facts[2], as: UTF8.self), isLink: facts[0].elementsEqual("120000".utf8))
        paths.append(path)
      }
      paths.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    var links: some Sequence<String> { entries.lazy.filter(\.value.isLink).map(\.key.path) }

    func isFolder(_ path: String) -> Bool {
      guard !path.isEmpty else { return true }
      let start = path + "/"
      var (low, high) = (0, paths.count)
      while low < high {
        let middle = (low + high) / 2
        if paths[middle].utf8.lexicographicallyPrecedes(start.utf8) { low = middle + 1 } else { high = middle }
      }
      return low < paths.count && paths[low].utf8.starts(with: start.utf8)
    }
  }
}

extension PathBytes {
  static func isBelow(_ path: String, _ folder: String) -> Bool {
    path.utf8.count > folder.utf8.count + 1 && path.utf8.starts(with: folder.utf8)
      && path.utf8.dropFirst(folder.utf8.count).first == UInt8(ascii: "/")
  }
}
