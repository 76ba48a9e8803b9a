import ChildProcess
import EvalGateCore

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Runs git in one folder, always in the same way, whatever the user's configuration says.
///
/// No pager, hook, external diff, file monitor or prompt is started, nothing is fetched, and no lock is taken that is not
/// needed. Paths go in literally and come out as bytes between zeros.
struct Git: Sendable {
  let folder: String

  struct Output {
    let code: Int
    let bytes: [UInt8]
    let error: String

    var isSuccess: Bool { code == 0 }
    /// The one line that most commands answer with.
    var line: String { String(decoding: bytes, as: UTF8.self).trimmingSpaces.description }
    var lines: [String] { String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init) }
    /// What stands between zeros. Names that are not UTF-8 are left out: they cannot be named in a file of ours.
    var names: [String] {
      bytes.split(separator: 0).compactMap { String(validating: $0, as: UTF8.self) }
    }
    /// Folders that git wanted to look into and could not. It says so, passes them over and calls that success.
    var closedFolders: [String] {
      let opening = "warning: could not open directory '"
      return error.split(separator: "\n").compactMap { line in
        guard line.hasPrefix(opening), let end = line.ranges(of: "': ").last else { return nil }
        let path = line[..<end.lowerBound].dropFirst(opening.count)
        return String(path.hasSuffix("/") ? path.dropLast() : path)
      }
    }
  }

  private static let settings = [
    "core.quotepath=off", "core.fsmonitor=false", "core.hooksPath=/dev/null", "core.pager=cat", "color.ui=false",
    "diff.external=", "diff.ignoreSubmodules=dirty", "gc.auto=0", "maintenance.auto=false",
  ]

  private static let command = ["git", "--no-pager"] + settings.flatMap { ["-c", $0] }

  /// Home and configuration folders stay, because that is where `safe.directory` says which repositories may be read.
  private static var environment: [String: String] {
    var variables = [
      "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1",
      "GIT_NO_REPLACE_OBJECTS": "1", "GIT_PAGER": "cat", "GIT_LITERAL_PATHSPECS": "1",
    ]
    for name in ["PATH", "HOME", "XDG_CONFIG_HOME", "TMPDIR"] {
      if let value = getenv(name) { variables[name] = String(cString: value) }
    }
    return variables
  }

  /// Long enough for a huge repository on a slow disk, short enough to end a hung one.
  private static let timeout = Duration.seconds(60)

  /// What git answered, whatever its exit code.
  /// - Throws: `Diagnostic` when git cannot be run or does not end.
  func run(_ arguments: [String], limit: Int = 64 << 20) async throws(Diagnostic) -> Output {
    do throws(ChildProcessError) {
      let result = try await runCommand(
        Self.command + arguments, environment: .only(Self.environment), workingDirectory: folder, outputLimit: limit,
        timeout: Self.timeout)
      let error = String(decoding: result.standardError, as: UTF8.self)
      guard case .code(let code) = result.exit else {
        return Output(code: -1, bytes: result.standardOutput, error: "git was ended by a signal")
      }
      return Output(code: code, bytes: result.standardOutput, error: error)
    } catch {
      throw Self.diagnostic(error, arguments)
    }
  }

  /// The output of a command that has to succeed.
  func output(_ arguments: [String], limit: Int = 64 << 20) async throws(Diagnostic) -> Output {
    let output = try await run(arguments, limit: limit)
    guard output.isSuccess else { throw Self.refused(output, arguments) }
    return output
  }

  /// A git that is asked many things.
  /// - Throws: `Diagnostic` when git cannot be run.
  func conversation(_ arguments: [String], limits: LineProcess.Limits) async throws(Diagnostic) -> LineProcess {
    do throws(ChildProcessError) {
      return try await LineProcess(
        Self.command + arguments, environment: .only(Self.environment), workingDirectory: folder, limits: limits)
    } catch {
      throw Self.diagnostic(error, arguments)
    }
  }

  static func diagnostic(_ error: ChildProcessError, _ arguments: [String]) -> Diagnostic {
    switch error.kind {
    case .notFound, .notExecutable:
      Diagnostic(
        .noGit, "git is not installed", help: "install git, or give a baseline file with `--baseline PATH`")
    case .outputTooLarge:
      Diagnostic(
        .unreadableFile, "git \(arguments.first ?? "") gave more than may be read",
        help: "look for an unusually large file")
    default:
      Diagnostic(.gitFailed, "git \(arguments.first ?? ""): \(error.message)", help: "try the command by hand")
    }
  }

  static let outside = Diagnostic(
    .noGit, "this folder is not in a git repository",
    help: "run inside a clone, or give a baseline file with `--baseline PATH`")

  static func refused(_ output: Output, _ arguments: [String]) -> Diagnostic {
    let said = firstLine(output.error)
    if output.error.contains("dubious ownership") {
      return Diagnostic(
        .noGit, "git does not trust this repository, because another user owns it",
        help: "git config --global --add safe.directory \"$PWD\"")
    }
    if output.error.contains("not a git repository") {
      return outside
    }
    return Diagnostic(
      .gitFailed, "git \(arguments.first ?? "") failed: \(said.isEmpty ? "code \(output.code)" : said)",
      help: "run `git \(arguments.joined(separator: " "))` to see more")
  }

  private static func firstLine(_ text: String) -> String {
    String(text.split(whereSeparator: \.isNewline).first ?? "").trimmingSpaces.description
  }
}
