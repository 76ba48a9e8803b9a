import ChildProcess
import EvalGateCore

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A folder that is a project for one test and is gone afterwards.
final class TemporaryProject: Sendable {
  let path: String

  init(_ files: [String: String] = [:]) throws {
    var template = Array("/tmp/evalgate-test-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw Failure("no temporary folder") }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    for (name, text) in files { try write(text, to: name) }
  }

  deinit {
    // Only below the folder made above; a file that cannot be removed is left to the system's own cleaning.
    removeAll(path)
  }

  func write(_ text: String, to name: String) throws {
    var folder = path
    for part in name.split(separator: "/").dropLast() {
      folder += "/" + part
      mkdir(folder, 0o755)
    }
    guard let file = fopen(path + "/" + name, "w") else { throw Failure("cannot write \(name)") }
    defer { fclose(file) }
    let bytes = Array(text.utf8)
    guard fwrite(bytes, 1, bytes.count, file) == bytes.count else { throw Failure("cannot write \(name)") }
  }

  func read(_ name: String) throws -> String {
    guard let file = fopen(path + "/" + name, "r") else { throw Failure("cannot read \(name)") }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { bytes += buffer[..<count] }
    return String(decoding: bytes, as: UTF8.self)
  }

  struct Failure: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
  }

  private func removeAll(_ path: String) {
    guard let folder = opendir(path) else {
      unlink(path)
      return
    }
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      guard name != ".", name != ".." else { continue }
      let child = path + "/" + name
      var status = stat()
      if lstat(child, &status) == 0, status.st_mode & S_IFMT == S_IFDIR { removeAll(child) } else { unlink(child) }
    }
    closedir(folder)
    rmdir(path)
  }
}

/// The program as it was built for this test run.
enum EvalGate {
  struct Run: Sendable {
    let code: Int
    let output: String
    let error: String
  }

  /// - Parameter environment: added to a small fixed environment, so that the machine's own does not matter.
  static func run(
    _ arguments: [String], in project: TemporaryProject, folder: String = "", environment: [String: String] = [:]
  ) async throws -> Run {
    let fixed = [
      "PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": project.path, "LC_ALL": "C.UTF-8",
      "GIT_CONFIG_GLOBAL": "/dev/null",
    ]
    let result = try await runCommand(
      [program] + arguments, environment: .only(fixed.merging(environment) { $1 }),
      workingDirectory: folder.isEmpty ? project.path : project.path + "/" + folder, outputLimit: 64 << 20,
      timeout: .seconds(120))
    guard case .code(let code) = result.exit else {
      throw TemporaryProject.Failure("ended by a signal: \(result.exit)")
    }
    return Run(
      code: code, output: String(decoding: result.standardOutput, as: UTF8.self),
      error: String(decoding: result.standardError, as: UTF8.self))
  }

  /// Beside the test bundle, where the package manager puts every product of a build.
  static let program: String = {
    let bundle = CommandLine.arguments[0]
    let folder =
      bundle.hasSuffix("xctest") || bundle.contains("/")
      ? String(bundle[..<(bundle.lastIndex(of: "/") ?? bundle.startIndex)]) : "."
    return folder + "/evalgate"
  }()
}
