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
    OptionHelp(
      "inputs", "patterns of the files it is made of beside those that `command` names; all are part of what it is"),
    OptionHelp("prepare", "a command that makes it ready in a fresh checkout of the base revision"),
  ]
  static let needsModel = false
  static let readsVariables = true
  static let isKnownByRevisions = true

  let command: [String]
  let processes: Int
  /// Names of variables.
  let variables: [String]
  let inputs: ProgramInputs?

  /// More processes than any machine that runs evaluations has use for.
  private static let mostProcesses = 256

  init(options: inout OptionReader) throws(Diagnostic) {
    command = try options.command("command")
    processes = try options.optionalInt("processes", in: 1...Self.mostProcesses) ?? 1
    variables = try options.optionalStrings("env") ?? []
    inputs = try ProgramInputs(&options)
    // For whoever prepares a worktree.
    _ = try options.optionalCommand("prepare")
    guard let program = command.first, !program.isEmpty else {
      throw Diagnostic(
        .wrongType, "`command` names no program", at: options.node.location,
        help: "write it as a list: `command: [python3, app.py]`")
    }
  }

  /// Which variables it is given, and not what they hold: that is the environment's affair, as everything behind an address is.
  var identity: JSONObject {
    var identity: JSONObject = ["command": .array(command.map { .string($0) })]
    if !variables.isEmpty { identity["env"] = .array(Set(variables).sorted().map { .string($0) }) }
    return identity
  }

  func connect(to target: Target, in setting: ConnectionSetting) async throws -> any Connection {
    let launch = try launch(for: target, in: setting)
    let made = try await made(target, in: setting)
    // The first one is started now, so that a program that cannot run is known before anything is asked.
    let pool = ProgramPool(first: try await launch.start(), launch: launch, count: processes)
    return ExecConnection(pool: pool, revisions: made.joined(with: pool.revisions))
  }

  /// Even a replay has to know which revision it replays: the program is started, says so, and is ended.
  func revisions(of target: Target, in setting: ConnectionSetting) async throws -> JSONObject? {
    let made = try await made(target, in: setting)
    let process = try await launch(for: target, in: setting).start()
    await process.end()
    return made.joined(with: process.greeting.revisions)
  }

  /// What it is made of, where it is named.
  func make(at place: SourceLocation) -> ProgramMake {
    ProgramMake(command, in: place.folder, inputs: inputs)
  }

  /// What it is made of now.
  private func made(_ target: Target, in setting: ConnectionSetting) async throws -> ProgramParts {
    guard let files = setting.environment.files else { return ProgramParts() }
    return try await make(at: target.location).parts(in: files)
  }

  private func launch(for target: Target, in setting: ConnectionSetting) throws(Diagnostic) -> ProgramLaunch {
    try ProgramLaunch(
      .provider, command, variables: variables, timeout: setting.timeout, at: target.location, in: setting.environment)
  }
}

extension ProgramParts {
  /// What a program names, with the files it is made of: a program that was edited is another one, whatever it calls itself. One
  /// that names nothing may depend on more than files, and stays unknown.
  func joined(with named: JSONObject?) -> JSONObject? {
    ProgramRevisions.joined(named, files: commandDigest, inputs: inputsDigest)
  }
}

/// A program in the place of a model.
private struct ExecConnection: Connection {
  let pool: ProgramPool
  let revisions: JSONObject?
  var concurrency: Int? { pool.concurrency }
  var standardError: String? { pool.standardError }
  var repeated: [RepeatedReply] { pool.repeated.map { RepeatedReply($0) } }

  func prepare(_ request: GenerationRequest, trial: Int) throws(GenerationFailure) -> PreparedCall {
    let question = ProgramQuestion(request, trial: trial)
    return PreparedCall(inputBytes: question.byteCount, destination: .program(pool.command)) { number in
      let asked = await pool.ask(question, try: number)
      let outcome = Result { () throws(GenerationFailure) in try asked.outcome.get().answer() }
      return Attempt(outcome, latency: asked.latency, mayHaveCost: asked.latency != nil)
    }
  }

  func close() async { await pool.close() }
}
