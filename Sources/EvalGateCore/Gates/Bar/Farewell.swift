/// What a change takes away whole: suites that are gone for good, and those that only seem to be.
///
/// A suite is gone for good together with its prompt, in a change that brings no other one: a prompt that stays, or comes back
/// under another name, ships what nobody measures any more.
struct Farewell {
  /// The base's suites that the change does not have.
  let removed: [Suite]
  /// Names of those that are gone for good.
  let obsolete: Set<String>
  let gone: [GoneSuite]

  /// - Parameter standing: paths of files that are there, whether or not the head reads them.
  init(_ head: Project, _ base: Project, _ standing: Set<String>) {
    removed = base.suites.filter { head.suite(named: $0.name) == nil }
    let new = head.suites.first { base.suite(named: $0.name) == nil }
    gone = removed.compactMap { suite in
      let path = suite.prompt.location.path
      if let place = Self.place(of: suite.prompt, head, base) ?? (standing.contains(path) ? path : nil) {
        return GoneSuite(
          suite: suite, why: "its prompt is still there, in `\(place)`: give it its cases back, or take it away too")
      }
      return new.map {
        GoneSuite(
          suite: suite,
          why: "suite `\($0.name)` is new and asks other cases, so nobody can tell whether one became the other: "
            + "keep the cases, or make two changes of it")
      }
    }
    obsolete = Set(removed.map(\.name)).subtracting(gone.map(\.suite.name))
  }

  /// Where a prompt of the base is now: where it was, under another name, or with what a suite that ran it runs instead.
  private static func place(of prompt: Prompt, _ head: Project, _ base: Project) -> String? {
    let path = prompt.location.path
    let paths = Set(base.suites.map(\.prompt.location.path))
    let heads = head.suites.map(\.prompt.location.path)
    if head.files[path] != nil || heads.contains(path) { return path }
    let digest = base.files[path]
    if digest != nil,
      let moved = head.files.sorted(by: { $0.key < $1.key }).first(where: {
        $0.value == digest && base.files[$0.key] != digest
      })
    {
      return moved.key
    }
    let places = Set(base.suites.map { Place($0.prompt) })
    let successors = base.suites.filter { $0.prompt.location.path == path }.compactMap { head.suite(named: $0.name) }
    return
      (successors.map(\.prompt).filter { !paths.contains($0.location.path) }
      + head.suites.map(\.prompt).filter { Place(prompt).became(Place($0), among: places) }).first?.location.path
  }
}

/// A suite that a change takes away although there is something to measure.
public struct GoneSuite: Sendable {
  public let suite: Suite
  /// Why nothing may be decided without it, and the way out.
  public let why: String
}

/// A file of a project, as what is looked up: by its id and by where it stands.
struct Place: Hashable {
  let id: String
  let path: String

  init(_ prompt: Prompt) { (id, path) = (prompt.id, prompt.location.path) }
  init(_ evalset: Evalset) { (id, path) = (evalset.id, evalset.location.path) }

  /// Whether it became the other: of one id, in one place or moved to one where nothing stood. Where several folders have a file
  /// of one id, each is its own.
  func became(_ other: Place, among known: some Sequence<Place>) -> Bool {
    id == other.id && (path == other.path || !known.contains { $0.path == other.path })
  }
}
