import EvalGateCore

/// The steps of ``ProjectLoader/predecessor(of:at:isNamed:workingFolder:)``.
struct PredecessorSearch {
  /// Some suites of a revision with their gates, under the names of now.
  private struct Piece {
    var project: Project
    var formerNames: [String: String] = [:]
  }

  let loader: ProjectLoader
  let head: Project
  let now: any FileSource
  /// Configurations of the project that are not there.
  private(set) var new: [ConfigurationPart] = []
  private var pieces: [Piece] = []
  /// Paths of the configurations that were read there.
  private var read: Set<String> = []
  /// Configurations beside the project's first one that do not load there.
  private(set) var unread: [UnreadConfiguration] = []

  init(loader: ProjectLoader, head: Project, now: any FileSource) {
    (self.loader, self.head, self.now) = (loader, head, now)
  }

  private var files: any FileSource { loader.files }

  /// Everything that was found, as one project; gates of a piece hold in its own suites.
  var merged: Predecessor {
    let pieces = pieces.filter { !$0.project.suites.isEmpty }
    guard let first = pieces.first else { return Predecessor() }
    guard pieces.count > 1 else { return Predecessor(project: first.project, formerNames: first.formerNames) }
    var suites: [Suite] = []
    var gates: [GateRule] = []
    for piece in pieces {
      let own = piece.project.suites.filter { suite in !suites.contains { $0.name == suite.name } }
      suites += own
      gates += piece.project.gates.flatMap { gate -> [GateRule] in
        guard gate.suite == nil else { return [gate] }
        return own.map { gate.about($0.name).named(own.count == 1 ? gate.name : "\(gate.name):\($0.name)") }
      }
    }
    return Predecessor(
      project: Project(
        configuration: first.project.configuration, suites: suites, gates: gates,
        files: pieces.reduce(into: [:]) { files, piece in files.merge(piece.project.files) { first, _ in first } }),
      formerNames: pieces.reduce(into: [:]) { names, piece in names.merge(piece.formerNames) { first, _ in first } })
  }

  // MARK: Where they stand

  /// The project's own configurations, as they were, with all that they included there.
  mutating func findParts() async throws(Problems) {
    for part in head.configuration.parts {
      guard let path = await place(of: part) else {
        new.append(part)
        continue
      }
      guard !read.contains(path) else { continue }
      if pieces.isEmpty, new.isEmpty {
        try await add(path, namespace: part.namespace)
      } else if let piece = await whole(path, namespace: part.namespace) {
        add(piece)
      }
    }
  }

  /// The same file, or another one of the same folder that is not there any more.
  private func place(of part: ConfigurationPart) async -> String? {
    if await files.kind(of: part.path) != .missing { return part.path }
    guard ConfigurationPlace.project(of: part.path) != nil else { return nil }
    for path in ConfigurationPlace.candidates(in: part.folder) where await files.kind(of: path) != .missing {
      if await now.kind(of: path) == .missing { return path }
    }
    return nil
  }

  private mutating func add(_ path: String, namespace: String) async throws(Problems) {
    add(try await piece(path, namespace: namespace))
  }

  private mutating func add(_ piece: Piece) {
    pieces.append(piece)
    read.formUnion(piece.project.configuration.parts.map(\.path))
  }

  /// Nil where it does not load, so that nothing is known of what it held, or where nothing is in it.
  private mutating func whole(_ path: String, namespace: String) async -> Piece? {
    do throws(Problems) {
      return try await piece(path, namespace: namespace)
    } catch {
      if !error.isNothingThere, !unread.contains(where: { $0.path == path }) {
        unread.append(UnreadConfiguration(path: path, error))
      }
      return nil
    }
  }

  private func piece(_ path: String, namespace: String) async throws(Problems) -> Piece {
    let assembly = loader.assembly()
    let standing = await assembly.standing(of: path)
    let former = standing.namespace
    let files = await assembly.configurations(path, standing.named(namespace))
    let project = try await loader.project(of: files, assembly)
    guard former != namespace else { return Piece(project: project) }
    let names = project.suites.map { suite in
      let own = namespace.isEmpty ? suite.name : String(suite.name.dropFirst(namespace.count + 1))
      return (suite.name, former.isEmpty ? own : former + "/" + own)
    }
    return Piece(project: project, formerNames: Dictionary(names, uniquingKeysWith: { first, _ in first }))
  }

  // MARK: What held of the folder

  /// Of a new configuration's folder: what one above it had there, and where there is none, what was found without any.
  mutating func findAbove() async throws(Problems) {
    for part in new {
      let above: String?
      do throws(Diagnostic) {
        above =
          part.folder.isEmpty
          ? nil
          : try await ConfigurationSearch(source: files).find(from: ProjectPath.folder(of: part.folder))
      } catch {
        throw Problems([error])
      }
      if let above {
        if !read.contains(above) { await add(above, within: part) }
      } else if part == head.configuration.parts.first {
        try await addFound(in: part)
      }
    }
  }

  /// The suites of a configuration that have their prompt or their cases in a folder, or that moved there, with the gates over
  /// them.
  private mutating func add(_ path: String, within part: ConfigurationPart) async {
    guard var piece = await whole(path, namespace: "") else { return }
    let inside = part.folder + "/"
    let asked = head.suites.map(Asked.init)
    var suites: [Suite] = []
    // What it includes goes by the names that it gives it, and where the project includes it too it is known.
    var own: Set<String> = []
    for suite in piece.project.suites {
      let writer = piece.project.configuration.part(of: suite.name)?.path ?? path
      let places = [suite.prompt.location.path, suite.evalset.location.path]
      let isInside = places.contains { $0.hasPrefix(inside) }
      if writer == path {
        let isMoved =
          await now.kind(of: places[0]) == .missing && asked.contains { $0.isMost(of: suite.digests) }
        if isInside || isMoved { own.insert(suite.name) } else { continue }
      } else if !isInside || read.contains(writer) {
        continue
      }
      suites.append(suite)
    }
    guard !suites.isEmpty else { return }
    let known = Set(suites.map(\.name))
    piece.project = Project(
      configuration: piece.project.configuration, suites: suites,
      gates: piece.project.gates.filter { gate in gate.suite.map(known.contains) ?? true }, files: piece.project.files)
    pieces.append(Self.renamed(piece, own, into: part))
  }

  /// Suites by the names that a configuration of their own gives them.
  private static func renamed(_ piece: Piece, _ own: Set<String>, into part: ConfigurationPart) -> Piece {
    let names = Dictionary(
      own.map { ($0, part.qualified($0)) }.filter { $0.0 != $0.1 }, uniquingKeysWith: { first, _ in first })
    var formerNames = piece.formerNames
    for (before, after) in names { formerNames[after] = formerNames.removeValue(forKey: before) ?? before }
    return Piece(project: piece.project.renamed(names), formerNames: formerNames)
  }

  /// What discovery alone found in a folder without a configuration.
  private mutating func addFound(in part: ConfigurationPart) async throws(Problems) {
    let assembly = loader.assembly()
    await assembly.list(part.folder)
    do throws(Problems) {
      pieces.append(Piece(project: try await loader.project(of: [ConfigurationFile(folder: part.folder)], assembly)))
    } catch {
      // Nothing was there at all.
      guard error.isNothingThere else { throw error }
    }
  }

  // MARK: What is gone

  /// Configurations that are not there any more: one whose prompts or cases the project has now is what it came from. Where the
  /// project is new nobody can tell of the others whether it took their place.
  mutating func findGone() async throws(Problems) {
    let known = Set(pieces.flatMap { $0.project.suites.map(\.name) })
    let unknown = head.suites.filter { !known.contains($0.name) }
    guard !unknown.isEmpty else { return }
    let listing: [String]
    do {
      listing = try await files.list(under: "")
    } catch {
      throw Problems([error as? Diagnostic ?? Diagnostic(.unreadable, "\(error)", help: "fetch the revision again")])
    }
    let isNew = head.configuration.parts.first.map(new.contains) ?? false
    let asked = unknown.map(Asked.init)
    for path in listing where ConfigurationPlace.project(of: path) != nil && !read.contains(path) {
      guard await now.kind(of: path) == .missing, !head.configuration.parts.contains(where: { $0.path == path }) else {
        continue
      }
      let own = Assembly.folder(of: path)
      guard let piece = await whole(path, namespace: own) else { continue }
      let likeness = Likeness(of: piece.project, in: own, to: asked)
      guard isNew || likeness.isAny else { continue }
      // As the one of the new ones would call its suites whose names most of them have; by its own folder first.
      let namespaces = [own] + new.map(\.namespace)
      let best = namespaces.max { likeness.names(in: $0) < likeness.names(in: $1) } ?? own
      add(best == own ? piece : await whole(path, namespace: best) ?? piece)
    }
  }

  /// What a suite asks, found out once however many others it is held against.
  private struct Asked {
    let suite: Suite
    let digests: Set<Digest>

    init(_ suite: Suite) { (self.suite, digests) = (suite, suite.digests) }

    /// Whether it is more than half of what another one asked.
    func isMost(of old: Set<Digest>) -> Bool { 2 * old.intersection(digests).count > old.count }
  }

  /// What a project has of suites of now.
  private struct Likeness {
    /// By the name of each of its suites without its folder, what those are called that ask the same now.
    private let alike: [(name: String, now: Set<String>)]

    /// - Parameter namespace: what precedes the project's names.
    init(of base: Project, in namespace: String, to suites: [Asked]) {
      alike = base.suites.compactMap { old in
        let digests = old.digests
        let same = suites.filter { now in
          now.suite.prompt.location.path == old.prompt.location.path
            || now.suite.evalset.location.path == old.evalset.location.path || now.isMost(of: digests)
        }
        guard !same.isEmpty else { return nil }
        let name = namespace.isEmpty ? old.name : String(old.name.dropFirst(namespace.count + 1))
        return (name, Set(same.map(\.suite.name)))
      }
    }

    var isAny: Bool { !alike.isEmpty }

    /// How many are called as they were, where the project's names have something before them.
    func names(in namespace: String) -> Int {
      alike.count { $0.now.contains(namespace.isEmpty ? $0.name : "\(namespace)/\($0.name)") }
    }
  }
}

extension Suite {
  fileprivate var digests: Set<Digest> { Set(evalset.headers.map(\.digest)) }
}
