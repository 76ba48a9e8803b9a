/// Suites that a change calls otherwise: new ones that ask most of what one asked that is gone.
///
/// A suite under another name is the same suite: its gates, its cases and what is stored of it hold as before.
public struct Renames: Hashable, Sendable {
  /// What each was called at the base, by its name now.
  public private(set) var formerNames: [String: String] = [:]

  public init() {}

  public init(from base: Project, to head: Project) {
    let known = Set(base.suites.map(\.name))
    let new = head.suites.filter { !known.contains($0.name) }
    guard !new.isEmpty else { return }
    var pairs: [(likeness: Likeness, old: String, new: String)] = []
    for old in base.suites where head.suite(named: old.name) == nil {
      let asked = Set(old.evalset.headers.map(\.digest))
      for suite in new {
        let likeness = Self.likeness(of: suite, to: old, asked)
        if 2 * likeness.cases > asked.count { pairs.append((likeness, old.name, suite.name)) }
      }
    }
    // Whoever is most like one that is gone is that one, before others are looked at: of several that ask the same over several
    // routes each goes on over its own.
    while let most = pairs.map(\.likeness).max(), let pair = pairs.first(where: { $0.likeness == most }) {
      formerNames[pair.new] = pair.old
      pairs.removeAll { $0.old == pair.old || $0.new == pair.new }
    }
  }

  /// The same, where the base's suites have names already that they did not have there.
  ///
  /// - Parameter earlier: what the base itself calls them.
  public func after(_ earlier: [String: String]) -> Renames {
    let replaced = Set(formerNames.values)
    var all = Renames()
    all.formerNames = formerNames.mapValues { earlier[$0] ?? $0 }
      .merging(earlier.filter { !replaced.contains($0.key) }) { own, _ in own }
      .filter { $0.key != $0.value }
    return all
  }

  /// How much two suites have in common; what they ask comes first.
  private struct Likeness: Comparable {
    let cases: Int
    let rest: Int

    static func < (a: Self, b: Self) -> Bool { (a.cases, a.rest) < (b.cases, b.rest) }
  }

  private static func likeness(of suite: Suite, to old: Suite, _ asked: Set<Digest>) -> Likeness {
    let parts = [suite.prompt.digest == old.prompt.digest, suite.route.name == old.route.name]
    return Likeness(
      cases: Set(suite.evalset.headers.map(\.digest)).intersection(asked).count, rest: parts.count { $0 })
  }
}

extension Project {
  /// The same project with suites under the names that a change gives them.
  public func following(_ renames: Renames) -> Project {
    renamed(Dictionary(renames.formerNames.map { ($0.value, $0.key) }, uniquingKeysWith: { first, _ in first }))
  }

  /// The same project with some suites under other names.
  ///
  /// - Parameter names: by the name that they have.
  public func renamed(_ names: [String: String]) -> Project {
    guard !names.isEmpty else { return self }
    return Project(
      configuration: configuration, suites: suites.map { suite in names[suite.name].map(suite.with(name:)) ?? suite },
      gates: gates.map { gate in gate.suite.flatMap { names[$0] }.map(gate.about) ?? gate }, notes: notes, files: files)
  }
}
