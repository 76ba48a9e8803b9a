import ChildProcess
import EvalGateCore
import StrictJSON

/// A program of the user's that is kept alive and speaks JSON lines: the way to test an application rather than a model.
struct Exec: Provider {
  static let name = "exec"
  static let summary = "A program of yours that speaks JSON lines on standard input and output."
  static let options = [
    OptionHelp("command", "the program and its arguments, as a list; no shell is involved"),
    OptionHelp("processes", "how many of it run side by side, 1 when left out"),
    OptionHelp("env", "the environment variables it is given beside `PATH`, `EVALGATE_RUN` and `EVALGATE_ARM`"),
    OptionHelp("inputs", "patterns of the files its answers depend on"),
    OptionHelp("prepare", "a command that makes it ready in a fresh checkout of the base revision"),
  ]
  static let needsModel = false
  static let readsVariables = true

  let command: [String]
  let processes: Int
  /// Names of variables.
  let variables: [String]

  /// More processes than any machine that runs evaluations has use for.
  private static let mostProcesses = 256

  init(options: inout OptionReader) throws(Diagnostic) {
    command = try options.strings("command")
    processes = try options.optionalInt("processes", in: 1...Self.mostProcesses) ?? 1
    variables = try options.optionalStrings("env") ?? []
    // For whoever works out what a change affects, and prepares a worktree.
    _ = try options.optionalStrings("inputs")
    _ = try options.optionalStrings("prepare")
    guard let program = command.first, !program.isEmpty else {
      throw Diagnostic(
        .wrongType, "`command` names no program", at: options.node.location,
        help: "write it as a list: `command: [python3, app.py]`")
    }
  }

  var identity: JSONObject { ["command": .array(command.map { .string($0) })] }

  func connect(to target: Target, in setting: ConnectionSetting) async throws -> any Connection {
    let launch = try launch(for: target, in: setting)
    // The first one is started now, so that a program that cannot run is known before anything is asked.
    let first = try await start(launch, target)
    return ExecPool(first: first, launch: launch, count: processes)
  }

  /// Even a replay has to know which revision it replays: the program is started, says so, and is ended.
  func revisions(of target: Target, in setting: ConnectionSetting) async throws -> JSONObject? {
    let process = try await start(try launch(for: target, in: setting), target)
    await process.end()
    return process.greeting.revisions
  }

  private func start(_ launch: ProgramLaunch, _ target: Target) async throws(Diagnostic) -> ProgramProcess {
    do throws(GenerationFailure) {
      return try await ProgramProcess.start(launch)
    } catch {
      throw Diagnostic(
        .program, "the program `\(command[0])` cannot be used: \(error.message.unsafeText)", at: target.location,
        help: "run it by hand and give it the line `{\"evalgate\":1,\"role\":\"provider\"}`",
        "it must answer with one line such as `{\"name\":\"app\",\"revisions\":{\"code\":\"1\"}}`")
    }
  }

  private func launch(for target: Target, in setting: ConnectionSetting) throws(Diagnostic) -> ProgramLaunch {
    let environment = setting.environment
    var values = ["EVALGATE_RUN": environment.run, "EVALGATE_ARM": environment.arm.rawValue]
    // Without it no program by name could be found, neither this one nor what it starts.
    values["PATH"] = environment.variables["PATH"]
    for name in variables {
      guard let value = environment.variables[name] else {
        throw Diagnostic(
          .missingVariable, "the program `\(command[0])` needs the environment variable `\(name)`, which is not set",
          at: target.location, help: "set it for this run: `\(name)=… evalgate run`", "or remove it from `env:`")
      }
      values[name] = value
    }
    return ProgramLaunch(
      command: command, environment: values, directory: Self.folder(of: target, below: environment.root),
      timeout: setting.timeout, clock: environment.clock)
  }

  /// Programs run where the file that names them stands, as all its paths are meant.
  private static func folder(of target: Target, below root: String) -> String {
    guard let slash = target.location.path.lastIndex(of: "/") else { return root }
    return root + "/" + target.location.path[..<slash]
  }
}

/// How a program is started, again and again.
struct ProgramLaunch: Sendable {
  let command: [String]
  let environment: [String: String]
  let directory: String
  /// For the greeting and for each answer, in milliseconds.
  let timeout: Double
  let clock: any RouteClock
}
