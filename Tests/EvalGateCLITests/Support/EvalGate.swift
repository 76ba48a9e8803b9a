import ChildProcess
import EvalGateCore

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The program as it was built for this test run.
enum EvalGate {
  struct Run: Sendable {
    let code: Int
    var output: String
    let error: String
  }

  /// - Parameter environment: added to a small fixed environment, so that the machine's own does not matter.
  static func run(
    _ arguments: [String], in project: TemporaryProject, folder: String = "", environment: [String: String] = [:]
  ) async throws -> Run {
    try await command([program] + arguments, in: project, folder: folder, environment: environment)
  }

  /// Any command in the project, such as a shell that runs the program.
  static func command(
    _ command: [String], in project: TemporaryProject, folder: String = "", environment: [String: String] = [:]
  ) async throws -> Run {
    let result = try await runCommand(
      command, environment: .only(Self.environment(in: project).merging(environment) { $1 }),
      workingDirectory: folder.isEmpty ? project.path : project.path + "/" + folder, outputLimit: 64 << 20,
      timeout: .seconds(120))
    guard case .code(let code) = result.exit else {
      throw TemporaryProject.Failure("ended by a signal: \(result.exit)")
    }
    return Run(
      code: code, output: String(decoding: result.standardOutput, as: UTF8.self),
      error: String(decoding: result.standardError, as: UTF8.self))
  }

  static func environment(in project: TemporaryProject) -> [String: String] {
    [
      "PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": project.path, "LC_ALL": "C.UTF-8",
      "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1",
    ]
  }

  /// Beside the test bundle, where the package manager puts every product of a build.
  static let program: String = {
    let bundle = CommandLine.arguments[0]
    let folder =
      bundle.hasSuffix("xctest") || bundle.contains("/")
      ? String(bundle[..<(bundle.lastIndex(of: "/") ?? bundle.startIndex)]) : "."
    return folder + "/evalgate"
  }()

  /// As reports write it.
  static var today: String { CalendarDate(secondsSince1970: time(nil)).description }
}

extension TemporaryProject {
  /// Runs the program here and keeps what is needed to compare it with a snapshot.
  func evalgate(_ arguments: String..., environment: [String: String] = [:]) async throws -> Transcript {
    let run = try await EvalGate.run(arguments, in: self, environment: environment)
    return Transcript(arguments: arguments, run: run, project: self)
  }

  /// The same from a folder of the project.
  func evalgate(_ arguments: String..., in folder: String) async throws -> Transcript {
    try await evalgate(arguments, in: folder)
  }

  func evalgate(_ arguments: [String], in folder: String) async throws -> Transcript {
    let run = try await EvalGate.run(arguments, in: self, folder: folder)
    return Transcript(arguments: arguments, run: run, project: self)
  }
}
