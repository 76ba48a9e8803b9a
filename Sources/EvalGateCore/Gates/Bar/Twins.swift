extension Project {
  /// Whether another suite still measures what a suite of the base did: its cases, answered and decided as they were, under gates
  /// that ask no less.
  ///
  /// - Parameters:
  ///   - old: as it was at the base, under the name that it has now.
  ///   - isSameWay: whether a route answers as the one of the base does, edited or not.
  package func stillMeasures(_ old: Suite, of base: Project, isSameWay: (Route) -> Bool) -> Bool {
    suites.contains { twin in
      twin.name != old.name && twin.evalset.id == old.evalset.id
        && twin.prompt.location.path == old.prompt.location.path
        && twin.policy?.location.path == old.policy?.location.path && isSameWay(twin.route)
        && holds(twin.name, toGatesOf: old.name, in: base)
    }
  }

  private func holds(_ twin: String, toGatesOf name: String, in base: Project) -> Bool {
    base.gates.filter { $0.suite == name }.allSatisfy { old in
      gates.contains { gate in
        (gate.suite ?? twin) == twin && gate.about(name).shift(from: old) != .looser
      }
    }
  }
}
