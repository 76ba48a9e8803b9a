import EvalGateCore
import StrictJSON

extension Digest {
  /// What a route of several targets keeps its answers under, beside what is asked: which of the targets answers is its own affair.
  /// Nil for one target, whose answers are everybody's.
  ///
  /// Its name is the one that its own file gives it, whoever includes that. What it says of time, tries and limits may change,
  /// and what was recorded stays.
  init?(recorded route: Route, _ targets: [KeyedTarget]) {
    guard targets.count > 1 else { return nil }
    let name = route.name.split(separator: "/").last.map(String.init) ?? route.name
    self.init(
      of: [
        "name": .string(name), "race": .bool(route.delivery.race),
        "targets": .array(targets.map { .string($0.identity.hex) }),
      ] as JSONValue)
  }
}
