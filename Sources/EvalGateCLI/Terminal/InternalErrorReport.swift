import EvalGateCore
import EvalGateReporters
import EvalGateStore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What is needed to find a bug of ours: saved in a file, because a terminal's end is gone with the next command.
package struct InternalErrorReport: Sendable {
  private let error: String
  private let command: String
  private let folder: String

  /// - Parameters:
  ///   - error: in whatever words it has.
  ///   - arguments: the program's name first.
  ///   - environment: says what is secret, and where temporary files go.
  package init(error: String, arguments: [String], environment: [String: String]) {
    let secrets = SecretMask.of(environment)
    self.error = secrets.shown(error)
    command = secrets.shown((["evalgate"] + arguments.dropFirst().map(SafeText.shellWord)).joined(separator: " "))
    folder = environment["TMPDIR"].flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
  }

  /// The file's text.
  package var text: String {
    """
    evalgate \(EvalGateVersion.current)
    platform \(Self.platform)
    command  \(SafeText.terminal(UntrustedText(command)))
    error    \(SafeText.terminal(UntrustedText(error)))

    """
  }

  /// For standard error.
  /// - Parameter path: of the saved file; nil where it could not be saved, and then all of it is printed.
  package func message(savedAt path: String?) -> String {
    let head = "internal error: \(SafeText.terminal(UntrustedText(error)))\n"
    guard let path else { return head + "  please report this bug of evalgate with these lines:\n" + text }
    return head + "  evalgate \(EvalGateVersion.current) on \(Self.platform)\n"
      + "  please report this bug of evalgate, and attach \(path)\n"
  }

  /// - Returns: where it is; nil where it could not be written.
  package func save() -> String? {
    let path = "\(folder)/evalgate-error-\(Host.now)-\(Host.processID).txt"
    return (try? PlainFiles.write(Array(text.utf8), to: path)).map { path }
  }

  private static var platform: String {
    var name = utsname()
    guard uname(&name) == 0 else { return "unknown" }
    func field<Field>(_ field: Field) -> String {
      withUnsafeBytes(of: field) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
    return "\(field(name.sysname)) \(field(name.release)) \(field(name.machine))"
  }
}
