/// Flags given by the environment: `EVALGATE_TRIALS=3` stands for `--trials 3` where the command line says nothing of it.
///
/// There is no `EVALGATE_EXIT_ZERO`: turning a gate off is said where it is done.
enum EnvironmentArguments {
  private static let project = ["config", "color"]
  private static let options: [String: [String]] = [
    "run": project + [
      "tag", "case", "profile", "baseline", "mode", "route", "trials", "concurrency", "timeout", "max-duration",
      "budget",
      "shard", "resume", "save", "report", "no-cases", "progress", "comment-id",
    ],
    "gate": project + ["baseline", "report", "suite"],
    "diff": project + ["report", "comment-id"],
    "plan": project + ["tag", "case", "baseline", "mode", "trials", "margin"],
    "noise": project + ["runs", "deals", "seed", "concurrency"],
    "report": project + ["report"],
    "validate": project,
    "json": ["schema", "format", "output", "draft", "color"],
  ]
  private static let flags: [String: [String]] = [
    "run": ["comment", "dry-run", "fail-fast", "quiet"], "diff": ["comment"], "gate": ["quiet"],
  ]

  /// The arguments with those of the environment added; the command line wins.
  static func adding(_ environment: [String: String], to arguments: [String]) -> [String] {
    guard let command = arguments.first else { return arguments }
    let isFlag = Set(flags[command] ?? [])
    let added = added(by: environment, to: arguments).compactMap { one -> String? in
      guard isFlag.contains(one.name) else { return "--\(one.name)=\(one.value)" }
      return ["1", "true", "yes"].contains(one.value.lowercased()) ? "--" + one.name : nil
    }
    return [command] + added + arguments.dropFirst()
  }

  /// The flags that the environment gives and the command line does not.
  static func added(
    by environment: [String: String], to arguments: [String]
  ) -> [(name: String, value: String, variable: String)] {
    guard let command = arguments.first else { return [] }
    let written = Set(
      arguments.prefix { $0 != "--" }.map { argument in
        if argument.hasPrefix("-P") { return "--profile" }
        return argument.split(separator: "=", maxSplits: 1).first.map(String.init) ?? argument
      })
    return given(by: environment, to: command).filter { !written.contains("--" + $0.name) }
  }

  /// The flags of a command that the environment gives.
  static func given(
    by environment: [String: String], to command: String
  ) -> [(name: String, value: String, variable: String)] {
    ((options[command] ?? []) + (flags[command] ?? [])).compactMap { name in
      guard let value = environment[variable(name)], !value.isEmpty else { return nil }
      return (name, value, variable(name))
    }
  }

  private static func variable(_ option: String) -> String {
    "EVALGATE_" + option.uppercased().replacing("-", with: "_")
  }
}
