import EvalGateCore
import EvalGateProviders
import EvalGateStore

/// That a suite answers another way than it did.
struct RouteMove: Sendable {
  let suite: Suite
  let was: String
  let now: String
  /// That what it left was edited and is measured by nobody; nil where the move is all there is.
  let displacement: Displacement?
}

extension Base {
  /// Suites that left the way they were answered, each with what was edited of it meanwhile.
  ///
  /// A way is left when it is not what the suite's route does, whatever that is called. It goes on where another suite still runs it:
  /// by its name, by its targets, or by a program that it has in common with it and that was edited. What nobody runs any more is
  /// retired, all but the files of a program that are there and were edited.
  ///
  /// - Parameter before: the base's project, with its suites under the names of now.
  func routeMoves(_ before: Project, by project: Project) async -> [RouteMove] {
    let moved = project.suites.compactMap { suite -> Leaving? in
      guard let old = before.suite(named: suite.name) else { return nil }
      let leaving = Leaving(suite: suite, old: old)
      return leaving.was.isSame(as: leaving.now) ? nil : leaving
    }
    guard !moved.isEmpty else { return [] }
    let edits = await edits(before, project)
    var moves: [RouteMove] = []
    for leaving in moved {
      let displacement = await displacement(leaving, before, project, edits)
      guard displacement != nil || leaving.was.name != leaving.now.name else { continue }
      moves.append(
        RouteMove(
          suite: leaving.suite, was: leaving.was.name, now: leaving.now.name, displacement: displacement))
    }
    return moves
  }

  /// Why suites that a change takes away may not go although the same is asked over another route: by name, where the way that they
  /// went is in use and was edited.
  func routesInUse(_ before: Project, without project: Project) async -> [String: String] {
    let left = before.suites.compactMap { old -> Leaving? in
      guard project.suite(named: old.name) == nil, let group = old.group else { return nil }
      let other = project.suites.first {
        before.suite(named: $0.name)?.group == group && $0.evalset.id == old.evalset.id
      }
      return other.map { Leaving(suite: $0, old: old) }
    }
    guard !left.isEmpty else { return [:] }
    let edits = await edits(before, project)
    var why: [String: String] = [:]
    for leaving in left { why[leaving.old.name] = await displacement(leaving, before, project, edits)?.why }
    return why
  }

  /// Why nothing may be decided of a suite that leaves its way; nil where it may.
  private func displacement(
    _ leaving: Leaving, _ before: Project, _ project: Project, _ edits: Edits
  ) async -> Displacement? {
    let (old, suite, was) = (leaving.old, leaving.suite, leaving.was)
    guard !project.stillMeasures(old, of: before, isSameWay: { was.isGoing(by: Way($0)) }) else { return nil }
    let edited = edits.first(of: was)
    var isRetired = true
    var companion: Suite?
    for other in project.suites {
      let way = Way(other.route)
      guard !way.isSame(as: leaving.now) else { continue }
      guard was.isGoing(by: way) else {
        // A program that is started otherwise, which it could not tell before.
        guard edits.isNew(way) else { continue }
        if let edited, way.includes(edited.path) { return leaving.displaced(edited, in: other) }
        if !was.programs.isEmpty, let route = before.suite(named: other.name)?.route, Way(route).isSame(as: was) {
          companion = companion ?? other
        }
        continue
      }
      isRetired = false
      if !way.isSame(as: was) { return leaving.displaced(nil, in: other) }
      let file = editedFile(old, suite, ships: other, was).map { Edits.File(path: $0, isNamed: true) }
      if let edited = edited ?? file { return leaving.displaced(edited, in: other) }
    }
    guard isRetired else { return nil }
    if let companion { return leaving.displaced(by: companion) }
    guard await !leaving.now.mayBeMade(as: was, in: workspace.files) else { return nil }
    for path in edits.paths where was.includes(path) && !leaving.now.includes(path) {
      if await workspace.files.kind(of: path) != .missing { return leaving.displaced(path) }
    }
    return nil
  }

  /// The prompt or the policy of a suite, where it was edited and ships over the way that the suite left: with the same prompt, or
  /// behind the same program.
  private func editedFile(_ old: Suite, _ suite: Suite, ships other: Suite, _ was: Way) -> String? {
    let prompt = suite.prompt
    let hasPrompt = other.prompt.location.path == old.prompt.location.path
    if hasPrompt, prompt.location.path == old.prompt.location.path {
      if prompt.digest != old.prompt.digest { return prompt.location.path }
      if let tools = prompt.tools, tools.digest != old.prompt.tools?.digest { return tools.location.path }
    }
    guard hasPrompt || !was.programs.isEmpty, let policy = suite.policy, let former = old.policy,
      policy.location.path == former.location.path, other.policy?.location.path == former.location.path,
      policy.digest != former.digest
    else { return nil }
    return policy.location.path
  }

  /// What the change edited, as far as programs may be made of it.
  private func edits(_ before: Project, _ project: Project) async -> Edits {
    let configurations = Set((before.configuration.parts + project.configuration.parts).map(\.path))
    let changed = await changedPaths().map { $0.filter { !configurations.contains($0) } }
    var others: [String] = []
    for path in changed ?? [] where !before.reads(path) && !project.reads(path) {
      if await files.kind(of: path) == .file { others.append(path) }
    }
    return Edits(
      isKnown: changed != nil, paths: changed ?? [], others: others,
      ways: (before.suites.map(\.route) + before.configuration.routes).map(Way.init))
  }
}

/// A suite that leaves the way it was answered.
private struct Leaving {
  let suite: Suite
  let old: Suite
  let was: Way
  let now: Way

  init(suite: Suite, old: Suite) {
    (self.suite, self.old, was, now) = (suite, old, Way(old.route), Way(suite.route))
  }

  /// - Parameters:
  ///   - file: what was edited of the way; nil for the route itself.
  ///   - other: a suite that goes on with it.
  func displaced(_ file: Edits.File?, in other: Suite) -> Displacement {
    let route = other.route.name
    let edited =
      switch file {
      case nil: "which was edited"
      case let file? where file.isNamed: "of which `\(file.path)` was edited"
      case let file?: "whose program names no `inputs` and may read `\(file.path)`, which was edited"
      }
    return displaced(
      "\(file.map { "`\($0.path)`" } ?? "route `\(route)`") was edited beside it",
      "suite `\(other.name)` goes on over `\(route)`, \(edited) and is measured by none of these cases: "
        + "give it that route too, or another one in a change of its own")
  }

  /// - Parameter path: of the program that nobody runs any more.
  func displaced(_ path: String) -> Displacement {
    displaced(
      "`\(path)` was edited beside it",
      "`\(path)`, of the program that it ran over `\(was.name)`, was edited and is measured by nobody: "
        + "give it route `\(was.name)` back, leave the file as it was, or take it away")
  }

  /// - Parameter other: one that ran the same program and goes another way that is new.
  func displaced(by other: Suite) -> Displacement {
    displaced(
      "`\(other.name)` goes another way",
      "suite `\(other.name)`, which ran the same program, over `\(other.route.name)`, which is new, so nobody can tell which "
        + "of them ships: give both one route, or move them in changes of their own")
  }

  private func displaced(_ reason: String, _ why: String) -> Displacement {
    Displacement(
      suite: suite, was: "route \(was.name)", now: "route \(now.name)" + (was.name == now.name ? ", edited" : ""),
      reason: reason, why: "it runs over route `\(now.name)` now, and \(why)")
  }
}

/// What a change edited beside the moves.
private struct Edits {
  let isKnown: Bool
  /// All paths, but for configurations.
  let paths: [String]
  /// Those that were there and that evalgate itself does not read, which a program may.
  let others: [String]
  /// The ways that suites of the base were answered, and might have been.
  let ways: [Way]

  struct File {
    let path: String
    /// Whether something says that it is a part, and not only nothing that it is none.
    let isNamed: Bool
  }

  func isNew(_ way: Way) -> Bool { !ways.contains { $0.isSame(as: way) } }

  /// The first file that was edited of the programs behind a way. One that does not say what it is made of may read any.
  func first(of way: Way) -> File? {
    if let path = paths.first(where: way.includes) { return File(path: path, isNamed: true) }
    guard way.programs.contains(where: { $0.inputs == nil || !isKnown }) else { return nil }
    return (isKnown ? others.first : ".").map { File(path: $0, isNamed: false) }
  }
}

extension [RouteMove] {
  /// What is shown of them: suites that moved together are told in one line.
  ///
  /// - Parameter before: the base's project, with its suites under the names of now.
  func changes(since before: Project) -> [RuleChange] {
    let plain = filter { $0.displacement == nil }
    return Dictionary(grouping: plain) { [$0.was, $0.now] }.sorted { $0.key.lexicographicallyPrecedes($1.key) }
      .flatMap { names, moves -> [RuleChange] in
        let all = before.suites.count { $0.route.name == names[0] }
        guard moves.count > 1, moves.count == all else {
          return moves.map { move in
            RuleChange(
              .suite, move.suite.name, .changed, from: "route \(move.was)", to: "route \(move.now)", decides: .head,
              location: move.suite.location)
          }
        }
        return [
          RuleChange(
            .configuration, "routes", .changed, from: names[0], to: names[1], decides: .head,
            note: "in " + moves.map(\.suite.name).listed())
        ]
      }
  }
}
