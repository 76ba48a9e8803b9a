import EvalGateCore
import EvalGateProviders
import StrictJSON

/// What makes a route answer as it does, whatever it is called.
struct Way {
  private let route: Route
  private let targets: [Target]
  /// Of the programs behind it.
  let programs: [ProgramMake]
  /// What words of their commands may name.
  private let named: [String]

  private struct Target: Hashable {
    let options: Digest
    /// Where a program runs; empty for a service.
    let folder: String
  }

  init(_ route: Route) {
    self.route = route
    targets = route.targets.map { target in
      let options = (target.options.json.objectValue ?? [:]).filter { !Self.silent.contains($0.key) }
      let folder = target.provider == "exec" ? target.location.path.split(separator: "/").dropLast() : []
      return Target(
        options: Digest(of: .object(JSONObject(options.map { ($0.key, $0.value) }))),
        folder: folder.joined(separator: "/"))
    }
    programs = route.targets.compactMap(\.make)
    named = zip(route.targets, targets).flatMap { target, own in
      ProjectPath.named(
        by: target.options["command"]?.json.listedTexts ?? [], in: own.folder)
    }
  }

  /// What changes no answer.
  private static let silent: Set<String> = ["prices", "processes", "inputs", "prepare"]

  var name: String { route.name }

  /// Whether both answer alike, as long as no program behind them is edited.
  func isSame(as other: Way) -> Bool {
    targets == other.targets && route.routing == other.route.routing
  }

  /// Whether another one goes this way still: by its name though it was edited, or under another name.
  func isGoing(by other: Way) -> Bool { other.name == name || other.isSame(as: self) }

  /// Whether it starts a program of another way and says not what else that is made of.
  func mayBeMade(as other: Way, in files: any FileSource) async -> Bool {
    guard programs.contains(where: { $0.inputs == nil }) else { return false }
    for path in named where other.includes(path) {
      if await files.kind(of: path) == .file { return true }
    }
    return false
  }

  /// Whether a program behind it is made of a file.
  func includes(_ path: String) -> Bool { programs.contains { $0.includes(path) } }
}
