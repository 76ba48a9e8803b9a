internal import Subprocess

#if canImport(System)
  internal import System
#else
  internal import SystemPackage
#endif

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The variables a child sees.
public enum ChildEnvironment: Sendable, Hashable {
  /// Those of this process, with some set anew or, where the value is nil, left out.
  case inherited(changing: [String: String?])
  /// These and no others.
  case only([String: String])

  /// Those of this process.
  public static let inherited = ChildEnvironment.inherited(changing: [:])

  /// The child's `PATH`, which is where its program is looked for.
  var path: String? {
    switch self {
    case .only(let variables): variables["PATH"]
    case .inherited(let changes):
      if let change = changes["PATH"] { change } else { getenv("PATH").map { String(cString: $0) } }
    }
  }
}

/// How a child ended.
public enum ExitStatus: Sendable, Hashable {
  /// By itself, with this code.
  case code(Int)
  /// By a signal of this number.
  case signal(Int)

  /// True for code 0.
  public var isSuccess: Bool { self == .code(0) }
}

/// A program ready to be started: found, checked, and never seen by a shell.
struct Launch: Sendable {
  let program: String
  let configuration: Configuration

  /// Finds the program; `grace` is the time between SIGTERM and SIGKILL when the child has to be ended.
  init(
    _ arguments: [String], environment: ChildEnvironment, workingDirectory: String?, grace: Duration
  ) throws(ChildProcessError) {
    guard let program = arguments.first, !program.isEmpty else { throw .badArgument("no program is named") }
    guard arguments.allSatisfy({ !$0.utf8.contains(0) }) else { throw .badArgument("an argument has a zero byte") }
    let directory = try workingDirectory.map(checkedDirectory)
    let path = try findProgram(program, on: environment.path, from: directory)
    var options = PlatformOptions()
    // A session of its own: the child's descendants can be ended with it, and none can ask the terminal for a password.
    options.createSession = true
    options.teardownSequence = [
      .send(signal: .terminate, toProcessGroup: true, allowedDurationToNextStep: grace)
    ]
    self.program = program
    configuration = Configuration(
      executable: .path(FilePath(path)),
      arguments: Arguments(executablePathOverride: program, remainingValues: Array(arguments.dropFirst())),
      environment: try environment.checked(), workingDirectory: directory.map { FilePath($0) },
      platformOptions: options)
  }
}

extension ChildEnvironment {
  fileprivate func checked() throws(ChildProcessError) -> Environment {
    switch self {
    case .inherited(let changes):
      var updates: [Environment.Key: String?] = [:]
      for (name, value) in changes { updates[try Self.key(name, value)] = .some(value) }
      return .inherit.updating(updates)
    case .only(let variables):
      var values: [Environment.Key: String] = [:]
      for (name, value) in variables { values[try Self.key(name, value)] = value }
      return .custom(values)
    }
  }

  /// The value is not shown: it may be a credential.
  private static func key(_ name: String, _ value: String?) throws(ChildProcessError) -> Environment.Key {
    guard !name.isEmpty, !name.utf8.contains(where: { $0 == 0 || $0 == UInt8(ascii: "=") }),
      value?.utf8.contains(0) != true, let key = Environment.Key(rawValue: name)
    else { throw .badArgument("the variable `\(name)` cannot be set to this value") }
    return key
  }
}

/// The directory as an absolute path, so that a program named from there is found the same before and after the change.
private func checkedDirectory(_ path: String) throws(ChildProcessError) -> String {
  var status = stat()
  guard !path.utf8.contains(0), stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR, access(path, X_OK) == 0,
    let resolved = realpath(path, nil)
  else {
    throw ChildProcessError(kind: .badWorkingDirectory, message: "the working directory `\(path)` cannot be entered")
  }
  defer { free(resolved) }
  return String(cString: resolved)
}

private func findProgram(
  _ program: String, on path: String?, from directory: String?
) throws(ChildProcessError) -> String {
  guard !program.utf8.contains(UInt8(ascii: "/")) else {
    let place = program.utf8.first == UInt8(ascii: "/") ? program : (directory.map { $0 + "/" } ?? "") + program
    return try checkedProgram(place, named: program)
  }
  var refusal = ChildProcessError.notFound(program)
  // An empty entry means "here" to a shell; whoever can put a file here could then replace git.
  for entry in (path ?? "/usr/bin:/bin").split(separator: ":") where entry.utf8.first == UInt8(ascii: "/") {
    do throws(ChildProcessError) {
      return try checkedProgram(entry + "/" + program, named: program)
    } catch {
      if error.kind == .notExecutable { refusal = error }
    }
  }
  throw refusal
}

private func checkedProgram(_ path: String, named program: String) throws(ChildProcessError) -> String {
  var status = stat()
  guard stat(path, &status) == 0 else { throw .notFound(program) }
  guard status.st_mode & S_IFMT == S_IFREG, access(path, X_OK) == 0 else { throw .notExecutable(program) }
  return path
}
