import EvalGateCore
import EvalGateForge
import StrictJSON

/// What a pipeline must not do for somebody else's change.
///
/// With secrets it asks nothing at all; without them it still starts no program that the base's configuration does not name,
/// because the machine it runs on is not the stranger's.
enum ForeignHead {
  /// - Throws: where the head comes from another repository and the run would do what that repository alone says
  ///   (docs.github.com, "Security hardening for GitHub Actions").
  static func refuse(
    _ suites: [Suite], _ base: Base, mode: (Suite) -> Mode
  ) throws(Diagnostic) {
    guard let request = base.workspace.changeRequest, request.isFromFork else { return }
    if request.hasForeignHeadWithSecrets {
      guard let asks = suites.first(where: { mode($0) != .replay || !$0.programKeys.isEmpty }) else { return }
      throw Diagnostic(
        .foreignHead,
        "suite `\(asks.name)` would use this pipeline's secrets for a change from another repository",
        help: "run on `pull_request`, which has no secrets, and post its report from a second workflow")
    }
    let known = Set((base.project?.suites ?? []).flatMap(\.programKeys).map(\.key))
    for suite in suites {
      guard let program = suite.programKeys.first(where: { !known.contains($0.key) }) else { continue }
      throw Diagnostic(
        .foreignProgram,
        "suite `\(suite.name)` would start a program that \(base.reference?.text ?? "the base") does not name",
        at: program.place,
        help: "look at it, and run the change from a branch of this repository")
    }
  }
}

extension Suite {
  /// Every program the suite starts, by what starts it: command, variables it is handed, folder, and how it is prepared.
  fileprivate var programKeys: [(key: String, place: SourceLocation)] {
    let judges = (policy?.program.map { [$0] } ?? []) + evalset.programs
    let targets = route.targets.filter { $0.provider == "exec" }.map { target in
      let parts = ["command", "env", "prepare"].map { target.options[$0]?.json ?? .null }
      let folder = target.location.path.split(separator: "/").dropLast().joined(separator: "/")
      return (key: JSONValue.array(parts + [.string(folder)]).serialized(), place: target.location)
    }
    return targets + judges.map { (key: $0.key, place: $0.location) }
  }
}

extension DiagnosticCode {
  static let foreignHead = DiagnosticCode(
    "run/foreign-head",
    "On `pull_request_target` the pipeline has the repository's secrets, and the files are a stranger's. Nothing is asked then."
  )
  static let foreignProgram = DiagnosticCode(
    "run/foreign-program",
    "For a change from another repository no program is started that the configuration at the base does not name with the same command, variables and folder."
  )
}
