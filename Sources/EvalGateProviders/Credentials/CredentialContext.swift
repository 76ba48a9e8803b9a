import ChildProcess
import CurlHTTP
import EvalGateCore

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// What looking for a credential may touch: the environment that was given, files, a clock, the line and programs.
package struct CredentialContext: Sendable {
  /// The environment variables.
  package let variables: [String: String]
  /// Tells when a credential has expired.
  package let clock: any RouteClock
  /// Reaches token services.
  package let transport: any Transport
  /// The bytes of a file; nil where it cannot be read.
  package let read: @Sendable (_ path: String) -> [UInt8]?
  /// What a program prints, run without a shell; nil where it is not there.
  package let run: @Sendable (_ command: [String]) async throws -> [UInt8]?

  /// A context; by default with this machine's files and programs.
  package init(
    variables: [String: String], clock: any RouteClock, transport: any Transport,
    read: @escaping @Sendable (_ path: String) -> [UInt8]? = { readSmallFile($0) },
    run: (@Sendable (_ command: [String]) async throws -> [UInt8]?)? = nil
  ) {
    self.variables = variables
    self.clock = clock
    self.transport = transport
    self.read = read
    self.run = run ?? { try await runCredentialProgram($0, variables) }
  }

  init(_ setting: ConnectionSetting) {
    self.init(
      variables: setting.environment.variables, clock: setting.environment.clock, transport: setting.transport)
  }

  /// A variable that is set to something.
  package func variable(_ name: String) -> String? {
    let value = String((variables[name] ?? "").trimmingSpaces)
    return value.isEmpty ? nil : value
  }

  /// A file as text without the line end that editors leave.
  func text(at path: String) -> String? {
    read(path).map { String(decoding: $0, as: UTF8.self) }.map { String($0.trimmingSpaces) }
  }

  /// A file below the home folder, where there is one.
  func home(_ path: String) -> String? { variable("HOME").map { $0 + "/" + path } }

  /// A path as people write it into variables and files.
  func expanded(_ path: String) -> String {
    path.hasPrefix("~/") ? home(String(path.dropFirst(2))) ?? path : path
  }
}

/// Reads a file of at most a megabyte; nil where it is not there, larger, or cannot be read.
package func readSmallFile(_ path: String) -> [UInt8]? {
  guard !path.utf8.contains(0), let file = fopen(path, "r") else { return nil }
  defer { fclose(file) }
  var bytes = [UInt8](repeating: 0, count: 1 << 20)
  let count = fread(&bytes, 1, bytes.count, file)
  guard ferror(file) == 0, feof(file) != 0 else { return nil }
  return Array(bytes.prefix(count))
}

/// Runs a program for half a minute at most; nil where there is no such program.
/// - Throws: ``CredentialError`` where it fails. What it wrote is not repeated.
private func runCredentialProgram(_ command: [String], _ variables: [String: String]) async throws -> [UInt8]? {
  let name = command.first ?? ""
  let result: CommandResult
  do throws(ChildProcessError) {
    result = try await runCommand(
      command, environment: .only(variables), outputLimit: 1 << 20, timeout: .seconds(30))
  } catch {
    if error.kind == .notFound { return nil }
    throw CredentialError("`\(name)` could not be run: \(error.message)")
  }
  guard result.exit.isSuccess else { throw CredentialError("`\(name)` ended with an error") }
  return result.standardOutput
}
