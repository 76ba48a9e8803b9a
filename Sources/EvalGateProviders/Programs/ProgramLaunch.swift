import EvalGateCore

/// How a program is started, again and again.
struct ProgramLaunch: Sendable {
  let role: ProgramRole
  let command: [String]
  let environment: [String: String]
  let directory: String
  /// For the greeting and for each answer, in milliseconds.
  let timeout: Double
  let clock: any RouteClock
  /// Where the program is named.
  let place: SourceLocation
}

extension ProgramLaunch {
  /// - Parameter variables: names of the environment variables it is given beside `PATH`, `EVALGATE_RUN` and `EVALGATE_ARM`.
  /// - Throws: `Diagnostic` for a variable that is not set.
  init(
    _ role: ProgramRole, _ command: [String], variables: [String], timeout: Double, at place: SourceLocation,
    in environment: ProviderEnvironment
  ) throws(Diagnostic) {
    var values = ["EVALGATE_RUN": environment.run, "EVALGATE_ARM": environment.arm.rawValue]
    // Without it no program by name could be found, neither this one nor what it starts.
    values["PATH"] = environment.variables["PATH"]
    for name in variables {
      guard let value = environment.variables[name] else {
        throw Diagnostic(
          .missingVariable,
          "the program `\(command.first ?? "")` needs the environment variable `\(name)`, which is not set", at: place,
          help: "set it for this run: `\(name)=… evalgate run`", "or remove it from `env:`")
      }
      values[name] = value
    }
    self.init(
      role: role, command: command, environment: values, directory: Self.folder(of: place, below: environment.root),
      timeout: timeout, clock: environment.clock, place: place)
  }

  /// Starts it and waits for its greeting, to know at once whether it can be used.
  /// - Throws: `Diagnostic` that tells how to try it by hand.
  func start() async throws(Diagnostic) -> ProgramProcess {
    do throws(GenerationFailure) {
      return try await ProgramProcess.start(self)
    } catch {
      throw Diagnostic(
        .program, "the program `\(command.first ?? "")` cannot be used: \(error.message.unsafeText)", at: place,
        help: "run it by hand and give it the line `\(role.greeting)`",
        "it must answer with one line such as `{\"name\":\"app\",\"revisions\":{\"code\":\"1\"}}`")
    }
  }

  /// Programs run where the file that names them stands, as all its paths are meant.
  private static func folder(of place: SourceLocation, below root: String) -> String {
    place.folder.isEmpty ? root : root + "/" + place.folder
  }
}
