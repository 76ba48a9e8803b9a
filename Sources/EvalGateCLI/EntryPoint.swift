import ArgumentParser
import EvalGateCore
import EvalGateStore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Parses the command line, runs the command and ends the process with the code that the contract names.
///
/// - Parameter arguments: as the process got them, the program's name first.
public func runEvalGate(_ arguments: [String]) async -> Never {
  signal(SIGPIPE, SIG_IGN)
  Console.claimStreams()
  let code = await exitCode(of: arguments)
  tellLaterSteps(code, arguments)
  exit(Console.settled(code))
}

/// What a run comes to that ends before there is a report, where a pipeline has steps that ask for it.
private func tellLaterSteps(_ code: Int32, _ arguments: [String]) {
  let unreported: [RunOutcome] = [.invalid, .empty, .blind]
  guard ["run", "merge"].contains(arguments.dropFirst().first ?? ""),
    let outcome = unreported.first(where: { $0.exitCode == code })
  else { return }
  GitHubStep(Host.environment)?.write(outcome)
}

private func exitCode(of arguments: [String]) async -> Int32 {
  let console = Console()
  do {
    let given = EnvironmentArguments.adding(Host.environment, to: Array(arguments.dropFirst()))
    // Completions of names in a project are asynchronous.
    try await run(EvalGateCommand.asyncParseAsRoot(given))
    return 0
  } catch let ending as Ending {
    return ending.outcome.exitCode
  } catch let error as Diagnostic {
    if error.code == .internalError { return await finish(error, console, arguments) }
    console.write(Diagnostics.text([error], console: console, environment: Host.environment), to: .error)
    return error.outcome.exitCode
  } catch let error as Problems {
    console.write(Diagnostics.text(error.sorted, console: console, environment: Host.environment), to: .error)
    return RunOutcome.invalid.exitCode
  } catch {
    return await finish(error, console, arguments)
  }
}

private func run(_ command: any ParsableCommand) async throws {
  if var asynchronous = command as? any AsyncParsableCommand {
    try await asynchronous.run()
  } else {
    var command = command
    try command.run()
  }
}

/// The library's own errors and requests: help and version go to standard output and are no failure; a wrong flag is 2, so
/// that 64 never means "you" beside it.
private func finish(_ error: any Error, _ console: Console, _ arguments: [String]) async -> Int32 {
  let message = EvalGateCommand.fullMessage(for: error)
  switch EvalGateCommand.exitCode(for: error).rawValue {
  case 0:
    console.line(message)
    return 0
  case ExitCode.validationFailure.rawValue:
    let problem = UsageProblem.diagnostic(for: error, Array(arguments.dropFirst()))
    console.write(Diagnostics.text([problem], console: console, environment: Host.environment), to: .error)
    await UnreadCommand(Array(arguments.dropFirst()))?.tell()
    return RunOutcome.invalid.exitCode
  default:
    let report = InternalErrorReport(error: "\(error)", arguments: arguments, environment: Host.environment)
    console.write(report.message(savedAt: report.save()), to: .error)
    return RunOutcome.internal.exitCode
  }
}

/// Ends a command with an outcome other than success, after everything was said.
struct Ending: Error {
  let outcome: RunOutcome
  init(_ outcome: RunOutcome) { self.outcome = outcome }
}

extension Diagnostic {
  /// What a problem that ends a command means: mostly that something was asked for or written wrongly.
  var outcome: RunOutcome {
    switch code {
    case .internalError: .internal
    // Nothing was written wrongly: a part of the evidence is not there.
    case .shards: .undecided
    default: .invalid
    }
  }
}
