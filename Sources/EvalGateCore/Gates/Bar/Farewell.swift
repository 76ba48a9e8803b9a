/// What a change takes away whole: suites that are gone for good, and those that only seem to be.
///
/// A suite is gone for good together with its prompt, in a change that brings no other one: a prompt that stays, or comes back
/// under another name, ships what nobody measures any more. So where another suite runs it as the one did that is gone, it is
/// asked what that asked once more, and where none does, nothing may be decided. One of several routes may go, as long as the same is
/// asked over another one.
struct Farewell {
  /// The base's suites that the change does not have.
  let removed: [Suite]
  /// Names of those that are gone for good.
  let obsolete: Set<String>
  /// Those that are asked once more, as the change answers, and why.
  let asked: [GoneSuite]
  /// Those of which nothing can be asked.
  let gone: [GoneSuite]
  /// Those that go although their prompt stays, because the same is asked over another route.
  private let retired: [GoneSuite]

  init(_ head: Project, _ base: Project, _ remains: Remains) {
    removed = base.suites.filter { head.suite(named: $0.name) == nil }
    let new = head.suites.first { base.suite(named: $0.name) == nil }
    var (asked, gone, retired): ([GoneSuite], [GoneSuite], [GoneSuite]) = ([], [], [])
    var moves = Moves(head)
    for suite in removed {
      guard
        let prompt = PromptSuccession(of: suite.prompt, head, base, remains)
          ?? remains.cases[suite.name].map(PromptSuccession.init(withCases:))
      else {
        if let new {
          gone.append(
            GoneSuite(
              suite: suite,
              why: "suite `\(new.name)` is new and asks other cases, so nobody can tell whether one became the other: "
                + "keep the cases, or make two changes of it"))
        }
        continue
      }
      if let heir = head.suites.first(where: { $0.prompt.location.path == prompt.path && $0.runs(as: suite) }),
        moves.mayGo(suite.asked(as: heir))
      {
        asked.append(
          GoneSuite(
            suite: suite.asked(as: heir),
            why: "asked once more as it was, by what suite `\(heir.name)` runs: \(prompt.words)"))
      } else if let why = remains.routes[suite.name] {
        gone.append(GoneSuite(suite: suite, why: why))
      } else if let other = suite.overAnotherRoute(head, base) {
        retired.append(
          GoneSuite(
            suite: suite,
            why:
              "suite `\(other.name)` asks them over `\(other.route.name)`, and what goes over `\(suite.route.name)` is "
              + "measured no more"))
      } else {
        gone.append(GoneSuite(suite: suite, why: prompt.why(heldBy: remains.holders[prompt.path])))
      }
    }
    (self.asked, self.gone, self.retired) = (asked, gone, retired)
    obsolete = Set(removed.map(\.name)).subtracting((asked + gone).map(\.suite.name))
  }

  /// What became of a suite that is gone.
  func why(_ name: String) -> String {
    if let gone = gone.first(where: { $0.suite.name == name }) { return "its gates are undecided, \(gone.why)" }
    return (asked + retired).first { $0.suite.name == name }?.why ?? "its prompt is gone too"
  }

  /// Why a gate of the base is none any more; nil where it is one.
  func obsolescence(of gate: GateRule) -> String? {
    guard let suite = gate.suite, obsolete.contains(suite) else { return nil }
    return retired.contains { $0.suite.name == suite } ? "its suite is gone" : "its suite is gone with the prompt"
  }
}

/// A suite that a change takes away although there is something to measure.
public struct GoneSuite: Sendable {
  public let suite: Suite
  /// Why that is, and what comes of it.
  public let why: String
}

extension Suite {
  /// Whether its answers are made as those of another one: over the same route, and decided by the same policy.
  func runs(as other: Suite) -> Bool { route.name == other.route.name && policy?.id == other.policy?.id }

  /// The suite that was written as one with this one, and that asks the same prompt the same cases under the same policy over another
  /// route still.
  fileprivate func overAnotherRoute(_ head: Project, _ base: Project) -> Suite? {
    guard let group else { return nil }
    let parts = base.suites.filter { $0.group == group && $0.name != name && asksTheSame(as: $0) }
    return head.suites.first { now in
      asksTheSame(as: now) && parts.contains { $0.name == now.name && $0.route.name == now.route.name }
    }
  }

  private func asksTheSame(as other: Suite) -> Bool {
    other.prompt.location.path == prompt.location.path && other.evalset.location.path == evalset.location.path
      && other.policy?.id == policy?.id && other.route.name != route.name
  }
}

/// What became of a prompt whose suite is gone.
private struct PromptSuccession {
  /// Where it is now.
  let path: String
  /// What was taken for what.
  let words: String
  let wayOut: String

  /// Where a prompt of the base is now: where it was, under another name, with what a suite that ran it runs instead, or in a file
  /// that says mostly the same. Nil where it is nowhere.
  init?(of prompt: Prompt, _ head: Project, _ base: Project, _ remains: Remains) {
    let old = prompt.location.path
    let known = Set(base.suites.map(\.prompt.location.path))
    let isThere = head.files[old] != nil || head.suites.contains { $0.prompt.location.path == old }
    if isThere || remains.standing.contains(old) {
      self.init(
        old, "its prompt is still there, in `\(old)`", wayOut: "give it its cases back, or take it away too")
      return
    }
    let digest = base.files[old]
    let copy = head.files.sorted { $0.key < $1.key }.first {
      digest != nil && $0.value == digest && base.files[$0.key] != digest
    }
    if let path = copy?.key {
      self.init(
        path, "`\(path)` reads as its prompt `\(old)` did and is taken for that one",
        wayOut: "give it its cases back, or bring `\(path)` in a change of its own")
      return
    }
    let successors = base.suites.filter { $0.prompt.location.path == old }
    for (suite, now) in successors.compactMap({ suite in head.suite(named: suite.name).map { (suite, $0) } })
    where !known.contains(now.prompt.location.path) {
      let path = now.prompt.location.path
      self.init(
        path, "suite `\(suite.name)`, which ran its prompt too, runs `\(path)` now",
        wayOut: "give it its cases back, or take suite `\(suite.name)` away too")
      return
    }
    let places = Set(base.suites.map { Place($0.prompt) })
    if let heir = head.suites.first(where: { Place(prompt).became(Place($0.prompt), among: places) }) {
      let path = heir.prompt.location.path
      self.init(
        path, "`\(path)` has the id `\(prompt.id)` of its prompt `\(old)` and is taken for that one",
        wayOut: "give it its cases back, or give the other prompt another id")
      return
    }
    guard let copy = remains.copies[old] else { return nil }
    self.init(
      copy.path, copy.words(of: old),
      wayOut: "give it its cases back, or bring `\(copy.path)` in a change of its own")
  }

  /// Of a suite that is found by its cases alone.
  init(withCases path: String) {
    self.init(
      path, "`\(path)` has most of its cases and is taken for its place",
      wayOut: "bring `\(path)` in a change of its own")
  }

  /// Why nothing may be decided, with what helps.
  func why(heldBy holder: Remains.Holder?) -> String {
    "\(words)\(holder?.words ?? ""): \(holder?.wayOut ?? "")\(wayOut)"
  }

  private init(_ path: String, _ words: String, wayOut: String) {
    (self.path, self.words, self.wayOut) = (path, words, wayOut)
  }
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
